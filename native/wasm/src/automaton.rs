use carrybit_core::{Automaton, Error, Table};

use crate::state::{Given, Object, State, done, with};

/// Takes: inputs, outputs, next, answers. Returns the object.
#[unsafe(no_mangle)]
extern "C" fn automaton() -> i32 {
    with(|state| {
        let numbers = std::mem::take(&mut state.numbers);
        let automaton = table(&mut Given::new(&numbers)).and_then(|table| Automaton::new(&table));
        let number = automaton.map(|automaton| state.keep(Object::Automaton(automaton)));
        done(state, number)
    })
}

fn table(given: &mut Given<'_>) -> Result<Table, Error> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from a Uint32Array")]
    let words = |numbers: &[f64]| numbers.iter().map(|&number| number as u32).collect();
    Ok(Table {
        inputs: given.size("inputs")?,
        outputs: given.size("outputs")?,
        next: words(given.array()),
        answers: words(given.array()),
    })
}

/// The class it is in.
#[unsafe(no_mangle)]
extern "C" fn class(automaton: usize) -> usize {
    with(|state| of(state, automaton).class())
}

/// Takes: the class from which it goes on.
#[unsafe(no_mangle)]
extern "C" fn set_class(automaton: usize) -> i32 {
    with(|state| {
        let class = carrybit_core::size("state", state.numbers[0]);
        let set = class.and_then(|class| of(state, automaton).set_class(class));
        done(state, set.map(|()| 0))
    })
}

/// Takes steps. Takes: how many, then of each plane how many bytes; the planes as bytes. Leaves: the output planes as
/// bytes, and returns how many planes.
#[unsafe(no_mangle)]
extern "C" fn run(automaton: usize) -> i32 {
    with(|state| {
        let (numbers, bytes) = (std::mem::take(&mut state.numbers), std::mem::take(&mut state.bytes));
        let given = &mut Given::new(&numbers);
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
        let outputs = steps.and_then(|steps| of(state, automaton).run(&planes, steps));
        let count = outputs.map(|outputs| {
            state.bytes = outputs.concat();
            i32::try_from(outputs.len()).expect("at most 8")
        });
        done(state, count)
    })
}

fn of(state: &mut State, automaton: usize) -> &mut Automaton {
    let Some(Object::Automaton(automaton)) = &mut state.objects[automaton] else { unreachable!() };
    automaton
}
