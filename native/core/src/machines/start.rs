use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::adam::Adam;
use super::coding::Coding;
use super::fixed::Fixed;
use super::machine::Machine;
use super::network::{Hardness, Noise, Sizes, Workspace};
use super::project::{Visits, sharings};
use super::round::round;
use super::separate::separable;
use super::signs::{Judged, judge};
use super::walks::{Tours, Walks};
use crate::lanes::{LANES, Lanes};
use crate::progress::Progress;

#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub updates: usize,
    pub rate: f32,
    pub last_rate: f32,
    pub noise: f32,
    pub next_state: f32,
    pub leak: f32,
    pub begin: f32,
    pub end: f32,
    pub check: usize,
    pub project: bool,
    pub scale: f32,
    pub walks: usize,
    pub failing: bool,
    pub bptt: usize,
}

/// Walks that all starts share.
pub struct Pool {
    pub walks: Vec<Walks>,
    pub steps: usize,
    pub groups: usize,
}

impl Pool {
    pub fn new(machine: &Machine, seed: u64, s: &Settings) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(u64::MAX);
        let mut tours = Tours::new(machine);
        let steps = (2 * tours.depth() + 4).clamp(10, 40);
        let groups = (machine.transitions() * 4).div_ceil(LANES * steps).clamp(2, 8);
        let walks = (0..groups * 16)
            .map(|_| {
                let streams: Vec<_> = (0..LANES).map(|_| tours.stream(steps, &mut random)).collect();
                Walks::along(machine, steps, &streams)
            })
            .collect();
        Self { walks, steps, groups }
    }
}

#[derive(Debug)]
pub struct Found {
    pub fixed: Fixed,
    pub coding: Coding,
    pub parameters: Vec<f32>,
    pub updates: usize,
    pub projected: bool,
}

pub fn attempt(machine: &Machine, hidden: usize, seed: u64, start: u64, pool: &Pool, s: &Settings) -> Option<Found> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(start);
    let sizes = Sizes { inputs: machine.inputs, hidden, outputs: machine.outputs, states: machine.states() };
    let mut parameters = vec![0.0; sizes.parameters()];
    let mut uniform = |bound: f32| bound * (2.0 * random.random::<f32>() - 1.0);
    for (i, p) in parameters.iter_mut().enumerate() {
        let bound = if i < hidden {
            0.5
        } else if i < hidden + sizes.sources() * hidden {
            s.scale * (6.0 / (sizes.sources() + hidden) as f32).sqrt()
        } else {
            (6.0 / (sizes.readouts() + hidden) as f32).sqrt()
        };
        *p = uniform(bound);
    }
    let mut noise = Noise {
        numbers: (0..2048)
            .map(|_| {
                Lanes(std::array::from_fn(|_| {
                    (random.random::<f32>() + random.random::<f32>() + random.random::<f32>() - 1.5) * 2.0
                }))
            })
            .collect(),
        at: 0,
    };
    let mut adam = Adam::new(parameters.len());
    let mut workspace = Workspace::new(sizes);
    let mut gradient = vec![0.0; parameters.len()];
    let sharings = sharings(machine, hidden);
    let mut visits = Visits::new(machine, hidden);
    let mut failing: Vec<Walks> = vec![];
    let mut ring: Vec<Vec<usize>> = vec![];
    for update in 0..s.updates {
        let part = update as f32 / s.updates as f32;
        let sign = ((part - s.begin) / (s.end - s.begin)).clamp(0.0, 1.0);
        let hardness = Hardness { sign, noise: s.noise, next_state: s.next_state, leak: s.leak };
        let first = (update * pool.groups) % pool.walks.len();
        let batch = &pool.walks[first..first + pool.groups];
        let total: usize = batch.iter().chain(&failing).map(|w| w.count).sum();
        let share = 1.0 / total as f32;
        gradient.fill(0.0);
        for walks in batch.iter().chain(&failing) {
            workspace.add_gradient(&parameters, walks, hardness, &mut noise, share, &mut gradient);
            if s.project && (update + 1) % s.check > s.check * 3 / 4 || (update + 1) % s.check == 0 {
                visits.add(walks, &workspace, hidden);
            }
        }
        let rate = s.rate + (s.last_rate - s.rate) * part;
        adam.update(&mut parameters, &gradient, rate);
        if (update + 1) % s.check == 0 {
            match judge(machine, sizes, &parameters, 2000, 64) {
                Judged::Right(coding) => {
                    if let Some(fixed) = round(&coding, machine, &mut random) {
                        return Some(Found { fixed, coding, parameters, updates: update + 1, projected: false });
                    }
                }
                Judged::Wrong(streams) => {
                    if s.project {
                        let start = parameters[..hidden].iter().enumerate().fold(0, |c, (b, &v)| c | u64::from(v >= 0.0) << b);
                        'sharing: for sharing in &sharings {
                            let coding = sharing.coding(start, &visits);
                            let parts = sizes.parts(&parameters);
                            let mut ok = true;
                            for unit in 0..hidden {
                                let Some(points) = coding.of_unit(unit) else { continue 'sharing };
                                let w: Vec<f32> = std::iter::once(parts.states[sizes.inputs * hidden + unit])
                                    .chain((0..hidden).map(|k| parts.states[(sizes.inputs + 1 + k) * hidden + unit]))
                                    .chain((0..sizes.inputs).map(|k| parts.states[k * hidden + unit]))
                                    .collect();
                                if !separable(&points, &mut w.clone()) {
                                    continue 'sharing;
                                }
                            }
                            for output in 0..sizes.outputs {
                                let Some(points) = coding.of_output(output) else { continue 'sharing };
                                let w: Vec<f32> = (0..=hidden).map(|k| parts.readout[k * sizes.readouts() + output]).collect();
                                if !separable(&points, &mut w.clone()) {
                                    continue 'sharing;
                                }
                            }
                            if let Some(fixed) = round(&coding, machine, &mut random) {
                                return Some(Found { fixed, coding, parameters, updates: update + 1, projected: true });
                            }
                        }
                    }
                    if s.failing {
                        ring.splice(0..0, streams);
                        ring.truncate(2 * LANES);
                        let steps = ring.iter().map(Vec::len).max().unwrap_or(1).min(48);
                        failing = ring.chunks(LANES).map(|c| Walks::along(machine, steps, c)).collect();
                    }
                }
            }
            visits.clear();
        }
    }
    None
}
