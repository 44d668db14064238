use std::cell::Cell;

use carrybit_core::Error;
use carrybit_core::machines::{Imitated, Imitation, Recordings, SearchProgress};

use crate::host::{Encoder, tell};
use crate::machines::start;
use crate::state::{Given, done, with, with_given};

type Kept = (Imitation, Recordings);

/// Takes: sizes, seed, starts, updates; inputs, outputs, lengths, words, outputs, care. Returns the object.
#[unsafe(no_mangle)]
extern "C" fn recording_search() -> i32 {
    with_given(|state, numbers| {
        let search = new(&mut Given::new(numbers));
        let number = search.map(|search| state.keep(search));
        done(state, number)
    })
}

fn new(given: &mut Given<'_>) -> Result<Kept, Error> {
    let sizes: Result<_, _> = given.array().iter().map(|&size| carrybit_core::size("sizes", size)).collect();
    let (sizes, seed) = (sizes?, given.whole("seed")?);
    let imitation = Imitation::new(seed, sizes, given.size("starts")?, given.size("updates")?)?;
    let (inputs, outputs) = (given.size("inputs")?, given.size("outputs")?);
    let lengths = given.words::<u32>().into_iter().map(|length| length as usize).collect();
    let [words, output, care] = [given.words(), given.words(), given.words()];
    Ok((imitation, Recordings::new(inputs, outputs, lengths, &words, &output, &care)?))
}

/// Searches and reports progress. Leaves: the best network.
#[unsafe(no_mangle)]
extern "C" fn imitation_run(search: usize) -> i32 {
    with(|state| {
        let (imitation, recordings) = state.object::<Kept>(search);
        let found = imitation.run(recordings, 1, &SearchProgress::heard_by(hear));
        let mut encoder = Encoder::default();
        if let Some(found) = found {
            encoder.imitated(&found);
        }
        state.leave(encoder.0)
    })
}

/// Runs a start again. Takes: its stage, size and number. Leaves: its network.
#[unsafe(no_mangle)]
extern "C" fn imitation_repeat(search: usize) -> i32 {
    with_given(|state, numbers| {
        let encoder = start(&mut Given::new(numbers)).map(|start| {
            let (imitation, recordings) = state.object::<Kept>(search);
            let found = imitation.repeat(recordings, start, &SearchProgress::heard_by(hear));
            let mut encoder = Encoder::default();
            if let Some(found) = found {
                encoder.imitated(&found);
            }
            state.leave(encoder.0)
        });
        done(state, encoder)
    })
}

/// Reports progress of a search, with the network if it is new.
fn hear(progress: &SearchProgress<Imitated>) {
    thread_local! {
        static FROM: Cell<Option<(usize, usize)>> = const { Cell::new(None) };
    }
    let mut encoder = Encoder::default();
    encoder.progress(progress);
    if let Some(found) = progress.best() {
        let from = Some((found.from.size, found.from.start));
        if FROM.replace(from) != from {
            encoder.imitated(&found);
        }
    }
    if !tell(&encoder.0) {
        progress.cancel();
    }
}

impl Encoder {
    /// The start, its updates, the network, wrong bits, next states, outputs, care.
    fn imitated(&mut self, Imitated { from, updates, fixed, errors, machine }: &Imitated) -> &mut Self {
        let (next, output, care) = machine.tables();
        self.start(*from).count(*updates).network(fixed).count(*errors);
        self.array(next).array(output).array(care)
    }
}
