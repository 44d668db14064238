//! out = x · W + b over many lanes at once.
//!
//! A block is (features, lanes) with the lanes adjacent, so that every inner loop runs over samples and
//! vectorizes; a tensor (steps, features, samples) is one such block a step.

use crate::real::Real;

/// Partial sums of a dot product: one per lane of the widest vector, always added in the same order.
const LANES: usize = 16;

/// `out[j] += Σ_i w[i][j] · x[i]`. x (from, lanes), w (from, to), out (to, lanes).
pub(crate) fn accumulate<R: Real>(x: &[R], w: &[R], out: &mut [R], lanes: usize) {
    let to = out.len() / lanes;
    for (x, w) in x.chunks_exact(lanes).zip(w.chunks_exact(to)) {
        for (&w, out) in w.iter().zip(out.chunks_exact_mut(lanes)) {
            for (out, &x) in out.iter_mut().zip(x) {
                *out += w * x;
            }
        }
    }
}

/// `dx[i] += Σ_j w[i][j] · dout[j]`. dout (to, lanes), w (from, to), dx (from, lanes).
pub(crate) fn accumulate_transposed<R: Real>(dout: &[R], w: &[R], dx: &mut [R], lanes: usize) {
    let to = dout.len() / lanes;
    for (dx, w) in dx.chunks_exact_mut(lanes).zip(w.chunks_exact(to)) {
        for (&w, dout) in w.iter().zip(dout.chunks_exact(lanes)) {
            for (dx, &dout) in dx.iter_mut().zip(dout) {
                *dx += w * dout;
            }
        }
    }
}

/// `dw[i][j] += Σ_lanes x[i] · dout[j]`. x (from, lanes), dout (to, lanes), dw (from, to).
pub(crate) fn accumulate_weights<R: Real>(x: &[R], dout: &[R], dw: &mut [R], lanes: usize) {
    let to = dout.len() / lanes;
    for (x, dw) in x.chunks_exact(lanes).zip(dw.chunks_exact_mut(to)) {
        for (dw, dout) in dw.iter_mut().zip(dout.chunks_exact(lanes)) {
            *dw += dot(x, dout);
        }
    }
}

/// `db[j] += Σ_lanes dout[j]`. dout (to, lanes), db (to).
pub(crate) fn accumulate_bias<R: Real>(dout: &[R], db: &mut [R], lanes: usize) {
    for (db, dout) in db.iter_mut().zip(dout.chunks_exact(lanes)) {
        *db += sum(dout);
    }
}

/// out = x · W + b on a whole tensor. x (steps, from, samples), w (from, to), b (to), out (steps, to, samples).
pub(crate) fn forward<R: Real>(x: &[R], w: &[R], b: &[R], out: &mut [R], samples: usize) {
    let (from, to) = (w.len() / b.len(), b.len());
    for (x, out) in x.chunks_exact(from * samples).zip(out.chunks_exact_mut(to * samples)) {
        for (out, &b) in out.chunks_exact_mut(samples).zip(b) {
            out.fill(b);
        }
        accumulate(x, w, out, samples);
    }
}

/// Adds the gradients of [`forward`] at `dout` (steps, to, samples) to `dw` (from, to) and `db` (to).
pub(crate) fn backward<R: Real>(x: &[R], dout: &[R], dw: &mut [R], db: &mut [R], samples: usize) {
    let (from, to) = (dw.len() / db.len(), db.len());
    for (x, dout) in x.chunks_exact(from * samples).zip(dout.chunks_exact(to * samples)) {
        accumulate_weights(x, dout, dw, samples);
        accumulate_bias(dout, db, samples);
    }
}

fn dot<R: Real>(a: &[R], b: &[R]) -> R {
    let mut partial = [R::ZERO; LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let tail: R = a.remainder().iter().zip(b.remainder()).map(|(&a, &b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for ((partial, &a), &b) in partial.iter_mut().zip(a).zip(b) {
            *partial += a * b;
        }
    }
    partial.iter().copied().sum::<R>() + tail
}

/// Σ over the lanes.
pub(crate) fn sum<R: Real>(a: &[R]) -> R {
    let mut partial = [R::ZERO; LANES];
    let chunks = a.chunks_exact(LANES);
    let tail: R = chunks.remainder().iter().copied().sum();
    for a in chunks {
        for (partial, &a) in partial.iter_mut().zip(a) {
            *partial += a;
        }
    }
    partial.iter().copied().sum::<R>() + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forward_maps_whole_tensors() {
        // 2 steps, 2 features, 2 samples → 1 feature
        let x = [1.0, 2.0, 10.0, 20.0, 3.0, 4.0, 30.0, 40.0];
        let mut out = [0.0; 4];
        forward(&x, &[2.0, 0.5], &[100.0], &mut out, 2);
        assert_eq!(out, [107.0, 114.0, 121.0, 128.0]);
    }

    #[test]
    fn backward_sums_over_steps_and_samples_and_accumulates() {
        let x = [1.0, 2.0, 10.0, 20.0, 3.0, 4.0, 30.0, 40.0];
        let (mut dw, mut db) = ([1.0, 0.0], [0.0]);
        backward(&x, &[1.0, 1.0, 1.0, 2.0], &mut dw, &mut db, 2);
        assert_eq!((dw, db), ([1.0 + 14.0, 140.0], [5.0]));
    }

    #[test]
    fn dot_and_sum_use_every_lane_and_the_tail() {
        let a: Vec<f64> = (1..=37).map(f64::from).collect();
        assert_eq!(sum(&a), 703.0);
        assert_eq!(dot(&a, &a), 17_575.0);
    }
}
