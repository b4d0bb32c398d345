//! Why a string of Terraform JSON is no template.

use std::str::FromStr;

use hcl_edit::template::Template;

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// What the parser wanted, in one line.
    pub message: String,
    /// Where, in bytes from the start of the text.
    pub offset: usize,
}

/// Why a text is no template; `None` if it is one, or if it may be one that only Terraform's own
/// parser takes.
///
/// ```
/// use stackspec::template::malformed;
/// assert_eq!(malformed("a ${var.x} b"), None);
/// assert_eq!(malformed("a ${var.x b").map(|found| found.offset), Some(10));
/// ```
pub fn malformed(text: &str) -> Option<Malformed> {
    if !text.contains("${") && !text.contains("%{") {
        return None;
    }
    let error = Template::from_str(text).err()?;
    let message = error.message().to_owned();
    if accepted_elsewhere(text, &message) {
        return None;
    }
    let offset = error.location().offset();
    Some(Malformed { message, offset })
}

/// What `hcl-edit` refuses and Terraform takes: a key that is written twice in an object (the last
/// counts), deep nesting, and line ends within a directive.
fn accepted_elsewhere(text: &str, message: &str) -> bool {
    let directive = |at: usize| {
        let inside = &text[at..];
        inside[..inside.find('}').unwrap_or(inside.len())].contains('\n')
    };
    message.contains("redefined")
        || message.contains("nest")
        || text.match_indices("%{").any(|(at, _)| directive(at))
}
