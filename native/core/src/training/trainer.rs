use crate::error::{Error, check_finite, check_length};
use crate::kernels::Kernels;
use crate::kernels::batch::{Batch, Test};
use crate::kernels::network::{accuracy, loss_and_gradient};
use crate::kernels::workspace::Workspace;
use crate::shape::Shape;
use crate::training::optimizer::Optimizer;
use crate::training::rule::Rule;

/// A network in training: its parameters, its optimizer and every buffer an update needs.
#[derive(Debug)]
pub struct Trainer<R> {
    shape: Shape,
    parameters: Vec<R>,
    gradient: Vec<R>,
    optimizer: Optimizer<R>,
    workspace: Workspace<R>,
    /// That of the batch before, of another size.
    other: Workspace<R>,
}

impl<R: Kernels> Trainer<R> {
    /// Starts from the given parameters.
    ///
    /// # Errors
    /// [`Error::Length`] when their number does not fit the shape, [`Error::Range`] when one is not finite or from
    /// [`Rule::check`].
    pub fn new(shape: Shape, parameters: &[f64], rule: Rule) -> Result<Self, Error> {
        rule.check::<R>()?;
        let count = shape.parameters();
        let mut trainer = Self {
            shape,
            parameters: vec![R::ZERO; count],
            gradient: vec![R::ZERO; count],
            optimizer: Optimizer::new(rule, count),
            workspace: Workspace::new(shape, 0, 0),
            other: Workspace::new(shape, 0, 0),
        };
        trainer.restart(parameters)?;
        Ok(trainer)
    }

    /// Starts again from other parameters, as a new trainer would, in the same buffers.
    ///
    /// # Errors
    /// [`Error::Length`] when their number does not fit the shape, [`Error::Range`] when one is not finite.
    pub fn restart(&mut self, parameters: &[f64]) -> Result<(), Error> {
        check_length("parameters", parameters.len(), self.shape.parameters())?;
        check_finite::<R>("parameters", parameters)?;
        self.parameters.iter_mut().zip(parameters).for_each(|(p, &value)| *p = R::of(value));
        self.optimizer.reset();
        Ok(())
    }

    /// One update on one minibatch. Returns the loss where the gradient was taken (for Nesterov momentum, at the
    /// look-ahead point). Allocates only when the batch has another size than the last two: minibatches and
    /// counterexamples take turns.
    pub fn update(&mut self, batch: &Batch<R>) -> f64 {
        self.optimizer.look_ahead(&mut self.parameters);
        self.make_fit(batch);
        let loss =
            loss_and_gradient(self.shape, &self.parameters, batch, &mut self.workspace, &mut self.gradient);
        self.optimizer.step(&mut self.parameters, &self.gradient);
        loss
    }

    /// The share of the test's samples with every output correct.
    pub(crate) fn accuracy(&mut self, test: &Test<R>) -> f64 {
        self.make_fit(test.batch());
        accuracy(self.shape, &self.parameters, test, &mut self.workspace)
    }

    fn make_fit(&mut self, batch: &Batch<R>) {
        if !self.workspace.fits(batch) {
            std::mem::swap(&mut self.workspace, &mut self.other);
            if !self.workspace.fits(batch) {
                self.workspace = Workspace::for_batch(self.shape, batch);
            }
        }
    }

    /// The parameters as they are, in the order of [`crate::Parameters`].
    #[must_use]
    pub fn parameters(&self) -> &[R] {
        &self.parameters
    }

    /// The network's sizes.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }
}
