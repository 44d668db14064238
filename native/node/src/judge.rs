use carrybit_core::{Judge as CoreJudge, Judgement as CoreJudgement, ROUNDINGS, Verdict};
use napi::bindgen_prelude::{Float64Array, Uint32Array};
use napi_derive::napi;

use crate::error::{Result, core_error};
use crate::machine::{ConstantWidths, MachineTables};
use crate::options::{NetworkShape, size};

/// Rounds networks of one shape to small integers and decides whether they do what a machine says.
#[napi]
pub struct Judge(pub(crate) CoreJudge);

/// What became of a network.
#[napi(object, object_from_js = false)]
pub struct Judgement {
    /// Not quantizable: no scale fits. Undecided: too many pairs of states are reachable.
    #[napi(ts_type = "'proven' | 'disproved' | 'undecided' | 'not quantizable'")]
    pub verdict: &'static str,
    /// The rounding that was proven; 0, the first one, if none was.
    pub rounding: u32,
    /// Reachable pairs, if it is proven or undecided.
    pub pairs: Option<f64>,
    /// The smallest |logit| that matters, if it is proven.
    pub margin: Option<i32>,
    /// A shortest stream on which the first rounding is wrong in the last step, if it is disproved.
    pub counterexample: Option<Uint32Array>,
}

#[napi]
impl Judge {
    /// Throws `CARRYBIT_INVALID_ARGUMENT` for tables, sizes or widths that do not fit.
    #[napi(constructor)]
    pub fn new(machine: MachineTables, shape: NetworkShape, widths: ConstantWidths) -> Result<Self> {
        CoreJudge::new(machine.machine()?, shape.check()?, widths.widths()).map(Self).map_err(core_error)
    }

    /// Tries the first `roundings` roundings, one after the other, until one is proven. Parameters are in the order
    /// of `Trainer`. Throws `CARRYBIT_INVALID_ARGUMENT` when there are not as many as the shape says.
    #[napi]
    pub fn judge(&mut self, parameters: Float64Array, roundings: f64) -> Result<Judgement> {
        let roundings = size("roundings", roundings)?;
        self.0.judge(&parameters, roundings).map(Judgement::from).map_err(core_error)
    }
}

/// How many roundings there are.
#[napi]
#[must_use]
pub fn rounding_count() -> u32 {
    u32::try_from(ROUNDINGS.len()).expect("a few")
}

impl From<CoreJudgement> for Judgement {
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
    fn from(CoreJudgement { rounding, verdict, .. }: CoreJudgement) -> Self {
        let rounding = u32::try_from(rounding).expect("a few");
        let none =
            Self { verdict: "not quantizable", rounding, pairs: None, margin: None, counterexample: None };
        match verdict {
            None => none,
            Some(Verdict::Proven { pairs, margin, .. }) => {
                Self { verdict: "proven", pairs: Some(pairs as f64), margin: Some(margin), ..none }
            }
            Some(Verdict::Undecided(pairs)) => {
                Self { verdict: "undecided", pairs: Some(pairs as f64), ..none }
            }
            Some(Verdict::Disproved(stream)) => {
                Self { verdict: "disproved", counterexample: Some(stream.into()), ..none }
            }
        }
    }
}
