//! The initial states that a search tries.

use super::space::Space;

/// Codes that an initial state may have: it costs no more bits than a weight.
pub(super) fn initial_codes(space: &Space) -> Vec<i32> {
    let bits = space.widths.weight.min(space.widths.state);
    let half = 1 << (bits - 1);
    (-half..half).map(|code: i32| code << (space.widths.state - bits)).collect()
}

/// Every vector of these codes that does not rise: units may be exchanged, so others need not be looked at.
pub(super) fn descending(codes: &[i32], hidden: usize) -> Vec<Vec<i32>> {
    let mut all = vec![Vec::new()];
    for _ in 0..hidden {
        all = all
            .into_iter()
            .flat_map(|vector: Vec<i32>| {
                let max = vector.last().copied().unwrap_or(i32::MAX);
                codes.iter().filter(move |&&code| code <= max).map(move |&code| {
                    let mut longer = vector.clone();
                    longer.push(code);
                    longer
                })
            })
            .collect();
    }
    all
}
