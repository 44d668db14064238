use std::sync::Arc;

use carrybit_core::machines::{Effort, Outcome, Search, SearchProgress, Start};
use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use napi_derive::napi;

use crate::conversions::number;
use crate::error::{Result, core_error};
use crate::machine::{FixedConstants, MachineTables};
use crate::options::{size, whole};
use crate::search_outcome::{HardStep, LearnedNetwork, MachineSearchProgress, SearchOutcome, SearchStart};

/// Limits of a search.
#[napi(object, object_to_js = false)]
pub struct SearchEffort {
    pub seed: f64,
    /// Starts of each size and stage.
    pub starts: f64,
    /// Updates of a start in the first stage; each later stage has twice as many.
    pub updates: f64,
    pub stages: f64,
    /// Starts of all sizes and stages together.
    pub max_starts: f64,
    /// A network of at most this many units is preferred to a smaller one with more.
    pub preferred: f64,
}

/// Networks for one machine: constructed at once, and learned by searching.
#[napi]
pub struct MachineSearch {
    search: Arc<Search>,
    progress: Arc<SearchProgress>,
}

#[napi]
impl MachineSearch {
    /// Minimizes the machine and constructs its network. Throws `CARRYBIT_INVALID_ARGUMENT` for tables or numbers
    /// that do not fit.
    #[napi(constructor)]
    pub fn new(machine: MachineTables, effort: SearchEffort) -> Result<Self> {
        let effort = Effort {
            seed: whole("seed", effort.seed)?,
            starts: size("starts", effort.starts)?,
            updates: size("updates", effort.updates)?,
            stages: size("stages", effort.stages)?,
            max_starts: size("maxStarts", effort.max_starts)?,
            preferred: size("preferred", effort.preferred)?,
        };
        let search = Search::new(machine.machine()?, effort).map_err(core_error)?;
        Ok(Self { search: Arc::new(search), progress: Arc::default() })
    }

    /// States after minimizing.
    #[napi(getter)]
    #[must_use]
    pub fn minimal_states(&self) -> f64 {
        number(self.search.minimal().states())
    }

    /// Bits of the minimal machine's transition table.
    #[napi(getter)]
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "below 2^27")]
    pub fn table_bits(&self) -> f64 {
        self.search.minimal().table_bits() as f64
    }

    /// Units of the constructed network, which exists only with at most 256.
    #[napi(getter)]
    #[must_use]
    pub fn constructed_units(&self) -> f64 {
        number(self.search.constructed().map_or_else(|units| units, |network| network.hidden))
    }

    /// The constructed network; null if it needs more than 256 units.
    #[napi]
    #[must_use]
    pub fn constructed(&self) -> Option<FixedConstants> {
        self.search.constructed().ok().cloned().map(FixedConstants::from)
    }

    /// Searches on all cores, off the main thread. The result does not depend on their number; after `cancel` it is
    /// what was found so far.
    #[napi(ts_return_type = "Promise<SearchOutcome>")]
    #[must_use]
    pub fn run(&self) -> AsyncTask<Run> {
        AsyncTask::new(Run {
            search: Arc::clone(&self.search),
            progress: Arc::clone(&self.progress),
            only: None,
        })
    }

    /// Runs one start again. The result is that of this start alone.
    #[napi(ts_return_type = "Promise<SearchOutcome>")]
    pub fn repeat(&self, start: SearchStart) -> Result<AsyncTask<Run>> {
        Ok(AsyncTask::new(Run {
            search: Arc::clone(&self.search),
            progress: Arc::clone(&self.progress),
            only: Some(start.start()?),
        }))
    }

    /// Progress of the search.
    #[napi]
    #[must_use]
    pub fn progress(&self) -> MachineSearchProgress {
        self.progress.read().into()
    }

    /// The best network proven so far; null without one.
    #[napi]
    #[must_use]
    pub fn best(&self) -> Option<LearnedNetwork> {
        self.progress.best().map(LearnedNetwork::from)
    }

    /// Ends this search and every later one, after the current updates.
    #[napi]
    pub fn cancel(&self) {
        self.progress.cancel();
    }
}

/// The work of [`MachineSearch`], on libuv's thread pool.
pub struct Run {
    search: Arc<Search>,
    progress: Arc<SearchProgress>,
    only: Option<Start>,
}

impl Task for Run {
    type Output = Outcome;
    type JsValue = SearchOutcome;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(match self.only {
            Some(start) => {
                Outcome { learned: self.search.repeat(start, &self.progress), tried: 1, hardest: vec![] }
            }
            None => self.search.run(threads, &self.progress),
        })
    }

    fn resolve(&mut self, _: Env, outcome: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(SearchOutcome {
            learned: outcome.learned.map(LearnedNetwork::from),
            tried: number(outcome.tried),
            hardest: outcome.hardest.into_iter().map(HardStep::from).collect(),
        })
    }
}
