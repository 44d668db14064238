use crate::error::Error;
use crate::real::{Real, power};
use crate::training::rule::{Bound, Rule};

/// Steps of Rprop stay within these bounds (Riedmiller's own).
const RPROP_STEPS: (f64, f64) = (1e-6, 50.0);

impl Rule {
    /// Checks every number.
    ///
    /// # Errors
    /// [`Error::Range`] naming the first one out of bounds; NaN always is.
    pub fn check<R: Real>(&self) -> Result<(), Error> {
        let wrong = self.numbers().into_iter().find(|&(_, value, bound)| !bound.holds::<R>(value));
        match wrong {
            Some((operand, actual, bound)) => Err(Error::Range { operand, allowed: bound.text(), actual }),
            None => Ok(()),
        }
    }
}

impl Bound {
    fn holds<R: Real>(self, x: f64) -> bool {
        match self {
            Self::Positive => R::of(x) > R::ZERO && R::of(x).to_f64().is_finite(),
            Self::Share => (0.0..1.0).contains(&x),
            Self::Growth => x >= 1.0 && x.is_finite(),
            Self::Shrinkage => x > 0.0 && x <= 1.0,
        }
    }
}

/// A rule with its memory. `first` and `second` hold, per parameter: velocity and moving square (`RMSProp`), step
/// and last sign (Rprop), moving mean and moving square (Adam), velocity (SGD).
#[derive(Debug, Clone)]
pub struct Optimizer<R> {
    rule: Rule,
    first: Vec<R>,
    second: Vec<R>,
    updates: i32,
}

impl<R: Real> Optimizer<R> {
    /// An optimizer for this many parameters.
    #[must_use]
    pub fn new(rule: Rule, parameters: usize) -> Self {
        let zeros = vec![R::ZERO; parameters];
        let mut optimizer = Self { rule, first: zeros.clone(), second: zeros, updates: 0 };
        optimizer.reset();
        optimizer
    }

    /// Forgets every update.
    pub fn reset(&mut self) {
        let initial = match self.rule {
            Rule::Rprop { initial_step, .. } => R::of(initial_step),
            _ => R::ZERO,
        };
        self.first.fill(initial);
        self.second.fill(R::ZERO);
        self.updates = 0;
    }

    /// Moves the parameters to where the next gradient is to be taken.
    pub fn look_ahead(&self, parameters: &mut [R]) {
        if let Rule::Rmsprop { momentum, .. } = self.rule {
            let momentum = R::of(momentum);
            for (parameter, &velocity) in parameters.iter_mut().zip(&self.first) {
                *parameter += momentum * velocity;
            }
        }
    }

    /// Updates the parameters by the gradient taken there.
    pub fn step(&mut self, parameters: &mut [R], gradient: &[R]) {
        self.updates = self.updates.saturating_add(1);
        let memory = self.first.iter_mut().zip(self.second.iter_mut());
        let each = parameters.iter_mut().zip(gradient).zip(memory).map(|((p, &g), (a, b))| (p, g, a, b));
        match self.rule {
            Rule::Rmsprop { decay, learning_rate, momentum, epsilon } => {
                let (kept, taken) = (R::of(decay), R::of(1.0 - decay));
                let (rate, momentum, epsilon) = (R::of(learning_rate), R::of(momentum), R::of(epsilon));
                for (p, g, velocity, square) in each {
                    *square = kept * *square + taken * (g * g);
                    let delta = rate * g / (*square + epsilon).sqrt();
                    *velocity = momentum * *velocity - delta;
                    *p -= delta;
                }
            }
            Rule::Rprop { grow, shrink, .. } => {
                let (grow, shrink) = (R::of(grow), R::of(shrink));
                let (min, max) = (R::of(RPROP_STEPS.0), R::of(RPROP_STEPS.1));
                for (p, g, size, last) in each {
                    let sign = sign(g);
                    let agreement = sign * *last;
                    if agreement > R::ZERO {
                        *size = if *size * grow > max { max } else { *size * grow };
                    } else if agreement < R::ZERO {
                        *size = (*size * shrink).max(min);
                    }
                    *last = sign;
                    *p -= sign * *size;
                }
            }
            Rule::Adam { learning_rate, beta1, beta2, epsilon } => {
                let rate = R::of(learning_rate / (1.0 - power(beta1, self.updates)));
                let unbias = R::of(1.0 / (1.0 - power(beta2, self.updates)));
                let (keep1, take1) = (R::of(beta1), R::of(1.0 - beta1));
                let (keep2, take2) = (R::of(beta2), R::of(1.0 - beta2));
                let epsilon = R::of(epsilon);
                for (p, g, mean, square) in each {
                    *mean = keep1 * *mean + take1 * g;
                    *square = keep2 * *square + take2 * (g * g);
                    *p -= rate * *mean / ((*square * unbias).sqrt() + epsilon);
                }
            }
            Rule::Sgd { learning_rate, momentum } => {
                let (rate, momentum) = (R::of(learning_rate), R::of(momentum));
                for (p, g, velocity, _) in each {
                    *velocity = momentum * *velocity - rate * g;
                    *p += *velocity;
                }
            }
        }
    }
}

