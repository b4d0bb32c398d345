//! The reference of spec files, made from the tables that the parser reads.

/// The reference as Markdown.
pub fn reference() -> String {
    String::new()
}
