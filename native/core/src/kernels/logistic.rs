//! The output's function and its loss, in `f64`.

/// y = 1 / (1 + e^-z), without overflow for any z.
pub(crate) fn logistic(z: f64) -> f64 {
    // libm gives the same bits on every platform, which the system's own functions do not.
    let e = libm::exp(-z.abs());
    if z < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}

/// The loss of one output, −(t·log y + (1−t)·log(1−y)) with y = logistic(z), as max(z, 0) − z·t + log(1 + e^−|z|),
/// which is finite for every finite z, also where y rounds to 0 or 1.
pub(crate) fn cross_entropy(z: f64, t: f64) -> f64 {
    z.max(0.0) - z * t + libm::log1p(libm::exp(-z.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cross_entropy_stays_finite_where_the_output_reaches_0_or_1() {
        for z in [-1e6, -800.0, 0.0, 800.0, 1e6] {
            assert!(cross_entropy(z, 0.0).is_finite() && cross_entropy(z, 1.0).is_finite());
        }
        assert!((cross_entropy(0.0, 1.0) - 2.0_f64.ln()).abs() < 1e-15);
        assert!((cross_entropy(-800.0, 1.0) - 800.0).abs() < 1e-12);
    }

    #[test]
    fn logistic_agrees_with_its_definition() {
        for i in -300..=300 {
            let z = f64::from(i) * 0.1;
            assert!((logistic(z) - 1.0 / (1.0 + (-z).exp())).abs() < 1e-15);
        }
    }
}
