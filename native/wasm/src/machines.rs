use std::cell::Cell;

use carrybit_core::machines::{Effort, Hard, Learned, Outcome, Search, SearchProgress, Start};
use carrybit_core::{
    Error, FixedNetwork, MAX_PAIRS, Machine, MachineTables, Verdict, Widths, check_pair, prove,
};

use crate::host::{Encoder, tell};
use crate::state::{Given, done, with, with_given};

/// Takes: seed, starts, updates, stages, maximum of starts, preferred units, the machine. Returns the object.
#[unsafe(no_mangle)]
extern "C" fn machine_search() -> i32 {
    with_given(|state, numbers| {
        let search = new(&mut Given::new(numbers));
        let number = search.map(|search| state.keep(search));
        done(state, number)
    })
}

fn new(given: &mut Given<'_>) -> Result<Search, Error> {
    let effort = Effort {
        seed: given.whole("seed")?,
        starts: given.size("starts")?,
        updates: given.size("updates")?,
        stages: given.size("stages")?,
        max_starts: given.size("maxStarts")?,
        preferred: given.size("preferred")?,
    };
    Search::new(given.machine()?, effort)
}

/// Leaves: states after minimizing, bits of the minimal table, units of the construction.
#[unsafe(no_mangle)]
extern "C" fn search_facts(search: usize) -> i32 {
    with(|state| {
        let search = state.object::<Search>(search);
        let mut encoder = Encoder::default();
        encoder.count(search.minimal().states()).count(search.minimal().table_bits());
        encoder.count(search.constructed().map_or_else(|units| units, |network| network.hidden));
        state.leave(encoder.0)
    })
}

/// Leaves: the constructed network; nothing if it would be too large.
#[unsafe(no_mangle)]
extern "C" fn constructed(search: usize) -> i32 {
    with(|state| {
        let mut encoder = Encoder::default();
        if let Ok(network) = state.object::<Search>(search).constructed() {
            encoder.network(network);
        }
        state.leave(encoder.0)
    })
}

/// Searches and reports progress. Leaves: starts tried, the count of the hardest steps, starts and stream of each, what
/// was learned.
#[unsafe(no_mangle)]
extern "C" fn search_run(search: usize) -> i32 {
    with(|state| {
        let outcome = state.object::<Search>(search).run(1, &SearchProgress::heard_by(hear));
        let Outcome { learned, tried, hardest } = outcome;
        let mut encoder = Encoder::default();
        encoder.count(tried).count(hardest.len());
        for Hard { stream, starts } in hardest {
            encoder.count(starts).words(stream);
        }
        if let Some(learned) = learned {
            encoder.learned(&learned);
        }
        state.leave(encoder.0)
    })
}

/// Runs a start again. Takes: its stage, size and number. Leaves: what was learned.
#[unsafe(no_mangle)]
extern "C" fn search_repeat(search: usize) -> i32 {
    with_given(|state, numbers| {
        let start = start(&mut Given::new(numbers));
        let encoder = start.map(|start| {
            let mut encoder = Encoder::default();
            let progress = SearchProgress::heard_by(hear);
            if let Some(learned) = state.object::<Search>(search).repeat(start, &progress) {
                encoder.learned(&learned);
            }
            state.leave(encoder.0)
        });
        done(state, encoder)
    })
}

/// A start: its stage, size and number.
pub fn start(given: &mut Given<'_>) -> Result<Start, Error> {
    let start = Start { stage: given.size("stage")?, size: given.size("size")?, start: given.size("start")? };
    start.check()?;
    Ok(start)
}

/// Reports progress of a search, with the network if it is new.
fn hear(progress: &SearchProgress) {
    thread_local! {
        static BITS: Cell<u64> = const { Cell::new(0) };
    }
    let mut encoder = Encoder::default();
    encoder.progress(progress);
    let bits = progress.read().best_bits;
    if BITS.replace(bits) != bits
        && let Some(learned) = progress.best()
    {
        encoder.learned(&learned);
    }
    if !tell(&encoder.0) {
        progress.cancel();
    }
}

