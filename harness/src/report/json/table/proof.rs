//! The lines of `coverage`, `merge` and `mutate`.

use super::{ADDRESS, CONSTRUCT, FILE, FieldInfo, LineInfo, SPEC, STACK, field};

const KIND: FieldInfo = field(
    "kind",
    "text",
    "what it declares: `resource`, `data`, `output`, `variable`, `provider`, `module`, `backend`",
);
const BLOCK_TYPE: FieldInfo = field(
    "block_type",
    "text",
    "the resource type; of an output, a variable and the like its name",
);
const LEAF_PATH: FieldInfo = field(
    "path",
    "text",
    "where in the body, in its normal form: `$.tags.Name`",
);
const CLASS: FieldInfo = field("class", "text", "the path without indexes");
const OPERATOR: FieldInfo = field(
    "operator",
    "text",
    "what was done, see the operators in docs/coverage.md",
);
const LEAVES: FieldInfo = field(
    "leaves",
    "number",
    "how many leaves it has that are known before apply",
);
const COVERED: FieldInfo = field("covered", "number", "how many of them are covered");
const PRESENT: FieldInfo = field("present", "number", "how many of them are present");
const CONSULTED: FieldInfo = field("consulted", "number", "how many of them are consulted");
const NEVER: FieldInfo = field("never", "number", "at how many of them no spec looks");
const UNKNOWN: FieldInfo = field("unknown", "number", "how many more leaves are not known");
const SOURCE: FieldInfo = field("source", "object", "`file` and `line` (from 1)");
const VERSION: FieldInfo = field("version", "number", "the version of this format");
const SPECS: FieldInfo = field("specs", "number", "how many specs were asked for");
const STACKS: FieldInfo = field("stacks", "number", "how many stacks were read");
const EXIT: FieldInfo = field("exit_code", "number", "the code that the process ends with");
const PROVEN: FieldInfo = field(
    "proven",
    "object",
    "how many clauses are proven: `count`, `of`, `percent`",
);
const CLAUSES: FieldInfo = field("clauses", "number", "how many clauses the specs have");

const BLOCK: &[FieldInfo] = &[
    STACK,
    KIND,
    ADDRESS,
    BLOCK_TYPE,
    CONSTRUCT,
    field(
        "state",
        "text",
        "`covered`, `present`, `consulted`, `never` or `unknown`: of a resource `covered` if a \
         spec covers it, else what its strongest leaf is",
    ),
    SOURCE,
    field(
        "covered_by",
        "list of texts",
        "the specs that cover the resource, `<file>::<id>`",
    ),
    LEAVES,
    COVERED,
    PRESENT,
    CONSULTED,
    NEVER,
    UNKNOWN,
];

pub(super) const RESOURCE: LineInfo = LineInfo {
    name: "resource",
    verb: "",
    says: "`coverage`, `merge`: one a managed resource, before its leaves.",
    fields: BLOCK,
};

pub(super) const OTHER_BLOCK: LineInfo = LineInfo {
    name: "block",
    verb: "",
    says: "`coverage`, `merge`: one a block of any other kind, before its leaves. The same fields.",
    fields: BLOCK,
};

pub(super) const LEAF: LineInfo = LineInfo {
    name: "leaf",
    verb: "",
    says: "`coverage`, `merge`: one a leaf: a scalar that the author wrote.",
    fields: &[
        STACK,
        ADDRESS,
        LEAF_PATH,
        CLASS,
        field(
            "state",
            "text",
            "`covered`, `present`, `consulted`, `never` or `unknown`",
        ),
        field(
            "line",
            "number",
            "its line in the file of the block, from 1",
        ),
        field("column", "number", "its column, from 1, in characters"),
        field(
            "by",
            "list of texts",
            "the clauses that would fail if it were otherwise: `<file>::<spec>#<clause>`, from 1",
        ),
    ],
};

pub(super) const CLASS_LINE: LineInfo = LineInfo {
    name: "class",
    verb: "",
    says: "`coverage`, `merge`: one a type and path, after the blocks of its stack.",
    fields: &[
        STACK,
        KIND,
        BLOCK_TYPE,
        field("path", "text", "the path without indexes"),
        LEAVES,
        COVERED,
        PRESENT,
        CONSULTED,
        NEVER,
        UNKNOWN,
    ],
};

pub(super) const CLAUSE: LineInfo = LineInfo {
    name: "clause",
    verb: "",
    says: "`coverage`, `merge`, `mutate`: one a clause of a spec.",
    fields: &[
        FILE,
        SPEC,
        field("clause", "number", "which of the spec's clauses, from 1"),
        field("written", "text", "the clause as it is written"),
        field(
            "source",
            "object",
            "`file` and `line` (from 1) of the spec file",
        ),
        field(
            "proven",
            "boolean",
            "whether it passed with evidence and, alone, failed for a change of one thing",
        ),
        field("why", "text or null", "why it is not proven"),
        field("covers", "number", "how many leaves it covers"),
        field(
            "ignored",
            "boolean",
            "whether `[[coverage.ignore]]` takes it out of the count of `coverage`",
        ),
    ],
};

