//! What a test says beside its outcome.

/// Says what was counted.
#[expect(clippy::print_stderr, reason = "a test says what it counted")]
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}
