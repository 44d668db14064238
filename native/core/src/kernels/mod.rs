//! The passes over a network: `reference` in plain loops in `f64`, `simd` in `f32` with vectors. `network` gives
//! losses, gradients and answers of either.

pub(crate) mod batch;
pub(crate) mod lanes;
pub(crate) mod logistic;
pub(crate) mod network;
pub(crate) mod prefixes;
mod reference;
pub(crate) mod simd;
mod tensor;
mod words;
pub(crate) mod workspace;

use crate::kernels::batch::Batch;
use crate::kernels::workspace::Workspace;
use crate::real::Real;
use crate::shape::Parameters;

/// A number type with its kernels.
pub trait Kernels: Real {
    /// Fills the workspace's states and logits.
    fn forward(parameters: &Parameters<'_, Self>, batch: &Batch<Self>, workspace: &mut Workspace<Self>);
    /// The loss; its gradient goes to `gradient`, which holds zeros.
    fn loss_and_gradient(
        parameters: &Parameters<'_, Self>,
        batch: &Batch<Self>,
        workspace: &mut Workspace<Self>,
        gradient: &mut [Self],
    ) -> f64;
}

impl Kernels for f64 {
    fn forward(parameters: &Parameters<'_, Self>, batch: &Batch<Self>, workspace: &mut Workspace<Self>) {
        reference::forward(parameters, batch, workspace);
    }
    fn loss_and_gradient(
        parameters: &Parameters<'_, Self>,
        batch: &Batch<Self>,
        workspace: &mut Workspace<Self>,
        gradient: &mut [Self],
    ) -> f64 {
        let d = &mut workspace.shape.split_mut(gradient);
        reference::loss_and_gradient(parameters, batch, workspace, d)
    }
}

impl Kernels for f32 {
    fn forward(parameters: &Parameters<'_, Self>, batch: &Batch<Self>, workspace: &mut Workspace<Self>) {
        simd::forward(simd::level(), parameters, batch, workspace);
    }
    fn loss_and_gradient(
        parameters: &Parameters<'_, Self>,
        batch: &Batch<Self>,
        workspace: &mut Workspace<Self>,
        gradient: &mut [Self],
    ) -> f64 {
        simd::loss_and_gradient(simd::level(), parameters, batch, workspace, gradient)
    }
}
