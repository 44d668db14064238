use std::collections::HashMap;
use std::hash::Hash;

use super::cubes::{Cover, Leaf};
use crate::automata::machine::Machine;

/// More arcs than so many share codes with others that lead to the same on the same words.
const MAX_ALONE: usize = 80;

/// The transitions of a machine. Words on which a state does the same make one arc, a leaf of its cover: a step on
/// seven inputs that looks at two of them is one arc instead of 32.
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

    /// Classes of arcs: each is alone, unless there are many.
    pub(crate) fn alone(&self) -> Vec<usize> {
        if self.arcs.len() > MAX_ALONE { self.by_leaf() } else { (0..self.arcs.len()).collect() }
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
    use super::*;
    use crate::automata::machine::tests::{counter, listed};

    #[test]
    fn words_that_do_the_same_make_one_arc() {
        // The first input is the next state, whatever the other two are.
        let next: Vec<i32> = (0..16).map(|at| at & 1).collect();
        let machine = listed(3, 1, 0, next, vec![0; 16], vec![1; 16]);
        let arcs = Arcs::new(&machine);
        assert_eq!(arcs.arcs, [(0, 0), (0, 1), (1, 0), (1, 1)]);
        assert!(arcs.leaves.iter().all(|leaf| leaf.cube.mask == 1));
    }

    #[test]
    fn arcs_are_alike_where_they_lead_to_the_same() {
        let arcs = Arcs::new(&counter(3));
        assert_eq!(arcs.by_step(), [0, 1, 1, 2, 2, 0]);
        assert_eq!(arcs.by_leaf(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(arcs.alone(), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn many_arcs_share() {
        let shared = |states: usize| {
            let next: Vec<i32> = (0..states << 1).map(|at| at as i32 & 1).collect();
            let size = next.len();
            let machine = listed(1, 1, 0, next, vec![0; size], vec![1; size]);
            Arcs::new(&machine).alone().into_iter().max()
        };
        assert_eq!((shared(40), shared(41)), (Some(79), Some(1)));
    }
}
