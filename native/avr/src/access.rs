//! How instructions reach memory, I/O registers, the stack and the flash. Nothing is done, and `None` returned, where
//! something listens: then the instruction is JavaScript's.

use crate::chip::{Chip, RAMPZ, READS, SPL, SREG, WRITES};
use crate::flags::I;

/// How an instruction goes on: by words from its own, after cycles.
#[derive(Clone, Copy)]
pub struct Next {
    pub words: u32,
    pub cycles: i32,
}

pub const ONE_CYCLE: Next = next(1, 1);
pub const TWO_CYCLES: Next = next(1, 2);

pub const fn next(words: u32, cycles: i32) -> Next {
    Next { words, cycles }
}

/// The low registers of the pointers.
pub const X: usize = 26;
pub const Y: usize = 28;
pub const Z: usize = 30;

impl Chip {
    pub fn load(&mut self, register: usize, address: u32) -> Option<Next> {
        if !self.is_memory(address, READS) {
            return None;
        }
        self.data[register] = self.peek(address);
        Some(TWO_CYCLES)
    }

    pub fn store(&mut self, register: usize, address: u32) -> Option<Next> {
        if !self.is_memory(address, WRITES) {
            return None;
        }
        self.poke(address, self.data[register]);
        Some(TWO_CYCLES)
    }

    /// LD through a pointer that moves to `after`.
    pub fn load_moving(&mut self, register: usize, address: u32, pointer: usize, after: u32) -> Option<Next> {
        let next = self.load(register, address)?;
        self.set_pointer(pointer, after);
        Some(next)
    }

    /// ST through a pointer that moves to `after`.
    pub fn store_moving(
        &mut self,
        register: usize,
        address: u32,
        pointer: usize,
        after: u32,
    ) -> Option<Next> {
        let next = self.store(register, address)?;
        self.set_pointer(pointer, after);
        Some(next)
    }

    pub fn input(&mut self, register: usize, place: usize) -> Option<Next> {
        if self.listens(place, READS) {
            return None;
        }
        self.data[register] = self.data[place];
        Some(ONE_CYCLE)
    }

    pub fn output(&mut self, register: usize, place: usize) -> Option<Next> {
        if self.listens(place, WRITES) {
            return None;
        }
        self.data[place] = self.data[register];
        Some(ONE_CYCLE)
    }

    /// SBI and CBI: sets the bits of `mask`, or clears them.
    pub fn set_bits(&mut self, place: usize, mask: u8, sets: bool) -> Option<Next> {
        if self.listens(place, READS | WRITES) {
            return None;
        }
        let before = self.data[place];
        self.data[place] = if sets { before | mask } else { before & !mask };
        Some(TWO_CYCLES)
    }

    /// SBIC and SBIS: leaves the next instruction out if a bit is as `set` says.
    pub fn skip_if_bit(&self, pc: u32, place: usize, mask: u8, set: bool) -> Option<Next> {
        if self.listens(place, READS) {
            return None;
        }
        Some(self.skip_if((self.data[place] & mask != 0) == set, pc))
    }

    /// Leaves the next instruction out, which has one word or two (LDS, STS, JMP and CALL), or does not.
    pub fn skip_if(&self, skips: bool, pc: u32) -> Next {
        if !skips {
            return ONE_CYCLE;
        }
        let opcode = self.word(pc + 1);
        let is_long = opcode & 0xfc0f == 0x9000 || opcode & 0xfe0c == 0x940c;
        if is_long { next(3, 3) } else { next(2, 2) }
    }

    pub fn push(&mut self, register: usize) -> Next {
        let sp = self.pointer(SPL);
        self.poke(sp, self.data[register]);
        self.set_pointer(SPL, sp.wrapping_sub(1));
        TWO_CYCLES
    }

    pub fn pop(&mut self, register: usize) -> Next {
        let sp = self.pointer(SPL) + 1;
        self.set_pointer(SPL, sp);
        self.data[register] = self.peek(sp);
        TWO_CYCLES
    }

    /// CALL, RCALL and ICALL: pushes where they return to, the lower bytes first, and goes to `target`.
    pub fn call(&mut self, pc: u32, return_to: u32, target: u32, cycles: i32) -> Next {
        let sp = self.pointer(SPL);
        let [low, high, top, _] = return_to.to_le_bytes();
        self.poke(sp, low);
        self.poke(sp.wrapping_sub(1), high);
        let extra = u32::from(self.is_long);
        if self.is_long {
            // The stack pointer has 16 bits at each step.
            self.poke(sp.wrapping_sub(2) & 0xffff, top);
        }
        self.set_pointer(SPL, sp.wrapping_sub(2 + extra));
        next(target.wrapping_sub(pc), cycles + extra.cast_signed())
    }

    /// RET and RETI.
    pub fn ret(&mut self, pc: u32) -> Next {
        let extra = u32::from(self.is_long);
        let mut sp = self.pointer(SPL);
        let mut top = 0;
        if self.is_long {
            top = self.peek(sp + 1);
            sp = (sp + 1) & 0xffff;
        }
        let target = u32::from_le_bytes([self.peek(sp + 2), self.peek(sp + 1), top, 0]);
        self.set_pointer(SPL, sp + 2);
        next(target.wrapping_sub(pc), 4 + extra.cast_signed())
    }

    /// LPM, and ELPM with RAMPZ above Z; the pointer goes up `by` after it.
    pub fn load_program(&mut self, register: usize, by: u32, is_extended: bool) -> Option<Next> {
        if self.state.flash_listens != 0 {
            return None;
        }
        let page = if is_extended { u32::from(self.data[RAMPZ]) << 16 } else { 0 };
        let address = page | self.pointer(Z);
        self.data[register] = self.word(address >> 1).to_le_bytes()[address as usize & 1];
        if by > 0 {
            self.set_pointer(Z, address + by);
            if is_extended {
                self.data[RAMPZ] = (address + by).to_le_bytes()[2];
            }
        }
        Some(next(1, 3))
    }

    /// True for a write of SREG that is more than memory: it enables interrupts.
    pub fn enables(&self, flags: u8) -> bool {
        flags & !self.data[SREG] & I != 0
    }
}
