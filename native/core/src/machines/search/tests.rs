use super::*;
use crate::automata::machine::tests::{counter, random_machine};

fn search(machine: Machine, stages: usize) -> Search {
    Search::new(
        machine,
        Effort { seed: 3, starts: 3, updates: 200, stages, max_starts: 1_000_000, preferred: 8 },
    )
    .expect("valid")
}

#[test]
fn the_number_of_threads_does_not_change_the_outcome() {
    for machine in [counter(4), random_machine(1, 2, 1, 4)] {
        let search = search(machine, 2);
        let alone = search.run(1, &SearchProgress::default());
        assert_eq!(alone, search.run(5, &SearchProgress::default()));
    }
}

#[test]
fn a_counter_is_learned_smaller_than_constructed_and_its_start_finds_it_again() {
    let search = search(counter(5), 3);
    let progress = SearchProgress::default();
    let learned = search.run(2, &progress).learned.expect("learned");
    assert!(prove(&learned.fixed, &counter(5), 1000).is_proven());
    assert!(learned.fixed.bits() <= search.constructed().expect("small").bits());
    assert_eq!(search.repeat(learned.from, &SearchProgress::default()), Some(learned));
    let state = progress.read();
    assert!(state.tried > 0 && state.updates > 0 && state.best_bits > 0);
}

/// Whether a start of the second stage learns a random machine.
fn is_learned(machine: Machine, size: usize, start: usize) -> bool {
    let effort = Effort { seed: 3, starts: 3, updates: 400, stages: 3, max_starts: 1_000_000, preferred: 8 };
    let search = Search::new(machine, effort).expect("valid");
    search.repeat(Start { stage: 1, size, start }, &SearchProgress::default()).is_some()
}

#[test]
fn units_that_get_stuck_begin_anew() {
    // Each of these fails if none does.
    for (seed, size) in [(20, 8), (6, 10), (13, 10), (20, 14), (26, 14), (29, 14)] {
        assert!(is_learned(random_machine(seed, 2, 2, 5), size, 0), "seed {seed}, {size} units");
    }
}

#[test]
fn units_begin_anew_with_what_tells_alike_codes_apart() {
    // Each of these fails if they begin with any codes.
    for (seed, inputs, states, size) in [(6, 2, 5, 10), (29, 2, 5, 14), (16, 2, 5, 43), (25, 3, 6, 34)] {
        let machine = random_machine(seed, inputs, 2, states);
        assert!(is_learned(machine, size, usize::from(inputs > 2)), "seed {seed}, {size} units");
    }
}

#[test]
fn units_that_cannot_be_made_are_left_out() {
    // Each of these fails if none is.
    for (seed, size) in [(8, 27), (5, 34), (8, 34)] {
        assert!(is_learned(random_machine(seed, 3, 2, 6), size, 1), "seed {seed}, {size} units");
    }
}

#[test]
fn a_cancelled_search_tries_nothing() {
    let progress = SearchProgress::default();
    progress.cancel();
    assert_eq!(search(counter(5), 3).run(2, &progress), Outcome::default());
}

#[test]
fn sizes_grow_from_what_tells_codes_apart_to_twice_the_construction() {
    let sizes = search(counter(5), 1).sizes();
    assert_eq!(sizes, [3, 4, 6, 8, 11, 14, 18]);
}

#[test]
fn starts_out_of_range_are_refused() {
    assert!(Start::check(Start { stage: 0, size: 117, start: 0 }).is_err());
    assert!(Start::check(Start { stage: 0, size: 116, start: 0 }).is_ok());
}

#[test]
fn the_hardest_step_is_the_one_that_most_starts_had_wrong() {
    let search = search(counter(4), 1);
    let (order, _) = search.minimal.reached();
    let wrong =
        HashMap::from([((order[2], 1), 5), ((order[1], 0), 4), ((order[0], 0), 4), ((order[3], 1), 1)]);
    let streams: Vec<_> =
        hardest(&search.minimal, &wrong).into_iter().map(|hard| (hard.stream, hard.starts)).collect();
    assert_eq!(streams, [(vec![1, 1, 1], 5), (vec![0], 4), (vec![1, 0], 4)]);
}

#[test]
fn a_network_of_few_units_is_taken_before_a_smaller_one_of_more() {
    let machine = counter(5);
    let units = |preferred| {
        let effort = Effort { seed: 3, starts: 3, updates: 200, stages: 3, max_starts: 1_000_000, preferred };
        let search = Search::new(machine.clone(), effort).expect("valid");
        search.run(2, &SearchProgress::default()).learned.expect("learned").fixed.hidden
    };
    assert!(units(5) <= units(52));
}
