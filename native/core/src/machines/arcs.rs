use std::collections::HashMap;
use std::hash::Hash;

use super::cubes::{Cover, Leaf};
use super::machine::Machine;

/// More arcs than so many share codes with others that lead to the same on the same words.
const MAX_ALONE: usize = 80;

/// The transitions of a machine. Words on which a state does the same make one arc, a leaf of its cover: a step on seven
/// inputs that looks at two of them is one arc instead of 32.
#[derive(Debug)]
pub(crate) struct Arcs {
    pub(crate) leaves: Vec<Leaf>,
    /// State and leaf of each, in the order of states.
    pub(crate) arcs: Vec<(usize, usize)>,
}

impl Arcs {
    pub(crate) fn new(machine: &Machine) -> Self {
        let mut cover = Cover::default();
        let mut arcs = vec![];
        for state in 0..machine.states() {
            arcs.extend(cover.split(machine, state).into_iter().map(|leaf| (state, leaf)));
        }
        Self { leaves: cover.leaves, arcs }
    }

    /// Classes of arcs: those with one next state and the same outputs are alike.
    pub(crate) fn by_step(&self) -> Vec<usize> {
        numbered(self.arcs.iter().map(|&(_, leaf)| self.leaves[leaf].step))
    }

    /// Classes of arcs: those that one unit of the construction stands for are alike.
    pub(crate) fn by_leaf(&self) -> Vec<usize> {
        numbered(self.arcs.iter().map(|&(_, leaf)| leaf))
    }

    /// Classes of arcs: each is alone, unless there are many or that would make more than so many steps.
    pub(crate) fn alone(&self, max_steps: usize) -> Vec<usize> {
        let from = |state: usize| self.arcs.iter().filter(move |&&(from, _)| from == state).count();
        let steps: usize = self.arcs.iter().map(|&(_, leaf)| from(self.leaves[leaf].step.next)).sum();
        if self.arcs.len() > MAX_ALONE || steps > max_steps {
            return self.by_leaf();
        }
        (0..self.arcs.len()).collect()
    }
}

/// Of each key a number, counted from 0; equal keys have the same.
pub(crate) fn numbered<T: Eq + Hash>(keys: impl Iterator<Item = T>) -> Vec<usize> {
    let mut numbers = HashMap::new();
    let number = |key| {
        let fresh = numbers.len();
        *numbers.entry(key).or_insert(fresh)
    };
    keys.map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::super::machine::tests::counter;
    use super::*;

    #[test]
    fn words_that_do_the_same_make_one_arc() {
        // The first input is the next state, whatever the other two are.
        let next: Vec<i32> = (0..16).map(|at| at & 1).collect();
        let machine = Machine::new(3, 1, 0, next, vec![0; 16], vec![1; 16]).expect("valid");
        let arcs = Arcs::new(&machine);
        assert_eq!(arcs.arcs, [(0, 0), (0, 1), (1, 0), (1, 1)]);
        assert!(arcs.leaves.iter().all(|leaf| leaf.cube.mask == 1));
    }

    #[test]
    fn arcs_are_alike_where_they_lead_to_the_same() {
        let arcs = Arcs::new(&counter(3));
        assert_eq!(arcs.by_step(), [0, 1, 1, 2, 2, 0]);
        assert_eq!(arcs.by_leaf(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(arcs.alone(12), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn too_many_steps_make_arcs_share() {
        let next: Vec<i32> = vec![0, 1, 0, 1];
        let arcs = Arcs::new(&Machine::new(1, 1, 0, next, vec![0; 4], vec![1; 4]).expect("valid"));
        assert_eq!(arcs.alone(8), [0, 1, 2, 3]);
        assert_eq!(arcs.alone(7), [0, 1, 0, 1]);
    }
}
