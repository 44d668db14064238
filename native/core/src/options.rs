//! Options as JavaScript has them: every number is an `f64`, and an optimizer has a name.

use crate::error::Error;
use crate::training::optimizer::Rule;

/// A seed or a count: a whole number from 0 to 2^53 − 1.
///
/// # Errors
/// [`Error::Whole`] for any other.
pub fn whole(operand: &str, value: f64) -> Result<u64, Error> {
    const LIMIT: f64 = 9_007_199_254_740_991.0;
    if value.fract() == 0.0 && (0.0..=LIMIT).contains(&value) {
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

impl Rule {
    /// The rule of this name, with its numbers by name.
    ///
    /// # Errors
    /// [`Error::Kind`] when there is none, [`Error::Missing`] for a number that it needs.
    pub fn named(kind: &str, number: impl Fn(&str) -> Option<f64>) -> Result<Self, Error> {
        let need = |kind: &'static str| {
            let number = &number;
            move |name: &'static str| number(name).ok_or(Error::Missing { kind, number: name })
        };
        Ok(match kind {
            "rmsprop" => {
                let need = need("rmsprop");
                Self::RmspropNesterov {
                    decay: need("decay")?,
                    learning_rate: need("learningRate")?,
                    momentum: need("momentum")?,
                    epsilon: need("epsilon")?,
                }
            }
            "rprop" => {
                let need = need("rprop");
                Self::Rprop { grow: need("grow")?, shrink: need("shrink")?, initial: need("initialStep")? }
            }
            "adam" => {
                let need = need("adam");
                Self::Adam {
                    learning_rate: need("learningRate")?,
                    beta1: need("beta1")?,
                    beta2: need("beta2")?,
                    epsilon: need("epsilon")?,
                }
            }
            "sgd" => {
                let need = need("sgd");
                Self::Sgd { learning_rate: need("learningRate")?, momentum: need("momentum")? }
            }
            other => return Err(Error::Kind { kind: other.to_owned() }),
        })
    }
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

    #[test]
    fn a_rule_is_found_by_name_and_what_it_lacks_is_named() {
        let sgd = Rule::Sgd { learning_rate: 0.5, momentum: 0.5 };
        assert_eq!(Rule::named("sgd", |_| Some(0.5)), Ok(sgd));
        let lacking = Rule::named("adam", |name| (name != "beta2").then_some(0.5)).expect_err("no beta2");
        assert_eq!(lacking.to_string(), "optimizer adam needs beta2");
        let unknown = Rule::named("lion", |_| Some(0.5)).expect_err("no such rule");
        assert_eq!(unknown.to_string(), "optimizer: expected rmsprop, rprop, adam or sgd, got lion");
    }
}
