//! carrybit-core for WebAssembly. JavaScript writes numbers and bytes, calls a function, and reads the numbers
//! and bytes it has left; objects are numbered. A function that can fail returns −1 then, with the reason as text in
//! the bytes. `src/native/wasm.ts` is the only caller, and says the same things in the same order.

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

/// Makes room for so many numbers and returns where they go.
#[unsafe(no_mangle)]
extern "C" fn numbers(count: usize) -> *mut f64 {
    with(|state| {
        state.given.clear();
        state.given.resize(count, 0.0);
        state.given.as_mut_ptr()
    })
}

/// Where numbers are that a function has left.
#[unsafe(no_mangle)]
extern "C" fn numbers_at() -> *const f64 {
    with(|state| state.numbers.as_ptr())
}

/// Makes room for so many bytes and returns where they go.
#[unsafe(no_mangle)]
extern "C" fn bytes(count: usize) -> *mut u8 {
    with(|state| {
        state.bytes.clear();
        state.bytes.resize(count, 0);
        state.bytes.as_mut_ptr()
    })
}

/// Where bytes are that a function has left.
#[unsafe(no_mangle)]
extern "C" fn bytes_at() -> *const u8 {
    with(|state| state.bytes.as_ptr())
}

/// How many bytes those are.
#[unsafe(no_mangle)]
extern "C" fn bytes_left() -> usize {
    with(|state| state.bytes.len())
}

/// Forgets an object.
#[unsafe(no_mangle)]
extern "C" fn free(object: usize) {
    with(|state| drop(state.take(object)));
}
