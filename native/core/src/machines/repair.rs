use std::cell::Cell;

use super::coding::{Coding, Points};

/// What makes the units and outputs of a network do what a coding says, as far as it can.
pub(crate) trait Solver {
    /// Whether a unit now tells all its points apart.
    fn unit(&mut self, unit: usize, points: &Points) -> bool;
    /// Whether an output does.
    fn output(&mut self, output: usize, points: &Points) -> bool;
    /// What a unit makes of what it sees.
    fn says(&self, unit: usize, seen: u64) -> bool;
}

/// Changes codes bit by bit until a solver can make all of them: where a unit cannot tell its points apart, each code
/// takes the bit that most steps to it give. Gives up after so many rounds, when not half of the units can be made, or
/// when nothing is left of its budget: points times bits that are looked at.
pub(crate) fn repair(
    coding: &mut Coding,
    outputs: usize,
    rounds: usize,
    solver: &mut impl Solver,
    budget: &Cell<u64>,
) -> bool {
    // A unit is left alone until a code changes.
    let mut made = vec![false; coding.hidden];
    for round in 0..rounds {
        let mut wrong = 0;
        for unit in 0..coding.hidden {
            if made[unit] {
                continue;
            }
            let cost = (coding.steps.len() * coding.hidden) as u64;
            let Some(left) = budget.get().checked_sub(cost) else { return false };
            budget.set(left);
            let points = coding.of_unit(unit);
            made[unit] = solver.unit(unit, &points);
            if !made[unit] {
                wrong += 1;
                if vote(coding, unit, &points, solver) {
                    made.fill(false);
                }
            }
        }
        if round == 0 && wrong * 2 > coding.hidden + 1 {
            return false;
        }
        if made.iter().all(|&made| made) {
            return (0..outputs).all(|output| solver.output(output, &coding.of_output(output)));
        }
    }
    false
}

/// Gives each code the bit of a unit that most steps to it have, and says whether that changed any.
fn vote(coding: &mut Coding, unit: usize, points: &Points, solver: &impl Solver) -> bool {
    let mut votes = vec![0; coding.codes.len()];
    for (&(.., to), &seen) in coding.steps.iter().zip(&points.seen) {
        votes[to] += if solver.says(unit, seen) { 1 } else { -1 };
    }
    let mut changed = false;
    for (code, sum) in coding.codes.iter_mut().zip(votes) {
        if sum != 0 {
            let fresh = *code & !(1 << unit) | u64::from(sum > 0) << unit;
            changed |= fresh != *code;
            *code = fresh;
        }
    }
    changed
}
