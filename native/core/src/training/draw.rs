//! Samples of a machine, drawn as `src/tasks/samples.ts` draws them, bit by bit: where a process has just started, its
//! JavaScript takes ten times as long.

use crate::automata::machine::Machine;
use crate::error::Error;
use crate::kernels::batch::{Samples, elements};

/// xoroshiro128+ (D. Blackman and S. Vigna, 2018), of whose sums the lower halves are taken.
#[derive(Debug)]
pub struct Generator([u64; 2]);

/// Neighbouring seeds start with neighbouring states; the first draws make them different.
const SKIPPED: usize = 64;

impl Generator {
    /// The same seed draws the same samples everywhere.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        let mut generator = Self([0xffff_ffff << 32 | u64::from(!seed), u64::from(seed) << 32]);
        (0..SKIPPED).for_each(|_| _ = generator.next());
        generator
    }

    #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
    fn next(&mut self) -> u32 {
        let Self([one, other]) = *self;
        let mixed = one ^ other;
        *self = Self([one.rotate_left(24) ^ mixed ^ mixed << 16, mixed.rotate_left(37)]);
        one.wrapping_add(other) as u32
    }
}

/// Samples that were drawn, as [`Samples`] has them.
#[derive(Debug)]
pub struct Drawn {
    samples: usize,
    steps: usize,
    inputs: Vec<f64>,
    targets: Vec<f64>,
}

impl Drawn {
    /// Draws samples of a machine. Each input is a uniform number of so many bits, the lowest first, followed by zeros
    /// up to the number of steps.
    ///
    /// # Errors
    /// [`Error::Size`] when they are too many, [`Error::Range`] for more bits than steps, or a machine with a step that
    /// is not specified.
    pub fn new(
        machine: &Machine,
        generator: &mut Generator,
        samples: usize,
        (bits, steps): (usize, usize),
    ) -> Result<Self, Error> {
        #[expect(clippy::cast_precision_loss, reason = "only printed")]
        if bits > steps {
            return Err(Error::Range {
                operand: "bits",
                allowed: "at most as many as steps",
                actual: bits as f64,
            });
        }
        let (width, features) = (machine.inputs(), machine.outputs());
        let count = |features| elements("samples", &[samples, steps, features]);
        let (inputs, targets) = (Vec::with_capacity(count(width)?), Vec::with_capacity(count(features)?));
        let mut drawn = Self { samples, steps, inputs, targets };
        let words = bits.div_ceil(32);
        let mut numbers = vec![0; width * words];
        for _ in 0..samples {
            numbers.fill_with(|| generator.next());
            let mut state = machine.initial();
            for step in 0..steps {
                let mut word = 0;
                for input in 0..width {
                    let bit =
                        if step < bits { numbers[input * words + step / 32] >> (step % 32) & 1 } else { 0 };
                    drawn.inputs.push(f64::from(bit));
                    word |= (bit as usize) << input;
                }
                let Some(step) = machine.step(state, word) else {
                    let allowed = "a machine whose steps are all specified";
                    return Err(Error::Range { operand: "machine next", allowed, actual: -1.0 });
                };
                drawn.targets.extend((0..features).map(|feature| f64::from(step.output >> feature & 1)));
                state = step.next;
            }
        }
        Ok(drawn)
    }

    /// For minibatches.
    #[must_use]
    pub fn view(&self) -> Samples<'_> {
        let Self { samples, steps, ref inputs, ref targets } = *self;
        Samples { samples, steps, inputs, targets }
    }
}
