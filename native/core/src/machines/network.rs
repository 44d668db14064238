use fearless_simd::{Level, Simd, dispatch};

use super::activation::{exp, logistic, tanh};
use super::product::{Columns, add_products, multiply, sum};
use super::walks::Walks;
use crate::lanes::{LANES, Lanes};

/// Sizes of a network that learns a machine: its outputs, and the machine's states as an output of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) inputs: usize,
    pub(crate) hidden: usize,
    pub(crate) outputs: usize,
    pub(crate) states: usize,
}

/// Parameters of a network by name, each part of one vector. Inputs are −1 or 1, states between them.
pub(crate) struct Parts<'a> {
    /// (hidden): the initial state before its tanh.
    pub(crate) start: &'a [f32],
    /// (inputs + 1 + hidden, hidden): inputs, bias, states.
    pub(crate) states: &'a [f32],
    /// (1 + hidden, outputs + states): bias, states.
    pub(crate) readout: &'a [f32],
}

impl Sizes {
    pub(crate) fn sources(&self) -> usize {
        self.inputs + 1 + self.hidden
    }

    pub(crate) fn readouts(&self) -> usize {
        self.outputs + self.states
    }

    pub(crate) fn parameters(&self) -> usize {
        self.hidden + self.sources() * self.hidden + (1 + self.hidden) * self.readouts()
    }

    pub(crate) fn parts<'a>(&self, parameters: &'a [f32]) -> Parts<'a> {
        let (start, rest) = parameters.split_at(self.hidden);
        let (states, readout) = rest.split_at(self.sources() * self.hidden);
        Parts { start, states, readout }
    }
}

/// How states are made in an update.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hardness {
    /// From tanh (0) to its sign (1).
    pub(crate) sign: f32,
    /// What random numbers are multiplied by before they are added to what tanh is taken of.
    pub(crate) noise: f32,
    /// Weight of the next state's loss.
    pub(crate) next_state: f32,
    /// What a saturated state still hands back of a gradient.
    pub(crate) leak: f32,
}

/// Random numbers that are used again and again, from different places.
pub(crate) struct Noise {
    pub(crate) numbers: Vec<Lanes<f32>>,
    pub(crate) at: usize,
}

impl Noise {
    fn take(&mut self, count: usize) -> &[Lanes<f32>] {
        // A step that shares no factor with the length comes by every place.
        self.at = (self.at + 7919) % (self.numbers.len() - count);
        &self.numbers[self.at..self.at + count]
    }
}

/// Codes that states are drawn to: those of transitions that share one should come to be alike.
pub(crate) struct Centers<'a> {
    /// Of each transition, the number of its code.
    pub(crate) key: &'a [usize],
    /// (codes, hidden)
    pub(crate) centers: &'a [f32],
    /// How strongly, beside the loss of a step.
    pub(crate) pull: f32,
}

/// What an update of 16 walks works with.
pub(crate) struct Workspace {
    sizes: Sizes,
    /// (steps + 1, inputs + 1 + hidden): what each step starts from.
    pub(crate) sources: Vec<Lanes<f32>>,
    /// (steps, hidden): tanh of each step.
    tanh: Vec<Lanes<f32>>,
    /// (steps + 1, hidden + readouts): gradients of what tanh is taken of, and of the readouts of the step before.
    gradients: Vec<Lanes<f32>>,
    /// (hidden + readouts, hidden): both matrices' parts from states, transposed.
    back: Vec<f32>,
}

impl Workspace {
    pub(crate) fn new(sizes: Sizes) -> Self {
        Self { sizes, sources: vec![], tanh: vec![], gradients: vec![], back: vec![] }
    }

    /// The state after a step, (hidden).
    pub(crate) fn state_after(&self, step: usize) -> &[Lanes<f32>] {
        let Sizes { inputs, .. } = self.sizes;
        let sources = self.sizes.sources();
        &self.sources[(step + 1) * sources..][inputs + 1..sources]
    }

    pub(crate) fn errors(&self, share: f32) -> (f32, f32) {
        let Sizes { hidden, outputs, .. } = self.sizes;
        let stride = hidden + self.sizes.readouts();
        let (mut o, mut c, mut n) = (0.0, 0.0, 0.0);
        for block in self.gradients.chunks_exact(stride).skip(1) {
            n += 16.0;
            for l in 0..16 {
                o += block[hidden..hidden + outputs].iter().map(|x| x.0[l].abs()).sum::<f32>() / outputs as f32;
                c += block[hidden + outputs..].iter().map(|x| x.0[l].abs()).sum::<f32>() / 2.0;
            }
        }
        (o / n / share, c / n / share)
    }

