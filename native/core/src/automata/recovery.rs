//! Where zeros lead from every state that a network's bits can hold.

use std::collections::HashMap;

use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::range;
use crate::error::Error;

/// States that zeros lead to the same reachable state in the same number of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// After so many zeros, at least one, the state is a reachable one; nothing when it never is. And which one.
    pub way: Option<(u32, u32)>,
    /// So many states.
    pub count: u64,
    /// One of them, packed.
    pub example: u64,
}

/// Accumulators lie in −2^15 … 2^15 − 1.
const ACCUMULATORS: usize = 1 << 16;
/// So many different images are counted before their paths are followed and they are forgotten.
const MAX_IMAGES: usize = 1 << 18;

/// Follows zeros from all 2^(state bits · hidden) states; `reachable` holds packed states: each unit's code as an
/// unsigned field, the first one lowest. Memory stays flat. States that differ in one unit lie on a line, along which
/// each next state changes a few times only; so a line costs as much as it has changes.
///
/// # Errors
/// [`Error::Range`] when a state has more than 32 bits, or from [`FixedNetwork::check`].
pub fn zero_flow(network: &FixedNetwork, reachable: &[u64]) -> Result<Vec<Flow>, Error> {
    network.check()?;
    let bits = network.widths.state as usize * network.hidden;
    range("bits of a network's state", bits, 1, 32, "1 to 32")?;
    let mut flows = Flows::new(network, reachable);
    let inner = inner_unit(network);
    let lines = Lines::along(network, inner);
    let half = 1 << (network.widths.state - 1);
    let values = 1 << network.widths.state;
    let mut state = vec![-half; network.hidden];
    loop {
        let line = lines.pack(&state);
        let mut sums: Vec<i32> = (0..network.hidden).map(|unit| sum(network, &state, unit)).collect();
        let mut value = 0;
        while value < values {
            let (image, same) = lines.at(&sums, values - value);
            flows.add(image, same, || line + lines.field(inner, value));
            value += same;
            lines.advance(&mut sums, same);
        }
        let outer = (0..network.hidden).filter(|&unit| unit != inner);
        let Some(next) = outer.clone().find(|&unit| state[unit] + 1 < half) else { break };
        for unit in outer.take_while(|&unit| unit != next) {
            state[unit] = -half;
        }
        state[next] += 1;
    }
    Ok(flows.finish())
}

/// A unit's accumulator with zeros as inputs.
fn sum(network: &FixedNetwork, state: &[i32], unit: usize) -> i32 {
    let weights = network.recurrent_weights[unit..].iter().step_by(network.hidden);
    network.start(0, unit) + state.iter().zip(weights).map(|(s, w)| s * w).sum::<i32>()
}

/// The unit along which next states change least often: the one with the smallest weights.
fn inner_unit(network: &FixedNetwork) -> usize {
    let increment = |from: &usize| -> i32 {
        network.recurrent_weights[from * network.hidden..][..network.hidden].iter().map(|w| w.abs()).sum()
    };
    (0..network.hidden).min_by_key(increment).expect("at least one unit")
}

/// How each unit's next state goes along lines.
struct Lines {
    inner: usize,
    state_bits: u32,
    increments: Vec<i32>,
    /// (hidden, accumulator + 2^15): the next state in its place, and for how many values it stays.
    runs: Vec<(u32, u16)>,
}

impl Lines {
    fn along(network: &FixedNetwork, inner: usize) -> Self {
        let state_bits = network.widths.state;
        let max = 1u16 << state_bits;
        let increments = network.recurrent_weights[inner * network.hidden..][..network.hidden].to_vec();
        let mut lines = Self { inner, state_bits, increments, runs: Vec::new() };
        for unit in 0..network.hidden {
            let first = lines.runs.len();
            for accumulator in -(1 << 15)..1 << 15 {
                let address = FixedNetwork::address(accumulator, network.index_shift, network.widths.table);
                lines.runs.push((lines.code(unit, network.table[address]), 1));
            }
            let increment = lines.increments[unit];
            let runs = &mut lines.runs[first..];
            let distance = increment.unsigned_abs() as usize;
            // From the far end, so that what follows is known.
            for step in 0..ACCUMULATORS.saturating_sub(distance) {
                let (at, following) = match increment {
                    0 => (step, step),
                    1.. => (ACCUMULATORS - 1 - distance - step, ACCUMULATORS - 1 - step),
                    _ => (distance + step, step),
                };
                if increment == 0 {
                    runs[at].1 = max;
                } else if runs[at].0 == runs[following].0 {
                    runs[at].1 = max.min(runs[following].1 + 1);
                }
            }
        }
        lines
    }

    /// A code in a unit's place.
    fn code(&self, unit: usize, code: i32) -> u32 {
        let mask = (1 << self.state_bits) - 1;
        (code.cast_unsigned() & mask) << (u32::try_from(unit).expect("at most 32") * self.state_bits)
    }

    /// The `value`-th code from below in a unit's place.
    fn field(&self, unit: usize, value: u32) -> u64 {
        let half = 1 << (self.state_bits - 1);
        u64::from(self.code(unit, value.cast_signed() - half))
    }

