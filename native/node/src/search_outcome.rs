use carrybit_core::machines::{Hard, Learned, SearchState, Start};
use napi::bindgen_prelude::Float64Array;
use napi_derive::napi;

use crate::conversions::{number, words};
use crate::error::{Result, core_error};
use crate::machine::FixedConstants;
use crate::options::size;

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

impl From<Hard> for HardStep {
    fn from(Hard { stream, starts }: Hard) -> Self {
        Self { stream: words(stream), starts: number(starts) }
    }
}

impl From<Learned> for LearnedNetwork {
    fn from(learned: Learned) -> Self {
        Self {
            from: learned.from.into(),
            updates: number(learned.updates),
            fixed: learned.fixed.into(),
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
