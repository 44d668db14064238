//! Gradients of a network that is trained on all steps of a coding at once. The codes are trained with the weights:
//! each step's sums should have the signs of the code it leads to, and each code should give its outputs and say which
//! state of the machine it stands for.

use fearless_simd::{Level, Simd, dispatch};

use super::activation::{logistic, tanh};
use super::coding::Coding;
use super::parts::{Loss, Parts, Sizes};
use super::readout::{misses, output_slopes, state_slopes};
use super::rows::{Factors, Matrix, Row, add, add_product, transpose};
use crate::kernels::lanes::{LANES, Lanes};

/// What an update works with.
pub(crate) struct Workspace {
    sizes: Sizes,
    pub(crate) gradient: Parts,
    /// (codes, hidden), and its derivative.
    states: Matrix,
    derivatives: Matrix,
    d_states: Matrix,
    /// (codes, hidden) and (cubes, hidden): a step's sums are those of its code and those of its cube, where inputs
    /// that are free count 0.
    sums: Matrix,
    d_sums: Matrix,
    cubes: Matrix,
    d_cubes: Matrix,
    /// (cubes, hidden): by how much free inputs can move a step's sums.
    slack: Matrix,
    d_slack: Matrix,
    /// (steps, hidden): what each step weighs for each unit.
    costs: Matrix,
    /// (codes): what each code weighs, and whether its outputs or its state are wrong.
    code_costs: Vec<f32>,
    missed: Vec<bool>,
    /// (1, hidden): steps that each unit gets wrong, without noise.
    wrong: Matrix,
    /// (codes, outputs + states of the machine), and its derivative.
    logits: Matrix,
    /// Weights from states with rows and columns exchanged.
    turned_units: Matrix,
    turned_readouts: Matrix,
    factors: Factors,
}

impl Workspace {
    pub(crate) fn new(sizes: Sizes, steps: usize) -> Self {
        let (codes, cubes) = (Matrix::new(sizes.codes, sizes.hidden), Matrix::new(sizes.cubes, sizes.hidden));
        let readouts = sizes.outputs + sizes.states;
        let mut costs = Matrix::new(steps, sizes.hidden);
        costs.values.fill(Lanes::splat(1.0));
        Self {
            sizes,
            gradient: Parts::zero(&sizes),
            states: codes.clone(),
            derivatives: codes.clone(),
            d_states: codes.clone(),
            sums: codes.clone(),
            d_sums: codes,
            cubes: cubes.clone(),
            d_cubes: cubes.clone(),
            slack: cubes.clone(),
            d_slack: cubes,
            costs,
            code_costs: vec![1.0; sizes.codes],
            missed: vec![false; sizes.codes],
            wrong: Matrix::new(1, sizes.hidden),
            logits: Matrix::new(sizes.codes, readouts),
            turned_units: Matrix::new(sizes.hidden, sizes.hidden),
            turned_readouts: Matrix::new(readouts, sizes.hidden),
            factors: vec![],
        }
    }

    /// Units that get a step wrong.
    pub(crate) fn wrong_units(&self) -> Vec<usize> {
        (0..self.sizes.hidden).filter(|&unit| self.wrong.at(0, unit) > 0.0).collect()
    }

    /// All steps weigh the same for a unit again.
    pub(crate) fn forget(&mut self, unit: usize) {
        for step in 0..self.costs.values.len() / self.costs.width {
            *self.costs.at_mut(step, unit) = 1.0;
        }
    }

    /// Whether any unit gets a step wrong, or it leads to outputs that are.
    pub(crate) fn is_wrong(&self, step: (usize, usize, usize)) -> bool {
        let (from, cube, to) = step;
        self.missed[to]
            || (0..self.sizes.hidden).any(|unit| {
                let (sum, state) =
                    (self.sums.at(from, unit) + self.cubes.at(cube, unit), self.states.at(to, unit));
                sum * state <= self.slack.at(cube, unit) * state.abs()
            })
    }

    /// Fills the gradient of the mean loss.
    pub(crate) fn differentiate(&mut self, network: &Parts, coding: &Coding, noise: &[Row], loss: &Loss) {
        dispatch!(Level::new(), simd => self.pass(simd, network, coding, noise, loss));
    }

