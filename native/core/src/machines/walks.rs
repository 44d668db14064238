use rand::{Rng, RngExt};

use super::machine::Machine;
use crate::lanes::{LANES, Lanes};

/// 16 walks through a machine from its initial state, and what a network should make of them.
#[derive(Debug, Clone)]
pub(crate) struct Walks {
    pub(crate) steps: usize,
    /// (steps, inputs): −1 or 1.
    pub(crate) inputs: Vec<Lanes<f32>>,
    /// (steps, outputs): 0 or 1, and whether it matters.
    pub(crate) targets: Vec<Lanes<f32>>,
    /// (steps, outputs)
    pub(crate) care: Vec<Lanes<f32>>,
    /// (steps): the class of the step; [`u32::MAX`] once the walk has ended.
    pub(crate) next: Vec<[u32; LANES]>,
    /// (steps): `state << inputs | word` of the transition taken.
    pub(crate) taken: Vec<[u32; LANES]>,
    /// Steps that were taken, over all walks.
    pub(crate) count: usize,
}

impl Walks {
    /// Walks along 16 streams of words; each ends where its stream does, or at a step that never comes.
    pub(crate) fn along(machine: &Machine, class: &[usize], steps: usize, streams: &[Vec<usize>]) -> Self {
        let mut walks = Self {
            steps,
            inputs: vec![Lanes::ZERO; steps * machine.inputs],
            targets: vec![Lanes::ZERO; steps * machine.outputs],
            care: vec![Lanes::ZERO; steps * machine.outputs],
            next: vec![[u32::MAX; LANES]; steps],
            taken: vec![[u32::MAX; LANES]; steps],
            count: 0,
        };
        for (lane, stream) in streams.iter().enumerate().take(LANES) {
            let mut state = machine.initial;
            for (t, &word) in stream.iter().enumerate().take(steps) {
                let Some(step) = machine.step(state, word) else { break };
                for input in 0..machine.inputs {
                    let x = if word >> input & 1 == 1 { 1.0 } else { -1.0 };
                    walks.inputs[t * machine.inputs + input].0[lane] = x;
                }
                for output in 0..machine.outputs {
                    let at = t * machine.outputs + output;
                    walks.targets[at].0[lane] = if step.output >> output & 1 == 1 { 1.0 } else { 0.0 };
                    walks.care[at].0[lane] = if step.care >> output & 1 == 1 { 1.0 } else { 0.0 };
                }
                walks.taken[t][lane] = u32::try_from(state << machine.inputs | word).expect("at most 2^22");
                walks.next[t][lane] = u32::try_from(class[state << machine.inputs | word]).expect("at most 2^22");
                walks.count += 1;
                state = step.next;
            }
        }
        walks
    }
}

/// Draws walks that take every transition about as often as any other: each goes on to one that was taken seldom.
pub(crate) struct Tours<'a> {
    machine: &'a Machine,
    /// (states, states): steps of a shortest way, and the first word of one.
    ways: Vec<Option<(u32, usize)>>,
    transitions: Vec<(usize, usize)>,
    taken: Vec<u32>,
}

/// Transitions that are looked at to go to the one taken least.
const LOOKED_AT: usize = 8;

impl<'a> Tours<'a> {
    pub(crate) fn new(machine: &'a Machine) -> Self {
        let states = machine.states();
        let mut ways = vec![None; states * states];
        for target in 0..states {
            // Backwards from the target, one more step away in each round.
            ways[target * states + target] = Some((0, 0));
            for distance in 1.. {
                let mut found = false;
                for state in 0..states {
                    if ways[state * states + target].is_some() {
                        continue;
                    }
                    let near = |next: usize| ways[next * states + target].is_some_and(|(d, _)| d == distance - 1);
                    let word = machine.steps(state).find(|(_, step)| near(step.next)).map(|(word, _)| word);
                    if let Some(word) = word {
                        ways[state * states + target] = Some((distance, word));
                        found = true;
                    }
                }
                if !found {
                    break;
                }
            }
        }
        let transitions: Vec<_> =
            (0..states).flat_map(|state| machine.steps(state).map(move |(word, _)| (state, word))).collect();
        Self { machine, ways, transitions, taken: vec![0; states << machine.inputs] }
    }

    /// The longest of all shortest ways from the initial state.
    pub(crate) fn depth(&self) -> usize {
        let states = self.machine.states();
        let row = &self.ways[self.machine.initial * states..][..states];
        row.iter().flatten().map(|&(distance, _)| distance as usize).max().unwrap_or(0)
    }

    /// One stream of words.
    pub(crate) fn stream(&mut self, steps: usize, random: &mut impl Rng) -> Vec<usize> {
        let states = self.machine.states();
        let mut stream = Vec::with_capacity(steps);
        let mut state = self.machine.initial;
        while stream.len() < steps {
            let left = steps - stream.len();
            let target = (0..LOOKED_AT)
                .map(|_| self.transitions[random.random_range(0..self.transitions.len())])
                .filter_map(|(to, word)| Some((self.ways[state * states + to]?.0, to, word)))
                .filter(|&(distance, ..)| (distance as usize) < left)
                .min_by_key(|&(distance, to, word)| {
                    (self.taken[to << self.machine.inputs | word], distance)
                });
            let (to, last) = match target {
                Some((_, to, word)) => (to, word),
                None => {
                    let words: Vec<_> = self.machine.steps(state).map(|(word, _)| word).collect();
                    if words.is_empty() {
                        break;
                    }
                    (state, words[random.random_range(0..words.len())])
                }
            };
            while state != to {
                let (_, word) = self.ways[state * states + to].expect("a way was found");
                state = self.take(state, word, &mut stream);
            }
            state = self.take(state, last, &mut stream);
        }
        stream
    }

    fn take(&mut self, state: usize, word: usize, stream: &mut Vec<usize>) -> usize {
        self.taken[state << self.machine.inputs | word] += 1;
        stream.push(word);
        self.machine.step(state, word).expect("a specified step").next
    }
}
