use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::shape::Shape;

/// Fresh parameters: each matrix uniform in ±sqrt(6 / (`n_in` + `n_out`)) (Glorot and Bengio 2010), biases and the
/// initial state zero. `start` numbers the fresh starts of one seed; each draws from a stream of its own.
#[must_use]
pub fn glorot(shape: Shape, seed: u64, start: u64) -> Vec<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(start);
    let mut parameters = vec![0.0; shape.parameters()];
    let p = shape.split_mut(&mut parameters);
    let Shape { inputs, hidden, outputs } = shape;
    for (matrix, size) in
        [(p.w_input, inputs + hidden), (p.w_recurrent, hidden + hidden), (p.w_output, hidden + outputs)]
    {
        #[expect(clippy::cast_precision_loss, reason = "sizes below 2^13")]
        let bound = (6.0 / size as f64).sqrt();
        matrix.fill_with(|| bound * (2.0 * random.random::<f64>() - 1.0));
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_start_draws_its_own_numbers_within_the_glorot_bounds() {
        let shape = Shape::new(2, 3, 1).expect("valid sizes");
        let one = glorot(shape, 1, 0);
        assert_eq!(one, glorot(shape, 1, 0));
        assert_ne!(one, glorot(shape, 1, 1));
        assert_ne!(one, glorot(shape, 2, 0));
        let p = shape.split(&one);
        assert!([p.s0, p.b_input, p.b_recurrent, p.b_output].concat().iter().all(|&b| b == 0.0));
        for (matrix, size) in [(p.w_input, 5.0_f64), (p.w_recurrent, 6.0), (p.w_output, 4.0)] {
            assert!(matrix.iter().all(|w| w.abs() <= (6.0 / size).sqrt() && *w != 0.0));
        }
    }
}