    #[inline(always)]
    fn pass<S: Simd>(&mut self, _: S, network: &Parts, coding: &Coding, noise: &[Row], loss: &Loss) {
        self.fill_states(&network.codes, loss.leak);
        self.fill_sums(&network.units, coding);
        for matrix in [
            &mut self.d_states,
            &mut self.d_sums,
            &mut self.d_cubes,
            &mut self.d_slack,
            &mut self.gradient.units,
            &mut self.gradient.readouts,
            &mut self.wrong,
        ] {
            matrix.clear();
        }
        self.steps(coding, noise, loss);
        self.read_out(&network.readouts, coding, loss);
        self.back_to_units(&network.units, coding);
        let states = self.d_states.values.iter().zip(&self.derivatives.values);
        for (gradient, (d, derivative)) in self.gradient.codes.values.iter_mut().zip(states) {
            *gradient = Lanes(std::array::from_fn(|lane| d.0[lane] * derivative.0[lane]));
        }
    }

    #[inline(always)]
    fn fill_states(&mut self, codes: &Matrix, leak: f32) {
        let states = self.states.values.iter_mut().zip(&mut self.derivatives.values);
        for ((state, derivative), &code) in states.zip(&codes.values) {
            *state = tanh(code);
            *derivative = Lanes(std::array::from_fn(|lane| 1.0 - state.0[lane] * state.0[lane] + leak));
        }
    }

    #[inline(always)]
    fn fill_sums(&mut self, units: &Matrix, coding: &Coding) {
        let (inputs, width) = (self.sizes.inputs, units.width);
        self.slack.clear();
        for (at, cube) in coding.cubes.iter().enumerate() {
            let row = self.cubes.row_mut(at);
            row.copy_from_slice(units.row(inputs));
            for input in 0..inputs {
                if cube.mask >> input & 1 == 1 {
                    add(row, units.row(input), sign(cube.value, input));
                } else {
                    for (slack, weights) in self.slack.row_mut(at).iter_mut().zip(units.row(input)) {
                        for lane in 0..LANES {
                            slack.0[lane] += weights.0[lane].abs();
                        }
                    }
                }
            }
        }
        self.sums.clear();
        let (states, from_states) = (&self.states, &units.values[(inputs + 1) * width..]);
        let factor = |code, unit| states.at(code, unit);
        add_product(&mut self.sums.values, from_states, width, &mut self.factors, factor);
    }

    /// The loss of each step and unit is the logistic one of twice its sum, which free inputs make as much worse as the
    /// target is near its sign.
    #[inline(always)]
    #[expect(clippy::needless_range_loop, reason = "lanes by number, as everywhere here")]
    fn steps(&mut self, coding: &Coding, noise: &[Row], loss: &Loss) {
        #[expect(clippy::cast_precision_loss, reason = "at most 2^22")]
        let share = 1.0 / coding.steps.len() as f32;
        let width = self.sums.width;
        let mut drawn = noise.iter().cycle();
        for (step, &(from, cube, to)) in coding.steps.iter().enumerate() {
            for column in 0..width {
                let random = drawn.next().expect("noise goes round");
                let sum = &self.sums.values[from * width + column];
                let start = &self.cubes.values[cube * width + column];
                let slack = &self.slack.values[cube * width + column];
                let target = &self.states.values[to * width + column];
                let cost = &mut self.costs.values[step * width + column];
                let wrong = &mut self.wrong.values[column];
                let mut twice = Lanes::ZERO;
                for lane in 0..LANES {
                    let worse = target.0[lane] * slack.0[lane];
                    twice.0[lane] = 2.0 * (sum.0[lane] + start.0[lane] + loss.noise * random.0[lane] - worse);
                }
                let y = logistic(twice);
                let mut to_sum = [0.0; LANES];
                let mut to_target = [0.0; LANES];
                for lane in 0..LANES {
                    let missed = (sum.0[lane] + start.0[lane]) * target.0[lane]
                        <= slack.0[lane] * target.0[lane].abs();
                    let missed = if missed { 1.0 } else { 0.0 };
                    wrong.0[lane] += missed;
                    cost.0[lane] = (cost.0[lane] + loss.grow * missed) * (1.0 - loss.forget) + loss.forget;
                    let said = 2.0 * y.0[lane] - 1.0;
                    to_sum[lane] = (said - target.0[lane]) * (share * cost.0[lane]);
                    to_target[lane] = loss.pull * said * (share * cost.0[lane]);
                }
                let (from, cube, slack) = (
                    &mut self.d_sums.values[from * width + column],
                    &mut self.d_cubes.values[cube * width + column],
                    &mut self.d_slack.values[cube * width + column],
                );
                for lane in 0..LANES {
                    slack.0[lane] -= to_sum[lane] * target.0[lane];
                }
                let to = &mut self.d_states.values[to * width + column];
                for lane in 0..LANES {
                    from.0[lane] += to_sum[lane];
                    cube.0[lane] += to_sum[lane];
                    to.0[lane] -= to_target[lane];
                }
            }
        }
    }

