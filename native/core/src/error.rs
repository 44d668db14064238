use crate::real::Real;

/// What can be wrong with what a caller hands in. Each names the operand, what was expected and what came.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A slice has the wrong number of elements.
    #[error("{operand}: expected {expected} values, got {actual}")]
    Length {
        /// Which argument.
        operand: &'static str,
        /// How many it should have.
        expected: usize,
        /// How many it has.
        actual: usize,
    },
    /// A number lies outside what is allowed.
    #[error("{operand}: expected {allowed}, got {}", short(*.actual))]
    Range {
        /// Which argument.
        operand: &'static str,
        /// The allowed values, in words.
        allowed: &'static str,
        /// The value, as given.
        actual: f64,
    },
    /// A product of sizes is too large to allocate.
    #[error("{operand} would hold more than {limit} numbers")]
    Size {
        /// Which tensor.
        operand: &'static str,
        /// The largest allowed number of elements.
        limit: usize,
    },
    /// A size, count or seed is none.
    #[error("{operand}: expected a whole number from 0 to 2^53 - 1, got {}", short(*.actual))]
    Whole {
        /// Which argument.
        operand: String,
        /// The value, as given.
        actual: f64,
    },
    /// An optimizer lacks one of its numbers.
    #[error("optimizer {kind} needs {number}")]
    Missing {
        /// Which optimizer.
        kind: &'static str,
        /// Which number.
        number: &'static str,
    },
    /// There is no such optimizer.
    #[error("optimizer: expected {expected}, got {actual}")]
    Kind {
        /// The names that there are.
        expected: &'static str,
        /// The name, as given.
        actual: String,
    },
}

/// A number as people write it: 0.05 and 1000000, but 1e308 rather than its 309 digits.
fn short(value: f64) -> String {
    let plain = value.to_string();
    if plain.len() > 20 { format!("{value:e}") } else { plain }
}

/// Checks that every number is finite, in the precision `R` too.
pub(crate) fn check_finite<R: Real>(operand: &'static str, values: &[f64]) -> Result<(), Error> {
    let is_finite = |value: f64| R::of(value).to_f64().is_finite();
    // Without an early end it is vector code.
    if values.iter().fold(true, |all, &value| all & is_finite(value)) {
        return Ok(());
    }
    match values.iter().find(|&&value| !is_finite(value)) {
        Some(&actual) => {
            let allowed =
                if actual.is_finite() { "a number that float32 can hold" } else { "a finite number" };
            Err(Error::Range { operand, allowed, actual })
        }
        None => Ok(()),
    }
}

/// Checks that `actual` numbers came where `expected` were due.
pub(crate) fn check_length(operand: &'static str, actual: usize, expected: usize) -> Result<(), Error> {
    if actual == expected { Ok(()) } else { Err(Error::Length { operand, expected, actual }) }
}
