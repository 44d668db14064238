//! The instructions of the simulated chip, for WebAssembly. JavaScript has registers, memory and program of the one
//! chip in views of this module's memory, and runs it up to the next event, or the next instruction that is its own.
//! `firmware-sim/chip/engine.ts` is the only caller.

#![cfg_attr(target_family = "wasm", no_std)]
#![allow(unsafe_code, reason = "an export has a name of its own, and works on the one chip of its memory")]

mod access;
mod chip;
mod decode;
mod execute;
mod flags;
mod operation;

use core::mem::MaybeUninit;
use core::ptr::addr_of_mut;

use crate::chip::{Chip, State};
use crate::execute::{Ended, Limits, execute};
use crate::operation::Operation;

/// Zeros are a chip with nothing in it.
static mut CHIP: Chip = unsafe { MaybeUninit::zeroed().assume_init() };

/// The chip. JavaScript has one thread, and no export calls another.
fn chip() -> &'static mut Chip {
    unsafe { &mut *addr_of_mut!(CHIP) }
}

/// Says what the chip is: where its RAM begins and ends, and the words of its flash, a power of two.
#[unsafe(no_mangle)]
extern "C" fn configure(ram_start: u32, ram_end: u32, words: u32) {
    let chip = chip();
    chip.ram_start = ram_start;
    chip.ram_end = ram_end;
    chip.pc_mask = words - 1;
    chip.is_long = words > 1 << 16;
}

/// Where registers, I/O registers and RAM are.
#[unsafe(no_mangle)]
extern "C" fn data() -> *const u8 {
    chip().data.as_ptr()
}

/// Where the program is.
#[unsafe(no_mangle)]
extern "C" fn program() -> *const u16 {
    chip().program.as_ptr()
}

/// Where it stands, for each I/O register, who listens.
#[unsafe(no_mangle)]
extern "C" fn listeners() -> *const u8 {
    chip().listeners.as_ptr()
}

/// Where the numbers are that go in and out.
#[unsafe(no_mangle)]
extern "C" fn state() -> *const State {
    &raw const chip().state
}

/// Executes at least one instruction.
#[unsafe(no_mangle)]
extern "C" fn run(cycles: i32, instructions: i32, watch: u32, at_enabling: u32) -> Ended {
    execute(chip(), &Limits { cycles, instructions, watch, at_enabling: at_enabling != 0 })
}

/// Words of the program have changed.
#[unsafe(no_mangle)]
extern "C" fn forget(from: usize, count: usize) {
    chip().decoded.iter_mut().skip(from).take(count).for_each(|word| *word = Operation::Unseen.with(0, 0));
}

/// Remembers registers and memory as they are.
#[unsafe(no_mangle)]
extern "C" fn remember() {
    chip().remember();
}

/// 1 if registers and memory are as they were remembered.
#[unsafe(no_mangle)]
extern "C" fn is_as_remembered() -> u32 {
    chip().is_as_remembered().into()
}

#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
