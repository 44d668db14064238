//! The network in `f32` on 16 samples at a time, with the widest vectors the machine has.
//!
//! Small networks have their sizes in their types, so that weights and sums stay in registers; larger ones go
//! through blocked matrix products. Both do the same operations in the same order whatever the machine: results
//! differ in no bit between AVX-512, AVX2, NEON and plain code.

// Vector code must end up inside the function that has the CPU's features. Closures may not, hence plain loops.
#![allow(clippy::inline_always, reason = "see above")]
#![allow(clippy::needless_range_loop, reason = "indices as in the formulas")]

mod cell;
mod large;
mod logarithm;
mod outputs;
mod parts;
mod prefixes;
mod product;
mod small;
mod sums;
mod tanh;
mod vector;
#[cfg(target_arch = "wasm32")]
mod wasm;

use std::f64::consts::LN_2;

use fearless_simd::{Level, Simd, dispatch};

use crate::kernels::batch::Batch;
use crate::kernels::lanes::LANES;
use crate::kernels::tensor::MODERATE;
use crate::kernels::workspace::Workspace;
use crate::shape::{Parameters, Shape};

/// What this machine can do; found out once.
pub(crate) fn level() -> Level {
    Level::new()
}

/// Calls the pass of the network's own size, or the one for all sizes, which computes the same bits.
macro_rules! by_size {
    ($level:expr, $shape:expr, $pass:ident($($argument:expr),*)) => {
        by_size!(@ $level, $shape, $pass($($argument),*), (1 2) (1 3) (1 4) (2 2) (2 3) (2 4))
    };
    (@ $level:expr, $shape:expr, $pass:ident $arguments:tt, $(($inputs:literal $hidden:literal))*) => {
        match $shape.sizes() {
            $(($inputs, $hidden, 1) => apart(|| dispatch!($level, simd => {
                if fuses_like(simd) {
                    by_size!(@@ simd, small::$pass::<_, $inputs, $hidden, { parameters($inputs, $hidden) }>, $arguments)
                } else {
                    by_size!(@@ simd, large::$pass, $arguments)
                }
            })),)*
            _ => apart(|| dispatch!($level, simd => by_size!(@@ simd, large::$pass, $arguments))),
        }
    };
    (@@ $simd:expr, $pass:expr, ($($argument:expr),*)) => {{
        vector::align_frame();
        $pass($simd, $($argument),*)
    }};
}

/// Does the work in a function of its own where features do not make one already: browsers compile a function well only
/// when they find it worth it, and then all of it.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// How many parameters a network with one output has.
const fn parameters(inputs: usize, hidden: usize) -> usize {
    Shape { inputs, hidden, outputs: 1 }.parameters()
}

/// Small kernels are compiled only for machines that are fast at all.
#[inline(always)]
const fn fuses_like<S: Simd>(_: S) -> bool {
    vector::fuses::<S>()
}

/// Whether no NaN can come up, from a parameter or from infinities.
fn moderate(p: &Parameters<'_, f32>, batch: &Batch<f32>) -> bool {
    p.all.iter().fold(batch.moderate, |all, p| all & (p.abs() <= MODERATE))
}

/// The level for a pass, and the workspace made ready for it.
#[cfg_attr(not(target_arch = "x86_64"), allow(unused_variables, reason = "only AVX-512 has such a clamp"))]
fn prepare(
    level: Level,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) -> Level {
    let moderate = moderate(p, batch);
    // Padding makes NaN of infinities, which belongs to the result.
    workspace.last = if moderate { workspace.samples - (workspace.vectors - 1) * LANES } else { LANES };
    match level {
        // The clamp of AVX-512 takes NaN for a number.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512(_) if !moderate => level.as_avx2().map_or(level, Level::Avx2),
        _ => level,
    }
}

/// Fills states and logits.
pub(crate) fn forward(
    level: Level,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) {
    let level = prepare(level, p, batch, workspace);
    by_size!(level, workspace.shape, forward(p, batch, workspace));
}

/// The loss; its gradient, by backpropagation through time, is added to `gradient`.
pub(crate) fn loss_and_gradient(
    level: Level,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
    gradient: &mut [f32],
) -> f64 {
    let level = prepare(level, p, batch, workspace);
    let loss = by_size!(level, workspace.shape, loss_and_gradient(p, batch, workspace, gradient));
    mean(loss, workspace)
}

