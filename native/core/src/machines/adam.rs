use super::rows::Row;
use crate::kernels::lanes::LANES;

/// Adam (Kingma and Ba 2015).
pub(crate) struct Adam {
    mean: Vec<Row>,
    square: Vec<Row>,
    /// What the means fall short of: β to the number of updates.
    missing: [f32; 2],
}

const MEAN: f32 = 0.9;
const SQUARE: f32 = 0.99;

impl Adam {
    pub(crate) fn new(rows: usize) -> Self {
        Self { mean: vec![Row::ZERO; rows], square: vec![Row::ZERO; rows], missing: [1.0; 2] }
    }

    pub(crate) fn update(&mut self, parameters: &mut [Row], gradient: &[Row], rate: f32) {
        self.missing = [self.missing[0] * MEAN, self.missing[1] * SQUARE];
        let rate = rate / (1.0 - self.missing[0]);
        let correction = 1.0 / (1.0 - self.missing[1]);
        let state = self.mean.iter_mut().zip(&mut self.square);
        for ((parameter, gradient), (mean, square)) in parameters.iter_mut().zip(gradient).zip(state) {
            for lane in 0..LANES {
                let g = gradient.0[lane];
                mean.0[lane] = MEAN * mean.0[lane] + (1.0 - MEAN) * g;
                square.0[lane] = SQUARE * square.0[lane] + (1.0 - SQUARE) * g * g;
                parameter.0[lane] -= rate * mean.0[lane] / ((square.0[lane] * correction).sqrt() + 1e-8);
            }
        }
    }
}
