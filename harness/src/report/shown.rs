//! Names and values from outside, as they are shown in a document.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::escape;

/// The characters that are shown of one name or value.
pub(super) const LONGEST: usize = 600;

/// The text with everything visible that cannot be seen or turns its surroundings about, and cut, with
/// a word on what it was, if it is too long. It is in one line.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => escape(text),
        // Two long names that begin alike stay two.
        Some((end, _)) => format!(
            "{}… ({} characters, sha256 {:.12})",
            escape(&text[..end]),
            text.chars().count(),
            hex(&Sha256::digest(text))
        ),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
