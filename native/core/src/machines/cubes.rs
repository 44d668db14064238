use std::collections::HashMap;

use crate::automata::machine::{Machine, Step};

/// A set of words: those that agree with `value` in the bits of `mask`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Cube {
    pub(crate) mask: usize,
    pub(crate) value: usize,
}

impl Cube {
    pub(crate) fn contains(self, word: usize) -> bool {
        word & self.mask == self.value
    }
}

/// All words of a cube lead to one state with one output: what a construction spends a unit on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) cube: Cube,
    pub(crate) step: Step,
}

/// Up to so many inputs the best tree of splits is found; with more, each split is the one that looks best.
const MAX_BEST: usize = 8;

/// Leaves for the steps of a machine, shared by its states wherever they can be.
#[derive(Default)]
pub(crate) struct Cover {
    pub(crate) leaves: Vec<Leaf>,
    numbers: HashMap<(Cube, usize), Vec<usize>>,
}

impl Cover {
    /// Splits the words of a state into disjoint cubes, and says which leaves they are.
    pub(crate) fn split(&mut self, machine: &Machine, state: usize) -> Vec<usize> {
        let cubes = if machine.inputs() <= MAX_BEST {
            let mut best = Best { cover: self, machine, state, known: HashMap::new() };
            let all = Cube { mask: 0, value: 0 };
            best.find(all);
            best.leaves(all)
        } else {
            greedy(machine, state)
        };
        cubes.into_iter().map(|leaf| self.number(leaf)).collect()
    }

    /// The leaf that this one can share, which then cares for what both care for; or a new one.
    fn number(&mut self, leaf: Leaf) -> usize {
        if let Some(number) = self.shared(leaf) {
            let step = &mut self.leaves[number].step;
            step.output |= leaf.step.output;
            step.care |= leaf.step.care;
            return number;
        }
        self.leaves.push(leaf);
        self.numbers.entry((leaf.cube, leaf.step.next)).or_default().push(self.leaves.len() - 1);
        self.leaves.len() - 1
    }

    fn shared(&self, leaf: Leaf) -> Option<usize> {
        let numbers = self.numbers.get(&(leaf.cube, leaf.step.next))?;
        numbers.iter().copied().find(|&number| joined(self.leaves[number].step, leaf.step).is_some())
    }
}

/// One step for two, if they lead to one state and agree where both care.
fn joined(a: Step, b: Step) -> Option<Step> {
    (a.next == b.next && (a.output ^ b.output) & a.care & b.care == 0).then_some(Step {
        next: a.next,
        output: a.output | b.output,
        care: a.care | b.care,
    })
}

/// What a cube's words come to together.
#[derive(Clone, Copy)]
enum Together {
    /// None of them ever comes.
    Nothing,
    One(Step),
    Several,
}

impl Together {
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (Self::One(a), Self::One(b)) => joined(a, b).map_or(Self::Several, Self::One),
            _ => Self::Several,
        }
    }
}

/// The tree of splits with the fewest new leaves.
struct Best<'a> {
    cover: &'a Cover,
    machine: &'a Machine,
    state: usize,
    known: HashMap<Cube, (usize, Together, usize)>,
}

impl Best<'_> {
    /// The new leaves that the best tree of a cube needs, what its words come to, and the bit it splits first.
    fn find(&mut self, cube: Cube) -> (usize, Together, usize) {
        if let Some(&known) = self.known.get(&cube) {
            return known;
        }
        let mut together = Together::Nothing;
        let mut best = (usize::MAX, 0);
        for bit in (0..self.machine.inputs()).filter(|bit| cube.mask >> bit & 1 == 0) {
            let [(low, one, _), (high, other, _)] = halves(cube, bit).map(|half| self.find(half));
            together = one.with(other);
            best = best.min((low + high, bit));
        }
        if cube.mask + 1 == self.machine.words() {
            together = self.machine.step(self.state, cube.value).map_or(Together::Nothing, Together::One);
        }
        let found = match together {
            Together::Nothing => (0, together, 0),
            Together::One(step) => {
                (usize::from(self.cover.shared(Leaf { cube, step }).is_none()), together, 0)
            }
            Together::Several => (best.0, together, best.1),
        };
        self.known.insert(cube, found);
        found
    }

    fn leaves(&mut self, cube: Cube) -> Vec<Leaf> {
        match self.find(cube) {
            (_, Together::Nothing, _) => vec![],
            (_, Together::One(step), _) => vec![Leaf { cube, step }],
            (_, Together::Several, bit) => {
                halves(cube, bit).into_iter().flat_map(|half| self.leaves(half)).collect()
            }
        }
    }
}

fn halves(Cube { mask, value }: Cube, bit: usize) -> [Cube; 2] {
    [0, 1].map(|half| Cube { mask: mask | 1 << bit, value: value | half << bit })
}

/// Splits where the halves together have the fewest different steps.
fn greedy(machine: &Machine, state: usize) -> Vec<Leaf> {
    let mut leaves = vec![];
    let mut left = vec![Cube { mask: 0, value: 0 }];
    while let Some(cube) = left.pop() {
        let words: Vec<(usize, Step)> =
            machine.steps(state).filter(|&(word, _)| cube.contains(word)).collect();
        let together = words.iter().fold(Together::Nothing, |sum, &(_, step)| sum.with(Together::One(step)));
        match together {
            Together::Nothing => {}
            Together::One(step) => leaves.push(Leaf { cube, step }),
            Together::Several => {
                let different = |bit: usize| {
                    let mut steps: Vec<_> = words
                        .iter()
                        .map(|&(word, step)| (word >> bit & 1, step.next, step.output, step.care))
                        .collect();
                    steps.sort_unstable();
                    steps.dedup();
                    steps.len()
                };
                let bits = (0..machine.inputs()).filter(|bit| cube.mask >> bit & 1 == 0);
                let bit = bits.min_by_key(|&bit| different(bit)).expect("one word has one step");
                left.extend(halves(cube, bit));
            }
        }
    }
    leaves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::machine::tests::{listed, random_machine};

    #[test]
    fn each_specified_word_lies_in_one_cube_of_its_step() {
        for (seed, inputs) in (0..40).map(|seed| (seed, 1 + seed as usize % 4)).chain([(50, 9)]) {
            let machine = random_machine(seed, inputs, 2, 3);
            let mut cover = Cover::default();
            for state in 0..3 {
                let leaves = cover.split(&machine, state);
                for (word, step) in machine.steps(state) {
                    let of: Vec<_> = leaves
                        .iter()
                        .map(|&leaf| cover.leaves[leaf])
                        .filter(|leaf| leaf.cube.contains(word))
                        .collect();
                    let [leaf] = of[..] else { panic!("{} leaves for one word", of.len()) };
                    assert!(joined(leaf.step, step).is_some() && leaf.step.care & step.care == step.care);
                }
            }
        }
    }

    #[test]
    fn a_state_that_looks_at_one_bit_of_four_takes_two_leaves() {
        let next = (0..16).map(|word| word >> 2 & 1).chain([-1; 16]).collect();
        let machine = listed(4, 1, 0, next, vec![0; 32], vec![1; 32]);
        assert_eq!(Cover::default().split(&machine, 0).len(), 2);
    }
}
