//! What a unit may do in a step.

use super::entries::monotone_range;

/// One way on: the rows whose accumulator falls on this undecided entry, or on a decided one that holds the only code.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) entry: Option<usize>,
    pub(super) codes: Vec<i32>,
}

impl Branch {
    pub(super) fn takes(&self, address: usize, table: &[Option<i32>]) -> bool {
        self.entry.map_or_else(|| table[address] == Some(self.codes[0]), |entry| entry == address)
    }
}

/// What a unit may do: each code of a decided entry that is asked for, and each entry that is not decided with all
/// the codes that it may hold; no code above `max`.
pub(super) fn branches(
    table: &[Option<i32>],
    codes: &[i32],
    monotone: bool,
    present: &[bool; 256],
    max: i32,
) -> Vec<Branch> {
    let asked = (0..table.len()).filter(|&address| present[address]);
    let mut decided: Vec<i32> =
        asked.clone().filter_map(|entry| table[entry]).filter(|&code| code <= max).collect();
    decided.sort_unstable();
    decided.dedup();
    let decided = decided.into_iter().map(|code| Branch { entry: None, codes: vec![code] });
    let open = asked.filter(|&entry| table[entry].is_none()).map(|entry| {
        let (low, high) = if monotone { monotone_range(table, entry) } else { (i32::MIN, i32::MAX) };
        let fits = |code: &i32| (low..=high.min(max)).contains(code);
        Branch { entry: Some(entry), codes: codes.iter().copied().filter(fits).collect() }
    });
    decided.chain(open).collect()
}