/// The mean loss, from the sum of those that lack ln 2 for each output.
fn mean(sum: f64, workspace: &Workspace<f32>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "sizes below 2^28")]
    let outputs = workspace.shape.outputs as f64;
    sum * workspace.mean_factor() + LN_2 * outputs
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::kernels::Kernels;
    use crate::kernels::batch::Samples;
    use crate::training::init::glorot;

    /// Every kind of vector code that this machine can run.
    pub(crate) fn levels() -> Vec<Level> {
        let best = Level::new();
        let mut levels = vec![best, Level::baseline()];
        #[cfg(target_arch = "x86_64")]
        levels.extend(
            [best.as_sse4_2().map(Level::Sse4_2), best.as_avx2().map(Level::Avx2)].into_iter().flatten(),
        );
        levels
    }

    struct Pass {
        loss: f64,
        gradient: Vec<f64>,
        logits: Vec<f64>,
    }

    fn bits(count: usize, factor: usize) -> Vec<f64> {
        let mixed = |i: usize| (i * factor).wrapping_mul(0x9E37_79B9).wrapping_mul(i | 1);
        (0..count).map(|i| f64::from(u8::from(mixed(i) >> 16 & 1 == 0))).collect()
    }

    /// Fresh parameters, none of them zero.
    fn parameters(shape: Shape) -> Vec<f64> {
        glorot(shape, 5, 0).iter().zip(0..).map(|(p, i)| p + 0.02 * f64::from(i % 5 - 2)).collect()
    }

    fn pass<R: Kernels>(
        shape: Shape,
        (samples, steps): (usize, usize),
        run: impl Fn(&Parameters<'_, R>, &Batch<R>, &mut Workspace<R>, &mut [R]) -> f64,
    ) -> Pass {
        let (x, t) = (bits(samples * steps * shape.inputs, 5), bits(samples * steps * shape.outputs, 3));
        let batch =
            Samples { samples, steps, inputs: &x, targets: &t }.batch::<R>(shape, 0, samples).expect("fits");
        let parameters: Vec<R> = parameters(shape).iter().map(|&p| R::of(p)).collect();
        let mut workspace = Workspace::for_batch(shape, &batch);
        let mut gradient = vec![R::ZERO; parameters.len()];
        let p = shape.split(&parameters);
        let loss = run(&p, &batch, &mut workspace, &mut gradient);
        R::forward(&p, &batch, &mut workspace);
        // Without the padding, whose logits nobody reads.
        let vectors = workspace.logits.chunks_exact(shape.outputs).zip((0..workspace.vectors).cycle());
        let logits = vectors
            .flat_map(|(logits, vector)| logits.iter().map(move |lanes| (lanes, samples - vector * LANES)))
            .flat_map(|(lanes, rest)| lanes.0.into_iter().take(rest))
            .map(R::to_f64)
            .collect();
        Pass { loss, gradient: gradient.into_iter().map(R::to_f64).collect(), logits }
    }

    const SIZES: [(usize, usize, usize); 14] = [
        (2, 3, 1),
        (1, 1, 1),
        (2, 1, 1),
        (1, 2, 1),
        (2, 2, 1),
        (1, 3, 1),
        (1, 4, 1),
        (2, 4, 1),
        (2, 5, 1),
        (3, 3, 2),
        (4, 8, 3),
        (2, 13, 1),
        (2, 16, 1),
        (9, 37, 6),
    ];
    const BATCHES: [(usize, usize); 6] = [(100, 7), (1, 1), (16, 3), (17, 2), (32, 40), (333, 5)];

    #[test]
    fn loss_gradient_and_logits_agree_with_the_reference_at_every_size_and_level() {
        for (inputs, hidden, outputs) in SIZES {
            let shape = Shape::new(inputs, hidden, outputs).expect("valid sizes");
            for size in BATCHES {
                let exact = pass::<f64>(shape, size, f64::loss_and_gradient);
                for level in levels() {
                    let fast = pass::<f32>(shape, size, |p, b, w, d| loss_and_gradient(level, p, b, w, d));
                    let close = |a: f64, b: f64| (a - b).abs() <= 2e-6 * (1.0 + b.abs());
                    assert!(
                        close(fast.loss, exact.loss),
                        "{shape:?} {size:?} {level:?}: loss {} is not {}",
                        fast.loss,
                        exact.loss
                    );
                    for (name, fast, exact) in
                        [("gradient", fast.gradient, &exact.gradient), ("logits", fast.logits, &exact.logits)]
                    {
                        for (i, (fast, &exact)) in fast.into_iter().zip(exact).enumerate() {
                            assert!(
                                close(fast, exact),
                                "{shape:?} {size:?} {level:?}: {name} {i}: {fast} is not {exact}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_level_computes_the_same_bits() {
        for (inputs, hidden, outputs) in SIZES {
            let shape = Shape::new(inputs, hidden, outputs).expect("valid sizes");
            let [best, others @ ..] = &levels()[..] else { unreachable!("there is a baseline") };
            // The last vector has 10, 8 and 4 samples.
            for samples in [90, 24, 100] {
                let run = |&level: &Level| {
                    pass::<f32>(shape, (samples, 9), |p, b, w, d| loss_and_gradient(level, p, b, w, d))
                };
                let expected = run(best);
                for level in others {
                    let actual = run(level);
                    assert_eq!(actual.loss, expected.loss, "{shape:?} {samples} {level:?}");
                    assert_eq!(actual.gradient, expected.gradient, "{shape:?} {samples} {level:?}");
                    assert_eq!(actual.logits, expected.logits, "{shape:?} {samples} {level:?}");
                }
            }
        }
    }

    #[test]
    fn small_and_large_kernels_compute_the_same_bits() {
        let shape = Shape::new(2, 3, 1).expect("valid sizes");
        // One step, and more than fit one chunk of backpropagation.
        for size in [(100, 7), (100, 1), (17, 2), (100, 450), (39, 9), (64, 5)] {
            let small = pass::<f32>(shape, size, |p, b, w, d| loss_and_gradient(level(), p, b, w, d));
            let large = pass::<f32>(shape, size, |p, b, w, d| {
                // Padding is left out here, and there it is not.
                let level = prepare(level(), p, b, w);
                let loss = dispatch!(level, simd => large::loss_and_gradient(simd, p, b, w, d));
                mean(loss, w)
            });
            assert_eq!((small.loss, small.gradient), (large.loss, large.gradient), "{size:?}");
        }
    }

    #[test]
    fn going_back_in_parts_of_the_lanes_computes_the_same_bits() {
        let shape = Shape::new(2, 3, 1).expect("valid sizes");
        // The last vector has 4, 1, 2, 16, 12 and 6 samples, and one pass takes several chunks.
        for size in [(100, 7), (1, 3), (18, 2), (64, 5), (60, 450), (6, 1)] {
            // Zeros, and numbers of which the padding makes NaN.
            for value in [None, Some(0.0), Some(1e13), Some(f32::INFINITY), Some(f32::NAN)] {
                for level in levels() {
                    let run = |in_parts: bool| {
                        pass::<f32>(shape, size, |p, b, w, d| {
                            let mut parameters = p.all.to_vec();
                            parameters[15] = value.unwrap_or(parameters[15]);
                            let p = &shape.split(&parameters);
                            let level = prepare(level, p, b, w);
                            dispatch!(level, simd => if in_parts {
                                small::loss_and_gradient_by::<_, 2, 3, 28, true>(simd, p, b, w, d)
                            } else {
                                small::loss_and_gradient_by::<_, 2, 3, 28, false>(simd, p, b, w, d)
                            })
                        })
                    };
                    let bits = |pass: Pass| -> Vec<_> {
                        // Which NaN it is may differ.
                        let numbers = pass.gradient.into_iter().chain([pass.loss]);
                        numbers.map(|x| if x.is_nan() { None } else { Some(x.to_bits()) }).collect()
                    };
                    assert_eq!(bits(run(true)), bits(run(false)), "{level:?} {size:?} {value:?}");
                }
            }
        }
    }

    #[test]
    fn a_saturated_network_hands_nothing_back() {
        let shape = Shape::new(2, 3, 1).expect("valid sizes");
        for level in levels() {
            let pass = pass::<f32>(shape, (20, 50), |_, b, w, d| {
                loss_and_gradient(level, &shape.split(&[1e6; 28]), b, w, d)
            });
            assert_eq!(pass.gradient[..3], [0.0; 3], "{level:?}: initial state");
            assert!(pass.loss.is_finite() && pass.gradient.iter().all(|d| d.is_finite()), "{level:?}");
        }
    }

    /// Loss and gradient with one parameter replaced.
    fn with_parameter(level: Level, index: usize, value: f32) -> (f64, Vec<f64>) {
        let shape = Shape::new(2, 3, 1).expect("valid sizes");
        let pass = pass::<f32>(shape, (20, 4), |p, b, w, d| {
            let mut parameters = p.all.to_vec();
            parameters[index] = value;
            loss_and_gradient(level, &shape.split(&parameters), b, w, d)
        });
        (pass.loss, pass.gradient)
    }

    #[test]
    fn nan_in_a_parameter_reaches_loss_and_gradient_at_every_level() {
        for level in levels() {
            for index in 0..28 {
                let (loss, gradient) = with_parameter(level, index, f32::NAN);
                assert!(loss.is_nan() && gradient[4].is_nan(), "{level:?}: parameter {index}");
            }
        }
    }

    #[test]
    fn every_level_computes_the_same_bits_of_parameters_of_any_size() {
        for value in [1e-38, 30.0, -1e10, 1e13, -3e38, f32::INFINITY] {
            for index in 0..28 {
                let bits = |level| {
                    let (loss, gradient) = with_parameter(level, index, value);
                    // Which NaN it is may differ.
                    [&[loss][..], &gradient]
                        .concat()
                        .into_iter()
                        .map(|x| if x.is_nan() { None } else { Some(x) })
                        .collect::<Vec<_>>()
                };
                for level in levels() {
                    assert_eq!(bits(level), bits(Level::new()), "{level:?}: parameter {index} is {value}");
                }
            }
        }
    }
}
