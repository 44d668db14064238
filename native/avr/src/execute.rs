use crate::access::{Next, ONE_CYCLE, TWO_CYCLES, X, Y, Z as Z_POINTER, next};
use crate::chip::{Chip, SREG};
use crate::decode::decode;
use crate::flags::{
    C, I, T, Z, add, add_word, decrement, increment, logic, product, shift, subtract, subtract_word,
};
use crate::operation::{Decoded, Operation};

/// Where a run ends, at the latest; it executes at least one instruction.
pub struct Limits {
    pub cycles: i32,
    pub instructions: i32,
    /// A program counter, or what none is.
    pub watch: u32,
    /// After an instruction that enables interrupts, too.
    pub at_enabling: bool,
}

/// Why a run has ended.
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum Ended {
    AtLimit = 0,
    /// Before an instruction that is JavaScript's.
    BeforeOther = 1,
    /// There, or because it was asked for, and the last instruction has enabled interrupts.
    Enabled = 2,
}

/// Executes instructions from `State::pc` on.
#[allow(clippy::too_many_lines, reason = "a table: what each operation does")]
pub fn execute(chip: &mut Chip, limits: &Limits) -> Ended {
    let mut until = limits.cycles;
    let mut pc = chip.state.pc & chip.pc_mask;
    let mut cycles = 0;
    let mut instructions = 0;
    chip.state.restarts = 0;
    // The number of the instruction that has enabled interrupts last.
    let mut enabled_by = -1;
    let ended = loop {
        let Decoded { operation, a, b } = chip.decoded[pc as usize % chip.decoded.len()];
        // What they are is the operation's.
        let flag = a;
        let a = usize::from(a);
        let distance = i32::from(b).cast_unsigned();
        let bits = b.to_le_bytes()[0];
        let b = usize::from(b.cast_unsigned());
        let data = &mut chip.data;
        let mut then = Some(ONE_CYCLE);
        match operation {
            Operation::Unseen => {
                chip.decoded[pc as usize % chip.decoded.len()] = decode(chip.word(pc));
                continue;
            }
            Operation::Add => add(data, a, data[b], 0),
            Operation::Adc => add(data, a, data[b], data[SREG] & C),
            Operation::Sub => data[a] = subtract(data, data[a], data[b], 0, Z),
            Operation::Subi => data[a] = subtract(data, data[a], bits, 0, Z),
            // With a carry, Z stays only if it was set before.
            Operation::Sbc => data[a] = subtract(data, data[a], data[b], data[SREG] & C, data[SREG] & Z),
            Operation::Sbci => data[a] = subtract(data, data[a], bits, data[SREG] & C, data[SREG] & Z),
            Operation::Cp => _ = subtract(data, data[a], data[b], 0, Z),
            Operation::Cpi => _ = subtract(data, data[a], bits, 0, Z),
            Operation::Cpc => _ = subtract(data, data[a], data[b], data[SREG] & C, data[SREG] & Z),
            Operation::And => logic(data, a, data[a] & data[b]),
            Operation::Andi => logic(data, a, data[a] & bits),
            Operation::Or => logic(data, a, data[a] | data[b]),
            Operation::Ori => logic(data, a, data[a] | bits),
            Operation::Eor => logic(data, a, data[a] ^ data[b]),
            Operation::Com => {
                logic(data, a, !data[a]);
                data[SREG] |= C;
            }
            Operation::Neg => data[a] = subtract(data, 0, data[a], 0, Z),
            Operation::Inc => increment(data, a),
            Operation::Dec => decrement(data, a),
            Operation::Asr => shift(data, a, data[a] & 0x80),
            Operation::Lsr => shift(data, a, 0),
            Operation::Ror => shift(data, a, (data[SREG] & C) << 7),
            Operation::Swap => data[a] = data[a].rotate_left(4),
            Operation::Mov => data[a] = data[b],
            Operation::Movw => {
                data[a] = data[b];
                data[a + 1] = data[b + 1];
            }
            Operation::Ldi => data[a] = bits,
            Operation::Bst => data[SREG] = (data[SREG] & !T) | if data[a] & bits == 0 { 0 } else { T },
            Operation::Bld => data[a] = (data[a] & !bits) | if data[SREG] & T == 0 { 0 } else { bits },
            Operation::Bset => {
                if chip.enables(flag) {
                    enabled_by = instructions;
                    until = if limits.at_enabling { 0 } else { until };
                }
                chip.data[SREG] |= flag;
            }
            Operation::Bclr => data[SREG] &= !flag,
            Operation::Adiw => {
                add_word(data, a, distance);
                then = Some(TWO_CYCLES);
            }
            Operation::Sbiw => {
                subtract_word(data, a, distance);
                then = Some(TWO_CYCLES);
            }
            Operation::Mul | Operation::Fmul => {
                product(data, i32::from(data[a]) * i32::from(data[b]), fraction(operation));
                then = Some(TWO_CYCLES);
            }
            Operation::Muls | Operation::Fmuls => {
                product(data, signed(data[a]) * signed(data[b]), fraction(operation));
                then = Some(TWO_CYCLES);
            }
            Operation::Mulsu | Operation::Fmulsu => {
                product(data, signed(data[a]) * i32::from(data[b]), fraction(operation));
                then = Some(TWO_CYCLES);
            }
            Operation::Brbs if data[SREG] & flag != 0 => then = Some(next(distance, 2)),
            Operation::Brbc if data[SREG] & flag == 0 => then = Some(next(distance, 2)),
            Operation::Brbs | Operation::Brbc | Operation::Nop => (),
            Operation::Rjmp => then = Some(next(distance, 2)),
            Operation::Jmp => then = Some(next(chip.target(pc, flag).wrapping_sub(pc), 3)),
            Operation::Ijmp => then = Some(next(chip.pointer(Z_POINTER).wrapping_sub(pc), 2)),
            Operation::Rcall => then = Some(chip.call(pc, pc + 1, pc.wrapping_add(distance), 3)),
            Operation::Call => then = Some(chip.call(pc, pc + 2, chip.target(pc, flag), 4)),
            Operation::Icall => then = Some(chip.call(pc, pc + 1, chip.pointer(Z_POINTER), 3)),
            Operation::Ret => then = Some(chip.ret(pc)),
            Operation::Reti => {
                if chip.enables(I) {
                    enabled_by = instructions;
                    until = if limits.at_enabling { 0 } else { until };
                }
                chip.data[SREG] |= I;
                then = Some(chip.ret(pc));
            }
            Operation::Cpse => then = Some(chip.skip_if(chip.data[a] == chip.data[b], pc)),
            Operation::Sbrc => then = Some(chip.skip_if(chip.data[a] & bits == 0, pc)),
            Operation::Sbrs => then = Some(chip.skip_if(chip.data[a] & bits != 0, pc)),
            Operation::Sbic => then = chip.skip_if_bit(pc, a, bits, false),
            Operation::Sbis => then = chip.skip_if_bit(pc, a, bits, true),
            Operation::Sbi => then = chip.set_bits(a, bits, true),
            Operation::Cbi => then = chip.set_bits(a, bits, false),
            Operation::In => then = chip.input(a, b),
            Operation::Out if b == SREG => {
                let flags = data[a];
                if chip.enables(flags) {
                    enabled_by = instructions;
                    until = if limits.at_enabling { 0 } else { until };
                }
                chip.data[SREG] = flags;
            }
            Operation::Out => then = chip.output(a, b),
            Operation::LddY => then = chip.load(a, chip.pointer(Y) + distance),
            Operation::LddZ => then = chip.load(a, chip.pointer(Z_POINTER) + distance),
            Operation::StdY => then = chip.store(a, chip.pointer(Y) + distance),
            Operation::StdZ => then = chip.store(a, chip.pointer(Z_POINTER) + distance),
            Operation::LdX => then = chip.load(a, chip.pointer(X)),
            Operation::StX => then = chip.store(a, chip.pointer(X)),
            Operation::LdUp => {
                let address = chip.pointer(b);
                then = chip.load_moving(a, address, b, address + 1);
            }
            Operation::StUp => {
                let address = chip.pointer(b);
                then = chip.store_moving(a, address, b, address + 1);
            }
            Operation::LdDown => {
                let address = chip.pointer(b).wrapping_sub(1);
                then = chip.load_moving(a, address, b, address);
            }
            Operation::StDown => {
                let address = chip.pointer(b).wrapping_sub(1);
                then = chip.store_moving(a, address, b, address);
            }
            Operation::Lds => then = chip.load(a, chip.word(pc + 1).into()).map(two_words),
            Operation::Sts => then = chip.store(a, chip.word(pc + 1).into()).map(two_words),
            Operation::Push => then = Some(chip.push(a)),
            Operation::Pop => then = Some(chip.pop(a)),
            Operation::Wdr => {
                chip.state.restarts += 1;
                chip.state.restarted_at = cycles + 1;
            }
            Operation::Lpm => then = chip.load_program(a, distance, false),
            Operation::Elpm => then = chip.load_program(a, distance, true),
            Operation::Other => then = None,
        }
        let Some(Next { words, cycles: taken }) = then else {
            break Ended::BeforeOther;
        };
        pc = pc.wrapping_add(words) & chip.pc_mask;
        cycles += taken;
        instructions += 1;
        if cycles >= until || instructions >= limits.instructions || pc == limits.watch {
            break if enabled_by == instructions - 1 { Ended::Enabled } else { Ended::AtLimit };
        }
    };
    chip.state.pc = pc;
    chip.state.cycles = cycles;
    chip.state.instructions = instructions;
    ended
}

fn signed(value: u8) -> i32 {
    value.cast_signed().into()
}

/// The fractional products are shifted left.
fn fraction(operation: Operation) -> u32 {
    matches!(operation, Operation::Fmul | Operation::Fmuls | Operation::Fmulsu).into()
}

/// The instruction has its address in a word of its own.
fn two_words(then: Next) -> Next {
    Next { words: 2, ..then }
}