    /// Adds the gradient of the mean loss of a step to `gradient`, `share` being 1 / steps of the whole batch.
    pub(crate) fn add_gradient(
        &mut self,
        parameters: &[f32],
        walks: &Walks,
        hardness: Hardness,
        noise: &mut Noise,
        centers: &Centers<'_>,
        share: f32,
        gradient: &mut [f32],
    ) {
        dispatch!(level(), simd => self.pass(simd, parameters, walks, hardness, noise, centers, share, gradient));
    }

    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "one pass, inlined once")]
    fn pass<S: Simd>(
        &mut self,
        _: S,
        parameters: &[f32],
        walks: &Walks,
        hardness: Hardness,
        noise: &mut Noise,
        centers: &Centers<'_>,
        share: f32,
        gradient: &mut [f32],
    ) {
        let sizes = self.sizes;
        self.size_for(walks.steps);
        self.forward(&sizes.parts(parameters), walks, hardness, noise);
        self.readouts(sizes.parts(parameters).readout, walks, hardness.next_state, share);
        self.backward(&sizes.parts(parameters), walks, hardness.leak, centers, share, gradient);
    }

    fn size_for(&mut self, steps: usize) {
        let Sizes { hidden, .. } = self.sizes;
        let readouts = self.sizes.readouts();
        self.sources.resize((steps + 1) * self.sizes.sources(), Lanes::ZERO);
        self.tanh.resize(steps * hidden, Lanes::ZERO);
        self.gradients.resize((steps + 1) * (hidden + readouts), Lanes::ZERO);
        self.back.resize((hidden + readouts) * hidden, 0.0);
    }

    #[inline(always)]
    fn forward(&mut self, p: &Parts<'_>, walks: &Walks, hardness: Hardness, noise: &mut Noise) {
        let Sizes { inputs, hidden, .. } = self.sizes;
        let stride = self.sizes.sources();
        for (state, &start) in self.sources[inputs + 1..stride].iter_mut().zip(p.start) {
            *state = harder(tanh(Lanes::splat(start)), Lanes::splat(start), hardness.sign);
        }
        let mut sums = [Lanes::<f32>::ZERO; MAX_HIDDEN];
        for step in 0..walks.steps {
            let (now, next) = self.sources[step * stride..][..2 * stride].split_at_mut(stride);
            now[..inputs].copy_from_slice(&walks.inputs[step * inputs..][..inputs]);
            now[inputs] = Lanes::splat(1.0);
            let sums = &mut sums[..hidden];
            multiply(p.states, now, sums);
            let noise = noise.take(hidden);
            let states = next[inputs + 1..].iter_mut().zip(&mut self.tanh[step * hidden..]);
            for ((sum, noise), (state, kept)) in sums.iter().zip(noise).zip(states) {
                let x = Lanes(std::array::from_fn(|lane| sum.0[lane] + hardness.noise * noise.0[lane]));
                *kept = tanh(x);
                *state = harder(*kept, x, hardness.sign);
            }
        }
        self.sources[walks.steps * stride + inputs] = Lanes::splat(1.0);
    }

    /// Fills the gradients of the readouts.
    #[inline(always)]
    fn readouts(&mut self, weights: &[f32], walks: &Walks, next_state: f32, share: f32) {
        let Sizes { inputs, hidden, outputs, .. } = self.sizes;
        let (sources, stride) = (self.sizes.sources(), hidden + self.sizes.readouts());
        for step in 0..walks.steps {
            let state = &self.sources[(step + 1) * sources..][inputs..sources];
            let logits = &mut self.gradients[(step + 1) * stride..][hidden..stride];
            multiply(weights, state, logits);
            let (logits, classes) = logits.split_at_mut(outputs);
            for (output, logit) in logits.iter_mut().enumerate() {
                let (target, care) =
                    (&walks.targets[step * outputs + output], &walks.care[step * outputs + output]);
                let y = logistic(*logit);
                *logit = Lanes(std::array::from_fn(|lane| {
                    (y.0[lane] - target.0[lane]) * care.0[lane] * share
                }));
            }
            softmax(classes, &walks.next[step], next_state * share);
        }
    }

    #[inline(always)]
    fn backward(&mut self, p: &Parts<'_>, walks: &Walks, leak: f32, centers: &Centers<'_>, share: f32, gradient: &mut [f32]) {
        let steps = walks.steps;
        let Sizes { inputs, hidden, .. } = self.sizes;
        let (sources, readouts) = (self.sizes.sources(), self.sizes.readouts());
        let stride = hidden + readouts;
        for state in 0..hidden {
            for to in 0..hidden {
                self.back[to * hidden + state] = p.states[(inputs + 1 + state) * hidden + to];
            }
            for to in 0..readouts {
                self.back[(hidden + to) * hidden + state] = p.readout[(1 + state) * readouts + to];
            }
        }
        self.gradients[steps * stride..][..hidden].fill(Lanes::ZERO);
        self.gradients[hidden..stride].fill(Lanes::ZERO);
        let mut sums = [Lanes::<f32>::ZERO; MAX_HIDDEN];
        let sums = &mut sums[..hidden];
        for step in (0..steps).rev() {
            let (now, after) = self.gradients[step * stride..][..2 * stride].split_at_mut(stride);
            multiply(&self.back, after, sums);
            if centers.pull > 0.0 {
                draw(sums, centers, &walks.taken[step], share);
            }
            let tanh = &self.tanh[step * hidden..][..hidden];
            for ((gradient, sum), y) in now.iter_mut().zip(&*sums).zip(tanh) {
                *gradient =
                    Lanes(std::array::from_fn(|lane| sum.0[lane] * (1.0 - y.0[lane] * y.0[lane] + leak)));
            }
        }
        multiply(&self.back, &self.gradients[..stride], sums);
        let (start, rest) = gradient.split_at_mut(hidden);
        for ((gradient, sums), &x) in start.iter_mut().zip(&*sums).zip(p.start) {
            let y = tanh(Lanes::splat(x)).0[0];
            *gradient += sum(&sums.0) * (1.0 - y * y + leak);
        }
        let (states, readout) = rest.split_at_mut(sources * hidden);
        let blocks = &self.gradients[..steps * stride];
        add_products(
            Columns { blocks: &self.sources[..steps * sources], stride: sources, first: 0, count: sources },
            Columns { blocks, stride, first: 0, count: hidden },
            states,
        );
        add_products(
            Columns { blocks: &self.sources[sources..], stride: sources, first: inputs, count: 1 + hidden },
            Columns { blocks: &self.gradients[stride..], stride, first: hidden, count: readouts },
            readout,
        );
    }
}

