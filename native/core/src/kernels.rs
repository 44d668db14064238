//! The passes over a network, for each number type.

use crate::batch::Batch;
use crate::real::Real;
use crate::shape::Parameters;
use crate::workspace::Workspace;
use crate::{fast, reference};

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
        fast::forward(fast::level(), parameters, batch, workspace);
    }
    fn loss_and_gradient(
        parameters: &Parameters<'_, Self>,
        batch: &Batch<Self>,
        workspace: &mut Workspace<Self>,
        gradient: &mut [Self],
    ) -> f64 {
        fast::loss_and_gradient(fast::level(), parameters, batch, workspace, gradient)
    }
}
