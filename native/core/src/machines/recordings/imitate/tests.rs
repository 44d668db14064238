use rand::{RngExt, SeedableRng};

use super::*;
use crate::automata::machine::tests::counter;
use crate::automata::prove::prove;

/// Random walks through a machine of one input and one output, every so many bits wrong.
fn recorded(machine: &Machine, wrong: u32) -> Recordings {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let (mut words, mut output) = (vec![], vec![]);
    for _ in 0..30 {
        let mut state = machine.initial();
        for _ in 0..12 {
            let word = random.random_range(0..2);
            let step = machine.step(state, word).expect("specified");
            let flip = wrong > 0 && random.random_range(0..wrong) == 0;
            words.push(word as u32);
            output.push(step.output ^ u32::from(flip));
            state = step.next;
        }
    }
    Recordings::new(1, 1, vec![12; 30], &words, &output, &[1; 360]).expect("valid")
}

fn imitation() -> Imitation {
    Imitation::new(1, vec![4, 6], 4, 1000).expect("valid")
}

#[test]
fn a_counter_is_learned_from_its_walks_and_its_start_finds_it_again() {
    let recordings = recorded(&counter(3), 0);
    let found = imitation().run(&recordings, 2, &SearchProgress::default()).expect("found");
    assert_eq!((found.errors, found.machine.states()), (0, 3));
    assert!(prove(&found.fixed, &counter(3), 1000).is_proven());
    assert!(prove(&found.fixed, &found.machine, 1000).is_proven());
    let again = imitation().repeat(&recordings, found.from, &SearchProgress::default());
    assert_eq!(again, Some(found));
}

#[test]
fn the_number_of_threads_does_not_change_what_is_found() {
    let recordings = recorded(&counter(2), 40);
    let alone = imitation().run(&recordings, 1, &SearchProgress::default()).expect("found");
    assert_eq!(Some(&alone), imitation().run(&recordings, 5, &SearchProgress::default()).as_ref());
    // Wrong bits are said, not learned.
    assert!(alone.errors > 0 && alone.errors < 20 && prove(&alone.fixed, &counter(2), 1000).is_proven());
}

#[test]
fn a_cancelled_search_finds_nothing() {
    let progress = SearchProgress::default();
    progress.cancel();
    assert_eq!(imitation().run(&recorded(&counter(2), 0), 2, &progress), None);
}

#[test]
fn recordings_and_efforts_that_do_not_fit_are_refused() {
    assert!(Imitation::new(1, vec![], 1, 1).is_err());
    assert!(Imitation::new(1, vec![53], 1, 1).is_err());
    assert!(Imitation::new(1, vec![4], 0, 1).is_err());
    assert!(Recordings::new(1, 1, vec![2], &[0, 2], &[0, 0], &[1, 1]).is_err());
    assert!(Recordings::new(1, 1, vec![2], &[0], &[0, 0], &[1, 1]).is_err());
    assert!(Recordings::new(1, 1, vec![], &[], &[], &[]).is_err());
}
