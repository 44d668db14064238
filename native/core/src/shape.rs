use crate::error::Error;

/// The largest number of elements of any one tensor: 2^28 numbers are 2 GiB in `f64`.
pub(crate) const MAX_ELEMENTS: usize = 1 << 28;

/// The sizes of a network. All its parameters live in one vector, in the order of [`Parameters`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Input features per step.
    pub inputs: usize,
    /// Hidden states.
    pub hidden: usize,
    /// Output features per step.
    pub outputs: usize,
}

/// A parameter vector split by name; matrices are row-major, (from, to).
#[derive(Debug, Clone, Copy)]
pub struct Parameters<'a, R> {
    /// The whole vector.
    pub all: &'a [R],
    /// Initial state, (hidden).
    pub s0: &'a [R],
    /// (inputs, hidden).
    pub w_input: &'a [R],
    /// (hidden).
    pub b_input: &'a [R],
    /// (hidden, hidden).
    pub w_recurrent: &'a [R],
    /// (hidden).
    pub b_recurrent: &'a [R],
    /// (hidden, outputs).
    pub w_output: &'a [R],
    /// (outputs).
    pub b_output: &'a [R],
}

/// [`Parameters`] to write to: a gradient, or parameters to initialize.
#[derive(Debug)]
pub struct ParametersMut<'a, R> {
    /// Initial state, (hidden).
    pub s0: &'a mut [R],
    /// (inputs, hidden).
    pub w_input: &'a mut [R],
    /// (hidden).
    pub b_input: &'a mut [R],
    /// (hidden, hidden).
    pub w_recurrent: &'a mut [R],
    /// (hidden).
    pub b_recurrent: &'a mut [R],
    /// (hidden, outputs).
    pub w_output: &'a mut [R],
    /// (outputs).
    pub b_output: &'a mut [R],
}

impl Shape {
    /// A shape with at least one of each.
    ///
    /// # Errors
    /// [`Error::Range`] for a size outside 1..=4096.
    pub fn new(inputs: usize, hidden: usize, outputs: usize) -> Result<Self, Error> {
        for (operand, size) in [("inputs", inputs), ("hidden", hidden), ("outputs", outputs)] {
            if !(1..=4096).contains(&size) {
                #[expect(clippy::cast_precision_loss, reason = "only printed")]
                return Err(Error::Range { operand, allowed: "1–4096", actual: size as f64 });
            }
        }
        Ok(Self { inputs, hidden, outputs })
    }

    /// Number of parameters.
    #[must_use]
    pub const fn parameters(&self) -> usize {
        let [s0, w_input, b_input, w_recurrent, b_recurrent, w_output, b_output] = self.lengths();
        s0 + w_input + b_input + w_recurrent + b_recurrent + w_output + b_output
    }

    /// Number of weights of the fixed network, where the two biases of a unit are one, and initial states.
    pub(crate) const fn constants(&self) -> usize {
        self.parameters() - self.hidden
    }

    /// (inputs, hidden, outputs).
    pub(crate) fn sizes(&self) -> (usize, usize, usize) {
        (self.inputs, self.hidden, self.outputs)
    }

    /// Splits a parameter vector by name.
    ///
    /// # Panics
    /// When `flat` does not have [`Shape::parameters`] elements.
    #[must_use]
    pub fn split<'a, R>(&self, flat: &'a [R]) -> Parameters<'a, R> {
        assert_eq!(flat.len(), self.parameters());
        let mut rest = flat;
        let [s0, w_input, b_input, w_recurrent, b_recurrent, w_output, b_output] =
            self.lengths().map(|size| {
                let (head, tail) = rest.split_at(size);
                rest = tail;
                head
            });
        Parameters { all: flat, s0, w_input, b_input, w_recurrent, b_recurrent, w_output, b_output }
    }

    /// Splits a parameter vector by name, to write to.
    ///
    /// # Panics
    /// When `flat` does not have [`Shape::parameters`] elements.
    #[must_use]
    pub fn split_mut<'a, R>(&self, flat: &'a mut [R]) -> ParametersMut<'a, R> {
        assert_eq!(flat.len(), self.parameters());
        let mut rest = flat;
        let [s0, w_input, b_input, w_recurrent, b_recurrent, w_output, b_output] =
            self.lengths().map(|size| {
                let (head, tail) = std::mem::take(&mut rest).split_at_mut(size);
                rest = tail;
                head
            });
        ParametersMut { s0, w_input, b_input, w_recurrent, b_recurrent, w_output, b_output }
    }

    const fn lengths(&self) -> [usize; 7] {
        let Self { inputs, hidden, outputs } = *self;
        [hidden, inputs * hidden, hidden, hidden * hidden, hidden, hidden * outputs, outputs]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_adder_has_28_parameters_in_the_tutorials_order() {
        let shape = Shape::new(2, 3, 1).expect("valid sizes");
        let flat: Vec<u32> = (0..28).collect();
        let p = shape.split(&flat);
        assert_eq!(shape.parameters(), 28);
        assert_eq!((p.s0[0], p.w_input[0], p.b_input[0]), (0, 3, 9));
        assert_eq!((p.w_recurrent[0], p.b_recurrent[0], p.w_output[0], p.b_output[0]), (12, 21, 24, 27));
    }

    #[test]
    fn a_shape_without_states_is_refused() {
        assert_eq!(
            Shape::new(2, 0, 1),
            Err(Error::Range { operand: "hidden", allowed: "1–4096", actual: 0.0 })
        );
    }
}
