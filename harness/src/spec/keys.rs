//! The keys of spec files: one table for each kind of table.
//!
//! The parser, the reference and the "did you mean" of messages all read these.

/// A key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// Its name.
    pub(super) name: &'static str,
    /// What it takes.
    pub(super) takes: &'static str,
    /// What it says.
    pub(super) says: &'static str,
}

const fn key(name: &'static str, takes: &'static str, says: &'static str) -> Key {
    Key { name, takes, says }
}

/// `[param.<name>]`.
pub(super) const PARAM: &[Key] = &[
    key("description", "text", "what it is for"),
    key(
        "env",
        "name",
        "the environment variable that sets it, if `stackspec.toml` lists that name under `env` or it starts with `STACKSPEC_`",
    ),
    key(
        "default",
        "text, number, boolean, list, or a table of such lists by key",
        "its value where nothing sets it; without one, specs that use the param are skipped until it is set",
    ),
    key(
        "table",
        "name of a table",
        "takes the default from a knowledge table that ships with stackspec, instead of `default`",
    ),
    key(
        "identity",
        "boolean",
        "it differs by environment: names of cases and findings leave its value out",
    ),
];

/// `[[spec]]`.
pub(super) const SPEC: &[Key] = &[
    key(
        "id",
        "text",
        "its name, after the fault it finds: small letters, digits and `-`, unique in the file",
    ),
    key("title", "text", "the fault as a sentence"),
    key("why", "text", "why it is bad"),
    key("fix", "text", "what to write instead"),
    key(
        "refs",
        "list of texts",
        "where the rule comes from: links, numbers",
    ),
    key(
        "source",
        "text",
        "what the rule rests on: a document of the provider, an API's rule",
    ),
    key(
        "groups",
        "list of texts",
        "purposes that `--library` may ask for, beside the folders it lies in",
    ),
    key(
        "level",
        "\"deny\", \"warn\", \"off\"",
        "how much its red counts: it fails the run (the default), is only printed, or is not judged",
    ),
    key(
        "resource",
        "glob or list",
        "select managed resources by type",
    ),
    key("data", "glob or list", "select data sources by type"),
    key("output", "glob or list", "select outputs by name"),
    key("variable", "glob or list", "select input variables by name"),
    key(
        "provider",
        "glob or list",
        "select provider configurations by name",
    ),
    key("backend", "glob or list", "select the backend by type"),
    key("module", "glob or list", "select module calls by name"),
    key("document", "true", "select the whole file as one document"),
    key(
        "view",
        "name of a view",
        "select the rows of a view: one shape for what is written in several ways",
    ),
    key(
        "follow",
        "walk",
        "the subjects are what is reached from there, each once",
    ),
    key(
        "where",
        "condition",
        "which of those are subjects: an RFC 9535 filter expression, as `@.kind == 'x'`; `@` is the subject",
    ),
    key("must", "list of clauses", "what must hold of every subject"),
    key(
        "when_empty",
        "\"fail\", \"skip\"",
        "what no subject at all means; without it, red",
    ),
    key(
        "unknown",
        "\"fail\", \"warn\"",
        "what a subject means that hangs on values not known before apply; without it, red",
    ),
    key(
        "input",
        "\"synth\", \"plan\", \"state\" or list",
        "the only inputs that it is judged on",
    ),
    key(
        "case",
        "list of tables",
        "examples that `stackspec test` runs",
    ),
];

/// A member of `must`, matchers left out.
pub(super) const CLAUSE: &[Key] = &[
    key(
        "resource",
        "glob or list",
        "look at every managed resource of the stack of these types, each of them is `@`",
    ),
    key("data", "glob or list", "the same for data sources"),
    key("output", "glob or list", "the same for outputs, by name"),
    key("view", "name of a view", "the same for the rows of a view"),
    key(
        "follow",
        "walk",
        "look at what is reached from the subject, each of it is `@`: `-[uri]-> aws_lambda_function`",
    ),
    key(
        "where",
        "condition",
        "which of those: `@` is one of them, `$` the subject",
    ),
    key(
        "together",
        "\"stack\", \"run\"",
        "judge the values of all subjects at once, of each stack or of the whole run",
    ),
    key(
        "per",
        "JSONPath query",
        "with `together`: each group of subjects that have the same value there by itself",
    ),
    key(
        "at",
        "JSONPath query",
        "where to look: an RFC 9535 query on the subject, from `$`; from `@` on what is looked at or followed",
    ),
    key(
        "as",
        "text with `{}`",
        "what is made of a value before it is compared: `{}` is the value",
    ),
    key(
        "optional",
        "true",
        "nothing there is fine; it acts on unset values only",
    ),
    key(
        "default",
        "value",
        "what stands in where the value is unset",
    ),
    key(
        "some",
        "table of matchers",
        "at least one of the values satisfies them",
    ),
    key(
        "none",
        "table of matchers",
        "not one of the values satisfies them",
    ),
    key(
        "count",
        "number or comparison",
        "so many of the values satisfy the matchers beside it; without matchers, so many values are there",
    ),
    key("unique", "true", "no two of the values are the same"),
    key(
        "distinct",
        "number or comparison",
        "there are so many different values",
    ),
    key(
        "sum",
        "number or comparison",
        "the values are numbers, and this is their sum",
    ),
    key(
        "disjoint",
        "true",
        "the values are ranges of addresses (CIDR), and no two of them overlap",
    ),
    key(
        "ordered",
        "\"before\"",
        "with `follow`: what is reached is created before the subject",
    ),
    key(
        "any",
        "list of clauses",
        "one of the clauses holds; it stands alone",
    ),
];

