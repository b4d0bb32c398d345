//! The role of a stack: its name without what differs by environment.

/// The stack's name with the values of identity params taken out.
pub fn role(stack: &str, identity: &[String]) -> String {
    format!("{stack}{identity:?}")
}
