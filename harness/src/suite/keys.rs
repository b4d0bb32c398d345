//! The keys of `case.toml` and `suite.toml`.

use crate::spec::reader::{Key, Takes, key, needed};

const IDENTITY: Key = key(
    "identity",
    Takes::Texts,
    "values that differ from environment to environment, besides those of identity params: names of findings leave them out",
);
const VARS: Key = key(
    "vars",
    Takes::Vars,
    "what variables of the stacks are given, as `terraform plan -var` does",
);
const SPEC: Key = needed("spec", Takes::Text, "the id of a spec, or `<file>::<id>`");
const ADDRESS: Key = key(
    "address",
    Takes::Glob,
    "the address or the construct path of the subject; without it, any",
);
const REASON: Key = needed("reason", Takes::Text, "why it is not as it should be");
const ISSUE: Key = key("issue", Takes::Text, "where it is followed up");
const EXPIRES: Key = needed(
    "expires",
    Takes::Day,
    "the last day on which it counts; from then on the case is red again",
);

/// `case.toml`.
pub(crate) const CASE: &[Key] = &[
    key("title", Takes::Text, "what the case is about, in words"),
    key("source", Takes::Text, "where its stack comes from"),
    key(
        "platform",
        Takes::Text,
        "what wrote the stack: `cdktf-typescript`, `terraform`",
    ),
    key("model", Takes::Text, "the model that wrote the program"),
    key(
        "prompt",
        Takes::Text,
        "what the model was asked, by a name; attempts at one thing have the same",
    ),
    key("run", Takes::Text, "in which run of the model"),
    key("attempt", Takes::Positive, "which attempt, from 1"),
    key(
        "classes",
        Takes::Texts,
        "the failure classes that it is about",
    ),
    key(
        "input",
        Takes::Text,
        "the input, below the folder of the case, where it is not found by its name",
    ),
    key(
        "synth",
        Takes::Text,
        "of a plan: the synth output that it was made from, below the folder of the case",
    ),
    key(
        "stack",
        Takes::Text,
        "the name of a stack that does not bring its own",
    ),
    IDENTITY,
    key(
        "params",
        Takes::Params,
        "values of params of the specs, in this case",
    ),
    VARS,
    key(
        "expect",
        Takes::Tables(EXPECT),
        "faults that the stack has, and that must be found",
    ),
    key(
        "known",
        Takes::Tables(KNOWN),
        "what is said of a spec is not so, and that is known",
    ),
];

/// `[[expect]]`.
pub(crate) const EXPECT: &[Key] = &[
    SPEC,
    ADDRESS,
    key(
        "outcome",
        Takes::Words(&["fail", "unknown", "vacuous", "error"]),
        "what comes of the spec there; without it, `fail`",
    ),
    key(
        "exactly",
        Takes::Positive,
        "how many such findings there are; without it, one or more",
    ),
];

/// `[[known]]` of a case.
pub(crate) const KNOWN: &[Key] = &[SPEC, ADDRESS, REASON, ISSUE, EXPIRES];

/// `[[known]]` of a suite.
pub(crate) const KNOWN_IN_SUITE: &[Key] = &[
    key("case", Takes::Glob, "which cases; without it, every case"),
    SPEC,
    ADDRESS,
    REASON,
    ISSUE,
    EXPIRES,
];

/// `suite.toml`.
pub(crate) const SUITE: &[Key] = &[
    key("title", Takes::Text, "what the suite is about, in words"),
    key(
        "specs",
        Takes::Paths,
        "spec files, folders and globs, from the folder of this file",
    ),
    key(
        "library",
        Takes::Groups,
        "specs of the library that ships with stackspec: `all`, a folder (`aws/lambda`), a purpose (`security`), a level or an id",
    ),
    IDENTITY,
    key(
        "params",
        Takes::Params,
        "values of params of the specs, in every case that says nothing else",
    ),
    VARS,
    key(
        "levels",
        Takes::Levels,
        "the levels of specs that ship with stackspec, by id",
    ),
    key(
        "known",
        Takes::Tables(KNOWN_IN_SUITE),
        "what is said of a spec is not so, and that is known",
    ),
];
