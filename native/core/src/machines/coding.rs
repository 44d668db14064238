use std::collections::HashMap;

use super::machine::Machine;

/// States of a threshold network, one bit a unit, each standing for a state of a machine, and the steps between
/// them. What a network has to do is all in here: a finite list.
#[derive(Debug, Clone)]
pub(crate) struct Coding {
    pub(crate) hidden: usize,
    pub(crate) codes: Vec<u64>,
    /// Which code comes before the first step.
    pub(crate) initial: usize,
    /// Of each code the machine's state.
    pub(crate) states: Vec<usize>,
    /// Of each code the outputs that it must give, and which of them matter.
    pub(crate) outputs: Vec<(u32, u32)>,
    /// Code before, word, code after, as numbers of codes.
    pub(crate) steps: Vec<(usize, usize, usize)>,
}

/// Points that one unit or output has to tell apart: what it sees, and what it should say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Points {
    /// Bits of what is seen: states lowest, then inputs.
    pub(crate) seen: Vec<u64>,
    pub(crate) said: Vec<bool>,
}

impl Coding {
    /// One code for all transitions of one `class`: these must lead to one state, with outputs that do not contradict.
    /// The initial code is one of them, unless nothing leads back to the initial state.
    pub(crate) fn new(machine: &Machine, hidden: usize, class: &[usize]) -> Self {
        let classes = class.iter().max().map_or(1, |max| max + 1);
        let (mut states, mut outputs) = (vec![machine.initial; classes], vec![(0, 0); classes]);
        let code = |state: usize, word: usize| class[state << machine.inputs | word];
        for state in 0..machine.states() {
            for (word, step) in machine.steps(state) {
                let code = code(state, word);
                states[code] = step.next;
                outputs[code].0 |= step.output;
                outputs[code].1 |= step.care;
            }
        }
        let initial = states.iter().position(|&state| state == machine.initial).unwrap_or_else(|| {
            states.push(machine.initial);
            outputs.push((0, 0));
            classes
        });
        let steps_from = |(from, &state): (usize, &usize)| {
            machine.steps(state).map(move |(word, _)| (from, word, code(state, word))).collect::<Vec<_>>()
        };
        let steps = states.iter().enumerate().flat_map(steps_from).collect();
        Self { hidden, codes: vec![0; states.len()], initial, states, outputs, steps }
    }

    /// What a unit has to do in each step.
    pub(crate) fn of_unit(&self, unit: usize) -> Points {
        let seen = self.steps.iter().map(|&(from, word, _)| self.codes[from] | (word as u64) << self.hidden);
        let said = self.steps.iter().map(|&(.., to)| self.codes[to] >> unit & 1 == 1);
        Points { seen: seen.collect(), said: said.collect() }
    }

    /// What an output has to do, looking at the states only.
    pub(crate) fn of_output(&self, output: usize) -> Points {
        let codes = self.codes.iter().zip(&self.outputs);
        let (seen, said) = codes
            .filter(|(_, (_, care))| care >> output & 1 == 1)
            .map(|(&code, (outputs, _))| (code, outputs >> output & 1 == 1))
            .unzip();
        Points { seen, said }
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
        let mut known = HashMap::new();
        let mut distinct = Self::default();
        for (&seen, &said) in self.seen.iter().zip(&self.said) {
            match known.insert(seen, said) {
                Some(before) if before != said => return None,
                Some(_) => {}
                None => {
                    distinct.seen.push(seen);
                    distinct.said.push(said);
                }
            }
        }
        Some(distinct)
    }
}

/// Classes of transitions: those with one next state and the same outputs are alike.
pub(crate) fn by_step(machine: &Machine) -> Vec<usize> {
    let mut numbers = HashMap::new();
    let mut class = vec![0; machine.states() << machine.inputs];
    for state in 0..machine.states() {
        for (word, step) in machine.steps(state) {
            let fresh = numbers.len();
            class[state << machine.inputs | word] = *numbers.entry(step).or_insert(fresh);
        }
    }
    class
}

/// More transitions than so many share codes with others that lead to the same on the same word.
const MAX_CODES: usize = 80;

/// Classes of transitions: each is alone, unless there are many.
pub(crate) fn by_transition(machine: &Machine) -> Vec<usize> {
    let many = machine.transitions() > MAX_CODES;
    let mut numbers = HashMap::new();
    let mut class = vec![0; machine.states() << machine.inputs];
    for state in 0..machine.states() {
        for (word, step) in machine.steps(state) {
            let fresh = numbers.len();
            let own = (step, word, if many { 0 } else { state });
            class[state << machine.inputs | word] = *numbers.entry(own).or_insert(fresh);
        }
    }
    class
}

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the numbers of tests are small"
)]
mod tests {
    use super::super::machine::tests::counter;
    use super::*;

    #[test]
    fn a_counter_begins_with_a_code_that_it_comes_back_to() {
        let machine = counter(3);
        let coding = Coding::new(&machine, 2, &by_step(&machine));
        assert_eq!(coding.codes.len(), 3);
        assert_eq!(coding.steps.len(), 6);
        assert_eq!(coding.states[coding.initial], 0);
        assert!(coding.steps.iter().any(|&(.., to)| to == coding.initial));
        assert_eq!(coding.outputs.iter().filter(|&&outputs| outputs == (1, 1)).count(), 1);
    }

    #[test]
    fn a_start_that_is_never_seen_again_has_a_code_of_its_own() {
        let machine = Machine::new(1, 1, 0, vec![1, 1, 1, 1], vec![1, 1, 0, 0], vec![1; 4]).expect("valid");
        let coding = Coding::new(&machine, 2, &by_step(&machine));
        assert_eq!((coding.codes.len(), coding.initial), (3, 2));
        assert!(coding.steps.iter().all(|&(.., to)| to != coding.initial));
        assert_eq!(coding.outputs[coding.initial], (0, 0));
    }

    #[test]
    fn a_unit_left_out_closes_the_gap() {
        let machine = counter(3);
        let coding = Coding {
            codes: vec![0b110, 0b011, 0b101, 0b001],
            ..Coding::new(&machine, 3, &by_step(&machine))
        };
        assert_eq!(coding.without(1).codes, [0b10, 0b01, 0b11, 0b01]);
        assert_eq!(coding.without(1).hidden, 2);
    }

    #[test]
    fn contradicting_points_are_noticed() {
        let points = |said: &[bool]| Points { seen: vec![1, 2, 1], said: said.to_vec() };
        assert_eq!(points(&[true, false, false]).distinct(), None);
        assert_eq!(points(&[true, false, true]).distinct().map(|p| p.seen), Some(vec![1, 2]));
    }
}