/// Takes: the machine, the network. Leaves: whether it is proven (0), disproved (1) or undecided (2), pairs,
/// transitions, the counterexample.
#[unsafe(no_mangle)]
extern "C" fn prove_machine() -> i32 {
    with_given(|state, numbers| {
        let given = &mut Given::new(numbers);
        let machine = given.machine().map_err(|error| error.to_string());
        let network = given.network().map_err(|error| error.to_string());
        let both = network.and_then(|network| Ok((network, machine?)));
        let count = both.and_then(|(network, machine)| {
            check_pair(&network, &machine)?;
            let (verdict, pairs, transitions, stream) = match prove(&network, &machine, MAX_PAIRS) {
                Verdict::Proven { pairs, transitions, .. } => (0, pairs, transitions, vec![]),
                Verdict::Disproved(stream) => (1, 0, 0, stream),
                Verdict::Undecided(_) => (2, 0, 0, vec![]),
            };
            let mut encoder = Encoder::default();
            encoder.number(verdict).count(pairs).count(transitions).array(&stream);
            Ok::<_, String>(state.leave(encoder.0))
        });
        done(state, count)
    })
}

impl Encoder {
    /// A start, starts tried, updates, bits of the best.
    pub fn progress<Found: Clone>(&mut self, progress: &SearchProgress<Found>) -> &mut Self {
        let state = progress.read();
        self.start(state.start).count(state.tried).count(state.updates).count(state.best_bits)
    }

    pub fn start(&mut self, Start { stage, size, start }: Start) -> &mut Self {
        self.count(stage).count(size).count(start)
    }

    /// The start, its updates, the network, the float parameters.
    fn learned(&mut self, Learned { from, updates, fixed, float }: &Learned) -> &mut Self {
        self.start(*from).count(*updates).network(fixed).array(float)
    }

    /// Sizes, bits, fraction bits, index shift, and each list.
    pub fn network(&mut self, network: &FixedNetwork) -> &mut Self {
        self.count(network.inputs).count(network.hidden).count(network.outputs);
        let Widths { weight, state, table } = network.widths;
        self.number(weight).number(state).number(table);
        self.number(network.fraction_bits).number(network.index_shift);
        self.array(&network.initial_state).array(&network.input_weights).array(&network.state_bias);
        self.array(&network.recurrent_weights).array(&network.output_weights);
        self.array(&network.output_bias).array(&network.table)
    }

    /// The count, then the words.
    fn words(&mut self, stream: Vec<usize>) -> &mut Self {
        self.count(stream.len());
        for word in stream {
            self.count(word);
        }
        self
    }
}

impl Given<'_> {
    /// Inputs, outputs, the initial state, next states, outputs, care.
    pub fn machine(&mut self) -> Result<Machine, Error> {
        let (inputs, outputs) = (self.size("machine inputs")?, self.size("machine outputs")?);
        let initial = self.size("machine initial state")?;
        let (next, output, care) = (self.words::<i32>(), self.words::<u32>(), self.words::<u32>());
        Machine::new(MachineTables { inputs, outputs, initial, next: &next, output: &output, care: &care })
    }

    /// As [`Encoder::network`] tells it.
    fn network(&mut self) -> Result<FixedNetwork, Error> {
        let bits = |given: &mut Self, operand| {
            Ok::<_, Error>(u32::try_from(given.size(operand)?).unwrap_or(u32::MAX))
        };
        #[expect(clippy::cast_possible_truncation, reason = "what is too large fits no network")]
        let signed = |number: f64| number as i32;
        Ok(FixedNetwork {
            inputs: self.size("inputs")?,
            hidden: self.size("hidden")?,
            outputs: self.size("outputs")?,
            widths: Widths {
                weight: bits(self, "weightBits")?,
                state: bits(self, "stateBits")?,
                table: bits(self, "tableBits")?,
            },
            fraction_bits: signed(self.number()),
            index_shift: bits(self, "indexShift")?,
            initial_state: self.array().iter().copied().map(signed).collect(),
            input_weights: self.array().iter().copied().map(signed).collect(),
            state_bias: self.array().iter().copied().map(signed).collect(),
            recurrent_weights: self.array().iter().copied().map(signed).collect(),
            output_weights: self.array().iter().copied().map(signed).collect(),
            output_bias: self.array().iter().copied().map(signed).collect(),
            table: self.array().iter().copied().map(signed).collect(),
        })
    }
}
