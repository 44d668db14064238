use carrybit_core::{Automaton, Error, Table};

use crate::state::{Given, done, with, with_given};

/// Takes: inputs, outputs, next, output. Returns the object.
#[unsafe(no_mangle)]
extern "C" fn automaton() -> i32 {
    with_given(|state, numbers| {
        let automaton = table(&mut Given::new(numbers)).and_then(|table| Automaton::new(&table));
        let number = automaton.map(|automaton| state.keep(automaton));
        done(state, number)
    })
}

fn table(given: &mut Given<'_>) -> Result<Table, Error> {
    Ok(Table {
        inputs: given.size("inputs")?,
        outputs: given.size("outputs")?,
        next: given.words(),
        output: given.words(),
    })
}

/// Returns the current state.
#[unsafe(no_mangle)]
extern "C" fn state(automaton: usize) -> usize {
    with(|state| state.object::<Automaton>(automaton).state())
}

/// Sets the state. Takes: the state.
#[unsafe(no_mangle)]
extern "C" fn set_state(automaton: usize) -> i32 {
    with(|all| {
        let state = carrybit_core::size("state", all.given[0]);
        let set = state.and_then(|state| all.object::<Automaton>(automaton).set_state(state));
        done(all, set.map(|()| 0))
    })
}

/// Takes steps. Takes: how many, then of each plane how many bytes; the planes as bytes. Leaves: the output planes as
/// bytes, and returns how many planes.
#[unsafe(no_mangle)]
extern "C" fn run(automaton: usize) -> i32 {
    with_given(|state, numbers| {
        let bytes = std::mem::take(&mut state.bytes);
        let given = &mut Given::new(numbers);
        let steps = given.size("steps");
        let mut rest = &bytes[..];
        let planes: Vec<&[u8]> = given
            .array()
            .iter()
            .map(|&length| {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length")]
                let (plane, behind) = rest.split_at(length as usize);
                rest = behind;
                plane
            })
            .collect();
        let outputs = steps.and_then(|steps| state.object::<Automaton>(automaton).run(&planes, steps));
        let count = outputs.map(|outputs| {
            state.bytes = outputs.concat();
            i32::try_from(outputs.len()).expect("at most 8")
        });
        done(state, count)
    })
}
