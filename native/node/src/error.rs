use carrybit_core::Error;

/// Stable `code` of the JavaScript error.
pub enum Code {
    /// An argument cannot be used. The message names it, what was expected, and what was given.
    InvalidArgument,
}

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        match self {
            Self::InvalidArgument => "CARRYBIT_INVALID_ARGUMENT",
        }
    }
}

pub type Result<T> = std::result::Result<T, napi::Error<Code>>;

pub fn invalid(reason: impl Into<String>) -> napi::Error<Code> {
    napi::Error::new(Code::InvalidArgument, reason.into())
}

pub fn core_error(error: Error) -> napi::Error<Code> {
    invalid(error.to_string())
}
