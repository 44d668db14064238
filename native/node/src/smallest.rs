use std::time::{Duration, Instant};

use carrybit_core::{Examined, Limits, Machine, Smallest, Tables, check_states, smallest as search};
use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::{Result, invalid};
use crate::machine::{FixedConstants, MachineTables};
use crate::options::whole;

/// Limits of a search for the smallest network.
#[napi(object, object_to_js = false)]
pub struct SmallestLimits {
    /// Smaller networks are known not to exist and are not searched for.
    pub min_bits: f64,
    /// Larger networks are not searched for.
    pub max_bits: f64,
    /// Rows of weights that are tried for one space and shift; about a thousand take a microsecond.
    pub work: f64,
    /// Time limit in milliseconds.
    pub time_limit_ms: f64,
}

/// The smallest network, and all spaces that were searched, the smallest first.
#[napi(object, object_from_js = false)]
pub struct SmallestFound {
    pub network: Option<FixedConstants>,
    pub examined: Vec<ExaminedSpace>,
}

/// All networks with the same number of hidden units and the same widths, and what the search found.
#[napi(object, object_from_js = false)]
pub struct ExaminedSpace {
    pub hidden: u32,
    pub weight_bits: u32,
    pub state_bits: u32,
    pub table_bits: u32,
    /// Size of the constants of each network.
    pub bits: u32,
    /// found; none: searched through; too few states, table too large: none, by argument; open: a limit came first;
    /// too large: a row has too many candidates.
    #[napi(ts_type = "'found' | 'none' | 'too few states' | 'table too large' | 'open' | 'too large'")]
    pub outcome: String,
    /// Base-2 logarithm of the number of networks with one shift.
    pub networks_log2: u32,
    /// Shifts that make a difference.
    pub shifts: u32,
    /// Rows of weights that a unit may have, over all shifts.
    pub rows: f64,
    /// Rows that differ in their effect.
    pub distinct_rows: f64,
    /// Nodes visited.
    pub nodes: f64,
}

/// Searches for the smallest fixed network that does what a machine says, on all cores, off the main thread. Tables may
/// be `any`, `monotone`, or those of `tanh`. Throws `CARRYBIT_INVALID_ARGUMENT` for tables and limits that do not
/// fit.
#[napi(ts_return_type = "Promise<SmallestFound>")]
pub fn smallest(
    machine: MachineTables,
    #[napi(ts_arg_type = "'any' | 'monotone' | 'tanh'")] tables: String,
    limits: SmallestLimits,
) -> Result<AsyncTask<SmallestSearch>> {
    let tables = Tables::named(&tables).map_err(invalid)?;
    let bits = |name: &str, value: f64| {
        u32::try_from(whole(name, value)?).map_err(|_| invalid(format!("{name}: too large: {value}")))
    };
    let min_bits = bits("min bits", limits.min_bits)?;
    let max_bits = bits("max bits", limits.max_bits)?;
    let work = whole("work", limits.work)?;
    let time_limit = Duration::from_millis(whole("time limit", limits.time_limit_ms)?);
    let machine = machine.machine()?;
    check_states(&machine).map_err(invalid)?;
    Ok(AsyncTask::new(SmallestSearch { machine, tables, min_bits, max_bits, work, time_limit }))
}

/// The work of [`smallest`], on libuv's thread pool.
pub struct SmallestSearch {
    machine: Machine,
    tables: Tables,
    min_bits: u32,
    max_bits: u32,
    work: u64,
    time_limit: Duration,
}

impl Task for SmallestSearch {
    type Output = Smallest;
    type JsValue = SmallestFound;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let deadline = Instant::now() + self.time_limit;
        let limits = Limits {
            min_bits: self.min_bits,
            max_bits: self.max_bits,
            work: self.work,
            go_on: &|| Instant::now() < deadline,
        };
        Ok(search(&self.machine, self.tables, limits, threads))
    }

    fn resolve(&mut self, _: Env, found: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(SmallestFound {
            network: found.network.map(FixedConstants::from),
            examined: found.examined.into_iter().map(ExaminedSpace::from).collect(),
        })
    }
}

impl From<Examined> for ExaminedSpace {
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
    fn from(examined: Examined) -> Self {
        let Examined { space, outcome, networks_log2, shifts, rows, nodes } = examined;
        Self {
            hidden: u32::try_from(space.hidden).expect("at most 16"),
            weight_bits: space.widths.weight,
            state_bits: space.widths.state,
            table_bits: space.widths.table,
            bits: space.bits,
            outcome: outcome.name().to_owned(),
            networks_log2,
            shifts,
            rows: rows.0 as f64,
            distinct_rows: rows.1 as f64,
            nodes: nodes as f64,
        }
    }
}
