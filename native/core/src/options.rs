//! Numbers as JavaScript has them: every one is an `f64`.

use crate::error::Error;

/// A seed or a count: a whole number from 0 to 2^53 − 1.
///
/// # Errors
/// [`Error::Whole`] for any other.
pub fn whole(operand: &str, value: f64) -> Result<u64, Error> {
    const MAX_WHOLE: f64 = 9_007_199_254_740_991.0;
    if value.fract() == 0.0 && (0.0..=MAX_WHOLE).contains(&value) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "just checked")]
        Ok(value as u64)
    } else {
        Err(Error::Whole { operand: operand.to_owned(), actual: value })
    }
}

/// [`whole`] as a size. One that this machine has no numbers for becomes its largest, which is beyond every limit too.
///
/// # Errors
/// As [`whole`].
pub fn size(operand: &str, value: f64) -> Result<usize, Error> {
    Ok(usize::try_from(whole(operand, value)?).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_those_that_javascript_counts_with() {
        assert_eq!(whole("seed", 9_007_199_254_740_991.0), Ok(9_007_199_254_740_991));
        for value in [-1.0, 0.5, 9_007_199_254_740_992.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(whole("seed", value), Err(Error::Whole { .. })), "{value}");
        }
    }
}
