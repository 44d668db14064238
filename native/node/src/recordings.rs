use std::sync::Arc;

use carrybit_core::machines::{Imitated, Imitation, Recordings, SearchProgress, Start};
use napi::bindgen_prelude::{AsyncTask, Int32Array, Uint32Array};
use napi::{Env, Task};
use napi_derive::napi;

use crate::conversions::number;
use crate::error::{Result, core_error};
use crate::machine::FixedConstants;
use crate::options::{size, whole};
use crate::search_outcome::{MachineSearchProgress, SearchStart};

/// Recorded steps of all sequences, one after the other.
#[napi(object, object_to_js = false)]
pub struct RecordedSteps {
    /// Input bits of a step, 1 to 12.
    pub inputs: f64,
    /// Output bits of a step, 1 to 16.
    pub outputs: f64,
    /// Steps of each sequence, from one reset to the next.
    pub lengths: Uint32Array,
    /// The packed input bits of each step.
    pub words: Uint32Array,
    /// The packed output bits of each step, and which of them were recorded.
    pub output: Uint32Array,
    pub care: Uint32Array,
}

/// Limits of a search.
#[napi(object, object_to_js = false)]
pub struct ImitationEffort {
    pub seed: f64,
    /// Hidden units of the starts, in turn.
    pub sizes: Vec<f64>,
    /// Starts of each size.
    pub starts: f64,
    /// Updates of a start.
    pub updates: f64,
}

/// A network that was learned from recordings.
#[napi(object, object_from_js = false)]
pub struct ImitatedNetwork {
    /// The start that learned it; its stage is 0.
    pub from: SearchStart,
    /// Updates that it took.
    pub updates: f64,
    /// A network of threshold units: a state has one of two values.
    pub fixed: FixedConstants,
    /// Recorded output bits that it gives differently.
    pub errors: f64,
    /// Its minimal machine for the input words that were recorded: tables over `state << inputs | word`. State 0 is the
    /// initial one.
    pub next: Int32Array,
    pub output: Uint32Array,
    pub care: Uint32Array,
}

/// Learns networks from recordings, without a machine.
#[napi]
pub struct RecordingSearch {
    imitation: Arc<Imitation>,
    recordings: Arc<Recordings>,
    progress: Arc<SearchProgress<Imitated>>,
}

#[napi]
impl RecordingSearch {
    /// Throws `CARRYBIT_INVALID_ARGUMENT` for recordings or numbers that do not fit.
    #[napi(constructor)]
    pub fn new(recordings: RecordedSteps, effort: ImitationEffort) -> Result<Self> {
        let sizes = effort.sizes.iter().map(|&hidden| size("sizes", hidden)).collect::<Result<_>>()?;
        let (seed, starts) = (whole("seed", effort.seed)?, size("starts", effort.starts)?);
        let updates = size("updates", effort.updates)?;
        let imitation = Imitation::new(seed, sizes, starts, updates).map_err(core_error)?;
        let recordings = Recordings::new(
            size("inputs", recordings.inputs)?,
            size("outputs", recordings.outputs)?,
            recordings.lengths.iter().map(|&length| length as usize).collect(),
            &recordings.words,
            &recordings.output,
            &recordings.care,
        )
        .map_err(core_error)?;
        Ok(Self {
            imitation: Arc::new(imitation),
            recordings: Arc::new(recordings),
            progress: Arc::default(),
        })
    }

    /// Searches on all cores, off the main thread. The network does not depend on their number. After `cancel` it is
    /// the best one so far. Null if there is none.
    #[napi(ts_return_type = "Promise<ImitatedNetwork | null>")]
    #[must_use]
    pub fn run(&self) -> AsyncTask<Run> {
        self.work(None)
    }

    /// Runs one start again. Null if it finds no network.
    #[napi(ts_return_type = "Promise<ImitatedNetwork | null>")]
    pub fn repeat(&self, start: SearchStart) -> Result<AsyncTask<Run>> {
        Ok(self.work(Some(start.start()?)))
    }

    /// Progress of the search; `bestBits` counts the recorded bits that the best network gives differently.
    #[napi]
    #[must_use]
    pub fn progress(&self) -> MachineSearchProgress {
        self.progress.read().into()
    }

    /// Ends this search and every later one, after the current updates.
    #[napi]
    pub fn cancel(&self) {
        self.progress.cancel();
    }
}

impl RecordingSearch {
    fn work(&self, only: Option<Start>) -> AsyncTask<Run> {
        AsyncTask::new(Run {
            imitation: Arc::clone(&self.imitation),
            recordings: Arc::clone(&self.recordings),
            progress: Arc::clone(&self.progress),
            only,
        })
    }
}

/// The work of [`RecordingSearch`], on libuv's thread pool.
pub struct Run {
    imitation: Arc<Imitation>,
    recordings: Arc<Recordings>,
    progress: Arc<SearchProgress<Imitated>>,
    only: Option<Start>,
}

impl Task for Run {
    type Output = Option<Imitated>;
    type JsValue = Option<ImitatedNetwork>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(match self.only {
            Some(start) => self.imitation.repeat(&self.recordings, start, &self.progress),
            None => self.imitation.run(&self.recordings, threads, &self.progress),
        })
    }

    fn resolve(&mut self, _: Env, found: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(found.map(ImitatedNetwork::from))
    }
}

impl From<Imitated> for ImitatedNetwork {
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
    fn from(Imitated { from, updates, fixed, errors, machine }: Imitated) -> Self {
        let (next, output, care) = machine.tables();
        Self {
            from: from.into(),
            updates: number(updates),
            fixed: fixed.into(),
            errors: errors as f64,
            next: Int32Array::new(next.to_vec()),
            output: Uint32Array::new(output.to_vec()),
            care: Uint32Array::new(care.to_vec()),
        }
    }
}
