use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::adam::Adam;
use super::coding::Coding;
use super::fixed::Fixed;
use super::machine::Machine;
use super::network::{Centers, Hardness, Noise, Sizes, Workspace};
use super::project::{Visits, sharings};
use super::round::shrink;
use super::repair::repair;
use super::separate::Perceptrons;
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
    pub pull: f32,
    pub classes: usize,
    pub last_noise: f32,
}

/// Walks that all starts share.
pub struct Pool {
    pub walks: Vec<Walks>,
    pub steps: usize,
    pub groups: usize,
    pub leaf: Vec<usize>,
    pub class: Vec<usize>,
    pub classes: usize,
}

impl Pool {
    pub fn new(machine: &Machine, seed: u64, s: &Settings) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(u64::MAX);
        let mut tours = Tours::new(machine);
        let steps = (2 * tours.depth() + 4).clamp(10, 40);
        let groups = (machine.transitions() * 4).div_ceil(LANES * steps).clamp(2, 8);
        let leaf = super::construct::leaves(machine);
        let class: Vec<usize> = if s.classes == 1 { leaf.clone() } else { machine.next.iter().map(|&n| n.max(0) as usize).collect() };
        let classes = class.iter().max().unwrap() + 1;
        let walks = (0..groups * 16)
            .map(|_| {
                let streams: Vec<_> = (0..LANES).map(|_| tours.stream(steps, &mut random)).collect();
                Walks::along(machine, &class, steps, &streams)
            })
            .collect();
        Self { walks, steps, groups, leaf, class, classes }
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
    let sizes = Sizes { inputs: machine.inputs, hidden, outputs: machine.outputs, states: pool.classes };
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
    let sharings = sharings(machine, hidden, &pool.leaf);
    let mut centers: Vec<f32> = vec![];
    let mut visits = Visits::new(machine, hidden);
    let mut failing: Vec<Walks> = vec![];
    let mut ring: Vec<Vec<usize>> = vec![];
    for update in 0..s.updates {
        let part = update as f32 / s.updates as f32;
        let sign = ((part - s.begin) / (s.end - s.begin)).clamp(0.0, 1.0);
        let hardness = Hardness { sign, noise: s.noise + (s.last_noise - s.noise) * sign, next_state: s.next_state, leak: s.leak };
        let first = (update * pool.groups) % pool.walks.len();
        let batch = &pool.walks[first..first + pool.groups];
        let total: usize = batch.iter().chain(&failing).map(|w| w.count).sum();
        let share = 1.0 / total as f32;
        gradient.fill(0.0);
        let level = (start % 2) as usize;
        let pulled = Centers { key: sharings[level].key(), centers: &centers, pull: if centers.is_empty() { 0.0 } else { s.pull * ((part - s.begin) / (s.end - s.begin)).clamp(0.0, 1.0) } };
        for walks in batch.iter().chain(&failing) {
            workspace.add_gradient(&parameters, walks, hardness, &mut noise, &pulled, share, &mut gradient);
            if s.project && (update + 1) % s.check > s.check * 3 / 4 || (update + 1) % s.check == 0 {
                visits.add(walks, &workspace, hidden);
            }
        }
        let rate = s.rate + (s.last_rate - s.rate) * part;
        adam.update(&mut parameters, &gradient, rate);
        if (update + 1) % s.check == 0 {
            match judge(machine, sizes, &parameters, 2000, 64) {
                Judged::Right(coding) => {
                    if let Some(fixed) = shrink(coding.clone(), &perceptrons(sizes, &parameters), machine, &mut random) {
                        return Some(Found { fixed, coding, parameters, updates: update + 1, projected: false });
                    }
                }
                Judged::Wrong(streams) => {
                    if std::env::var("DBG").is_ok() {
                        let (o, c) = workspace.errors(share);
                        eprintln!("u{} sign {sign:.2} wrong {} len {:?} err out {:.3} class {:.3}", update + 1, streams.len(), streams.first().map(|s| s.len()), o, c);
                    }
                    if s.project {
                        let start = parameters[..hidden].iter().enumerate().fold(0, |c, (b, &v)| c | u64::from(v >= 0.0) << b);
                        for sharing in &sharings {
                            if sharing.codes() > 300 { continue; }
                            let mut coding = sharing.coding(start, &visits);
                            let mut perceptrons = perceptrons(sizes, &parameters);
                            if repair(&mut coding, sizes.outputs, 16, &mut perceptrons) {
                                if let Some(fixed) = shrink(coding.clone(), &perceptrons, machine, &mut random) {
                                    return Some(Found { fixed, coding, parameters, updates: update + 1, projected: true });
                                }
                            }
                        }
                    }
                    if s.failing {
                        let fresh = streams.len().min(LANES);
                        ring.splice(0..0, streams.into_iter().cycle().take(if fresh < LANES { LANES } else { 2 * LANES }));
                        ring.truncate(2 * LANES);
                        let steps = ring.iter().map(Vec::len).max().unwrap_or(1).min(48);
                        failing = ring.chunks(LANES).map(|c| Walks::along(machine, &pool.class, steps, c)).collect();
                    }
                }
            }
            centers = sharings[level].centers(&visits);
            visits.clear();
        }
    }
    None
}

fn perceptrons(sizes: Sizes, parameters: &[f32]) -> Perceptrons {
    let parts = sizes.parts(parameters);
    let hidden = sizes.hidden;
    let unit = |unit: usize| {
        let of = |source: usize| parts.states[source * hidden + unit];
        let states = (0..hidden).map(|state| of(sizes.inputs + 1 + state));
        std::iter::once(of(sizes.inputs)).chain(states).chain((0..sizes.inputs).map(of)).collect()
    };
    let output = |output: usize| (0..=hidden).map(|k| parts.readout[k * sizes.readouts() + output]).collect();
    Perceptrons {
        units: (0..hidden).map(unit).collect(),
        outputs: (0..sizes.outputs).map(output).collect(),
    }
}
