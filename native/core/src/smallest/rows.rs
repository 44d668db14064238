//! What one row of weights can do: every unit's and every output's candidates, each behaviour once.

use std::collections::HashSet;

use super::space::Space;
use crate::automata::fixed::{FixedNetwork, MAX_ACCUMULATOR};
use crate::automata::machine::Machine;

/// More candidates of one row than this are not listed.
const MAX_CANDIDATES: u64 = 1 << 20;
/// Behaviours are compared where that takes at most so many accumulators.
const MAX_COMPARISONS: usize = 1 << 24;

/// Candidate rows of weights. A unit and an output differ in what they add to the weighted states: a number for each
/// word of inputs, or just one.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    words: usize,
    hidden: usize,
    /// (rows, words): what the row's accumulator starts from.
    starts: Vec<i32>,
    /// (rows, hidden).
    weights: Vec<i32>,
    /// (rows): the row's constants, see [`digits`].
    numbers: Vec<u64>,
    /// How many rows there were before equal ones were dropped.
    pub(super) total: u64,
}

impl Rows {
    /// Every row with a bias, a weight for each of `inputs` and one for each hidden unit that obeys the row rule;
    /// nothing when there are too many.
    pub(super) fn all(space: &Space, inputs: usize) -> Option<Self> {
        let Space { hidden, widths, .. } = *space;
        let terms = u32::try_from(1 + inputs + hidden).ok()?;
        let total = 1u64.checked_shl(terms * widths.weight).filter(|&total| total <= MAX_CANDIDATES)?;
        let words = 1 << inputs;
        let mut rows =
            Self { words, hidden, starts: Vec::new(), weights: Vec::new(), numbers: Vec::new(), total };
        for number in 0..total {
            let row = digits(number, widths.weight, 1 + inputs + hidden);
            if row.iter().map(|w| w.abs()).sum::<i32>() << (widths.state - 1) > MAX_ACCUMULATOR {
                continue;
            }
            rows.starts.extend((0..words).map(|word| {
                let on = (0..inputs).filter(|input| word >> input & 1 == 1);
                (row[0] + on.map(|input| row[1 + input]).sum::<i32>()) << (widths.state - 1)
            }));
            rows.weights.extend(&row[1 + inputs..]);
            rows.numbers.push(number);
        }
        Some(rows)
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The row's accumulator.
    pub(super) fn sum(&self, row: u32, state: &[i32], word: usize) -> i32 {
        let row = row as usize;
        let weights = &self.weights[row * self.hidden..][..self.hidden];
        self.starts[row * self.words + word] + weights.iter().zip(state).map(|(w, s)| w * s).sum::<i32>()
    }

    /// The row's constants: bias, input weights, state weights.
    pub(super) fn constants(&self, row: u32, weight_bits: u32) -> Vec<i32> {
        let inputs = self.words.trailing_zeros() as usize;
        digits(self.numbers[row as usize], weight_bits, 1 + inputs + self.hidden)
    }

    /// How often a look at all behaviours over these codes would compute an accumulator.
    fn comparisons(&self, codes: usize) -> Option<usize> {
        let hidden = u32::try_from(self.hidden).ok()?;
        let all = codes.checked_pow(hidden)?.checked_mul(self.words)?.checked_mul(self.len())?;
        (all <= MAX_COMPARISONS).then_some(all)
    }

    /// Drops rows that do what an earlier one does wherever all states are among `codes`.
    fn dedupe(&mut self, codes: &[i32], read: impl Fn(i32) -> u8) {
        if self.comparisons(codes.len()).is_none() {
            return;
        }
        let mut seen = HashSet::new();
        let mut behaviour = Vec::new();
        let kept: Vec<u32> = (0..u32::try_from(self.len()).expect("limited"))
            .filter(|&row| {
                behaviour.clear();
                all_states(codes, self.hidden, |state| {
                    behaviour.extend((0..self.words).map(|word| read(self.sum(row, state, word))));
                    true
                });
                !seen.contains(&behaviour) && seen.insert(behaviour.clone())
            })
            .collect();
        let pick = |values: &[i32], width: usize| {
            kept.iter().flat_map(|&row| &values[row as usize * width..][..width]).copied().collect()
        };
        self.starts = pick(&self.starts, self.words);
        self.weights = pick(&self.weights, self.hidden);
        self.numbers = kept.iter().map(|&row| self.numbers[row as usize]).collect();
    }

    /// Whether every row reads these two codes alike, whichever unit has them and whatever the others have.
    fn alike(&self, (a, b): (i32, i32), codes: &[i32], read: impl Fn(i32) -> u8) -> bool {
        let rows = u32::try_from(self.len()).expect("limited");
        let mut pair = [vec![0; self.hidden], vec![0; self.hidden]];
        (0..self.hidden).all(|unit| {
            all_states(codes, self.hidden - 1, |others| {
                for (state, code) in pair.iter_mut().zip([a, b]) {
                    state[..unit].copy_from_slice(&others[..unit]);
                    state[unit] = code;
                    state[unit + 1..].copy_from_slice(&others[unit..]);
                }
                let [with_a, with_b] = &pair;
                (0..rows).all(|row| {
                    (0..self.words)
                        .all(|word| read(self.sum(row, with_a, word)) == read(self.sum(row, with_b, word)))
                })
            })
        })
    }
}

/// What the units and outputs of a space can do with one shift.
#[derive(Debug, Clone)]
pub(super) struct Choices {
    pub(super) units: Rows,
    pub(super) outputs: Rows,
    /// Of the codes that all rows read alike the lowest, ascending.
    pub(super) codes: Vec<i32>,
    /// Every code's representative among `codes`, the lowest code first.
    representatives: Vec<i32>,
}

impl Choices {
    /// Lists them; nothing when there are too many.
    pub(super) fn of(space: &Space, machine: &Machine, shift: u32) -> Option<Self> {
        let mut units = Rows::all(space, machine.inputs())?;
        let mut outputs = Rows::all(space, 0)?;
        let half = 1 << (space.widths.state - 1);
        let all: Vec<i32> = (-half..half).collect();
        let address = |sum| {
            u8::try_from(FixedNetwork::address(sum, shift, space.widths.table)).expect("at most 8 table bits")
        };
        let sign = |sum: i32| u8::from(sum >= 0);
        let mut representatives: Vec<i32> = Vec::new();
        let affordable = units.comparisons(all.len()).is_some() && outputs.comparisons(all.len()).is_some();
        for &code in &all {
            // All that one code is alike to lie side by side, since accumulators are monotone in it.
            let same = representatives.last().copied().filter(|&last| {
                affordable
                    && units.alike((last, code), &all, address)
                    && outputs.alike((last, code), &all, sign)
            });
            representatives.push(same.unwrap_or(code));
        }
        let mut codes = representatives.clone();
        codes.dedup();
        units.dedupe(&codes, address);
        outputs.dedupe(&codes, sign);
        Some(Self { units, outputs, codes, representatives })
    }