/// Most states a network learns with.
pub(crate) const MAX_HIDDEN: usize = 64;
/// Adds the gradient that draws states after these transitions to their centers.
#[inline(always)]
fn draw(sums: &mut [Lanes<f32>], centers: &Centers<'_>, taken: &[u32; LANES], share: f32) {
    let pull = centers.pull * share;
    for lane in 0..LANES {
        if taken[lane] != u32::MAX {
            let center = &centers.centers[centers.key[taken[lane] as usize] * sums.len()..];
            sums.iter_mut().zip(center).for_each(|(sum, center)| sum.0[lane] -= pull * center);
        }
    }
}

fn level() -> Level {
    Level::new()
}

/// Between tanh and the sign of x.
#[inline(always)]
fn harder(tanh: Lanes<f32>, x: Lanes<f32>, sign: f32) -> Lanes<f32> {
    Lanes(std::array::from_fn(|lane| {
        tanh.0[lane] + sign * ((if x.0[lane] < 0.0 { -1.0 } else { 1.0 }) - tanh.0[lane])
    }))
}

/// Logits become the gradients of their cross-entropy, times `share`; 0 where a walk has ended.
#[inline(always)]
fn softmax(logits: &mut [Lanes<f32>], next: &[u32; LANES], share: f32) {
    let mut most = [f32::MIN; LANES];
    for logit in &*logits {
        most = std::array::from_fn(|lane| if logit.0[lane] > most[lane] { logit.0[lane] } else { most[lane] });
    }
    let mut total = [0.0; LANES];
    for logit in &mut *logits {
        *logit = exp(Lanes(std::array::from_fn(|lane| logit.0[lane] - most[lane])));
        total = std::array::from_fn(|lane| total[lane] + logit.0[lane]);
    }
    let scale: [f32; LANES] =
        std::array::from_fn(|lane| if next[lane] == u32::MAX { 0.0 } else { share / total[lane] });
    let one: [f32; LANES] = std::array::from_fn(|lane| if next[lane] == u32::MAX { 0.0 } else { share });
    for (state, logit) in (0_u32..).zip(logits) {
        *logit = Lanes(std::array::from_fn(|lane| {
            logit.0[lane] * scale[lane] - if next[lane] == state { one[lane] } else { 0.0 }
        }));
    }
}
