//! A network in training: its parts, its sizes, and what its loss weighs.

use super::rows::Matrix;

/// The parts of a network, or of their gradient.
pub(crate) struct Parts {
    /// (codes, hidden): each code before its tanh.
    pub(crate) codes: Matrix,
    /// (inputs + 1 + hidden, hidden): from inputs, bias, from states. Inputs are −1 or 1, states between them.
    pub(crate) units: Matrix,
    /// (1 + hidden, outputs + states of the machine): bias, from states.
    pub(crate) readouts: Matrix,
}

impl Parts {
    pub(crate) fn zero(sizes: &Sizes) -> Self {
        Self {
            codes: Matrix::new(sizes.codes, sizes.hidden),
            units: Matrix::new(sizes.inputs + 1 + sizes.hidden, sizes.hidden),
            readouts: Matrix::new(1 + sizes.hidden, sizes.outputs + sizes.states),
        }
    }
}

/// Sizes of a network and of what it is trained on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) inputs: usize,
    pub(crate) hidden: usize,
    pub(crate) outputs: usize,
    pub(crate) states: usize,
    pub(crate) codes: usize,
    pub(crate) cubes: usize,
}

/// What the parts of the loss weigh, beside that of a step's signs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loss {
    /// How strongly codes follow the sums of the steps to them.
    pub(crate) pull: f32,
    /// Outputs.
    pub(crate) outputs: f32,
    /// The machine's state.
    pub(crate) states: f32,
    /// What is added to the sums, times random numbers.
    pub(crate) noise: f32,
    /// What a saturated code still hands back.
    pub(crate) leak: f32,
    /// What a wrong step or code weighs more after each update.
    pub(crate) grow: f32,
    /// Share of it that goes again.
    pub(crate) forget: f32,
}
