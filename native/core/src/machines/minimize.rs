use std::collections::HashMap;

use crate::automata::machine::Machine;

/// Up to so many states left after merging equal ones, every two are tried for compatibility.
const MAX_COMPATIBLE: usize = 512;

/// A machine with no more states that does whatever `machine` specifies: unreachable states are left out and states
/// are merged. Without don't-cares and unspecified steps it is the minimal one; with them, merging is greedy and
/// keeps what is still open.
#[must_use]
pub fn minimize(machine: &Machine) -> Machine {
    let equal = merge_equal(machine);
    if equal.states() > MAX_COMPATIBLE || is_complete(&equal) { equal } else { merge_compatible(&equal) }
}

fn is_complete(machine: &Machine) -> bool {
    let all = (1 << machine.outputs()) - 1;
    machine.care.iter().all(|&care| care == all)
}

/// Moore's partition refinement; open outputs and steps are symbols of their own. Classes are numbered in the order
/// in which breadth-first search reaches them.
fn merge_equal(machine: &Machine) -> Machine {
    let (order, _) = machine.reached();
    let mut class = vec![None; machine.states()];
    for &state in &order {
        class[state] = Some(0);
    }
    let mut classes = 1;
    loop {
        let mut numbers = HashMap::new();
        let mut refined = vec![None; machine.states()];
        for &state in &order {
            let row: Vec<_> = (0..machine.words())
                .map(|word| machine.step(state, word).map(|s| (class[s.next], s.output, s.care)))
                .collect();
            let fresh = numbers.len();
            refined[state] = Some(*numbers.entry((class[state], row)).or_insert(fresh));
        }
        class = refined;
        if numbers.len() == classes {
            return machine.quotient(&class, classes);
        }
        classes = numbers.len();
    }
}

/// Merges pairs of states, nearest to the start first, wherever nothing that follows contradicts.
fn merge_compatible(machine: &Machine) -> Machine {
    let mut classes = Classes::of(machine);
    for later in 1..machine.states() {
        for earlier in 0..later {
            if classes.leader(earlier) == earlier
                && classes.leader(later) == later
                && let Some(merged) = classes.merged(earlier, later)
            {
                classes = merged;
            }
        }
    }
    let mut numbers = HashMap::new();
    let class: Vec<_> = (0..machine.states())
        .map(|state| {
            let fresh = numbers.len();
            Some(*numbers.entry(classes.leader(state)).or_insert(fresh))
        })
        .collect();
    machine.quotient(&class, numbers.len())
}

/// Disjoint sets of states, each with what its members specify together in the row of its leader.
#[derive(Clone)]
struct Classes {
    parent: Vec<usize>,
    rows: Machine,
}

impl Classes {
    fn of(machine: &Machine) -> Self {
        Self { parent: (0..machine.states()).collect(), rows: machine.clone() }
    }

    fn leader(&self, mut state: usize) -> usize {
        while self.parent[state] != state {
            state = self.parent[state];
        }
        state
    }

    /// With these two in one class, and whatever has to follow them; nothing if they contradict.
    fn merged(&self, a: usize, b: usize) -> Option<Self> {
        if !self.agree(a, b) {
            return None;
        }
        let mut merged = self.clone();
        let mut left = vec![(a, b)];
        while let Some((a, b)) = left.pop() {
            let (a, b) = (merged.leader(a), merged.leader(b));
            let (a, b) = (a.min(b), a.max(b));
            if a == b {
                continue;
            }
            if !merged.agree(a, b) {
                return None;
            }
            merged.parent[b] = a;
            for word in 0..merged.rows.words() {
                let Some(from) = merged.rows.step(b, word) else { continue };
                let index = a << merged.rows.inputs() | word;
                if let Some(to) = merged.rows.step(a, word) {
                    left.push((to.next, from.next));
                } else {
                    merged.rows.next[index] = i32::try_from(from.next).expect("at most 2^22 states");
                }
                merged.rows.output[index] |= from.output;
                merged.rows.care[index] |= from.care;
            }
        }
        Some(merged)
    }

    /// Whether no word gives both an output bit that they care for and see differently.
    fn agree(&self, a: usize, b: usize) -> bool {
        (0..self.rows.words()).all(|word| match (self.rows.step(a, word), self.rows.step(b, word)) {
            (Some(a), Some(b)) => (a.output ^ b.output) & a.care & b.care == 0,
            _ => true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::machine::tests::{counter, listed, random_machine};

    /// Whether `small` does all that `machine` specifies, from both initial states.
    fn covers(small: &Machine, machine: &Machine) -> bool {
        let mut seen = vec![(machine.initial(), small.initial())];
        let mut at = 0;
        while let Some(&(state, image)) = seen.get(at) {
            at += 1;
            for (word, step) in machine.steps(state) {
                let Some(other) = small.step(image, word) else { return false };
                if other.care & step.care != step.care || (other.output ^ step.output) & step.care != 0 {
                    return false;
                }
                if !seen.contains(&(step.next, other.next)) {
                    seen.push((step.next, other.next));
                }
            }
        }
        true
    }

    #[test]
    fn a_counter_written_twice_over_folds_into_one() {
        let halves: Vec<u32> = (0..12).map(|i| u32::from((i / 2 + i % 2) % 3 == 0)).collect();
        let folded = minimize(&listed(1, 1, 1, counter(6).next, halves, vec![1; 12]));
        assert_eq!(folded.states(), 3);
    }

    #[test]
    fn an_unreachable_state_is_left_out() {
        let machine = listed(1, 1, 1, vec![0, 1, 1, 1], vec![0, 1, 1, 0], vec![1; 4]);
        assert_eq!(minimize(&machine).states(), 1);
    }

    #[test]
    fn what_is_left_open_lets_states_merge() {
        // Two states that differ only where one of them says nothing.
        let machine = listed(1, 1, 0, vec![1, 0, 0, -1], vec![0, 1, 0, 0], vec![1; 4]);
        let small = minimize(&machine);
        assert_eq!((small.states(), small.step(0, 1).map(|s| s.output)), (1, Some(1)));
    }

    #[test]
    fn the_smaller_machine_does_what_the_larger_specifies() {
        for seed in 0..200 {
            let machine = random_machine(seed, 2, 1, 7);
            let small = minimize(&machine);
            assert!(small.states() <= machine.states() && covers(&small, &machine), "seed {seed}");
        }
    }
}
