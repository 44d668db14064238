use std::cell::Cell;

use super::coding::{Bits, Coding, Points, Seen};

/// What makes the units and outputs of a network do what a coding says, as far as it can.
pub(crate) trait Solver {
    /// Whether a unit now tells all its points apart.
    fn unit(&mut self, unit: usize, points: &Points) -> bool;
    /// Whether an output does.
    fn output(&mut self, output: usize, points: &Points) -> bool;
    /// What a unit makes of what it sees, free bits being half of each.
    fn says(&self, unit: usize, seen: Seen) -> bool;
}

/// Rounds without fewer wrong units before it gives up.
const IDLE_ROUNDS: usize = 3;

/// Changes codes bit by bit until a solver can make all of them: where a unit cannot tell its points apart, each code
/// takes the bit that most steps to it give, unless it would become that of another that does something else. Gives up
/// after so many rounds, after some in which no more units can be made, when more than a quarter cannot be made
/// at first, or when nothing is left of its budget: points times bits that are looked at.
///
/// # Errors
/// The units that cannot be made. None are named if that is not what it failed for, or if it is hopeless.
pub(crate) fn repair(
    coding: &mut Coding,
    outputs: usize,
    rounds: usize,
    solver: &mut impl Solver,
    budget: &Cell<u64>,
) -> Result<(), Vec<usize>> {
    let look_at = |unit: usize, coding: &Coding| -> Result<Points, Vec<usize>> {
        let cost = (coding.steps.len() * coding.hidden) as u64;
        budget.set(budget.get().checked_sub(cost).ok_or_else(Vec::new)?);
        Ok(coding.of_unit(unit))
    };
    // A unit is left alone until a code changes.
    let mut made = vec![false; coding.hidden];
    let (mut fewest, mut idle) = (usize::MAX, 0);
    for round in 0..rounds {
        let mut wrong = 0;
        for unit in 0..coding.hidden {
            if made[unit] {
                continue;
            }
            let points = look_at(unit, coding)?;
            made[unit] = solver.unit(unit, &points);
            if !made[unit] {
                wrong += 1;
                if round == 0 && 4 * (wrong - 1) > coding.hidden {
                    return Err(vec![]);
                }
                if vote(coding, unit, &points, solver) {
                    made.fill(false);
                }
            }
        }
        if wrong == 0 {
            break;
        }
        idle = if wrong < fewest { 0 } else { idle + 1 };
        fewest = fewest.min(wrong);
        if idle == IDLE_ROUNDS {
            break;
        }
    }
    // Codes may have changed since a unit was looked at.
    let mut wrong = vec![];
    for unit in (0..coding.hidden).filter(|&unit| !made[unit]) {
        if !solver.unit(unit, &look_at(unit, coding)?) {
            wrong.push(unit);
        }
    }
    let right =
        wrong.is_empty() && (0..outputs).all(|output| solver.output(output, &coding.of_output(output)));
    if right { Ok(()) } else { Err(wrong) }
}

/// Gives each code the bit of a unit that most steps to it have, if it can, and says whether that changed any.
fn vote(coding: &mut Coding, unit: usize, points: &Points, solver: &impl Solver) -> bool {
    let mut votes = vec![0; coding.codes.len()];
    for (&(.., to), &seen) in coding.steps.iter().zip(&points.seen) {
        votes[to] += if solver.says(unit, seen) { 1 } else { -1 };
    }
    let mut changed = false;
    for (code, sum) in votes.into_iter().enumerate().filter(|&(_, sum)| sum != 0) {
        let fresh = coding.codes[code] & !(1 << unit) | Bits::from(sum > 0) << unit;
        if fresh != coding.codes[code] && coding.may_be(code, fresh) {
            changed = true;
            coding.codes[code] = fresh;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::arcs::Arcs;
    use super::*;
    use crate::automata::machine::tests::counter;

    /// Makes every unit but one, whatever the points are.
    struct AllBut(usize);

    impl Solver for AllBut {
        fn unit(&mut self, unit: usize, _: &Points) -> bool {
            unit != self.0
        }

        fn output(&mut self, _: usize, _: &Points) -> bool {
            true
        }

        fn says(&self, _: usize, _: Seen) -> bool {
            true
        }
    }

    #[test]
    fn units_that_cannot_be_made_are_named_and_nothing_is_where_the_budget_ends() {
        let machine = counter(3);
        let arcs = Arcs::new(&machine);
        let coding = || Coding::new(&machine, &arcs, 4, &arcs.by_step());
        let repaired = |solver: &mut AllBut, budget| repair(&mut coding(), 1, 16, solver, &Cell::new(budget));
        assert_eq!(repaired(&mut AllBut(2), u64::MAX), Err(vec![2]));
        assert_eq!(repaired(&mut AllBut(4), u64::MAX), Ok(()));
        assert_eq!(repaired(&mut AllBut(2), 30), Err(vec![]));
    }

    #[test]
    fn codes_that_do_different_things_stay_apart() {
        let machine = counter(3);
        let arcs = Arcs::new(&machine);
        let mut coding = Coding::new(&machine, &arcs, 3, &arcs.by_step());
        coding.codes = vec![0b000, 0b100, 0b001];
        // Every step says that unit 2 is on.
        let wrong = repair(&mut coding, 1, 1, &mut AllBut(2), &Cell::new(u64::MAX));
        assert_eq!((wrong, coding.codes), (Err(vec![2]), vec![0b000, 0b100, 0b101]));
    }
}
