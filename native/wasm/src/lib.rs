//! carrybit-core for WebAssembly. JavaScript writes numbers and bytes, calls a function, and reads the numbers
//! and bytes that it leaves. Objects have numbers. A function that fails returns −1 and leaves the reason as text in
//! the bytes. `src/native/wasm.ts` is the only caller; it writes and reads in the order that the comments give.

#![allow(unsafe_code, reason = "an export has a name of its own, which only `unsafe(no_mangle)` gives it")]

#[cfg(feature = "training")]
mod automaton;
#[cfg(feature = "search")]
mod host;
#[cfg(feature = "search")]
mod machines;
#[cfg(feature = "search")]
mod recordings;
#[cfg(feature = "training")]
mod restarts;
#[cfg(feature = "search")]
mod smallest;
mod state;
#[cfg(feature = "training")]
mod trainer;

use crate::state::with;

/// Makes room for this many numbers and returns their address. The caller writes all of them.
#[unsafe(no_mangle)]
extern "C" fn numbers(count: usize) -> *mut f64 {
    with(|state| {
        // What is left of a larger call is not cleared: whoever reads knows how many numbers there are.
        if state.given.len() < count {
            state.given.resize(count, 0.0);
        }
        state.given.as_mut_ptr()
    })
}

/// The address of the numbers that a function has left.
#[unsafe(no_mangle)]
extern "C" fn numbers_at() -> *const f64 {
    with(|state| state.numbers.as_ptr())
}

/// Makes room for this many bytes and returns their address. The caller writes all of them.
#[unsafe(no_mangle)]
extern "C" fn bytes(count: usize) -> *mut u8 {
    with(|state| {
        state.bytes.resize(count, 0);
        state.bytes.as_mut_ptr()
    })
}

/// The address of the bytes that a function has left.
#[unsafe(no_mangle)]
extern "C" fn bytes_at() -> *const u8 {
    with(|state| state.bytes.as_ptr())
}

/// The number of these bytes.
#[unsafe(no_mangle)]
extern "C" fn bytes_left() -> usize {
    with(|state| state.bytes.len())
}

/// Forgets an object.
#[unsafe(no_mangle)]
extern "C" fn free(object: usize) {
    with(|state| drop(state.take(object)));
}
