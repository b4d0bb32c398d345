//! The keys of `stackspec.toml`.

use crate::spec::reader::{Key, Takes, key, needed};

/// The file.
pub(crate) const CONFIG: &[Key] = &[
    key(
        "inputs",
        Takes::Paths,
        "what is judged where the command names nothing: synth outputs, plans and states, from the folder of this file",
    ),
    key(
        "specs",
        Takes::Paths,
        "spec files of your own, folders and globs, from the folder of this file",
    ),
    key(
        "library",
        Takes::Groups,
        "specs of the library that ships with stackspec: `all`, a folder (`aws/lambda`), a purpose (`security`), a level or an id",
    ),
    key("params", Takes::Params, "values of params of the specs"),
    key(
        "vars",
        Takes::Vars,
        "what variables of the stacks are given, as `terraform plan -var` does",
    ),
    key(
        "env",
        Takes::EnvNames,
        "the environment variables that a param may be read from; those that start with `STACKSPEC_` need no leave",
    ),
    key(
        "coverage",
        Takes::Table(COVERAGE),
        "gates, each a test case of its own, and what does not count",
    ),
    key(
        "mutant",
        Takes::Table(MUTANT),
        "what `stackspec mutate` leaves untried",
    ),
    key(
        "levels",
        Takes::Levels,
        "the levels of specs that ship with stackspec, by id: `reference-cycle = \"warn\"`",
    ),
    key(
        "synth",
        Takes::Table(SYNTH),
        "the command that makes the synth output again where a source is newer",
    ),
    key(
        "waiver",
        Takes::Tables(WAIVER),
        "findings that are true, and that fail no run until a day",
    ),
];

/// `[synth]`.
pub(crate) const SYNTH: &[Key] = &[
    needed(
        "command",
        Takes::Texts,
        "the words of the command, which no shell reads: `[\"npx\", \"cdktf\", \"synth\"]`",
    ),
    key(
        "sources",
        Takes::Paths,
        "what the synth output is made from: globs, from `folder`",
    ),
    key(
        "folder",
        Takes::Text,
        "where the command runs, from the folder of this file",
    ),
    key(
        "output",
        Takes::Paths,
        "what the command writes, if that is not every input",
    ),
    key(
        "keeps_unchanged",
        Takes::Flag,
        "whether the command leaves a file as it is whose text would be the same",
    ),
];

/// `[coverage]`.
pub(crate) const COVERAGE: &[Key] = &[
    key(
        "resources",
        Takes::Percent,
        "percent of the resources: a clause that can fail examines them",
    ),
    key(
        "attributes",
        Takes::Percent,
        "percent of the attributes that are known: a clause would fail if they were otherwise",
    ),
    key(
        "clauses_proven",
        Takes::Percent,
        "percent of the clauses: a change of the stack was seen to make them fail",
    ),
    key(
        "ignore",
        Takes::Tables(IGNORE),
        "what does not count: blocks, places in them, or clauses of specs",
    ),
];

const TYPE: Key = key("type", Takes::Glob, "the types of the blocks");
const ADDRESS: Key = key("address", Takes::Glob, "the addresses of the blocks");
const CONSTRUCT: Key = key(
    "construct",
    Takes::Glob,
    "the construct paths of the blocks",
);
const PATH: Key = key(
    "path",
    Takes::Pattern,
    "only these places in the blocks and what is below: `$.tags.*`",
);

/// `[[coverage.ignore]]`.
pub(crate) const IGNORE: &[Key] = &[
    TYPE,
    ADDRESS,
    CONSTRUCT,
    PATH,
    key(
        "spec",
        Takes::Glob,
        "clauses of these specs, by id or `<file>::<id>`, instead of blocks",
    ),
    key(
        "clause",
        Takes::Positive,
        "with `spec`: only this clause, from 1",
    ),
    needed("reason", Takes::Text, "why it need not be held"),
];

/// `[mutant]`.
pub(crate) const MUTANT: &[Key] = &[key(
    "skip",
    Takes::Tables(SKIP),
    "mutants that are not tried",
)];

/// `[[mutant.skip]]`.
pub(crate) const SKIP: &[Key] = &[
    TYPE,
    ADDRESS,
    CONSTRUCT,
    PATH,
    key(
        "operator",
        Takes::Text,
        "only mutants of this operator, as `stackspec mutate` names it",
    ),
    needed("reason", Takes::Text, "why it need not be held"),
];

/// `[[waiver]]`.
pub(crate) const WAIVER: &[Key] = &[
    needed("spec", Takes::Text, "the id of a spec, or `<file>::<id>`"),
    key(
        "address",
        Takes::Glob,
        "the address or the construct path of the subject; `{name}` in it is the value of the param `name`. Without it, any subject",
    ),
    key(
        "stack",
        Takes::Glob,
        "the roles of the stacks that it is about; without it, every stack",
    ),
    needed("reason", Takes::Text, "why you live with what it covers"),
    key("owner", Takes::Text, "who answers for it"),
    key("issue", Takes::Text, "where it is followed up"),
    needed(
        "expires",
        Takes::Day,
        "the last day on which it counts, in UTC",
    ),
    key(
        "many",
        Takes::Flag,
        "whether it may cover several subjects of one stack",
    ),
];
