use carrybit_core::{FixedNetwork, Flow as CoreFlow, zero_flow as core_flow, zero_ways};
use napi::bindgen_prelude::{AsyncTask, Uint32Array};
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::{Result, core_error};
use crate::machine::FixedConstants;

/// Where zeros lead from all states that a network's bits can hold.
#[napi(object, object_from_js = false)]
pub struct ZeroFlow {
    /// All states in groups; each state belongs to one.
    pub groups: Vec<Flow>,
    /// The same for each reachable state, in the order in which they were given.
    pub from_reachable: Vec<Flow>,
}

/// States that zeros lead to the same reachable state after the same number of steps.
#[napi(object, object_from_js = false)]
pub struct Flow {
    /// Zeros, at least one, after which the state is a reachable one; NaN if it never is.
    pub steps: f64,
    /// Which reachable state that is, or -1.
    pub entry: f64,
    /// How many states.
    pub count: f64,
    /// One of them, packed.
    pub example: f64,
}

/// Follows zeros from all states of at most 32 bits, off the main thread. `reachable` holds packed states: each
/// unit's code as an unsigned field, the first one lowest. Throws `CARRYBIT_INVALID_ARGUMENT` for constants that are
/// not a fixed network; rejects when a state has more than 32 bits.
#[napi(ts_return_type = "Promise<ZeroFlow>")]
pub fn zero_flow(network: FixedConstants, reachable: Uint32Array) -> Result<AsyncTask<ZeroFlowSearch>> {
    let reachable = reachable.iter().copied().map(u64::from).collect();
    let network = network.network();
    network.check().map_err(core_error)?;
    Ok(AsyncTask::new(ZeroFlowSearch { network, reachable }))
}

/// The work of [`zero_flow`], on libuv's thread pool.
pub struct ZeroFlowSearch {
    network: FixedNetwork,
    reachable: Vec<u64>,
}

impl Task for ZeroFlowSearch {
    type Output = (Vec<CoreFlow>, Vec<Option<(u32, u32)>>);
    type JsValue = ZeroFlow;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let refused = |error: carrybit_core::Error| napi::Error::from_reason(error.to_string());
        let groups = core_flow(&self.network, &self.reachable).map_err(refused)?;
        Ok((groups, zero_ways(&self.network, &self.reachable, &self.reachable).map_err(refused)?))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of at most 2^32")]
    fn resolve(&mut self, _: Env, (groups, ways): Self::Output) -> napi::Result<Self::JsValue> {
        let flow = |way: Option<(u32, u32)>, count: u64, example: u64| Flow {
            steps: way.map_or(f64::NAN, |(steps, _)| steps.into()),
            entry: way.map_or(-1.0, |(_, entry)| entry.into()),
            count: count as f64,
            example: example as f64,
        };
        Ok(ZeroFlow {
            groups: groups.iter().map(|group| flow(group.way, group.count, group.example)).collect(),
            from_reachable: ways
                .into_iter()
                .zip(&self.reachable)
                .map(|(way, &state)| flow(way, 1, state))
                .collect(),
        })
    }
}
