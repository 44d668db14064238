use super::coding::Points;

/// Passes over the points before a perceptron gives up.
const MAX_PASSES: usize = 60;

/// Whether a perceptron, starting from weights (of a bias and each bit seen), comes to tell the points apart.
pub(crate) fn separable(points: &Points, weights: &mut [f32]) -> bool {
    let size = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let rate = if size > 0.0 { size * 0.1 } else { 1.0 };
    for _ in 0..MAX_PASSES {
        let mut wrong = false;
        for (&seen, &said) in points.seen.iter().zip(&points.said) {
            let mut sum = weights[0];
            for (bit, &weight) in weights[1..].iter().enumerate() {
                sum += if seen >> bit & 1 == 1 { weight } else { -weight };
            }
            if (sum > 0.0) != said {
                wrong = true;
                let by = if said { rate } else { -rate };
                weights[0] += by;
                for (bit, weight) in weights[1..].iter_mut().enumerate() {
                    *weight += if seen >> bit & 1 == 1 { by } else { -by };
                }
            }
        }
        if !wrong {
            return true;
        }
    }
    false
}
