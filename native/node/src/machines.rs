use std::sync::Arc;

use carrybit_core::machines::{
    Effort, Fixed, Hard, Learned as CoreLearned, MAX_PAIRS, Machine, Outcome, Proof, Search, SearchProgress,
    SearchState, Start, check_pair, prove,
};
use napi::bindgen_prelude::{AsyncTask, Float64Array};
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::{Result, core_error, invalid};
use crate::machine::{FixedConstants, MachineTables};
use crate::options::{size, whole};

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

/// A start. With seed and machine it determines the result.
#[napi(object)]
#[derive(Clone, Copy)]
pub struct SearchStart {
    pub stage: f64,
    /// Hidden units at its beginning.
    pub size: f64,
    pub start: f64,
}

impl SearchStart {
    pub fn start(&self) -> Result<Start> {
        let start = Start {
            stage: size("stage", self.stage)?,
            size: size("size", self.size)?,
            start: size("start", self.start)?,
        };
        start.check().map_err(core_error)?;
        Ok(start)
    }
}

/// A network that was learned and proven.
#[napi(object, object_from_js = false)]
pub struct LearnedNetwork {
    pub from: SearchStart,
    /// Updates that it took.
    pub updates: f64,
    pub fixed: FixedConstants,
    /// The float parameters that the integers were rounded from, in the order of `Trainer`.
    pub float: Float64Array,
}

/// The result of a search.
#[napi(object, object_from_js = false)]
pub struct SearchOutcome {
    /// The smallest network that was proven.
    pub learned: Option<LearnedNetwork>,
    /// Starts that were finished.
    pub tried: f64,
    /// The steps that most starts had wrong at their end; empty if one start has learned.
    pub hardest: Vec<HardStep>,
}

/// A step that some starts did not learn.
#[napi(object, object_from_js = false)]
pub struct HardStep {
    /// A shortest stream of words that ends with it.
    pub stream: Vec<u32>,
    /// Starts that had it wrong at their end.
    pub starts: f64,
}

/// Progress of a search.
#[napi(object, object_from_js = false)]
pub struct MachineSearchProgress {
    /// The start that reported last.
    pub start: SearchStart,
    /// Starts that were finished.
    pub tried: f64,
    /// Updates so far, over all starts.
    pub updates: f64,
    /// Bits of the smallest network proven so far; 0 without one.
    pub best_bits: f64,
}

/// The result of enumerating all reachable pairs.
#[napi(object, object_from_js = false)]
pub struct MachineProof {
    #[napi(ts_type = "'proven' | 'disproved' | 'undecided'")]
    pub verdict: String,
    /// Pairs of machine state and network state that can be reached; 0 unless proven.
    pub pairs: f64,
    /// Specified steps from these pairs.
    pub transitions: f64,
    /// A shortest stream of words that ends in a wrong output; empty unless disproved.
    pub counterexample: Vec<u32>,
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
        let search = Search::new(machine_of(&machine)?, effort).map_err(core_error)?;
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
        self.search.constructed().ok().map(constants)
    }

    /// Searches on all cores, off the main thread. The result does not depend on their number; after `cancel` it is what
    /// was found so far.
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

/// Decides whether a fixed network does what a machine specifies, on streams of any length. Throws `CARRYBIT_INVALID_ARGUMENT` for
/// constants or tables that do not fit.
#[napi]
pub fn prove_machine(network: FixedConstants, machine: MachineTables) -> Result<MachineProof> {
    let (network, machine) = (fixed(network), machine_of(&machine)?);
    check_pair(&network, &machine).map_err(invalid)?;
    let (verdict, pairs, transitions, stream) = match prove(&network, &machine, MAX_PAIRS) {
        Proof::Proven { pairs, transitions, .. } => ("proven", pairs, transitions, vec![]),
        Proof::Disproved(stream) => ("disproved", 0, 0, stream),
        Proof::Undecided => ("undecided", 0, 0, vec![]),
    };
    Ok(MachineProof {
        verdict: verdict.to_owned(),
        pairs: number(pairs),
        transitions: number(transitions),
        counterexample: words(stream),
    })
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

impl From<Hard> for HardStep {
    fn from(Hard { stream, starts }: Hard) -> Self {
        Self { stream: words(stream), starts: number(starts) }
    }
}

impl From<CoreLearned> for LearnedNetwork {
    fn from(learned: CoreLearned) -> Self {
        Self {
            from: learned.from.into(),
            updates: number(learned.updates),
            fixed: constants(&learned.fixed),
            float: Float64Array::new(learned.float),
        }
    }
}

impl From<SearchState> for MachineSearchProgress {
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
    fn from(state: SearchState) -> Self {
        Self {
            start: state.start.into(),
            tried: state.tried as f64,
            updates: state.updates as f64,
            best_bits: state.best_bits as f64,
        }
    }
}

impl From<Start> for SearchStart {
    fn from(Start { stage, size, start }: Start) -> Self {
        Self { stage: number(stage), size: number(size), start: number(start) }
    }
}

fn machine_of(tables: &MachineTables) -> Result<Machine> {
    Machine::new(
        size("inputs", tables.inputs)?,
        size("outputs", tables.outputs)?,
        size("initial", tables.initial)?,
        tables.next.to_vec(),
        tables.output.to_vec(),
        tables.care.to_vec(),
    )
    .map_err(core_error)
}

#[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "words have at most 12 bits")]
fn words(stream: Vec<usize>) -> Vec<u32> {
    stream.into_iter().map(|word| word as u32).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "at most 256 units, 12 inputs and 16 outputs")]
pub(crate) fn constants(network: &Fixed) -> FixedConstants {
    let network = network.clone();
    FixedConstants {
        inputs: network.inputs as u32,
        hidden: network.hidden as u32,
        outputs: network.outputs as u32,
        weight_bits: network.weight_bits,
        state_bits: network.state_bits,
        table_bits: network.table_bits,
        fraction_bits: network.fraction_bits,
        index_shift: network.index_shift,
        initial_state: network.initial_state,
        input_weights: network.input_weights,
        state_bias: network.state_bias,
        recurrent_weights: network.recurrent_weights,
        output_weights: network.output_weights,
        output_bias: network.output_bias,
        table: network.table,
    }
}

fn fixed(network: FixedConstants) -> Fixed {
    Fixed {
        inputs: network.inputs as usize,
        hidden: network.hidden as usize,
        outputs: network.outputs as usize,
        weight_bits: network.weight_bits,
        state_bits: network.state_bits,
        table_bits: network.table_bits,
        fraction_bits: network.fraction_bits,
        index_shift: network.index_shift,
        initial_state: network.initial_state,
        input_weights: network.input_weights,
        state_bias: network.state_bias,
        recurrent_weights: network.recurrent_weights,
        output_weights: network.output_weights,
        output_bias: network.output_bias,
        table: network.table,
    }
}