/// A right side that stands elsewhere.
pub(super) const ELSEWHERE: &[Key] = &[
    key(
        "resource",
        "glob or list",
        "on every managed resource of the stack of these types",
    ),
    key("data", "glob or list", "on every data source"),
    key("output", "glob or list", "on every output, by name"),
    key("view", "name of a view", "on every row of a view"),
    key("follow", "walk", "on what is reached from the subject"),
    key(
        "where",
        "condition",
        "which of those: `@` is one of them, `$` the subject",
    ),
    key(
        "at",
        "JSONPath query",
        "where: from `@`, one of those; alone from `$`, the subject",
    ),
    key("default", "value", "what stands in where it is unset"),
    key(
        "times",
        "number",
        "with a matcher of numbers: what the value is multiplied by",
    ),
];

/// A row of a table by key.
pub(super) const KEYED: &[Key] = &[
    key("param", "name", "the param that holds the table"),
    key(
        "key",
        "JSONPath query",
        "where the key stands: from `$`, the subject; from `@`, what is looked at or followed",
    ),
];

/// `[[spec.case]]`.
pub(super) const CASE: &[Key] = &[
    key("title", "text", "what it shows"),
    key(
        "given",
        "table, or text with JSON, or list of tables",
        "a stack in the shape of Terraform JSON; several (`[[spec.case.given]]`) are one run",
    ),
    key("params", "table", "values of params in this case"),
    key(
        "files",
        "list of names, or table",
        "the files that are there, a folder with `/` at its end; in a table each with the list of names in a zip archive, or `true`",
    ),
    key(
        "expect",
        "\"pass\", \"fail\", \"skip\"",
        "what must come of it; `skip`: nothing in it is a subject",
    ),
    key(
        "address",
        "text",
        "with `fail`: the address that a finding names",
    ),
];

/// Words of the design that are refused until they are read.
pub(super) const LATER: &[&str] = &[];

/// What people write who know other tools, and our word for it.
pub(super) const SPEC_ALIASES: &[(&str, &str)] = &[
    ("name", "id"),
    ("severity", "level"),
    ("description", "title"),
    ("message", "title"),
    ("remediation", "fix"),
    ("type", "resource"),
    ("resources", "resource"),
    ("when", "where"),
    ("if", "where"),
    ("filter", "where"),
    ("walk", "follow"),
    ("via", "follow"),
    ("assert", "must"),
    ("expect", "must"),
    ("tests", "case"),
    ("cases", "case"),
];

/// The same, for clauses.
pub(super) const CLAUSE_ALIASES: &[(&str, &str)] = &[
    ("path", "at"),
    ("when", "where"),
    ("if", "where"),
    ("filter", "where"),
    ("walk", "follow"),
    ("via", "follow"),
    ("group_by", "per"),
    ("across", "together"),
    ("type", "resource"),
    ("order", "ordered"),
    ("total", "sum"),
    ("eq", "equal"),
    ("is", "equal"),
    ("in", "one_of"),
    ("regex", "match"),
    ("pattern", "match"),
    ("glob", "like"),
    ("starts_with", "like"),
    ("ends_with", "like"),
    ("exists", "present"),
    ("missing", "absent"),
    ("has", "include"),
    ("gte", "at_least"),
    ("min", "at_least"),
    ("lte", "at_most"),
    ("max", "at_most"),
    ("lt", "less_than"),
    ("gt", "greater_than"),
    ("len", "length"),
    ("size", "length"),
    ("ne", "not_equal"),
    ("not_in", "not_one_of"),
    ("or", "any"),
    ("any_of", "any"),
    ("not_present", "absent"),
    ("not_absent", "present"),
    ("not_at_least", "less_than"),
    ("not_at_most", "greater_than"),
    ("not_less_than", "at_least"),
    ("not_greater_than", "at_most"),
];

/// The names of a table's keys.
pub(super) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
