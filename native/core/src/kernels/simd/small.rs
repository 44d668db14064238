//! Networks of few states and one output, with the numbers of inputs I, of states H and of parameters P in the types.

use fearless_simd::{Simd, f32x16};

use super::cell::{Cell, all_states};
use super::outputs::{dlogits, mean_scale};
use super::parts::in_parts;
use super::prefixes::spread_logits;
use super::sums::{OwnSums, Steps, Sums};
use super::vector::{load, splat};
use crate::kernels::batch::Batch;
use crate::kernels::lanes::Lanes;
use crate::kernels::prefixes::PrefixPlan;
use crate::kernels::workspace::Workspace;
use crate::shape::Parameters;

#[inline(always)]
pub(super) fn forward<S: Simd, const I: usize, const H: usize, const P: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) {
    let Workspace { vectors, states, logits, .. } = workspace;
    let cell = Cell::<S, f32x16<S>, I, H>::new(simd, p, 1.0);
    let own = &mut logits[batch.prefixes.saved()..];
    all_states(simd, &cell, batch, splat(simd, 1.0), states.as_chunks_mut().0, own, *vectors);
    spread_logits(simd, &batch.prefixes, logits, 1);
}

#[inline(always)]
pub(super) fn loss_and_gradient<S: Simd, const I: usize, const H: usize, const P: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
    gradient: &mut [f32],
) -> f64 {
    if cfg!(target_arch = "wasm32") {
        loss_and_gradient_by::<S, I, H, P, true>(simd, p, batch, workspace, gradient)
    } else {
        loss_and_gradient_by::<S, I, H, P, false>(simd, p, batch, workspace, gradient)
    }
}

/// Goes back in parts of the lanes or with all of them at once, which computes the same bits.
#[inline(always)]
pub(super) fn loss_and_gradient_by<
    S: Simd,
    const I: usize,
    const H: usize,
    const P: usize,
    const IN_PARTS: bool,
>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
    gradient: &mut [f32],
) -> f64 {
    let scale = mean_scale(workspace);
    let gradient: &mut [f32; P] = gradient.try_into().expect("as many as parameters");
    let Workspace { vectors, last, states, logits, dh, mask, chunk, .. } = workspace;
    let (vectors, max, shared) = (*vectors, *chunk * *vectors, batch.prefixes.steps);
    let states: &mut [[Lanes<f32>; H]] = states.as_chunks_mut().0;
    let logits = &mut logits[batch.prefixes.saved()..];
    let cell = Cell::<S, f32x16<S>, I, H>::new(simd, p, 0.5);
    all_states(simd, &cell, batch, load(simd, &mask[vectors - 1]), states, logits, vectors);
    let loss = dlogits(simd, logits, batch, 1);

    let dh: &mut [[Lanes<f32>; H]] = dh.as_chunks_mut().0;
    dh.fill([Lanes::ZERO; H]);
    let all = Steps { inputs: batch.inputs.as_chunks().0, states, dlogits: logits };
    // As many steps at a time as the kernel for all sizes takes, so that the sums are the same.
    let mut end = all.inputs.len();
    while end > shared {
        let start = end.saturating_sub(max).max(shared);
        let later = all.range(start.max(shared + vectors)..end, vectors);
        let first = (start == shared).then(|| all.range(shared..shared + vectors, 0));
        let (mut sums, first) = if IN_PARTS {
            in_parts(simd, p, &later, first.as_ref(), dh, (&batch.prefixes, *last))
        } else {
            at_once(simd, &cell, &later, first.as_ref(), dh, &batch.prefixes)
        };
        if let Some(of_prefixes) = first {
            sums.add_shared_steps(&cell, &all.range(0..shared, 0), of_prefixes);
        }
        sums.add_to::<P>(scale, gradient);
        end = start;
    }
    loss
}

/// [`in_parts`] with all lanes at once.
#[inline(always)]
fn at_once<S: Simd, const I: usize, const H: usize>(
    simd: S,
    cell: &Cell<S, f32x16<S>, I, H>,
    later: &Steps<'_, I, H>,
    first: Option<&Steps<'_, I, H>>,
    dh: &mut [[Lanes<f32>; H]],
    prefixes: &PrefixPlan<f32>,
) -> OwnSums<S, I, H> {
    let mut sums = Sums::new(simd);
    sums.add_later_steps(cell, later, dh);
    let of_prefixes = first.map(|first| sums.add_first_step(cell, first, dh, prefixes));
    (sums, of_prefixes)
}
