//! Arithmetic and its flags (AVR Instruction Set Manual).

use crate::chip::{Data, SREG};

pub const C: u8 = 1 << 0;
pub const Z: u8 = 1 << 1;
pub const N: u8 = 1 << 2;
pub const V: u8 = 1 << 3;
pub const S: u8 = 1 << 4;
pub const H: u8 = 1 << 5;
pub const T: u8 = 1 << 6;
pub const I: u8 = 1 << 7;

/// The lower eight bits.
pub fn byte(value: u32) -> u8 {
    value.to_le_bytes()[0]
}

pub fn add(data: &mut Data, register: usize, right: u8, carry: u8) {
    let left = data[register];
    let sum = u32::from(left) + u32::from(right) + u32::from(carry);
    let result = byte(sum);
    data[register] = result;
    let carries = byte(sum >> 8) | half_carry(left, right, result);
    set_flags(data, 0, carries, zero(result, Z), result, (left ^ result) & (right ^ result));
}

/// Gives the difference. `if_zero` is Z if the result is 0.
pub fn subtract(data: &mut Data, left: u8, right: u8, carry: u8, if_zero: u8) -> u8 {
    let difference = u32::from(left).wrapping_sub(u32::from(right)).wrapping_sub(u32::from(carry));
    let result = byte(difference);
    let carries = (byte(difference >> 8) & C) | half_carry(left, right, result);
    set_flags(data, 0, carries, zero(result, if_zero), result, (left ^ right) & (left ^ result));
    result
}

/// ADIW; leaves H alone.
pub fn add_word(data: &mut Data, low: usize, by: u32) {
    let before = word(data, low);
    let after = before + by;
    set_word(data, low, after, !before & after);
}

/// SBIW; leaves H alone.
pub fn subtract_word(data: &mut Data, low: usize, by: u32) {
    let before = word(data, low);
    let after = before.wrapping_sub(by);
    set_word(data, low, after, before & !after);
}

/// INC leaves C and H alone.
pub fn increment(data: &mut Data, register: usize) {
    let result = data[register].wrapping_add(1);
    data[register] = result;
    set_flags(data, H | C, 0, zero(result, Z), result, if result == 0x80 { 0x80 } else { 0 });
}

/// DEC leaves C and H alone.
pub fn decrement(data: &mut Data, register: usize) {
    let result = data[register].wrapping_sub(1);
    data[register] = result;
    set_flags(data, H | C, 0, zero(result, Z), result, if result == 0x7f { 0x80 } else { 0 });
}

/// AND, OR, EOR, COM leave C and H alone.
pub fn logic(data: &mut Data, register: usize, result: u8) {
    data[register] = result;
    set_flags(data, H | C, 0, zero(result, Z), result, 0);
}

/// A shift right leaves H alone; V is N xor C.
pub fn shift(data: &mut Data, register: usize, top: u8) {
    let before = data[register];
    let after = (before >> 1) | top;
    data[register] = after;
    set_flags(data, H, before & C, zero(after, Z), after, after ^ (before << 7));
}

/// A product of 16 bits goes to r1:r0, shifted left by `fraction`; C is its highest bit before the shift.
pub fn product(data: &mut Data, full: i32, fraction: u32) {
    let [low, high, ..] = (full << fraction).to_le_bytes();
    data[0] = low;
    data[1] = high;
    let carry = full.to_le_bytes()[1] >> 7;
    data[SREG] = (data[SREG] & !(C | Z)) | carry | zero(low | high, Z);
}

fn half_carry(left: u8, right: u8, result: u8) -> u8 {
    ((left ^ right ^ result) & 0x10) << 1
}

fn zero(result: u8, flag: u8) -> u8 {
    if result == 0 { flag } else { 0 }
}

fn word(data: &Data, low: usize) -> u32 {
    u32::from(u16::from_le_bytes([data[low], data[low + 1]]))
}

fn set_word(data: &mut Data, low: usize, after: u32, overflow: u32) {
    let [first, second, third, _] = after.to_le_bytes();
    data[low] = first;
    data[low + 1] = second;
    set_flags(data, H, third & C, zero(first | second, Z), second, byte(overflow >> 8));
}

/// Sets the flags of a result. N and V are bit 7 of `negative` and `overflow`, S is their difference. `kept` are flags
/// that keep their value, besides I and T; `carries` are C and H.
fn set_flags(data: &mut Data, kept: u8, carries: u8, zero: u8, negative: u8, overflow: u8) {
    let n = (negative >> 5) & N;
    let v = (overflow >> 4) & V;
    data[SREG] = (data[SREG] & (I | T | kept)) | carries | zero | n | v | (((n << 2) ^ (v << 1)) & S);
}
