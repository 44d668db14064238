use carrybit_core::{MAX_PAIRS, Verdict, check_pair, prove};
use napi_derive::napi;

use crate::conversions::number;
use crate::error::{Result, invalid};
use crate::machine::{FixedConstants, MachineTables};

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

/// Decides whether a fixed network does what a machine specifies, on streams of any length. Throws
/// `CARRYBIT_INVALID_ARGUMENT` for constants or tables that do not fit.
#[napi]
pub fn prove_machine(network: FixedConstants, machine: MachineTables) -> Result<MachineProof> {
    let (network, machine) = (network.network(), machine.machine()?);
    check_pair(&network, &machine).map_err(invalid)?;
    let (verdict, pairs, transitions, stream) = match prove(&network, &machine, MAX_PAIRS) {
        Verdict::Proven { pairs, transitions, .. } => ("proven", pairs, transitions, vec![]),
        Verdict::Disproved(stream) => ("disproved", 0, 0, stream),
        Verdict::Undecided(_) => ("undecided", 0, 0, vec![]),
    };
    Ok(MachineProof {
        verdict: verdict.to_owned(),
        pairs: number(pairs),
        transitions: number(transitions),
        counterexample: stream,
    })
}
