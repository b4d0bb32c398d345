//! What stands for a finding from one synth to the next.
//!
//! An address carries a hash of cdktf's, a construct path the name of its stack, and both the suffix
//! of the environment. A fingerprint is made of what is left without these: the role of the stack,
//! the spec, what the clause says, the type, the logical key of the block and the path with `*` for
//! indexes. Two findings may have the same one; whoever compares them counts.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::spec::role;
use crate::value::{Path, Step};

/// What is left of an identity value where nothing else is.
const WHOLE: &str = "{}";

/// What a fingerprint is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits<'t> {
    /// The role of the stack.
    pub stack: &'t str,
    /// The spec, as `<file>::<id>`.
    pub spec: &'t str,
    /// The id of the clause; empty if the finding is about no clause.
    pub clause: &'t str,
    /// The subject's type and its logical key, see [`logical`].
    pub subject: &'t str,
    /// The path with `*` for indexes; empty if none was reached.
    pub path: &'t str,
}

/// The fingerprint: 16 hexadecimal digits.
pub fn fingerprint(of: &Traits<'_>) -> String {
    let mut digest = Sha256::new();
    for part in [of.stack, of.spec, of.clause, of.subject, of.path] {
        // With its length, so that no two lists of parts read alike.
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    short(&digest.finalize())
}

/// 16 hexadecimal digits that stand for these texts in this order.
pub fn digest<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    short(&digest.finalize())
}

fn short(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(16);
    for byte in bytes.iter().take(8) {
        _ = write!(text, "{byte:02x}");
    }
    text
}

/// The id of a clause: what it says, however it is spaced.
pub fn clause(written: &str) -> String {
    let said = toml::from_str::<toml::Table>(&format!("clause = {written}"));
    let said = said.map_or_else(
        |_| written.split_whitespace().collect::<Vec<_>>().join(" "),
        |table| table.to_string(),
    );
    digest([said.as_str()].into_iter())
}

/// The type of what an address names: `aws_vpc`, `output`; empty for an empty address.
///
/// ```
/// use stackspec::suite::type_of;
/// assert_eq!(type_of(r#"module.a["x.y"].data.aws_vpc.main[0]"#), "aws_vpc");
/// assert_eq!(type_of("output.url"), "output");
/// ```
pub fn type_of(address: &str) -> &str {
    Address::read(address).type_name
}

/// The type of a block and what names it in every environment: its construct path without the
/// stack, else its module and name without the hash of cdktf's. An instance key stays.
///
/// ```
/// use stackspec::suite::logical;
/// let identity = ["pr1234".to_owned()];
/// let key = logical("aws_vpc.net_pr1234_0A1B2C3D", Some("app-pr1234/net-pr1234/vpc"), &identity);
/// assert_eq!(key, "aws_vpc net/vpc");
/// assert_eq!(logical("aws_vpc.net_pr1234_0A1B2C3D", None, &identity), "aws_vpc net");
/// ```
pub fn logical(address: &str, construct_path: Option<&str>, identity: &[String]) -> String {
    let address = Address::read(address);
    let within = |text: &str, separator: char| {
        let parts = text.split(separator).map(|part| without(part, identity));
        parts.collect::<Vec<_>>().join(&separator.to_string())
    };
    let mut key = String::from(address.type_name);
    key.push(' ');
    let below = construct_path.and_then(|path| Some(path.split_once('/')?.1));
    match below {
        Some(below) => key.push_str(&within(below, '/')),
        None => {
            for module in &address.modules {
                _ = write!(key, "{}.", without(module, identity));
            }
            key.push_str(&within(without_hash(address.name), '.'));
        }
    }
    if !address.key.is_empty() {
        key.push_str(&without(address.key, identity));
    }
    key
}

/// A path with `*` for indexes, and without identity values.
///
/// ```
/// use stackspec::suite::normalized;
/// use stackspec::value::{Path, Step};
/// let path = Path(vec![Step::Name("ingress".into()), Step::Index(2), Step::Name("cidr".into())]);
/// assert_eq!(normalized(&path, &[]), "$['ingress'][*]['cidr']");
/// ```
pub fn normalized(path: &Path, identity: &[String]) -> String {
    let mut text = String::from("$");
    for step in &path.0 {
        match step {
            Step::Index(_) => text.push_str("[*]"),
            Step::Name(name) => {
                let step = Path(vec![Step::Name(without(name, identity))]);
                text.push_str(&step.normalized()[1..]);
            }
        }
    }
    text
}

/// A word without the values of identity.
fn without(word: &str, identity: &[String]) -> String {
    match identity.iter().any(|value| same_word(word, value)) {
        true => WHOLE.to_owned(),
        false => role(word, identity),
    }
}

