/// What tables may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// Anything.
    Any,
    /// Entries that never fall as the index rises.
    Monotone,
    /// tanh at the middle of the intervals, docs/spec.md section 3, for some number of fraction bits.
    Tanh,
}

impl Tables {
    /// The kind of this name.
    ///
    /// # Errors
    /// What was expected, in words.
    pub fn named(name: &str) -> Result<Self, String> {
        match name {
            "any" => Ok(Self::Any),
            "monotone" => Ok(Self::Monotone),
            "tanh" => Ok(Self::Tanh),
            other => Err(format!("tables: expected any, monotone or tanh, got {other}")),
        }
    }
}
