//! Logistic output with cross-entropy, from logits.

use crate::real::Real;

/// y = 1 / (1 + e^-z), without overflow for any z.
#[inline]
pub(crate) fn logistic<R: Real>(z: R) -> R {
    let e = z.abs().exp_neg();
    if z < R::ZERO { e / (R::ONE + e) } else { R::ONE / (R::ONE + e) }
}

/// The loss of one output and its slope: (−(t·log y + (1−t)·log(1−y)), y − t) with y = logistic(z).
///
/// The loss is computed as max(z, 0) − z·t + log(1 + e^−|z|), which is finite for every finite z, also where y
/// rounds to 0 or 1.
#[inline]
pub(crate) fn cross_entropy<R: Real>(z: R, t: R) -> (R, R) {
    let e = z.abs().exp_neg();
    let y = if z < R::ZERO { e / (R::ONE + e) } else { R::ONE / (R::ONE + e) };
    (z.max(R::ZERO) - z * t + e.ln_1p(), y - t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cross_entropy_stays_finite_where_the_output_reaches_0_or_1() {
        for z in [-1e6, -800.0, 0.0, 800.0, 1e6] {
            for t in [0.0, 1.0] {
                let (loss, slope) = cross_entropy::<f64>(z, t);
                assert!(loss.is_finite() && slope.is_finite());
            }
        }
        assert!((cross_entropy(0.0_f64, 1.0).0 - 2.0_f64.ln()).abs() < 1e-15);
        assert!((cross_entropy(-800.0_f64, 1.0).0 - 800.0).abs() < 1e-12);
    }

    #[test]
    fn logistic_agrees_with_its_definition() {
        for i in -300..=300 {
            let z = f64::from(i) * 0.1;
            assert!((logistic(z) - 1.0 / (1.0 + (-z).exp())).abs() < 1e-15);
        }
    }
}
