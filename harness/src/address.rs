//! Addresses of resources as Terraform writes them.
//!
//! `module.sg["k"].aws_x.y["example.com"]`: instance keys may hold dots, brackets and quotes, so
//! an address is never split on dots. Loaders take its parts from the fields that name them;
//! this module puts them together, and takes instance keys out.
//! Source: "Resource Addressing" in the Terraform documentation.

use std::fmt::Write as _;

/// The key of one instance of a `count` or `for_each` resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `count`: `[0]`.
    Index(u64),
    /// `for_each`: `["k"]`.
    Name(Box<str>),
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Key::Index(index) => write!(f, "[{index}]"),
            Key::Name(name) => write!(f, "[{}]", serde_json::Value::from(name.as_ref())),
        }
    }
}

/// Joins the parts of an address. `module` is a module path as `module.a.module.b`, or empty.
///
/// ```
/// use stackspec::address::{Key, join};
/// assert_eq!(join("module.net", true, "aws_vpc", "main", None), "module.net.data.aws_vpc.main");
/// assert_eq!(join("", false, "aws_vpc", "v", Some(&Key::Index(0))), "aws_vpc.v[0]");
/// ```
pub fn join(module: &str, data: bool, kind: &str, name: &str, key: Option<&Key>) -> String {
    let mut out = String::with_capacity(module.len() + kind.len() + name.len() + 8);
    if !module.is_empty() {
        _ = write!(out, "{module}.");
    }
    if data {
        out.push_str("data.");
    }
    _ = write!(out, "{kind}.{name}");
    if let Some(key) = key {
        _ = write!(out, "{key}");
    }
    out
}

/// The address without any instance key: the block that the instances come from.
///
/// ```
/// use stackspec::address::without_keys;
/// assert_eq!(without_keys(r#"module.sg["a].b"].aws_x.y[0]"#), "module.sg.aws_x.y");
/// ```
pub fn without_keys(address: &str) -> String {
    let (mut out, mut depth, mut quoted, mut escaped) = (String::new(), 0u32, false, false);
    for c in address.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if depth > 0 => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted && depth > 0 => depth -= 1,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The names of the modules on the way to an address: `["net", "a"]` for
/// `module.net["x"].module.a.aws_vpc.main`.
pub fn modules(address: &str) -> Vec<String> {
    let bare = without_keys(address);
    let mut parts = bare.split('.');
    let mut names = Vec::new();
    while parts.next() == Some("module") {
        names.extend(parts.next().map(str::to_owned));
    }
    names
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn instance_keys_may_hold_anything() {
        assert_eq!(without_keys(r#"aws_x.y["a\"]b"].z"#), "aws_x.y.z");
        assert_eq!(
            modules(r#"module.net["x.module.q"].module.a.aws_vpc.main"#),
            ["net", "a"]
        );
        assert_eq!(modules("aws_vpc.main"), [] as [String; 0]);
        assert_eq!(Key::Name("a\"b".into()).to_string(), r#"["a\"b"]"#);
    }
}
