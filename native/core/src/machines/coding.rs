use std::collections::HashMap;

use super::arcs::{Arcs, numbered};
use super::cubes::Cube;
use crate::automata::machine::Machine;

/// Bits of a code and, above them, of a word.
pub(crate) type Bits = u128;

/// States of a threshold network, one bit a unit, each standing for a state of a machine, and the steps between
/// them. What a network has to do is all in here: a finite list.
#[derive(Debug, Clone)]
pub(crate) struct Coding {
    pub(crate) hidden: usize,
    pub(crate) codes: Vec<Bits>,
    /// Which code comes before the first step.
    pub(crate) initial: usize,
    /// Of each code the machine's state.
    pub(crate) states: Vec<usize>,
    /// Of each code the outputs that it must give, and which of them matter.
    pub(crate) outputs: Vec<(u32, u32)>,
    /// Sets of words that steps are for.
    pub(crate) cubes: Vec<Cube>,
    /// Code before, words, code after, as numbers of codes and cubes.
    pub(crate) steps: Vec<(usize, usize, usize)>,
    inputs: usize,
}

/// What a unit or output sees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Seen {
    pub(crate) bits: Bits,
    /// Bits that may be either, and are 0 above.
    pub(crate) free: Bits,
}

/// Points that one unit or output has to tell apart: what it sees, and what it should say whatever free bits are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Points {
    pub(crate) seen: Vec<Seen>,
    pub(crate) said: Vec<bool>,
}

impl Coding {
    /// One code for all arcs of one `class`: these must lead to one state, with outputs that do not contradict.
    /// The initial code is one of them, unless nothing leads back to the initial state.
    pub(crate) fn new(machine: &Machine, arcs: &Arcs, hidden: usize, class: &[usize]) -> Self {
        let classes = class.iter().max().map_or(1, |max| max + 1);
        let (mut states, mut outputs) = (vec![machine.initial(); classes], vec![(0, 0); classes]);
        let cube_of = numbered(arcs.leaves.iter().map(|leaf| leaf.cube));
        let mut cubes = vec![];
        for (leaf, &cube) in arcs.leaves.iter().zip(&cube_of) {
            if cube == cubes.len() {
                cubes.push(leaf.cube);
            }
        }
        let mut steps_of = vec![vec![]; machine.states()];
        for (&(state, leaf), &code) in arcs.arcs.iter().zip(class) {
            let step = arcs.leaves[leaf].step;
            states[code] = step.next;
            outputs[code].0 |= step.output;
            outputs[code].1 |= step.care;
            steps_of[state].push((cube_of[leaf], code));
        }
        let initial = states.iter().position(|&state| state == machine.initial()).unwrap_or_else(|| {
            states.push(machine.initial());
            outputs.push((0, 0));
            classes
        });
        let steps_from = |(from, &state): (usize, &usize)| {
            steps_of[state].iter().map(move |&(cube, to)| (from, cube, to)).collect::<Vec<_>>()
        };
        let steps = states.iter().enumerate().flat_map(steps_from).collect();
        let codes = vec![0; states.len()];
        Self { hidden, codes, initial, states, outputs, cubes, steps, inputs: machine.inputs() }
    }

    /// What a unit has to do in each step.
    pub(crate) fn of_unit(&self, unit: usize) -> Points {
        let words = (1 << self.inputs) - 1;
        let seen = self.steps.iter().map(|&(from, cube, _)| {
            let Cube { mask, value } = self.cubes[cube];
            Seen {
                bits: self.codes[from] | (value as Bits) << self.hidden,
                free: ((words & !mask) as Bits) << self.hidden,
            }
        });
        let said = self.steps.iter().map(|&(.., to)| self.codes[to] >> unit & 1 == 1);
        Points { seen: seen.collect(), said: said.collect() }
    }

    /// What an output has to do, looking at the states only.
    pub(crate) fn of_output(&self, output: usize) -> Points {
        let codes = self.codes.iter().zip(&self.outputs);
        let (seen, said) = codes
            .filter(|(_, (_, care))| care >> output & 1 == 1)
            .map(|(&bits, (outputs, _))| (Seen { bits, free: 0 }, outputs >> output & 1 == 1))
            .unzip();
        Points { seen, said }
    }

    /// Whether a code may have these bits: no other has them that stands for another state or contradicts its outputs.
    pub(crate) fn may_be(&self, code: usize, bits: Bits) -> bool {
        (0..self.codes.len()).all(|other| self.codes[other] != bits || self.do_the_same(code, other))
    }

