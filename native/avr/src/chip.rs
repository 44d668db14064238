use crate::operation::Decoded;

/// Registers, I/O registers and RAM, at 16-bit addresses.
pub type Data = [u8; DATA_BYTES];
const DATA_BYTES: usize = 1 << 16;

/// The largest program counter has 17 bits.
pub const MAX_WORDS: usize = 1 << 17;
/// I/O registers end at this address on the largest chip.
pub const MAX_IO_BYTES: usize = 0x200;

/// Addresses of the CPU's own registers.
pub const RAMPZ: usize = 0x5b;
pub const SPL: usize = 0x5d;
pub const SREG: usize = 0x5f;

/// In `Chip::listeners`: reads of this I/O register are JavaScript's.
pub const READS: u8 = 1 << 0;
/// Writes are.
pub const WRITES: u8 = 1 << 1;

/// What JavaScript reads after a run, and writes before it.
#[repr(C)]
pub struct State {
    /// The program counter, in words.
    pub pc: u32,
    /// Cycles of the last run.
    pub cycles: i32,
    /// Instructions of the last run.
    pub instructions: i32,
    /// WDR instructions of the last run, and the cycle of it after the last of them.
    pub restarts: i32,
    pub restarted_at: i32,
    /// Not 0: reads of the flash are JavaScript's.
    pub flash_listens: u32,
}

/// A chip: what its instructions act on.
#[repr(C)]
pub struct Chip {
    pub state: State,
    pub data: Data,
    /// Who listens to an I/O register, by its address in `data`.
    pub listeners: [u8; MAX_IO_BYTES],
    pub program: [u16; MAX_WORDS],
    /// The program taken apart, as far as it was executed.
    pub decoded: [Decoded; MAX_WORDS],
    /// `data` as it was remembered.
    pub remembered: Data,
    /// Where RAM begins and ends in `data`.
    pub ram_start: u32,
    pub ram_end: u32,
    /// The program counter goes round at both ends of the flash, whose size is a power of two.
    pub pc_mask: u32,
    /// The program counter has more than 16 bits: return addresses are three bytes.
    pub is_long: bool,
}

impl Chip {
    pub fn word(&self, address: u32) -> u16 {
        self.program[(address & self.pc_mask) as usize % MAX_WORDS]
    }

    /// Where JMP and CALL go: the second word, below the bits of the first.
    pub fn target(&self, pc: u32, page: u8) -> u32 {
        u32::from(self.word(pc + 1)) | (u32::from(page) << 16)
    }

    /// The 16 bits of X, Y, Z or the stack pointer.
    pub fn pointer(&self, low: usize) -> u32 {
        u32::from(u16::from_le_bytes([self.data[low], self.data[low + 1]]))
    }

    pub fn set_pointer(&mut self, low: usize, value: u32) {
        let [first, second, ..] = value.to_le_bytes();
        self.data[low] = first;
        self.data[low + 1] = second;
    }

    /// True if an access to this I/O register is JavaScript's.
    pub fn listens(&self, place: usize, access: u8) -> bool {
        self.listeners[place % MAX_IO_BYTES] & access != 0
    }

    /// True if there is memory at this address, or a register that nobody listens to.
    pub fn is_memory(&self, address: u32, access: u8) -> bool {
        if address < self.ram_start {
            !self.listens(address as usize, access)
        } else {
            address < self.ram_end
        }
    }

    /// A byte at any address; 0 where there is no memory.
    pub fn peek(&self, address: u32) -> u8 {
        self.data.get(address as usize).copied().unwrap_or(0)
    }

    /// Writes a byte at any address; nothing where there is no memory.
    pub fn poke(&mut self, address: u32, value: u8) {
        if address < self.ram_end {
            self.data[address as usize % DATA_BYTES] = value;
        }
    }

    pub fn remember(&mut self) {
        let end = self.data.len().min(self.ram_end as usize);
        self.remembered[..end].copy_from_slice(&self.data[..end]);
    }

    pub fn is_as_remembered(&self) -> bool {
        let (now, _) = self.data.as_chunks::<8>();
        let (then, _) = self.remembered.as_chunks::<8>();
        // Behind the end there are zeros in both. Registers, which come first, differ in almost all states.
        let count = (self.ram_end as usize).div_ceil(8);
        now.iter()
            .zip(then)
            .take(count)
            .all(|(now, then)| u64::from_ne_bytes(*now) == u64::from_ne_bytes(*then))
    }
}
