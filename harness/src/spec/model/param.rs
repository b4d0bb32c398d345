//! What may differ from one run to the next: `[param.<name>]`.

use std::ops::Range;

use crate::spec::KnowledgeTable;

/// `[param.<name>]`.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The environment variable that sets it, if the user's config allows that name.
    pub env: Option<String>,
    /// Its value where nothing sets it.
    pub default: Option<serde_json::Value>,
    /// The knowledge table that the default is from.
    pub table: Option<&'static KnowledgeTable>,
    /// What its values are: what its default is, else what its first use asks for.
    pub kind: ParamKind,
    /// It differs by environment: names of cases and findings leave it out.
    pub identity: bool,
    /// The bytes of its name in the file.
    pub span: Range<usize>,
}

/// What the values of a param are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// `true` or `false`.
    Bool,
    /// Lists of texts, numbers and booleans.
    List,
    /// Such a list, or one value, for each key: what it is looked up by stands on the subject.
    Keyed,
}

impl ParamKind {
    /// The kind of a value.
    pub fn of(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Number(_) => ParamKind::Number,
            serde_json::Value::Bool(_) => ParamKind::Bool,
            serde_json::Value::Array(_) => ParamKind::List,
            serde_json::Value::Object(_) => ParamKind::Keyed,
            _ => ParamKind::Text,
        }
    }

    /// The kind in the words of a message.
    pub fn noun(self) -> &'static str {
        match self {
            ParamKind::Text => "a text",
            ParamKind::Number => "a number",
            ParamKind::Bool => "a boolean",
            ParamKind::List => "a list",
            ParamKind::Keyed => "a table by key",
        }
    }
}

/// That a number or an expression is a param's, and stands in its place once [`SpecSet::bind`] has put
/// it there.
///
/// [`SpecSet::bind`]: crate::spec::SpecSet::bind
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromParam {
    /// The param.
    pub name: String,
    /// Whether it has been put there.
    pub bound: bool,
}

impl FromParam {
    /// Of a param whose value is not known yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            bound: false,
        }
    }
}
