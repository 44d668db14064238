use crate::operation::{Decoded, Operation};

/// Where I/O registers begin in the data memory.
const IO_START: i16 = 0x20;

/// Takes an opcode apart (AVR Instruction Set Manual).
#[cold]
#[inline(never)]
pub fn decode(opcode: u16) -> Decoded {
    let bits = Bits(opcode);
    two_registers(bits)
        .or_else(|| immediate(bits))
        .or_else(|| one_register(bits))
        .or_else(|| multiplication(bits))
        .or_else(|| bit(bits))
        .or_else(|| flow(bits))
        .or_else(|| memory(bits))
        .unwrap_or(Operation::Other.with(0, 0))
}

/// An opcode and the operands in it.
#[derive(Clone, Copy)]
struct Bits(u16);

impl Bits {
    fn masked(self, mask: u16) -> u16 {
        self.0 & mask
    }

    /// Bits from `low` on, `count` of them.
    fn field(self, low: u16, count: u16) -> u8 {
        ((self.0 >> low) & ((1 << count) - 1)).to_le_bytes()[0]
    }

    /// One of 32 registers, mostly the one that is changed.
    fn d(self) -> u8 {
        self.field(4, 5)
    }

    /// One of the upper 16 registers.
    fn high(self) -> u8 {
        16 + self.field(4, 4)
    }

    /// The other one of 32 registers.
    fn r(self) -> i16 {
        i16::from(self.field(0, 4) | (self.field(9, 1) << 4))
    }

    fn constant(self) -> i16 {
        i16::from(self.field(0, 4) | (self.field(8, 4) << 4))
    }

    /// One bit of a register or I/O register.
    fn bit(self) -> u8 {
        1 << self.field(0, 3)
    }

    /// Distance from the instruction itself to where a branch goes, in words: `count` bits with a sign, from `low` on.
    fn distance(self, low: u16, count: u16) -> i16 {
        ((self.0 << (16 - count - low)).cast_signed() >> (16 - count)) + 1
    }
}

fn two_registers(bits: Bits) -> Option<Decoded> {
    let operation = match bits.masked(0xfc00) {
        0x0c00 => Operation::Add,
        0x1c00 => Operation::Adc,
        0x1800 => Operation::Sub,
        0x0800 => Operation::Sbc,
        0x1400 => Operation::Cp,
        0x0400 => Operation::Cpc,
        0x2000 => Operation::And,
        0x2400 => Operation::Eor,
        0x2800 => Operation::Or,
        0x2c00 => Operation::Mov,
        0x9c00 => Operation::Mul,
        0x1000 => Operation::Cpse,
        _ => return None,
    };
    Some(operation.with(bits.d(), bits.r()))
}

/// A register from 16 on, and a byte.
fn immediate(bits: Bits) -> Option<Decoded> {
    let operation = match bits.masked(0xf000) {
        0x3000 => Operation::Cpi,
        0x4000 => Operation::Sbci,
        0x5000 => Operation::Subi,
        0x6000 => Operation::Ori,
        0x7000 => Operation::Andi,
        0xe000 => Operation::Ldi,
        _ => return None,
    };
    Some(operation.with(bits.high(), bits.constant()))
}

/// Those that move a pointer have it in `b`.
fn one_register(bits: Bits) -> Option<Decoded> {
    let (operation, b) = match bits.masked(0xfe0f) {
        0x9400 => (Operation::Com, 0),
        0x9401 => (Operation::Neg, 0),
        0x9402 => (Operation::Swap, 0),
        0x9403 => (Operation::Inc, 0),
        0x940a => (Operation::Dec, 0),
        0x9405 => (Operation::Asr, 0),
        0x9406 => (Operation::Lsr, 0),
        0x9407 => (Operation::Ror, 0),
        0x900d => (Operation::LdUp, 26),
        0x9009 => (Operation::LdUp, 28),
        0x9001 => (Operation::LdUp, 30),
        0x900e => (Operation::LdDown, 26),
        0x900a => (Operation::LdDown, 28),
        0x9002 => (Operation::LdDown, 30),
        0x920d => (Operation::StUp, 26),
        0x9209 => (Operation::StUp, 28),
        0x9201 => (Operation::StUp, 30),
        0x920e => (Operation::StDown, 26),
        0x920a => (Operation::StDown, 28),
        0x9202 => (Operation::StDown, 30),
        0x900c => (Operation::LdX, 0),
        0x920c => (Operation::StX, 0),
        0x9000 => (Operation::Lds, 0),
        0x9200 => (Operation::Sts, 0),
        0x920f => (Operation::Push, 0),
        0x900f => (Operation::Pop, 0),
        0x9004 => (Operation::Lpm, 0),
        0x9005 => (Operation::Lpm, 1),
        0x9006 => (Operation::Elpm, 0),
        0x9007 => (Operation::Elpm, 1),
        _ => return None,
    };
    Some(operation.with(bits.d(), b))
}

