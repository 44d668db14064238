//! A table of which not every entry is decided.

/// What an entry of a monotone table may hold: codes between those of its decided neighbours.
pub(super) fn monotone_range(table: &[Option<i32>], address: usize) -> (i32, i32) {
    let size = table.len();
    // By rising index, the lower half of addresses comes last.
    let rank = (address + size / 2) % size;
    let at = |rank: usize| table[(rank + size / 2) % size];
    let low = (0..rank).rev().find_map(at).unwrap_or(i32::MIN);
    let high = (rank + 1..size).find_map(at).unwrap_or(i32::MAX);
    (low, high)
}

/// The table; entries that nothing reaches hold what the nearest lower one does, or the lowest one.
pub(super) fn filled(table: &[Option<i32>]) -> Vec<i32> {
    let size = table.len();
    let at = |rank: usize| table[(rank + size / 2) % size];
    (0..size)
        .map(|address| {
            let rank = (address + size / 2) % size;
            (0..=rank).rev().chain(rank + 1..size).find_map(at).unwrap_or(0)
        })
        .collect()
}
