#[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "words have at most 12 bits")]
pub(crate) fn words(stream: Vec<usize>) -> Vec<u32> {
    stream.into_iter().map(|word| word as u32).collect()
}
