use carrybit_core::{Batch, Trainer, glorot};

use crate::state::{Given, Typed, done, with, with_given};

type AnyTrainer = Typed<Trainer<f32>, Trainer<f64>>;
type AnyBatch = Typed<Batch<f32>, Batch<f64>>;

/// Fresh parameters. Takes: shape, seed, start. Leaves: the parameters.
#[unsafe(no_mangle)]
extern "C" fn initial_parameters() -> i32 {
    with_given(|state, numbers| {
        let mut given = Given::new(numbers);
        let parameters =
            given.shape().and_then(|shape| Ok(glorot(shape, given.whole("seed")?, given.whole("start")?)));
        let parameters = parameters.map(|parameters| state.leave(parameters));
        done(state, parameters)
    })
}

/// Takes: the optimizer, precision, shape, parameters. Returns the object.
#[unsafe(no_mangle)]
extern "C" fn trainer() -> i32 {
    with_given(|state, numbers| {
        let text = std::mem::take(&mut state.bytes);
        let trainer = new(&mut Given::new(numbers), &text);
        let number = trainer.map(|trainer| state.keep(trainer));
        done(state, number)
    })
}

fn new(given: &mut Given<'_>, text: &[u8]) -> Result<AnyTrainer, carrybit_core::Error> {
    let rule = given.rule(text);
    let (double, shape, rule) = (given.double(), given.shape()?, rule?);
    let parameters = given.array();
    Ok(if double {
        Typed::Double(Trainer::new(shape, parameters, rule)?)
    } else {
        Typed::Single(Trainer::new(shape, parameters, rule)?)
    })
}

/// A minibatch for trainers of its shape and precision. Takes: precision, shape, samples. Returns the object.
#[unsafe(no_mangle)]
extern "C" fn minibatch() -> i32 {
    with_given(|state, numbers| {
        let minibatch = new_minibatch(&mut Given::new(numbers));
        let number = minibatch.map(|minibatch| state.keep(minibatch));
        done(state, number)
    })
}

fn new_minibatch(given: &mut Given<'_>) -> Result<AnyBatch, carrybit_core::Error> {
    let (double, shape, samples) = (given.double(), given.shape()?, given.samples()?);
    Ok(if double {
        Typed::Double(samples.batch(shape, 0, samples.samples)?)
    } else {
        Typed::Single(samples.batch(shape, 0, samples.samples)?)
    })
}

/// One update with a minibatch; its loss.
#[unsafe(no_mangle)]
extern "C" fn update_with(trainer: usize, minibatch: usize) -> f64 {
    with(|state| {
        let taken = state.take(minibatch);
        let batch = taken.downcast_ref::<AnyBatch>().expect("what minibatch() made");
        let loss = match (state.object::<AnyTrainer>(trainer), batch) {
            (Typed::Single(trainer), Typed::Single(batch)) => trainer.update(batch),
            (Typed::Double(trainer), Typed::Double(batch)) => trainer.update(batch),
            _ => unreachable!("the caller compares precisions"),
        };
        state.put_back(minibatch, taken);
        loss
    })
}

/// A pass over samples, which JavaScript has handed over, in either precision.
macro_rules! pass {
    ($name:ident) => {
        /// Takes: samples. Leaves: see the function of this name.
        #[unsafe(no_mangle)]
        extern "C" fn $name(trainer: usize) -> i32 {
            with_given(|state, numbers| {
                let given = &mut Given::new(numbers);
                let result = match state.object::<AnyTrainer>(trainer) {
                    Typed::Single(trainer) => of_all::$name(trainer, given),
                    Typed::Double(trainer) => of_all::$name(trainer, given),
                };
                let result = result.map(|numbers| state.leave(numbers));
                done(state, result)
            })
        }
    };
}

pass!(update);
pass!(loss);
pass!(gradient);
pass!(predict);
pass!(parameters);

/// What the exports do, in any precision.
mod of_all {
    use carrybit_core::{Batch, Error, Kernels, Real, Trainer, Workspace, loss_and_gradient};

    use crate::state::Given;

    type Numbers = Result<Vec<f64>, Error>;

    fn batch<R: Kernels>(trainer: &Trainer<R>, given: &mut Given<'_>) -> Result<Batch<R>, Error> {
        let samples = given.samples()?;
        samples.batch(trainer.shape(), 0, samples.samples)
    }

    /// One update; its loss.
    pub fn update<R: Kernels>(trainer: &mut Trainer<R>, given: &mut Given<'_>) -> Numbers {
        let batch = batch(trainer, given)?;
        Ok(vec![trainer.update(&batch)])
    }

    /// The loss.
    pub fn loss<R: Kernels>(trainer: &mut Trainer<R>, given: &mut Given<'_>) -> Numbers {
        let batch = batch(trainer, given)?;
        let workspace = &mut Workspace::for_batch(trainer.shape(), &batch);
        Ok(vec![carrybit_core::loss(trainer.shape(), trainer.parameters(), &batch, workspace)])
    }

    /// The gradient.
    pub fn gradient<R: Kernels>(trainer: &mut Trainer<R>, given: &mut Given<'_>) -> Numbers {
        let batch = batch(trainer, given)?;
        let workspace = &mut Workspace::for_batch(trainer.shape(), &batch);
        let mut gradient = vec![R::ZERO; trainer.parameters().len()];
        loss_and_gradient(trainer.shape(), trainer.parameters(), &batch, workspace, &mut gradient);
        Ok(widened(&gradient))
    }

    /// The outputs.
    pub fn predict<R: Kernels>(trainer: &mut Trainer<R>, given: &mut Given<'_>) -> Numbers {
        let batch = batch(trainer, given)?;
        let workspace = &mut Workspace::for_batch(trainer.shape(), &batch);
        Ok(carrybit_core::predict(trainer.shape(), trainer.parameters(), &batch, workspace))
    }

    /// The parameters.
    #[allow(clippy::unnecessary_wraps, reason = "called like the others")]
    pub fn parameters<R: Kernels>(trainer: &mut Trainer<R>, _: &mut Given<'_>) -> Numbers {
        Ok(widened(trainer.parameters()))
    }

    fn widened<R: Real>(values: &[R]) -> Vec<f64> {
        values.iter().map(|value| value.to_f64()).collect()
    }
}