    /// The losses of each code's outputs and of the state it stands for.
    #[inline(always)]
    fn read_out(&mut self, readouts: &Matrix, coding: &Coding, loss: &Loss) {
        let Sizes { outputs, states: machine_states, codes, .. } = self.sizes;
        #[expect(clippy::cast_precision_loss, reason = "at most 2^22")]
        let share = 1.0 / codes as f32;
        let width = readouts.width;
        let (bias, from_states) = readouts.values.split_at(width);
        for code in 0..codes {
            self.logits.row_mut(code).copy_from_slice(bias);
        }
        let (states, factors) = (&self.states, &mut self.factors);
        add_product(&mut self.logits.values, from_states, width, factors, |code, unit| states.at(code, unit));
        let (to_bias, to_states) = self.gradient.readouts.values.split_at_mut(width);
        for code in 0..codes {
            let cost = &mut self.code_costs[code];
            let logits = self.logits.row_mut(code);
            self.missed[code] = misses(logits, coding, code, (outputs, machine_states));
            let missed = if self.missed[code] { 1.0 } else { 0.0 };
            *cost = (*cost + loss.grow * missed) * (1.0 - loss.forget) + loss.forget;
            output_slopes(logits, coding.outputs[code], outputs, share * *cost * loss.outputs);
            state_slopes(logits, outputs, machine_states, coding.states[code], share * *cost * loss.states);
            add(to_bias, logits, 1.0);
        }
        let dlogits = &self.logits;
        add_product(to_states, &dlogits.values, width, factors, |unit, code| states.at(code, unit));
        transpose(from_states, width, &mut self.turned_readouts);
        let (turned, d_states) = (&self.turned_readouts, &mut self.d_states.values);
        add_product(d_states, &turned.values, turned.width, factors, |code, logit| dlogits.at(code, logit));
    }

    #[inline(always)]
    fn back_to_units(&mut self, units: &Matrix, coding: &Coding) {
        let (inputs, width) = (self.sizes.inputs, units.width);
        let gradient = &mut self.gradient.units;
        for (at, cube) in coding.cubes.iter().enumerate() {
            let row = self.d_cubes.row(at);
            add(gradient.row_mut(inputs), row, 1.0);
            for input in 0..inputs {
                if cube.mask >> input & 1 == 1 {
                    add(gradient.row_mut(input), row, sign(cube.value, input));
                    continue;
                }
                let slack = self.d_slack.row(at).iter().zip(units.row(input));
                for (to, (slack, weights)) in gradient.row_mut(input).iter_mut().zip(slack) {
                    for lane in 0..LANES {
                        to.0[lane] += if weights.0[lane] < 0.0 { -slack.0[lane] } else { slack.0[lane] };
                    }
                }
            }
        }
        let (states, d_sums, factors) = (&self.states, &self.d_sums, &mut self.factors);
        let to_states = &mut gradient.values[(inputs + 1) * width..];
        add_product(to_states, &d_sums.values, width, factors, |unit, code| states.at(code, unit));
        transpose(&units.values[(inputs + 1) * width..], width, &mut self.turned_units);
        let (turned, d_states) = (&self.turned_units, &mut self.d_states.values);
        add_product(d_states, &turned.values, width, factors, |code, unit| d_sums.at(code, unit));
    }
}

fn sign(word: usize, input: usize) -> f32 {
    if word >> input & 1 == 1 { 1.0 } else { -1.0 }
}

#[cfg(test)]
mod tests;
