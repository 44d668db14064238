use fearless_simd::{Level, Simd, dispatch};

use super::coding::{Bits, Coding, Points, Seen};
use super::repair::Solver;
use super::rows::{Matrix, Row, add, dot};
use crate::kernels::lanes::LANES;

/// Passes over the points before a perceptron gives up.
const MAX_PASSES: usize = 200;

/// A perceptron for each unit and output; weights of a bias and each bit seen, which counts −1 or 1.
#[derive(Debug, Clone)]
pub(crate) struct Perceptrons {
    pub(crate) units: Vec<Vec<f32>>,
    pub(crate) outputs: Vec<Vec<f32>>,
}

impl Perceptrons {
    /// Without one of the units.
    pub(crate) fn without(&self, unit: usize) -> Self {
        let mut fewer = self.clone();
        fewer.units.remove(unit);
        for weights in fewer.units.iter_mut().chain(&mut fewer.outputs) {
            weights.remove(1 + unit);
        }
        fewer
    }
}

impl Solver for Perceptrons {
    fn unit(&mut self, unit: usize, points: &Points) -> bool {
        separate(points, &mut self.units[unit])
    }

    fn output(&mut self, output: usize, points: &Points) -> bool {
        separate(points, &mut self.outputs[output])
    }

    fn says(&self, unit: usize, seen: Seen) -> bool {
        margin(&self.units[unit], seen) > 0.0
    }
}

/// What weights sum up to for the bits seen, without those that are free.
pub(crate) fn margin(weights: &[f32], seen: Seen) -> f32 {
    let mut sum = weights[0];
    for (bit, &weight) in weights[1..].iter().enumerate().filter(|(bit, _)| seen.free >> bit & 1 == 0) {
        sum += if seen.bits >> bit & 1 == 1 { weight } else { -weight };
    }
    sum
}

/// By how much free bits can move a sum.
fn slack(free: Bits, weight: impl Fn(usize) -> f32) -> f32 {
    ones(free).map(|bit| weight(1 + bit).abs()).sum()
}

/// Perceptrons as one network in the order of [`crate::Parameters`], with inputs 0 and 1, scaled so that tanh of every
/// sum is as good as its sign.
pub(crate) fn float_parameters(coding: &Coding, perceptrons: &Perceptrons, inputs: usize) -> Vec<f64> {
    let (hidden, outputs) = (coding.hidden, perceptrons.outputs.len());
    let scaled = |weights: &[f32], points: &Points| {
        let distance =
            |seen: &Seen| f64::from(margin(weights, *seen).abs() - slack(seen.free, |at| weights[at]));
        let nearest = points.seen.iter().map(distance);
        let scale = SATURATED / nearest.fold(f64::INFINITY, f64::min).max(1e-6);
        let scale = if points.seen.is_empty() { 1.0 } else { scale };
        weights.iter().map(|&weight| f64::from(weight) * scale).collect::<Vec<_>>()
    };
    let units: Vec<_> =
        (0..hidden).map(|unit| scaled(&perceptrons.units[unit], &coding.of_unit(unit))).collect();
    let readouts: Vec<_> =
        (0..outputs).map(|output| scaled(&perceptrons.outputs[output], &coding.of_output(output))).collect();
    let start =
        (0..hidden).map(|unit| if coding.codes[coding.initial] >> unit & 1 == 1 { 1.0 } else { -1.0 });
    let mut parameters: Vec<f64> = start.collect();
    // An input of 0 stands for −1.
    parameters
        .extend((0..inputs).flat_map(|input| units.iter().map(move |unit| 2.0 * unit[1 + hidden + input])));
    parameters.extend(units.iter().map(|unit| unit[0] - unit[1 + hidden..].iter().sum::<f64>()));
    parameters.extend((0..hidden).flat_map(|from| units.iter().map(move |unit| unit[1 + from])));
    parameters.extend((0..hidden).map(|_| 0.0));
    parameters.extend((0..hidden).flat_map(|from| readouts.iter().map(move |output| output[1 + from])));
    parameters.extend(readouts.iter().map(|output| output[0]));
    parameters
}

/// tanh of it is within 3e-8 of 1.
const SATURATED: f64 = 9.0;

/// Whether a perceptron, going on from these weights, comes to tell the points apart.
fn separate(points: &Points, weights: &mut [f32]) -> bool {
    dispatch!(Level::new(), simd => passes(simd, points, weights))
}

#[inline(always)]
fn passes<S: Simd>(_: S, points: &Points, weights: &mut [f32]) -> bool {
    let signed = Signed::new(points, weights.len());
    let mut own = Matrix::new(1, weights.len());
    own.values.iter_mut().flat_map(|row| &mut row.0).zip(&*weights).for_each(|(own, weight)| *own = *weight);
    let size = weights.iter().fold(0.0_f32, |max, weight| max.max(weight.abs()));
    let rate = if size > 0.0 { size * 0.05 } else { 1.0 };
    let mut right = false;
    for _ in 0..MAX_PASSES {
        right = true;
        for block in 0..points.seen.len().div_ceil(LANES) {
            for lane in ones(signed.wrong(block, &own, rate * 0.01).into()) {
                // One of the block before it may have put it right.
                let point = block * LANES + lane;
                let free = points.seen[point].free;
                let lost = slack(free, |at| own.at(0, at));
                if dot(&own.values, signed.rows.row(point)) > rate * 0.01 + lost {
                    continue;
                }
                right = false;
                add(&mut own.values, signed.rows.row(point), rate);
                for bit in ones(free) {
                    let weight = own.at_mut(0, 1 + bit);
                    *weight = (weight.abs() - rate).max(0.0).copysign(*weight);
                }
            }
        }
        if right {
            break;
        }
    }
    weights.iter_mut().zip(own.values.iter().flat_map(|row| row.0)).for_each(|(weight, own)| *weight = own);
    right
}