    /// Codes that cannot be told from one that does something else, without some of the units.
    pub(crate) fn alike(&self, left_out: &[usize]) -> Vec<usize> {
        let left_out = left_out.iter().fold(0, |units, unit| units | 1 << unit);
        let is_alike = |code: usize, other: usize| {
            (self.codes[code] ^ self.codes[other]) & !left_out == 0 && !self.do_the_same(code, other)
        };
        let codes = 0..self.codes.len();
        codes.clone().filter(|&code| codes.clone().any(|other| is_alike(code, other))).collect()
    }

    fn do_the_same(&self, code: usize, other: usize) -> bool {
        let ((outputs, care), (also, also_care)) = (self.outputs[code], self.outputs[other]);
        self.states[code] == self.states[other] && (outputs ^ also) & care & also_care == 0
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::machine::tests::{counter, listed};

    fn coding(machine: &Machine, hidden: usize) -> Coding {
        let arcs = Arcs::new(machine);
        Coding::new(machine, &arcs, hidden, &arcs.by_step())
    }

    #[test]
    fn a_counter_begins_with_a_code_that_it_comes_back_to() {
        let machine = counter(3);
        let coding = coding(&machine, 2);
        assert_eq!(coding.codes.len(), 3);
        assert_eq!(coding.steps.len(), 6);
        assert_eq!(coding.states[coding.initial], 0);
        assert!(coding.steps.iter().any(|&(.., to)| to == coding.initial));
        assert_eq!(coding.outputs.iter().filter(|&&outputs| outputs == (1, 1)).count(), 1);
    }

    #[test]
    fn a_start_that_is_never_seen_again_has_a_code_of_its_own() {
        let machine = listed(1, 1, 0, vec![1, 1, 1, 1], vec![1, 1, 0, 0], vec![1; 4]);
        let coding = coding(&machine, 2);
        assert_eq!((coding.codes.len(), coding.initial), (3, 2));
        assert!(coding.steps.iter().all(|&(.., to)| to != coding.initial));
        assert_eq!(coding.outputs[coding.initial], (0, 0));
    }

    #[test]
    fn a_unit_left_out_closes_the_gap() {
        let machine = counter(3);
        let coding = Coding { codes: vec![0b110, 0b011, 0b101, 0b001], ..coding(&machine, 3) };
        assert_eq!(coding.without(1).codes, [0b10, 0b01, 0b11, 0b01]);
        assert_eq!(coding.without(1).hidden, 2);
    }

    #[test]
    fn codes_are_alike_where_only_units_left_out_tell_them_apart() {
        // 0 and 1 stand for one state with outputs that contradict, 2 for another; the third says nothing of outputs.
        let machine = counter(3);
        let coding = Coding {
            states: vec![0, 0, 1, 1],
            outputs: vec![(0, 1), (1, 1), (1, 1), (0, 0)],
            codes: vec![0b01, 0b11, 0b00, 0b10],
            ..coding(&machine, 2)
        };
        assert_eq!(coding.alike(&[]), []);
        assert_eq!(coding.alike(&[0]), [0, 1, 2, 3]);
        assert_eq!(coding.alike(&[1]), [0, 1]);
        let free = |code| (0..4).filter(|&bits| coding.may_be(code, bits)).collect::<Vec<_>>();
        assert_eq!((free(0), free(2), free(3)), (vec![0b01], vec![0b00, 0b10], vec![0b00, 0b10]));
    }

    #[test]
    fn inputs_that_do_not_matter_are_free() {
        let next: Vec<i32> = (0..8).map(|at| at >> 1 & 1).collect();
        let machine = listed(2, 1, 0, next, vec![0; 8], vec![1; 8]);
        let coding = Coding { codes: vec![0b01, 0b10], ..coding(&machine, 2) };
        let points = coding.of_unit(1);
        assert!(points.seen.iter().all(|seen| seen.free == 0b01_00));
        assert_eq!(
            points.seen.iter().map(|seen| seen.bits).collect::<Vec<_>>(),
            [0b01, 0b10_01, 0b10, 0b10_10]
        );
        assert_eq!(points.said, [false, true, false, true]);
    }

    #[test]
    fn contradicting_points_are_noticed() {
        let seen = |bits| Seen { bits, free: 0 };
        let points = |said: &[bool]| Points { seen: [1, 2, 1].map(seen).to_vec(), said: said.to_vec() };
        assert_eq!(points(&[true, false, false]).distinct(), None);
        assert_eq!(points(&[true, false, true]).distinct().map(|p| p.seen), Some([1, 2].map(seen).to_vec()));
    }
}
