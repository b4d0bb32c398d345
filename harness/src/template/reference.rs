//! References of Terraform expressions: `aws_lambda_function.f[0].invoke_arn`.

use crate::address::Key;

/// One step of a [`Reference`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A name: the root, or `.name` behind it.
    Name(Box<str>),
    /// An index that is a literal: `[0]`, `["k"]`.
    Key(Key),
    /// An index that is an expression, as it is written.
    UnknownKey(Box<str>),
    /// `[*]` or `.*`.
    Splat,
}

/// A reference as it is written: a root name and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The parts; the first is always a [`Part::Name`].
    pub parts: Vec<Part>,
}

impl Reference {
    /// Reads a reference of plain names and literal keys, as a plan's `configuration` lists them:
    /// `module.net["a"].vpc_id`, `data.aws_vpc.main.id`. `None` if the text is none.
    ///
    /// ```
    /// use stackspec::template::Reference;
    /// let found = Reference::parse(r#"module.net["a.b"].vpc_id"#).unwrap();
    /// assert_eq!(found.parts.len(), 4);
    /// assert_eq!(found.to_string(), r#"module.net["a.b"].vpc_id"#);
    /// assert!(Reference::parse("a + b").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Reference> {
        let (mut parts, mut rest) = (Vec::new(), text);
        loop {
            let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            match name {
                "" => return None,
                "*" => parts.push(Part::Splat),
                name => parts.push(Part::Name(name.into())),
            }
            rest = after;
            while let Some(after) = rest.strip_prefix('[') {
                let (part, after) = index(after)?;
                parts.push(part);
                rest = after;
            }
            match rest.strip_prefix('.') {
                Some(after) => rest = after,
                None => break,
            }
        }
        (rest.is_empty() && matches!(parts.first(), Some(Part::Name(_))))
            .then_some(Reference { parts })
    }

    /// The name at a place, if a name stands there.
    pub fn name(&self, at: usize) -> Option<&str> {
        match self.parts.get(at)? {
            Part::Name(name) => Some(name),
            _ => None,
        }
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            match part {
                Part::Name(name) if index == 0 => f.write_str(name)?,
                Part::Name(name) => write!(f, ".{name}")?,
                Part::Key(key) => write!(f, "{key}")?,
                Part::UnknownKey(written) => write!(f, "[{written}]")?,
                Part::Splat => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '*')
}

/// What stands in brackets, and the text behind them.
fn index(text: &str) -> Option<(Part, &str)> {
    if let Some(rest) = text.strip_prefix("*]") {
        return Some((Part::Splat, rest));
    }
    let mut reader = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    let key = match reader.next()?.ok()? {
        serde_json::Value::Number(number) => Key::Index(number.as_u64()?),
        serde_json::Value::String(name) => Key::Name(name.into()),
        _ => return None,
    };
    let rest = text.get(reader.byte_offset()..)?.strip_prefix(']')?;
    Some((Part::Key(key), rest))
}
