use std::sync::Arc;

use carrybit_core::{Census, Judge as CoreJudge, Progress};
use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::{Result, core_error};
use crate::judge::Judge;
use crate::options::whole;
use crate::restarts::{Restarts, Runner};

/// What became of the starts, counted.
#[napi(object, object_from_js = false)]
pub struct CensusCounts {
    /// Trained and judged to the end.
    pub starts: f64,
    /// Every output of the test samples was correct.
    pub learned: f64,
    /// Proven in the first rounding.
    pub proven: f64,
    /// No scale in the first rounding.
    pub not_quantizable: f64,
    /// Too many reachable pairs of states in the first rounding.
    pub undecided: f64,
    /// Disproved in the first rounding: how many networks, by the steps of the shortest counterexample.
    #[napi(ts_type = "[steps: number, networks: number][]")]
    pub disproved: Vec<Vec<f64>>,
    /// Not proven in the first rounding, but in another one.
    pub rounded: f64,
    /// Proven after fine-tuning.
    pub tuned: f64,
}

#[napi]
impl Judge {
    /// Counts what becomes of `count` starts from `first`: trained, tested, judged and fine-tuned on all cores, off the
    /// main thread. After the `cancel` of `restarts`, only starts that were finished are counted. Throws
    /// `CARRYBIT_INVALID_ARGUMENT` for restarts of another shape.
    #[napi(ts_return_type = "Promise<CensusCounts>")]
    pub fn census(&self, restarts: &Restarts, first: f64, count: f64) -> Result<AsyncTask<Counting>> {
        match &*restarts.runner {
            Runner::Single(restarts) => restarts.check_judge(&self.0),
            Runner::Double(restarts) => restarts.check_judge(&self.0),
        }
        .map_err(core_error)?;
        Ok(AsyncTask::new(Counting {
            judge: self.0.clone(),
            runner: Arc::clone(&restarts.runner),
            progress: Arc::clone(&restarts.progress),
            first: whole("first", first)?,
            count: whole("count", count)?,
        }))
    }
}

/// The work of [`Judge::census`], on libuv's thread pool.
pub struct Counting {
    judge: CoreJudge,
    runner: Arc<Runner>,
    progress: Arc<Progress>,
    first: u64,
    count: u64,
}

impl Task for Counting {
    type Output = Census;
    type JsValue = CensusCounts;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(match &*self.runner {
            Runner::Single(restarts) => {
                restarts.census(self.first, self.count, threads, &self.progress, &self.judge)
            }
            Runner::Double(restarts) => {
                restarts.census(self.first, self.count, threads, &self.progress, &self.judge)
            }
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
    fn resolve(&mut self, _: Env, counted: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(CensusCounts {
            starts: counted.starts as f64,
            learned: counted.learned as f64,
            proven: counted.proven as f64,
            not_quantizable: counted.not_quantizable as f64,
            undecided: counted.undecided as f64,
            disproved: counted
                .disproved
                .iter()
                .map(|(&steps, &networks)| vec![steps as f64, networks as f64])
                .collect(),
            rounded: counted.rounded as f64,
            tuned: counted.tuned as f64,
        })
    }
}
