/// Adam (Kingma and Ba 2015).
pub(crate) struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    /// What the means fall short of, 1 − β^updates.
    missing: [f32; 2],
}

const MEAN: f32 = 0.9;
const SQUARE: f32 = 0.99;

impl Adam {
    pub(crate) fn new(parameters: usize) -> Self {
        Self { mean: vec![0.0; parameters], square: vec![0.0; parameters], missing: [1.0; 2] }
    }

    pub(crate) fn update(&mut self, parameters: &mut [f32], gradient: &[f32], rate: f32) {
        self.missing = [self.missing[0] * MEAN, self.missing[1] * SQUARE];
        let rate = rate / (1.0 - self.missing[0]);
        let correction = 1.0 / (1.0 - self.missing[1]);
        let state = self.mean.iter_mut().zip(&mut self.square);
        for ((parameter, &g), (mean, square)) in parameters.iter_mut().zip(gradient).zip(state) {
            *mean = MEAN * *mean + (1.0 - MEAN) * g;
            *square = SQUARE * *square + (1.0 - SQUARE) * g * g;
            *parameter -= rate * *mean / ((*square * correction).sqrt() + 1e-8);
        }
    }
}
