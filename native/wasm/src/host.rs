#[link(wasm_import_module = "host")]
unsafe extern "C" {
    fn hear(numbers: *const f64, count: usize) -> i32;
}

/// Reports progress to JavaScript during a search. Returns whether the search goes on.
pub fn tell(numbers: &[f64]) -> bool {
    // SAFETY: it reads that many numbers there before it returns, and nothing else.
    unsafe { hear(numbers.as_ptr(), numbers.len()) != 0 }
}

/// Numbers for JavaScript, one after the other.
#[derive(Default)]
pub struct Encoder(pub Vec<f64>);

impl Encoder {
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
    pub fn count(&mut self, count: impl TryInto<u64, Error: std::fmt::Debug>) -> &mut Self {
        self.number(count.try_into().expect("no count is negative") as f64)
    }

    pub fn number(&mut self, number: impl Into<f64>) -> &mut Self {
        self.0.push(number.into());
        self
    }

    /// The count, then the numbers.
    pub fn array<T: Copy + Into<f64>>(&mut self, array: &[T]) -> &mut Self {
        self.count(array.len());
        self.0.extend(array.iter().map(|&number| number.into()));
        self
    }
}
