use std::sync::Arc;

use carrybit_core::{
    Drawn, Generator, Kernels, Progress, Restarts as CoreRestarts, Samples, TrainedStart as CoreStart,
};
use napi::bindgen_prelude::{AsyncTask, Float64Array, Object};
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::{Result, core_error};
use crate::machine::MachineTables;
use crate::options::{BatchSchedule, NetworkShape, Precision, SampleTensors, rule, size, whole};

/// Trainings of one network from fresh starts, all on the same samples.
#[napi]
pub struct Restarts {
    pub(crate) runner: Arc<Runner>,
    pub(crate) progress: Arc<Progress>,
}

pub(crate) enum Runner {
    Single(CoreRestarts<f32>),
    Double(CoreRestarts<f64>),
}

/// The result of a start.
#[napi(object, object_from_js = false)]
pub struct TrainedStart {
    /// Number of the start; with the seed it determines the result.
    pub start: f64,
    /// Loss of each update's minibatch, where its gradient was taken.
    pub losses: Float64Array,
    /// Accuracy: the share of test samples with every output correct, 0 to 1.
    pub accuracy: f64,
    /// @deprecated The name of `accuracy` in 0.1; it will be removed after 0.2.
    pub exact: f64,
    /// In the order of `Trainer`.
    pub parameters: Float64Array,
    /// Whether all updates were made and all test samples were tried; if not, it was cancelled.
    pub finished: bool,
}

/// Progress of the starts.
#[napi(object, object_from_js = false)]
pub struct RestartsProgress {
    /// The start that reported last.
    pub start: f64,
    /// Updates so far, over all starts.
    pub updates: f64,
    /// The last update's loss.
    pub loss: f64,
}

#[napi]
impl Restarts {
    /// Throws `CARRYBIT_INVALID_ARGUMENT` for sizes, numbers or tensors that do not fit.
    #[napi(constructor)]
    pub fn new(
        shape: NetworkShape,
        #[napi(ts_arg_type = "OptimizerRule")] optimizer: Object,
        seed: f64,
        schedule: BatchSchedule,
        training: SampleTensors,
        test: SampleTensors,
        precision: Precision,
    ) -> Result<Self> {
        made(shape, &optimizer, seed, schedule, (&training.view()?, &test.view()?), precision)
    }

    /// Runs the starts `first`, `first` + 1, … on all cores, off the main thread, until one has every output of the
    /// test samples correct, at most `limit` of them. Resolves to the results from `first` up to that one, in order;
    /// they do not depend on the number of cores. After `cancel`, starts under way are included, unfinished.
    #[napi(ts_return_type = "Promise<Array<TrainedStart>>")]
    pub fn run(&self, first: f64, limit: f64) -> Result<AsyncTask<Run>> {
        Ok(AsyncTask::new(Run {
            runner: Arc::clone(&self.runner),
            progress: Arc::clone(&self.progress),
            first: whole("first", first)?,
            limit: whole("limit", limit)?,
            all: false,
        }))
    }

    /// Runs `count` starts from `first` like `run`, but goes on after one that passes.
    #[napi(ts_return_type = "Promise<Array<TrainedStart>>")]
    pub fn run_all(&self, first: f64, count: f64) -> Result<AsyncTask<Run>> {
        Ok(AsyncTask::new(Run {
            runner: Arc::clone(&self.runner),
            progress: Arc::clone(&self.progress),
            first: whole("first", first)?,
            limit: whole("count", count)?,
            all: true,
        }))
    }

    /// Progress of the starts.
    #[napi]
    #[allow(clippy::cast_precision_loss, reason = "counts below 2^53")]
    #[must_use]
    pub fn progress(&self) -> RestartsProgress {
        let (start, updates, loss) = self.progress.read();
        RestartsProgress { start: start as f64, updates: updates as f64, loss }
    }

    /// Ends this run and every later one, after the current minibatches.
    #[napi]
    pub fn cancel(&self) {
        self.progress.cancel();
    }
}

/// How many samples are drawn, and of what length.
#[napi(object, object_to_js = false)]
pub struct Drawing {
    /// Samples for training.
    pub samples: f64,
    /// Samples for the test.
    pub test_samples: f64,
    /// Bits of each number.
    pub bits: f64,
    /// Steps of each sample: zeros follow the bits.
    pub steps: f64,
}

/// `Restarts` on samples of a machine without unspecified steps, which are those that `drawSamples` draws with the
/// seed, for training and then for the test. Throws `CARRYBIT_INVALID_ARGUMENT` for sizes or numbers that do not fit.
#[napi]
pub fn restarts_on_drawn(
    shape: NetworkShape,
    #[napi(ts_arg_type = "OptimizerRule")] optimizer: Object,
    seed: u32,
    schedule: BatchSchedule,
    machine: MachineTables,
    drawing: Drawing,
    precision: Precision,
) -> Result<Restarts> {
    let (machine, mut generator) = (machine.machine()?, Generator::new(seed));
    let lengths = (size("bits", drawing.bits)?, size("steps", drawing.steps)?);
    let mut draw = |name, samples| {
        Drawn::new(&machine, &mut generator, size(name, samples)?, lengths).map_err(core_error)
    };
    let training = draw("samples", drawing.samples)?;
    let test = draw("test samples", drawing.test_samples)?;
    made(shape, &optimizer, seed.into(), schedule, (&training.view(), &test.view()), precision)
}

fn made(
    shape: NetworkShape,
    optimizer: &Object,
    seed: f64,
    schedule: BatchSchedule,
    (training, test): (&Samples<'_>, &Samples<'_>),
    precision: Precision,
) -> Result<Restarts> {
    let (shape, rule, seed) = (shape.check()?, rule(optimizer)?, whole("seed", seed)?);
    let schedule = schedule.schedule()?;
    let runner = match precision {
        Precision::Float32 => Runner::Single(
            CoreRestarts::new(shape, rule, seed, schedule, training, test).map_err(core_error)?,
        ),
        Precision::Float64 => Runner::Double(
            CoreRestarts::new(shape, rule, seed, schedule, training, test).map_err(core_error)?,
        ),
    };
    Ok(Restarts { runner: Arc::new(runner), progress: Arc::default() })
}

/// The work of [`Restarts::run`] and [`Restarts::run_all`], on libuv's thread pool.
pub struct Run {
    runner: Arc<Runner>,
    progress: Arc<Progress>,
    first: u64,
    limit: u64,
    all: bool,
}

impl Run {
    fn starts<R: Kernels>(&self, restarts: &CoreRestarts<R>) -> Vec<CoreStart> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let Self { first, limit, all, .. } = *self;
        if all {
            restarts.run_all(first, limit, threads, &self.progress)
        } else {
            restarts.run(first, limit, threads, &self.progress)
        }
    }
}

impl Task for Run {
    type Output = Vec<CoreStart>;
    type JsValue = Vec<TrainedStart>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        Ok(match &*self.runner {
            Runner::Single(restarts) => self.starts(restarts),
            Runner::Double(restarts) => self.starts(restarts),
        })
    }

    fn resolve(&mut self, _: Env, starts: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(starts.into_iter().map(TrainedStart::from).collect())
    }
}

impl From<CoreStart> for TrainedStart {
    #[expect(clippy::cast_precision_loss, reason = "starts are below 2^53")]
    fn from(trained: CoreStart) -> Self {
        Self {
            start: trained.start as f64,
            losses: Float64Array::new(trained.losses),
            accuracy: trained.accuracy,
            exact: trained.accuracy,
            parameters: Float64Array::new(trained.parameters),
            finished: trained.finished,
        }
    }
}