/// What each weight counts for each point, times what should be said of it, so that every sum should be positive: −1
/// or 1, and 0 for a free bit.
struct Signed {
    /// (points, weights)
    rows: Matrix,
    /// (blocks of 16 points, weights): the same, to look at 16 together.
    columns: Vec<Row>,
    /// Weights of bits that are free somewhere, and (blocks, these) where they are.
    loose: Vec<usize>,
    free: Vec<Row>,
    weights: usize,
    points: usize,
}

impl Signed {
    fn new(points: &Points, weights: usize) -> Self {
        let (count, blocks) = (points.seen.len(), points.seen.len().div_ceil(LANES));
        let somewhere = points.seen.iter().fold(0, |free, seen| free | seen.free);
        let loose: Vec<usize> = ones(somewhere).map(|bit| 1 + bit).collect();
        let mut signed = Self {
            rows: Matrix::new(count, weights),
            columns: vec![Row::ZERO; blocks * weights],
            free: vec![Row::ZERO; blocks * loose.len()],
            loose,
            weights,
            points: count,
        };
        for (point, (seen, &said)) in points.seen.iter().zip(&points.said).enumerate() {
            let one = if said { 1.0 } else { -1.0 };
            let (block, lane) = (point / LANES, point % LANES);
            for weight in 0..weights {
                let counts = match weight.checked_sub(1) {
                    Some(bit) if seen.free >> bit & 1 == 1 => 0.0,
                    Some(bit) if seen.bits >> bit & 1 == 0 => -one,
                    _ => one,
                };
                *signed.rows.at_mut(point, weight) = counts;
                signed.columns[block * weights + weight].0[lane] = counts;
            }
            for (at, &weight) in signed.loose.iter().enumerate() {
                let is_free = seen.free >> (weight - 1) & 1 == 1;
                signed.free[block * signed.loose.len() + at].0[lane] = if is_free { 1.0 } else { 0.0 };
            }
        }
        signed
    }

    /// The points of a block, one bit each, whose sums are not above a limit whatever free bits are.
    #[inline(always)]
    fn wrong(&self, block: usize, own: &Matrix, limit: f32) -> u32 {
        let mut sums = Row::splat(-limit);
        for (weight, counts) in self.columns[block * self.weights..][..self.weights].iter().enumerate() {
            let by = own.at(0, weight);
            for lane in 0..LANES {
                sums.0[lane] += by * counts.0[lane];
            }
        }
        for (&weight, free) in self.loose.iter().zip(&self.free[block * self.loose.len()..]) {
            let by = own.at(0, weight).abs();
            for lane in 0..LANES {
                sums.0[lane] -= by * free.0[lane];
            }
        }
        let mut wrong = 0;
        for lane in 0..LANES {
            wrong |= u32::from(sums.0[lane] <= 0.0) << lane;
        }
        wrong & ((1 << (self.points - block * LANES).min(LANES)) - 1)
    }
}

/// Places of the ones of a word, from the lowest.
fn ones(mut word: Bits) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (word != 0).then(|| word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        place
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_is_told_apart_and_a_parity_is_not() {
        let seen: Vec<Seen> = (0..8).map(|bits| Seen { bits, free: 0 }).collect();
        let said = |says: fn(u32) -> bool| seen.iter().map(|seen| says(seen.bits.count_ones())).collect();
        let majority = Points { said: said(|ones| ones > 1), seen: seen.clone() };
        let parity = Points { said: said(|ones| ones % 2 == 1), seen: seen.clone() };
        let mut weights = vec![0.0; 4];
        assert!(separate(&majority, &mut weights));
        assert!(seen.iter().zip(&majority.said).all(|(&seen, &said)| (margin(&weights, seen) > 0.0) == said));
        assert!(!separate(&parity, &mut [0.0; 4]));
    }

    /// Points of 12 bits, the last four of which are free in some; their sums by weights of a majority of the first.
    fn points(count: usize) -> Points {
        use rand::{RngExt, SeedableRng};
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(3);
        let mut points = Points::default();
        while points.seen.len() < count {
            let free = random.random_range(0..16) << 8;
            let bits = random.random_range(0..1 << 12) & !free;
            let sum = 2 * (bits & 0x7f_u128).count_ones() as i32 - 7;
            if sum.abs() > 1 {
                points.seen.push(Seen { bits, free });
                points.said.push(sum > 0);
            }
        }
        points
    }

    #[test]
    fn what_is_said_holds_whatever_free_bits_are() {
        for count in [1, 15, 16, 17, 200] {
            let points = points(count);
            let mut weights = vec![0.1, 0.2, -0.3, 0.5, 0.1, 0.7, 0.2, 0.1, -0.9, 2.0, -3.0, 1.0, 2.5];
            assert!(separate(&points, &mut weights), "{count} points");
            for (seen, &said) in points.seen.iter().zip(&points.said) {
                for word in (0..1 << 12).filter(|word| word & !seen.free == seen.bits) {
                    assert_eq!(margin(&weights, Seen { bits: word, free: 0 }) > 0.0, said, "{word:b}");
                }
            }
        }
    }
}