/// All but MUL: registers from 16 on, mostly to 23.
fn multiplication(bits: Bits) -> Option<Decoded> {
    if bits.masked(0xff00) == 0x0200 {
        return Some(Operation::Muls.with(bits.high(), 16 + i16::from(bits.field(0, 4))));
    }
    let operation = match bits.masked(0xff88) {
        0x0300 => Operation::Mulsu,
        0x0308 => Operation::Fmul,
        0x0380 => Operation::Fmuls,
        0x0388 => Operation::Fmulsu,
        _ => return None,
    };
    Some(operation.with(16 + bits.field(4, 3), 16 + i16::from(bits.field(0, 3))))
}

/// One bit of a register, of an I/O register, or of the flags.
fn bit(bits: Bits) -> Option<Decoded> {
    let of_register = match bits.masked(0xfe08) {
        0xfa00 => Some(Operation::Bst),
        0xf800 => Some(Operation::Bld),
        0xfc00 => Some(Operation::Sbrc),
        0xfe00 => Some(Operation::Sbrs),
        _ => None,
    };
    if let Some(operation) = of_register {
        return Some(operation.with(bits.d(), bits.bit().into()));
    }
    let of_io = match bits.masked(0xff00) {
        0x9900 => Some(Operation::Sbic),
        0x9b00 => Some(Operation::Sbis),
        0x9a00 => Some(Operation::Sbi),
        0x9800 => Some(Operation::Cbi),
        _ => None,
    };
    if let Some(operation) = of_io {
        return Some(operation.with(0x20 + bits.field(3, 5), bits.bit().into()));
    }
    match bits.masked(0xff8f) {
        0x9408 => Some(Operation::Bset.with(1 << bits.field(4, 3), 0)),
        0x9488 => Some(Operation::Bclr.with(1 << bits.field(4, 3), 0)),
        _ => None,
    }
}

/// Branches, jumps and calls. Distances count from the instruction itself.
fn flow(bits: Bits) -> Option<Decoded> {
    match bits.masked(0xfc00) {
        0xf000 => return Some(Operation::Brbs.with(bits.bit(), bits.distance(3, 7))),
        0xf400 => return Some(Operation::Brbc.with(bits.bit(), bits.distance(3, 7))),
        _ => (),
    }
    match bits.masked(0xf000) {
        0xc000 => return Some(Operation::Rjmp.with(0, bits.distance(0, 12))),
        0xd000 => return Some(Operation::Rcall.with(0, bits.distance(0, 12))),
        _ => (),
    }
    // The address has 16 bits more in the next word.
    let page = bits.field(0, 1) | (bits.field(4, 5) << 1);
    match bits.masked(0xfe0e) {
        0x940e => return Some(Operation::Call.with(page, 0)),
        0x940c => return Some(Operation::Jmp.with(page, 0)),
        _ => (),
    }
    match bits.0 {
        0x0000 => Some(Operation::Nop.with(0, 0)),
        0x9409 => Some(Operation::Ijmp.with(0, 0)),
        0x9508 => Some(Operation::Ret.with(0, 0)),
        0x9509 => Some(Operation::Icall.with(0, 0)),
        0x9518 => Some(Operation::Reti.with(0, 0)),
        0x95a8 => Some(Operation::Wdr.with(0, 0)),
        _ => None,
    }
}

/// Words, bytes at a distance from a pointer, I/O registers, and bytes of the flash.
fn memory(bits: Bits) -> Option<Decoded> {
    if bits.masked(0xd000) == 0x8000 {
        let distance = i16::from(bits.field(0, 3) | (bits.field(10, 2) << 3) | (bits.field(13, 1) << 5));
        let operation = match (bits.field(9, 1), bits.field(3, 1)) {
            (0, 0) => Operation::LddZ,
            (0, _) => Operation::LddY,
            (_, 0) => Operation::StdZ,
            (_, _) => Operation::StdY,
        };
        return Some(operation.with(bits.d(), distance));
    }
    let place = IO_START + i16::from(bits.field(0, 4) | (bits.field(9, 2) << 4));
    match bits.masked(0xf800) {
        0xb000 => return Some(Operation::In.with(bits.d(), place)),
        0xb800 => return Some(Operation::Out.with(bits.d(), place)),
        _ => (),
    }
    let by = i16::from(bits.field(0, 4) | (bits.field(6, 2) << 4));
    match bits.masked(0xff00) {
        0x0100 => Some(Operation::Movw.with(bits.field(4, 4) << 1, i16::from(bits.field(0, 4) << 1))),
        0x9600 => Some(Operation::Adiw.with(24 + (bits.field(4, 2) << 1), by)),
        0x9700 => Some(Operation::Sbiw.with(24 + (bits.field(4, 2) << 1), by)),
        _ => match bits.0 {
            0x95c8 => Some(Operation::Lpm.with(0, 0)),
            0x95d8 => Some(Operation::Elpm.with(0, 0)),
            _ => None,
        },
    }
}
