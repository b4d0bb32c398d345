//! The keys of a kind of table: what each takes, and what it says.
//!
//! Readers, the reference, the "did you mean" of messages and the schemas for editors all read
//! such tables.

/// A key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it takes.
    pub(crate) takes: Takes,
    /// What it says.
    pub(crate) says: &'static str,
    /// Whether a table without it is refused, whatever else it has.
    pub(crate) needed: bool,
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    /// A text that is not blank.
    Text,
    /// The id of a spec, where it is given.
    Id,
    /// The name of a param.
    Param,
    /// The name of an environment variable.
    EnvName,
    /// One or several of them.
    EnvNames,
    /// A text, or a list of them.
    Texts,
    /// Paths of files and folders, or globs over them.
    Paths,
    /// Groups of the library.
    Groups,
    /// Purposes, which are groups of the library too.
    Purposes,
    /// One of these words.
    Words(&'static [&'static str]),
    /// One or several of these words.
    WordsOrList(&'static [&'static str]),
    /// `true` and nothing else.
    True,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number from 1.
    Positive,
    /// A whole number from 0 to 100.
    Percent,
    /// A number, or a comparison with one.
    Count,
    /// A day.
    Day,
    /// Any value.
    Value,
    /// A glob over names.
    Glob,
    /// One or several globs.
    Globs,
    /// A pattern over paths in a block.
    Pattern,
    /// The name of a view.
    View,
    /// A walk.
    Walk,
    /// A filter expression.
    Condition,
    /// A JSONPath query.
    Query,
    /// Regular expressions.
    Regexes,
    /// A text with `{}` in it.
    Rewrite,
    /// The name of a knowledge table.
    TableName,
    /// What a param may be.
    ParamValue,
    /// Values of params, by name.
    Params,
    /// Values of variables, by name.
    Vars,
    /// Levels of specs that ship with stackspec, by id.
    Levels,
    /// A table of matchers.
    Matchers,
    /// Clauses.
    Clauses,
    /// Clauses one of which holds.
    Alternatives,
    /// Stacks in the shape of Terraform JSON.
    Stacks,
    /// Files of a case.
    Files,
    /// A table with these keys.
    Table(&'static [Key]),
    /// Tables with these keys, by name.
    Named(&'static [Key]),
    /// A list of tables with these keys.
    Tables(&'static [Key]),
}

impl Takes {
    /// In words, as the reference has it.
    pub(crate) fn words(self) -> String {
        let quoted = |words: &[&str]| {
            let words = words.iter().map(|word| format!("\"{word}\""));
            words.collect::<Vec<_>>().join(", ")
        };
        let words = match self {
            Takes::Words(words) => return quoted(words),
            Takes::WordsOrList(words) => return format!("{} or list", quoted(words)),
            Takes::Text | Takes::Id => "text",
            Takes::Param | Takes::EnvName => "name",
            Takes::EnvNames => "name or list",
            Takes::Texts | Takes::Purposes => "list of texts",
            Takes::Paths => "path, glob or list",
            Takes::Groups => "group or list",
            Takes::True => "true",
            Takes::Flag => "boolean",
            Takes::Number => "number",
            Takes::Positive => "whole number from 1",
            Takes::Percent => "whole number from 0 to 100",
            Takes::Count => "number or comparison",
            Takes::Day => "day",
            Takes::Value => "value",
            Takes::Glob => "glob",
            Takes::Globs => "glob or list",
            Takes::Pattern => "pattern of a path",
            Takes::View => "name of a view",
            Takes::Walk => "walk",
            Takes::Condition => "condition",
            Takes::Query => "JSONPath query",
            Takes::Regexes => "regular expression or list",
            Takes::Rewrite => "text with `{}`",
            Takes::TableName => "name of a table",
            Takes::ParamValue => "text, number, boolean, list, or a table of such lists by key",
            Takes::Params | Takes::Vars | Takes::Levels => "table",
            Takes::Table(_) => "table",
            Takes::Named(_) => "tables by name",
            Takes::Matchers => "table of matchers",
            Takes::Clauses | Takes::Alternatives => "list of clauses",
            Takes::Stacks => "table, or text with JSON, or list of tables",
            Takes::Files => "list of names, or table",
            Takes::Tables(_) => "list of tables",
        };
        words.to_owned()
    }
}

/// A key that may be left out.
pub(crate) const fn key(name: &'static str, takes: Takes, says: &'static str) -> Key {
    Key {
        name,
        takes,
        says,
        needed: false,
    }
}

/// A key that must be there.
pub(crate) const fn needed(name: &'static str, takes: Takes, says: &'static str) -> Key {
    Key {
        needed: true,
        ..key(name, takes, says)
    }
}

/// The names of a table's keys.
pub(crate) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
