/// What an instruction does.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Operation {
    /// The word has not been taken apart yet: what the memory begins with.
    Unseen = 0,
    /// JavaScript's.
    Other,
    Add,
    Adc,
    Sub,
    Sbc,
    Cp,
    Cpc,
    And,
    Eor,
    Or,
    Mov,
    Mul,
    Cpse,
    Subi,
    Sbci,
    Cpi,
    Ori,
    Andi,
    Ldi,
    Brbs,
    Brbc,
    Rjmp,
    Rcall,
    Movw,
    Com,
    Neg,
    Swap,
    Inc,
    Dec,
    Asr,
    Lsr,
    Ror,
    Adiw,
    Sbiw,
    Bst,
    Bld,
    Bset,
    Bclr,
    Muls,
    Mulsu,
    Fmul,
    Fmuls,
    Fmulsu,
    LddY,
    LddZ,
    StdY,
    StdZ,
    LdX,
    StX,
    /// Pointer up after the access: LD Rd, X+ and so on.
    LdUp,
    StUp,
    /// Pointer down before it.
    LdDown,
    StDown,
    Lds,
    Sts,
    Push,
    Pop,
    Call,
    Ret,
    Reti,
    Icall,
    Jmp,
    Ijmp,
    Sbrc,
    Sbrs,
    In,
    Out,
    Sbic,
    Sbis,
    Sbi,
    Cbi,
    Lpm,
    Elpm,
    Nop,
    Wdr,
}

/// An instruction taken apart.
#[derive(Clone, Copy)]
#[repr(C, align(4))]
pub struct Decoded {
    pub operation: Operation,
    /// Mostly the register that is changed.
    pub a: u8,
    /// Mostly the other register, a constant, a bit, an address, or a distance in words.
    pub b: i16,
}

impl Operation {
    pub const fn with(self, a: u8, b: i16) -> Decoded {
        Decoded { operation: self, a, b }
    }
}