/// −1, 0 or 1.
fn sign<R: Real>(x: R) -> R {
    if x > R::ZERO {
        R::ONE
    } else if x < R::ZERO {
        -R::ONE
    } else {
        R::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(actual: &[f64], expected: &[f64]) {
        for (a, e) in actual.iter().zip(expected) {
            assert!((a - e).abs() < 1e-12, "{actual:?} is not {expected:?}");
        }
    }

    /// Runs the rule on fixed gradients from 0 and returns the parameter after each update.
    fn run(rule: Rule, gradients: &[f64]) -> Vec<f64> {
        let mut optimizer = Optimizer::new(rule, 1);
        let mut p = [0.0];
        gradients
            .iter()
            .map(|&g| {
                optimizer.look_ahead(&mut p);
                optimizer.step(&mut p, &[g]);
                p[0]
            })
            .collect()
    }

    #[test]
    fn rmsprop_nesterov_follows_the_tutorials_formula() {
        let rule = Rule::Rmsprop { decay: 0.5, learning_rate: 0.05, momentum: 0.8, epsilon: 1e-6 };
        // By hand: m = 0.5, δ = 0.05/√0.500001, V = −δ; then θ + 0.8 V, m = 0.25 + 2, δ' = 0.1/√2.250001.
        let d1 = 0.05 / 0.500_001_f64.sqrt();
        let d2 = 0.1 / 2.250_001_f64.sqrt();
        close(&run(rule, &[1.0, 2.0]), &[-d1, -d1 - 0.8 * d1 - d2]);
    }

    #[test]
    fn rprop_grows_while_the_sign_stays_and_shrinks_when_it_changes() {
        let rule = Rule::Rprop { grow: 1.2, shrink: 0.5, initial_step: 0.1 };
        close(&run(rule, &[3.0, 1e-9, -5.0, 0.0, 1.0]), &[-0.1, -0.22, -0.16, -0.16, -0.22]);
    }

    #[test]
    fn the_first_step_of_adam_is_the_learning_rate_and_momentum_adds_up_in_sgd() {
        let adam = Rule::Adam { learning_rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-12 };
        assert!((run(adam, &[-3.0])[0] - 0.01).abs() < 1e-9);
        close(&run(Rule::Sgd { learning_rate: 0.1, momentum: 0.5 }, &[1.0, 1.0]), &[-0.1, -0.25]);
    }

    #[test]
    fn numbers_out_of_bounds_are_named() {
        let rule = Rule::Sgd { learning_rate: f64::NAN, momentum: 0.0 };
        assert_eq!(
            rule.check::<f64>().expect_err("NaN").to_string(),
            "learning rate: expected a finite number above 0, in its precision too, got NaN"
        );
        for (learning_rate, said) in
            [(1e308, "1e308"), (-1e-320, "-1e-320"), (-0.25, "-0.25"), (-1e6, "-1000000")]
        {
            let error = Rule::Sgd { learning_rate, momentum: 0.0 }.check::<f32>().expect_err(said);
            assert!(error.to_string().ends_with(&format!(", got {said}")), "{error}");
        }
        assert!(Rule::Sgd { learning_rate: 0.1, momentum: 1.0 }.check::<f64>().is_err());
        // float32 would make it 0, and 0 / 0 of a gradient that is 0.
        let rule = Rule::Adam { learning_rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-46 };
        assert!(rule.check::<f64>().is_ok() && rule.check::<f32>().is_err());
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