/// Whether two texts are the same but for case and separators.
fn same_word(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    letters(a) == letters(b)
}

/// A name without the hash that cdktf ends it with: `_` and eight hexadecimal digits in capitals.
fn without_hash(name: &str) -> &str {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
    match name.rsplit_once('_') {
        Some((head, hash)) if hash.len() == 8 && hash.bytes().all(hex) && !head.is_empty() => head,
        _ => name,
    }
}

/// An address in its parts.
struct Address<'a> {
    modules: Vec<&'a str>,
    type_name: &'a str,
    name: &'a str,
    key: &'a str,
}

impl<'a> Address<'a> {
    fn read(address: &'a str) -> Address<'a> {
        let parts = parts(address);
        let mut rest = parts.as_slice();
        let mut modules = Vec::new();
        while let [(_, "module"), (_, name), more @ ..] = rest
            && !more.is_empty()
        {
            modules.push(*name);
            rest = more;
        }
        if let [(_, "data"), more @ ..] = rest
            && more.len() > 1
        {
            rest = more;
        }
        let (type_name, name) = match rest {
            [(_, type_name), (at, _), ..] => (*type_name, &address[*at..]),
            [(_, only)] => (*only, ""),
            [] => ("", ""),
        };
        let key = name.find('[').unwrap_or(name.len());
        Address {
            modules,
            type_name,
            name: &name[..key],
            key: &name[key..],
        }
    }
}

/// The parts between the dots that stand in no key, with where each begins.
fn parts(address: &str) -> Vec<(usize, &str)> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut depth, mut quoted, mut escaped) = (0u32, false, false);
    for (at, c) in address.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if depth > 0 => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            '.' if depth == 0 => {
                parts.push((start, &address[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < address.len() {
        parts.push((start, &address[start..]));
    }
    parts
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn same(a: (&str, Option<&str>), b: (&str, Option<&str>)) {
        let of = |(address, construct): (&str, Option<&str>), suffix: &str| {
            logical(address, construct, &[suffix.to_owned()])
        };
        assert_eq!(of(a, "pr1234"), of(b, "sandbox-7"));
    }

    /// One fault in two environments has one key.
    #[test]
    fn suffixes_and_hashes_do_not_count() {
        same(
            ("aws_vpc.net_0A1B2C3D", Some("app-pr1234/net/vpc")),
            ("aws_vpc.net_FFFFFFFF", Some("app-sandbox-7/net/vpc")),
        );
        same(
            ("aws_vpc.net-pr1234_0A1B2C3D", None),
            ("aws_vpc.net-sandbox-7_11111111", None),
        );
        same(
            ("aws_vpc.v", Some("TapStackpr1234/vpc-pr1234")),
            ("aws_vpc.v", Some("TapStacksandbox7/vpc-sandbox-7")),
        );
        same(
            (r#"aws_vpc.v["pr1234"]"#, None),
            (r#"aws_vpc.v["sandbox-7"]"#, None),
        );
        same(
            ("aws_vpc.v", Some("s/pr1234/vpc")),
            ("aws_vpc.v", Some("s/sandbox-7/vpc")),
        );
        same(
            ("module.net_pr1234.aws_vpc.v", None),
            ("module.net_sandbox-7.aws_vpc.v", None),
        );
    }

    #[test]
    fn other_things_do_count() {
        let key = |address| logical(address, None, &["pr1234".to_owned()]);
        let different = [
            "aws_vpc.a",
            "aws_vpc.b",
            "aws_subnet.a",
            "module.m.aws_vpc.a",
            "aws_vpc.a[0]",
            "aws_vpc.a[1]",
            r#"aws_vpc.a["x"]"#,
            "aws_vpc.a_0a1b2c3d",
            "aws_vpc.pr12345",
            "",
        ];
        for (at, one) in different.iter().enumerate() {
            for other in &different[at + 1..] {
                assert_ne!(key(one), key(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn a_clause_is_what_it_says() {
        let (a, b) = (r#"{ at = "$.x", equal = 1 }"#, "{at=\"$.x\",  equal=1}");
        assert_eq!(clause(a), clause(b));
        assert_ne!(clause(a), clause(r#"{ at = "$.x", equal = 2 }"#));
        // Blanks within a text count.
        assert_ne!(
            clause(r#"{ equal = "a b" }"#),
            clause(r#"{ equal = "a  b" }"#)
        );
    }

    #[test]
    fn parts_do_not_run_together() {
        let of = |stack, spec| {
            fingerprint(&Traits {
                stack,
                spec,
                clause: "",
                subject: "",
                path: "",
            })
        };
        assert_ne!(of("ab", "c"), of("a", "bc"));
        assert_eq!(of("ab", "c").len(), 16);
    }
}
