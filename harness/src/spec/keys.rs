//! The keys of spec files: one table for each kind of table.
//!
//! The parser, the reference and the "did you mean" of messages all read these.

use super::reader::{Key, Takes, key, needed};

/// A spec file.
pub(crate) const FILE: &[Key] = &[
    key(
        "param",
        Takes::Named(PARAM),
        "the params that specs of this file use: `[param.suffix]`",
    ),
    key("spec", Takes::Tables(SPEC), "what must hold: `[[spec]]`"),
];

/// `[param.<name>]`.
pub(crate) const PARAM: &[Key] = &[
    key("description", Takes::Text, "what it is for"),
    key(
        "env",
        Takes::EnvName,
        "the environment variable that sets it, if `stackspec.toml` lists that name under `env` or it starts with `STACKSPEC_`",
    ),
    key(
        "default",
        Takes::ParamValue,
        "its value where nothing sets it; without one, specs that use the param are skipped until it is set",
    ),
    key(
        "table",
        Takes::TableName,
        "takes the default from a knowledge table that ships with stackspec, instead of `default`",
    ),
    key(
        "identity",
        Takes::Flag,
        "it differs by environment: names of cases and findings leave its value out",
    ),
];

/// `[[spec]]`.
pub(crate) const SPEC: &[Key] = &[
    needed(
        "id",
        Takes::Id,
        "its name, after the fault it finds: small letters, digits and `-`, unique in the file",
    ),
    key("title", Takes::Text, "the fault as a sentence"),
    key("why", Takes::Text, "why it is bad"),
    key("fix", Takes::Text, "what to write instead"),
    key(
        "refs",
        Takes::Texts,
        "where the rule comes from: links, numbers",
    ),
    key(
        "source",
        Takes::Text,
        "what the rule rests on: a document of the provider, an API's rule",
    ),
    key(
        "groups",
        Takes::Purposes,
        "purposes that `--library` may ask for, beside the folders it lies in",
    ),
    key(
        "level",
        Takes::Words(&["deny", "warn", "off"]),
        "how much its red counts: it fails the run (the default), is only printed, or is not judged",
    ),
    key("resource", Takes::Globs, "select managed resources by type"),
    key("data", Takes::Globs, "select data sources by type"),
    key("output", Takes::Globs, "select outputs by name"),
    key("variable", Takes::Globs, "select input variables by name"),
    key(
        "provider",
        Takes::Globs,
        "select provider configurations by name",
    ),
    key("backend", Takes::Globs, "select the backend by type"),
    key("module", Takes::Globs, "select module calls by name"),
    key(
        "document",
        Takes::True,
        "select the whole file as one document",
    ),
    key(
        "view",
        Takes::View,
        "select the rows of a view: one shape for what is written in several ways",
    ),
    key(
        "follow",
        Takes::Walk,
        "the subjects are what is reached from there, each once",
    ),
    key(
        "where",
        Takes::Condition,
        "which of those are subjects: an RFC 9535 filter expression, as `@.kind == 'x'`; `@` is the subject",
    ),
    needed("must", Takes::Clauses, "what must hold of every subject"),
    key(
        "when_empty",
        Takes::Words(&["fail", "skip"]),
        "what no subject at all means; without it, red",
    ),
    key(
        "unknown",
        Takes::Words(&["fail", "warn"]),
        "what a subject means that hangs on values not known before apply; without it, red",
    ),
    key(
        "input",
        Takes::WordsOrList(&["synth", "plan", "state"]),
        "the only inputs that it is judged on",
    ),
    key(
        "case",
        Takes::Tables(CASE),
        "examples that `stackspec test` runs",
    ),
];