pub(super) const COVERAGE_SUMMARY: LineInfo = LineInfo {
    name: "summary",
    verb: "coverage",
    says: "`coverage`, `merge`: one, the last line. Without it the report is not complete.",
    fields: &[
        VERSION,
        field("verb", "text", "`coverage`"),
        field(
            "resources",
            "object",
            "how many resources are covered: `count`, `of`, `percent` (rounded down, null of none)",
        ),
        field(
            "attributes",
            "object",
            "how many leaves are covered, of those that are known: `count`, `of`, `percent`",
        ),
        field(
            "present",
            "object",
            "how many of them are present, the same way",
        ),
        field("consulted", "object", "how many of them are consulted"),
        field("never", "object", "at how many of them no spec looks"),
        field("unknown", "object", "how many of all leaves are not known"),
        CLAUSES,
        PROVEN,
        field(
            "shard",
            "object or null",
            "`number` and `of`, if `--shard` took only a part of the specs",
        ),
        field(
            "outcomes",
            "object",
            "how many verdicts came to each outcome",
        ),
        field("built_in", "object", "the same of the built-in specs"),
        SPECS,
        STACKS,
        field("findings", "number", "how many findings there are"),
        EXIT,
    ],
};

pub(super) const MUTANT: LineInfo = LineInfo {
    name: "mutant",
    verb: "",
    says: "`mutate`: one a change that was tried.",
    fields: &[
        STACK,
        KIND,
        ADDRESS,
        BLOCK_TYPE,
        field(
            "path",
            "text",
            "where in the body; `$` is the block as a whole",
        ),
        CLASS,
        OPERATOR,
        field(
            "before",
            "text",
            "what stood there, as JSON; secrets are left out",
        ),
        field(
            "after",
            "text",
            "what was put there; empty if it was taken away",
        ),
        field("outcome", "text", "`killed`, `survived` or `noticed`"),
        field(
            "by",
            "list of texts",
            "the specs that fail for it, `<file>::<id>`; of a noticed one those that change",
        ),
        field(
            "stands_for",
            "number",
            "how many mutants of its class and operator it stands for, itself among them",
        ),
    ],
};

pub(super) const SURVIVORS: LineInfo = LineInfo {
    name: "survivors",
    verb: "",
    says: "`mutate`: one a class of survivors, the largest first.",
    fields: &[
        STACK,
        KIND,
        BLOCK_TYPE,
        CLASS,
        field("count", "number", "how many survivors there are"),
        field(
            "mutants",
            "list of objects",
            "`address`, `path`, `operator`, `before` and `after` of each",
        ),
        field(
            "toml",
            "text or null",
            "the smallest spec that holds now and kills them, to paste; null if there is none",
        ),
    ],
};

pub(super) const LEFT_OUT: LineInfo = LineInfo {
    name: "left_out",
    verb: "",
    says: "`mutate`: one a spec and stack that is not green as it is, and so can kill nothing.",
    fields: &[
        field("case", "text", "the test case: `<role>::<file>::<spec>`"),
        field("outcome", "text", "what it came to"),
    ],
};

pub(super) const MUTANT_SKIP: LineInfo = LineInfo {
    name: "mutant_skip",
    verb: "",
    says: "`mutate`: one a mutant that `[[mutant.skip]]` takes out.",
    fields: &[
        STACK,
        ADDRESS,
        LEAF_PATH,
        OPERATOR,
        field("reason", "text", "the reason that is given"),
    ],
};

pub(super) const MUTATE_SUMMARY: LineInfo = LineInfo {
    name: "summary",
    verb: "mutate",
    says: "`mutate`: one, the last line. Without it the report is not complete.",
    fields: &[
        VERSION,
        field("verb", "text", "`mutate`"),
        field("mutants", "number", "how many mutants were judged"),
        field("killed", "number", "how many of them some spec fails for"),
        field("survived", "number", "how many of them no spec minds"),
        field(
            "noticed",
            "number",
            "how many of them leave a spec without a verdict; they count neither way",
        ),
        field(
            "score",
            "number or null",
            "killed of killed and survived, in percent, rounded down; null if there are neither",
        ),
        field(
            "weighted",
            "object",
            "`mutants`, `killed`, `survived`, `noticed` and `score`, each mutant counted as often as \
             it stands for others",
        ),
        field("possible", "number", "how many mutants `--all` would make"),
        field(
            "skipped",
            "number",
            "how many mutants `[[mutant.skip]]` takes out",
        ),
        field(
            "left_out",
            "number",
            "how many specs on stacks are not green as it is",
        ),
        CLAUSES,
        field(
            "proven",
            "object or null",
            "how many clauses are proven: `count`, `of`, `percent`; null, and no clause is listed, if \
             `--resource` or `--in-diff` leaves blocks as they are",
        ),
        field("required", "number or null", "`--min-score`"),
        SPECS,
        STACKS,
        EXIT,
    ],
};