    /// The code that stands for this one.
    pub(super) fn representative(&self, code: i32) -> i32 {
        let lowest = self.representatives.len() / 2;
        self.representatives
            [usize::try_from(code + i32::try_from(lowest).expect("at most 128")).expect("a code")]
    }
}

/// The base-2^bits digits of a number, each less half of 2^bits: a row's constants.
fn digits(number: u64, bits: u32, count: usize) -> Vec<i32> {
    let (mask, half) = ((1u64 << bits) - 1, 1 << (bits - 1));
    (0..count)
        .scan(number, |rest, _| {
            let digit = i32::try_from(*rest & mask).expect("at most 8 bits");
            *rest >>= bits;
            Some(digit - half)
        })
        .collect()
}

/// Whether `holds` says so of every state of `hidden` units whose codes are among these.
fn all_states(codes: &[i32], hidden: usize, mut holds: impl FnMut(&[i32]) -> bool) -> bool {
    let mut digits = vec![0; hidden];
    let mut state = vec![codes[0]; hidden];
    while holds(&state) {
        let Some(unit) = digits.iter().position(|&digit| digit + 1 < codes.len()) else { return true };
        digits[unit] += 1;
        digits[..unit].fill(0);
        for (state, &digit) in state.iter_mut().zip(&digits).take(unit + 1) {
            *state = codes[digit];
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::fixed::Widths;
    use crate::automata::machine::tests::{adder, parity};

    #[test]
    fn what_is_left_does_all_that_rows_and_codes_can_do() {
        for (machine, hidden, weight, state, table) in
            [(parity(), 1, 3, 3, 2), (parity(), 2, 2, 2, 3), (adder(), 2, 2, 1, 2), (adder(), 1, 2, 4, 2)]
        {
            let space = Space { hidden, widths: Widths { weight, state, table }, bits: 0 };
            let half = 1 << (state - 1);
            let codes: Vec<i32> = (-half..half).collect();
            for shift in space.shifts(&machine) {
                let choices = Choices::of(&space, &machine, shift).expect("few rows");
                let address = |sum| FixedNetwork::address(sum, shift, table);
                let check = |all: &Rows, kept: &Rows, read: &dyn Fn(i32) -> usize| {
                    let behaviour = |rows: &Rows, row: u32, code: &dyn Fn(i32) -> i32| {
                        let mut behaviour = Vec::new();
                        all_states(&codes, hidden, |state| {
                            let state: Vec<i32> = state.iter().map(|&s| code(s)).collect();
                            behaviour.extend((0..rows.words).map(|word| read(rows.sum(row, &state, word))));
                            true
                        });
                        behaviour
                    };
                    let rows = |rows: &Rows| 0..u32::try_from(rows.len()).expect("few");
                    let stand_in = |code| choices.representative(code);
                    let of_kept: HashSet<_> = rows(kept).map(|row| behaviour(kept, row, &stand_in)).collect();
                    assert_eq!(of_kept.len(), kept.len());
                    for row in rows(all) {
                        assert_eq!(behaviour(all, row, &|code| code), behaviour(all, row, &stand_in));
                        assert!(of_kept.contains(&behaviour(all, row, &stand_in)));
                    }
                };
                let units = Rows::all(&space, machine.inputs()).expect("few");
                check(&units, &choices.units, &address);
                check(&Rows::all(&space, 0).expect("few"), &choices.outputs, &|sum| usize::from(sum >= 0));
            }
        }
    }
}
