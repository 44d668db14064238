//! An update allocates nothing.

#![allow(unsafe_code, reason = "an allocator can only be written with it")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use carrybit_core::{Kernels, Rule, Samples, Shape, Trainer, glorot};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator, counting.
struct Counting;

// SAFETY: every call goes on to the system's allocator unchanged; the count needs no allocation.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's own promise.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's own promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations_of_updates<R: Kernels>(hidden: usize, rule: Rule) -> u64 {
    let shape = Shape::new(2, hidden, 1).expect("valid sizes");
    let bits: Vec<f64> = (0..100 * 7 * 2).map(|i| f64::from(i * i % 3 % 2)).collect();
    let samples = Samples { samples: 100, steps: 7, inputs: &bits, targets: &bits[..700] };
    let batches = [100, 1].map(|count| samples.batch::<R>(shape, 0, count).expect("fits"));
    let mut trainer = Trainer::<R>::new(shape, &glorot(shape, 1, 0), rule).expect("valid");
    // The first ones make the buffers.
    for batch in &batches {
        trainer.update(batch);
    }
    let before = ALLOCATIONS.get();
    for _ in 0..10 {
        for batch in &batches {
            trainer.update(batch);
        }
    }
    ALLOCATIONS.get() - before
}

#[test]
fn updates_of_two_sizes_in_turns_allocate_nothing_at_any_width_or_precision() {
    let rules = [
        Rule::Rmsprop { decay: 0.5, learning_rate: 0.05, momentum: 0.8, epsilon: 1e-6 },
        Rule::Rprop { grow: 1.2, shrink: 0.5, initial_step: 0.05 },
        Rule::Adam { learning_rate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        Rule::Sgd { learning_rate: 0.1, momentum: 0.5 },
    ];
    for rule in rules {
        for hidden in [3, 16] {
            assert_eq!(allocations_of_updates::<f32>(hidden, rule), 0, "f32, {hidden}, {rule:?}");
            assert_eq!(allocations_of_updates::<f64>(hidden, rule), 0, "f64, {hidden}, {rule:?}");
        }
    }
}

#[test]
fn the_allocator_counts() {
    let before = ALLOCATIONS.get();
    drop(std::hint::black_box(vec![1_u8; 10]));
    assert_eq!(ALLOCATIONS.get() - before, 1);
}
