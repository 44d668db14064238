use super::*;

/// The machine of these tables.
pub(crate) fn listed(
    inputs: usize,
    outputs: usize,
    initial: usize,
    next: Vec<i32>,
    output: Vec<u32>,
    care: Vec<u32>,
) -> Machine {
    let tables = MachineTables { inputs, outputs, initial, next: &next, output: &output, care: &care };
    Machine::new(tables).expect("valid")
}

/// Ones so far modulo `modulus`; the output says that they are a multiple after the step.
pub(crate) fn counter(modulus: usize) -> Machine {
    let (mut next, mut output) = (vec![], vec![]);
    for state in 0..modulus {
        for word in 0..2 {
            let to = (state + word) % modulus;
            next.push(i32::try_from(to).expect("small"));
            output.push(u32::from(to == 0));
        }
    }
    listed(1, 1, 0, next, output, vec![1; 2 * modulus])
}

/// Any machine of these sizes; some steps are unspecified and some outputs open.
pub(crate) fn random_machine(seed: u64, inputs: usize, outputs: usize, states: usize) -> Machine {
    use rand::{RngExt, SeedableRng};
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let size = states << inputs;
    let mask = (1 << outputs) - 1;
    let next = (0..size)
        .map(|_| if random.random_range(0..6) == 0 { -1 } else { random.random_range(0..states as i32) })
        .collect();
    let output = (0..size).map(|_| random.random::<u32>() & mask).collect();
    let care = (0..size)
        .map(|_| if random.random_range(0..4) == 0 { random.random::<u32>() & mask } else { mask })
        .collect();
    listed(inputs, outputs, 0, next, output, care)
}

#[test]
fn a_counter_says_when_it_wraps() {
    let machine = counter(3);
    assert_eq!((machine.states(), machine.transitions()), (3, 6));
    assert_eq!(machine.step(2, 1), Some(Step { next: 0, output: 1, care: 1 }));
    assert_eq!(machine.table_bits(), 6 * 3);
    assert_eq!(machine.reached().0, [0, 1, 2]);
}

#[test]
fn outputs_of_steps_that_never_come_do_not_matter() {
    let machine = listed(1, 1, 0, vec![0, -1], vec![1, 1], vec![1, 1]);
    assert_eq!((machine.step(0, 1), machine.care[1]), (None, 0));
    assert_eq!(machine.transitions(), 1);
}

/// A machine of one output that cares for everything, from a step function.
pub(crate) fn machine(inputs: usize, states: usize, step: impl Fn(usize, usize) -> (usize, u32)) -> Machine {
    let all: Vec<_> =
        (0..states << inputs).map(|index| step(index >> inputs, index & ((1 << inputs) - 1))).collect();
    let next: Vec<i32> = all.iter().map(|&(next, _)| i32::try_from(next).expect("small")).collect();
    let output: Vec<u32> = all.iter().map(|&(_, output)| output).collect();
    let care = vec![1; output.len()];
    listed(inputs, 1, 0, next, output, care)
}

pub(crate) fn adder() -> Machine {
    machine(2, 2, |carry, word| {
        let total = carry + (word & 1) + (word >> 1);
        (total >> 1, u32::from(total & 1 == 1))
    })
}

pub(crate) fn subtractor() -> Machine {
    machine(2, 2, |borrow, word| {
        let (a, b) = (word & 1, (word >> 1) + borrow);
        (usize::from(a < b), u32::from((a + b) & 1 == 1))
    })
}

pub(crate) fn comparator() -> Machine {
    machine(2, 2, |greater, word| {
        let output = if word & 1 == word >> 1 { greater } else { word & 1 };
        (output, u32::from(output == 1))
    })
}

pub(crate) fn parity() -> Machine {
    machine(1, 2, |odd, word| (odd ^ word, u32::from(odd ^ word == 1)))
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    let tables =
        MachineTables { inputs: 1, outputs: 1, initial: 0, next: &[0, 0], output: &[0, 1], care: &[1, 1] };
    assert!(Machine::new(tables).is_ok());
    for bad in [
        MachineTables { inputs: 0, ..tables },
        MachineTables { outputs: 17, ..tables },
        MachineTables { initial: 1, ..tables },
        MachineTables { next: &[0], ..tables },
        MachineTables { next: &[0, 1], ..tables },
        MachineTables { next: &[0, -2], ..tables },
        MachineTables { output: &[0, 2], ..tables },
        MachineTables { care: &[1], ..tables },
    ] {
        assert!(Machine::new(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn unspecified_steps_lead_nowhere() {
    let tables = MachineTables {
        inputs: 1,
        outputs: 1,
        initial: 0,
        next: &[0, -1, 1, 1],
        output: &[0, 0, 0, 0],
        care: &[1, 0, 0, 0],
    };
    let machine = Machine::new(tables).expect("valid");
    assert_eq!(machine.step(0, 1), None);
    assert_eq!(machine.reached().0, [0]);
}