    /// All of a state but the unit that varies.
    fn pack(&self, state: &[i32]) -> u64 {
        let outer = state.iter().enumerate().filter(|&(unit, _)| unit != self.inner);
        outer.map(|(unit, &code)| u64::from(self.code(unit, code))).sum()
    }

    /// The image, and for how many values, at most `left`, it stays.
    fn at(&self, sums: &[i32], left: u32) -> (u32, u32) {
        let mut image = 0;
        let mut same = left;
        for (sum, runs) in sums.iter().zip(self.runs.chunks_exact(ACCUMULATORS)) {
            let (field, run) = runs[usize::try_from(sum + (1 << 15)).expect("16 bits")];
            image |= field;
            same = same.min(u32::from(run));
        }
        (image, same)
    }

    fn advance(&self, sums: &mut [i32], values: u32) {
        for (sum, increment) in sums.iter_mut().zip(&self.increments) {
            *sum += values.cast_signed() * increment;
        }
    }
}

/// Counts images, and from time to time follows them.
struct Flows<'a> {
    network: &'a FixedNetwork,
    /// Numbers of the reachable states.
    reachable: HashMap<u64, u32>,
    /// Open addressing: image, how many states lead there (0 in a free slot), and one of them.
    images: Vec<(u32, u64, u64)>,
    used: usize,
    groups: HashMap<Option<(u32, u32)>, (u64, u64)>,
}

impl<'a> Flows<'a> {
    fn new(network: &'a FixedNetwork, reachable: &[u64]) -> Self {
        let reachable = reachable.iter().copied().zip(0..).collect();
        let images = vec![(0, 0, 0); 2 * MAX_IMAGES];
        Self { network, reachable, images, used: 0, groups: HashMap::new() }
    }

    fn add(&mut self, image: u32, count: u32, example: impl FnOnce() -> u64) {
        let mask = self.images.len() - 1;
        let mut slot = (image.wrapping_mul(0x9e37_79b1) >> 12) as usize & mask;
        loop {
            let (known, counted, _) = &mut self.images[slot];
            if *counted == 0 {
                break;
            }
            if *known == image {
                *counted += u64::from(count);
                return;
            }
            slot = (slot + 1) & mask;
        }
        self.images[slot] = (image, u64::from(count), example());
        self.used += 1;
        if self.used == MAX_IMAGES {
            self.follow_all();
        }
    }

    fn follow_all(&mut self) {
        for slot in 0..self.images.len() {
            let (image, count, example) = std::mem::take(&mut self.images[slot]);
            if count > 0 {
                let way = self.follow(u64::from(image)).map(|(steps, entry)| (steps + 1, entry));
                let flow = self.groups.entry(way).or_insert((0, example));
                *flow = (flow.0 + count, flow.1.min(example));
            }
        }
        self.used = 0;
    }

    /// How many zeros lead from a state into the reachable set, and where.
    fn follow(&self, start: u64) -> Option<(u32, u32)> {
        // A path that comes back to itself never leads there (Brent's algorithm finds out).
        let (mut at, mut steps) = (start, 0);
        let (mut marked, mut until) = (start, 1);
        loop {
            if let Some(&entry) = self.reachable.get(&at) {
                return Some((steps, entry));
            }
            at = self.next(at);
            steps += 1;
            if at == marked {
                return None;
            }
            if steps == until {
                (marked, until) = (at, 2 * until);
            }
        }
    }

    fn next(&self, state: u64) -> u64 {
        let network = self.network;
        let bits = network.widths.state;
        let unused = 64 - bits;
        let codes: Vec<i32> = (0..network.hidden)
            .map(|unit| {
                let shift = u32::try_from(unit).expect("at most 32") * bits;
                let field = (state >> shift << unused).cast_signed() >> unused;
                i32::try_from(field).expect("at most 8 bits")
            })
            .collect();
        (0..network.hidden).rev().fold(0, |packed, unit| {
            let address =
                FixedNetwork::address(sum(network, &codes, unit), network.index_shift, network.widths.table);
            let code = network.table[address].cast_unsigned() & ((1 << bits) - 1);
            packed << bits | u64::from(code)
        })
    }

    fn finish(mut self) -> Vec<Flow> {
        self.follow_all();
        let mut flows: Vec<Flow> =
            self.groups.iter().map(|(&way, &(count, example))| Flow { way, count, example }).collect();
        flows.sort_unstable_by_key(|flow| (flow.way, flow.example));
        flows
    }
}

/// The same for single states: where zeros lead from each, after at least one.
///
/// # Errors
/// [`Error::Range`] when a state has more than 32 bits, or from [`FixedNetwork::check`].
pub fn zero_ways(
    network: &FixedNetwork,
    reachable: &[u64],
    states: &[u64],
) -> Result<Vec<Option<(u32, u32)>>, Error> {
    network.check()?;
    range("bits of a network's state", network.widths.state as usize * network.hidden, 1, 32, "1 to 32")?;
    let flows = Flows { images: Vec::new(), ..Flows::new(network, reachable) };
    let way = |&state: &u64| flows.follow(flows.next(state)).map(|(steps, entry)| (steps + 1, entry));
    Ok(states.iter().map(way).collect())
}

#[cfg(test)]
mod tests;