/// A member of `must`, matchers left out.
pub(crate) const CLAUSE: &[Key] = &[
    key(
        "resource",
        Takes::Globs,
        "look at every managed resource of the stack of these types, each of them is `@`",
    ),
    key("data", Takes::Globs, "the same for data sources"),
    key("output", Takes::Globs, "the same for outputs, by name"),
    key("view", Takes::View, "the same for the rows of a view"),
    key(
        "follow",
        Takes::Walk,
        "look at what is reached from the subject, each of it is `@`: `-[uri]-> aws_lambda_function`",
    ),
    key(
        "where",
        Takes::Condition,
        "which of those: `@` is one of them, `$` the subject",
    ),
    key(
        "together",
        Takes::Words(&["stack", "run"]),
        "judge the values of all subjects at once, of each stack or of the whole run",
    ),
    key(
        "per",
        Takes::Query,
        "with `together`: each group of subjects that have the same value there by itself",
    ),
    key(
        "at",
        Takes::Query,
        "where to look: an RFC 9535 query on the subject, from `$`; from `@` on what is looked at or followed",
    ),
    key(
        "named",
        Takes::Regexes,
        "of the values only those whose own name (the last in their path) is like this",
    ),
    key(
        "as",
        Takes::Rewrite,
        "what is made of a value before it is compared: `{}` is the value",
    ),
    key(
        "optional",
        Takes::True,
        "nothing there is fine; it acts on unset values only",
    ),
    key(
        "default",
        Takes::Value,
        "what stands in where the value is unset",
    ),
    key(
        "some",
        Takes::Matchers,
        "at least one of the values satisfies them",
    ),
    key(
        "none",
        Takes::Matchers,
        "not one of the values satisfies them",
    ),
    key(
        "count",
        Takes::Count,
        "so many of the values satisfy the matchers beside it; without matchers, so many values are there",
    ),
    key("unique", Takes::True, "no two of the values are the same"),
    key(
        "distinct",
        Takes::Count,
        "there are so many different values",
    ),
    key(
        "sum",
        Takes::Count,
        "the values are numbers, and this is their sum",
    ),
    key(
        "disjoint",
        Takes::True,
        "the values are ranges of addresses (CIDR), and no two of them overlap",
    ),
    key(
        "ordered",
        Takes::Words(&["before"]),
        "with `follow`: what is reached is created before the subject",
    ),
    key(
        "any",
        Takes::Alternatives,
        "one of the clauses holds; it stands alone",
    ),
];

/// A right side that stands elsewhere.
pub(crate) const ELSEWHERE: &[Key] = &[
    key(
        "resource",
        Takes::Globs,
        "on every managed resource of the stack of these types",
    ),
    key("data", Takes::Globs, "on every data source"),
    key("output", Takes::Globs, "on every output, by name"),
    key("view", Takes::View, "on every row of a view"),
    key("follow", Takes::Walk, "on what is reached from the subject"),
    key(
        "where",
        Takes::Condition,
        "which of those: `@` is one of them, `$` the subject",
    ),
    key(
        "at",
        Takes::Query,
        "where: from `@`, one of those; alone from `$`, the subject",
    ),
    key("default", Takes::Value, "what stands in where it is unset"),
    key(
        "before_last",
        Takes::Text,
        "of a text only what stands before the last of these: `before_last = \".\"` of `index.handler` is `index`",
    ),
    key(
        "as",
        Takes::Rewrite,
        "what is made of a value before it is compared with: `{}` is the value",
    ),
    key(
        "times",
        Takes::Number,
        "with a matcher of numbers: what the value is multiplied by",
    ),
];

/// A row of a table by key.
pub(crate) const KEYED: &[Key] = &[
    key("param", Takes::Param, "the param that holds the table"),
    key(
        "key",
        Takes::Query,
        "where the key stands: from `$`, the subject; from `@`, what is looked at or followed",
    ),
];

/// `[[spec.case]]`.
pub(crate) const CASE: &[Key] = &[
    key("title", Takes::Text, "what it shows"),
    needed(
        "given",
        Takes::Stacks,
        "a stack in the shape of Terraform JSON; several (`[[spec.case.given]]`) are one run",
    ),
    key("params", Takes::Params, "values of params in this case"),
    key(
        "files",
        Takes::Files,
        "the files that are there, a folder with `/` at its end; in a table each with the list of names in a zip archive, or `true`",
    ),
    needed(
        "expect",
        Takes::Words(&["pass", "fail", "skip"]),
        "what must come of it; `skip`: nothing in it is a subject",
    ),
    key(
        "address",
        Takes::Text,
        "with `fail`: the address that a finding names",
    ),
];

/// Words of the design that are refused until they are read.
pub(crate) const LATER: &[&str] = &[];

/// What people write who know other tools, and our word for it.
pub(crate) const SPEC_ALIASES: &[(&str, &str)] = &[
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
pub(crate) const CLAUSE_ALIASES: &[(&str, &str)] = &[
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
