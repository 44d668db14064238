use std::collections::HashMap;

/// States of a threshold network, one bit a unit, each standing for a state of a machine, and the steps between
/// them. What a network has to do is all in here: a finite list.
#[derive(Debug, Clone)]
pub(crate) struct Coding {
    pub(crate) hidden: usize,
    /// The first is the initial one.
    pub(crate) codes: Vec<u64>,
    /// Code before, word, code after, as numbers of codes.
    pub(crate) steps: Vec<(usize, usize, usize)>,
    /// For each step the outputs that the code after it must give, and which of them matter.
    pub(crate) outputs: Vec<(u32, u32)>,
}

/// Points that one unit or output has to tell apart: what it sees, and what it should say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Points {
    /// Bits of what is seen: states lowest, then inputs.
    pub(crate) seen: Vec<u64>,
    pub(crate) said: Vec<bool>,
}

impl Coding {
    /// What a unit has to do in each step.
    pub(crate) fn all_of_unit(&self, unit: usize) -> Points {
        let seen = self.steps.iter().map(|&(from, word, _)| self.codes[from] | (word as u64) << self.hidden);
        let said = self.steps.iter().map(|&(.., to)| self.codes[to] >> unit & 1 == 1);
        Points { seen: seen.collect(), said: said.collect() }
    }

    /// What an output has to do, looking at the states only.
    pub(crate) fn of_output(&self, output: usize) -> Option<Points> {
        let steps = self.steps.iter().zip(&self.outputs).filter(|(_, (_, care))| care >> output & 1 == 1);
        Points::collect(
            steps.map(|(&(_, _, to), &(outputs, _))| (self.codes[to], outputs >> output & 1 == 1)),
        )
    }

    /// Without one of its units.
    pub(crate) fn without(&self, unit: usize) -> Self {
        let low = (1 << unit) - 1;
        let codes = self.codes.iter().map(|code| code & low | code >> 1 & !low).collect();
        Self { hidden: self.hidden - 1, codes, ..self.clone() }
    }
}

impl Points {
    /// Each point once; nothing where two contradict.
    pub(crate) fn distinct(&self) -> Option<Self> {
        Self::collect(self.seen.iter().copied().zip(self.said.iter().copied()))
    }

    fn collect(points: impl Iterator<Item = (u64, bool)>) -> Option<Self> {
        let mut known = HashMap::new();
        let mut collected = Self::default();
        for (seen, said) in points {
            match known.insert(seen, said) {
                Some(before) if before != said => return None,
                Some(_) => {}
                None => {
                    collected.seen.push(seen);
                    collected.said.push(said);
                }
            }
        }
        Some(collected)
    }
}
