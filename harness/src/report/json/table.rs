//! What each line and field means. The documentation is made from this table, and a test holds
//! what is written to it.

mod compare;
mod proof;
mod scoreboard;
mod stable;
mod suite;
mod waiver;

/// A type of line.
#[derive(Debug, Clone, Copy)]
pub struct LineInfo {
    /// The value of `"type"`; empty for `list resources`, whose lines are of one kind.
    pub name: &'static str,
    /// The verb that its field `verb` names, where several verbs write lines of one name that have
    /// other fields; else empty.
    pub verb: &'static str,
    /// Which command writes it, and how often.
    pub says: &'static str,
    /// Its fields besides `type`, in their order.
    pub fields: &'static [FieldInfo],
}

/// A field of a line.
#[derive(Debug, Clone, Copy)]
pub struct FieldInfo {
    /// Its name.
    pub name: &'static str,
    /// What kind of JSON value it is.
    pub kind: &'static str,
    /// What it means.
    pub says: &'static str,
}

const fn field(name: &'static str, kind: &'static str, says: &'static str) -> FieldInfo {
    FieldInfo { name, kind, says }
}

const STACK: FieldInfo = field("stack", "text", "the stack's name");
const FILE: FieldInfo = field(
    "file",
    "text",
    "the spec file as cases name it: its path below the spec folder without extension, `::` for `/`",
);
const SPEC: FieldInfo = field("spec", "text", "the spec's id");
const ADDRESS: FieldInfo = field("address", "text", "the address, as Terraform writes it");
const CONSTRUCT: FieldInfo = field(
    "construct_path",
    "text or null",
    "the construct path that cdktf wrote beside it",
);

/// Every type of line, in the order in which they are written.
pub const TABLE: &[LineInfo] = &[
    LineInfo {
        name: "stack",
        verb: "",
        says: "`check`, `coverage`, `merge`, `list stacks`: one a stack, before everything else.",
        fields: &[
            field(
                "name",
                "text",
                "its name: the manifest's, `--stack`, or the folder's",
            ),
            field(
                "role",
                "text",
                "the name without the values of identity params",
            ),
            field(
                "input",
                "text",
                "the input, as it was named on the command line",
            ),
            field("form", "text", "`synth`, `plan` or `state`"),
            field(
                "companion",
                "object or null",
                "`{name, input}` of the synth output that `--synth` gives to a plan",
            ),
            field("resources", "number", "how many managed resources it has"),
            field("data", "number", "how many data sources it has"),
        ],
    },
    LineInfo {
        name: "verdict",
        verb: "",
        says: "`check`, `coverage`, `merge`: one a spec and stack.",
        fields: &[
            STACK,
            field("role", "text", "the stack's role"),
            FILE,
            SPEC,
            field(
                "case",
                "text",
                "the name of the test case: `<role>::<file>::<spec>`",
            ),
            field(
                "level",
                "text",
                "`deny`, `warn` or `off`; only `deny` makes a run fail",
            ),
            field(
                "outcome",
                "text",
                "`pass`, `fail`, `unknown`, `vacuous`, `waived`, `skipped` or `error`",
            ),
            field(
                "subjects",
                "number",
                "how many blocks the spec is about, after `where`",
            ),
            field(
                "judged",
                "number",
                "how many of those were judged with evidence",
            ),
            field("findings", "number", "how many findings there are"),
            field("title", "text or null", "the spec's title"),
            field(
                "reason",
                "text or null",
                "why it was skipped, or why it is vacuous",
            ),
            field("help", "text or null", "what to do about that"),
            field("notes", "list of texts", "what else is worth saying"),
        ],
    },
    LineInfo {
        name: "finding",
        verb: "",
        says: "`check`: one a finding, after the verdict it belongs to.",
        fields: &[
            STACK,
            FILE,
            SPEC,
            field("outcome", "text", "`fail`, `unknown` or `error`"),
            field(
                "address",
                "text",
                "the subject's address; empty if it is about no one subject",
            ),
            CONSTRUCT,
            field(
                "path",
                "text or null",
                "where in the subject, as a normalized path of RFC 9535",
            ),
            field("expected", "text", "what the clause wants"),
            field("actual", "text", "what is there; secrets are left out"),
            field(
                "source",
                "object or null",
                "`file`, `line` and `column` (from 1, in characters) in the synthesized file",
            ),
            field(
                "made_at",
                "text or null",
                "where the program made the subject, `file:line:column`, if its synth says so",
            ),
            field("message", "text", "the whole of it as one sentence"),
            field("notes", "list of texts", "what explains it"),
            field(
                "waived",
                "object or null",
                "`reason`, `owner`, `issue` and `expires` of the waiver that covers it",
            ),
        ],
    },
    waiver::WAIVER,
    LineInfo {
        name: "coverage",
        verb: "",
        says: "`check`: one a stack, then one for all of them with `stack` null. What \
               `[[coverage.ignore]]` names does not count. Under `--spec` it is left out unless a \
               gate is set, and is of all specs: a filter must not change a percentage.",
        fields: &[
            field(
                "stack",
                "text or null",
                "the stack's name; null in the total",
            ),
            field(
                "resources",
                "number",
                "how many managed resources there are",
            ),
            field(
                "covered",
                "number",
                "how many of them a clause examined that could have failed",
            ),
            field(
                "percent",
                "number or null",
                "the share, rounded down; null without resources",
            ),
            field(
                "required",
                "number or null",
                "the gate, in percent; only in the total",
            ),
            field(
                "met",
                "boolean or null",
                "whether the gate is met; null without a gate",
            ),
            field(
                "types",
                "list of objects",
                "`type`, `resources` and `covered`, by resource type",
            ),
            field(
                "uncovered",
                "list of objects",
                "`address` and `construct_path` of every resource that is not covered",
            ),
        ],
    },
    LineInfo {
        name: "gate",
        verb: "",
        says: "`check`, `coverage`: one a gate of `[coverage]` that is set, judged from all specs under `--spec` \
               too.",
        fields: &[
            field(
                "gate",
                "text",
                "`resources`, `attributes` or `clauses_proven`",
            ),
            field("case", "text", "the name of its test case"),
            field("required", "number", "how many percent it demands"),
            field(
                "percent",
                "number or null",
                "how many percent there are, rounded down; null if there is nothing to cover",
            ),
            field("all", "number", "how many there are"),
            field(
                "reached",
                "number",
                "how many of them are covered, or of clauses proven",
            ),
            field(
                "met",
                "boolean",
                "whether it is met; nothing to cover meets no gate",
            ),
            field(
                "missing",
                "list of objects",
                "`stack`, `what`, `note`, `file` and `line` of the first that are not, 20 at most; \
                 `coverage` lists them all",
            ),
        ],
    },
    LineInfo {
        name: "ignore",
        verb: "",
        says: "`check`, `coverage`: one an entry of `[[coverage.ignore]]`.",
        fields: &[
            field("entry", "text", "what it names, as in the file"),
            field("reason", "text", "why"),
            field("file", "text", "the configuration"),
            field("line", "number", "the line of the entry, from 1"),
            field(
                "asked",
                "boolean",
                "whether what it is about was counted: leaves and clauses are only for a gate",
            ),
            field(
                "resources",
                "number",
                "how many resources it takes out of the count",
            ),
            field("leaves", "number", "how many leaves"),
            field("clauses", "number", "how many clauses"),
            field(
                "unused",
                "boolean",
                "whether it takes nothing out although that was counted",
            ),
        ],
    },
    LineInfo {
        name: "summary",
        verb: "",
        says: "`check`: one, the last line. Without it the report is not complete.",
        fields: &[
            field("version", "number", "the version of this format"),
            field(
                "outcomes",
                "object",
                "how many verdicts came to each outcome",
            ),
            field(
                "built_in",
                "object",
                "the same of the built-in specs, which are counted nowhere else",
            ),
            field("specs", "number", "how many specs were asked for"),
            field("stacks", "number", "how many stacks were read"),
            field("findings", "number", "how many findings there are"),
            field("exit_code", "number", "the code that the process ends with"),
        ],
    },
    LineInfo {
        name: "problem",
        verb: "",
        says: "`check`, `coverage`, `mutate`: one a problem that stood in the way, in place of everything but the summary.",
        fields: &[
            field(
                "exit_code",
                "number",
                "the exit code that this problem asks for",
            ),
            field("message", "text", "what is wrong"),
            field(
                "source",
                "object or null",
                "`file`, `line` and `column` (from 1, in characters)",
            ),
            field("notes", "list of texts", "what explains it"),
            field("help", "list of texts", "what to do"),
        ],
    },
    LineInfo {
        name: "spec",
        verb: "",
        says: "`list specs`: one a spec.",
        fields: &[
            FILE,
            SPEC,
            field("level", "text", "`deny`, `warn` or `off`"),
            field("title", "text or null", "the spec's title"),
            field(
                "selects",
                "text",
                "the kind of block it selects: `resource`, `output`, ...",
            ),
            field(
                "groups",
                "list of texts",
                "its groups: folders and purposes",
            ),
            field("refs", "list of texts", "where its rule comes from"),
            field(
                "params",
                "list of texts",
                "the params that its right sides use: if one has no value, it is skipped",
            ),
            field("cases", "number", "how many `[[spec.case]]` it has"),
        ],
    },
    LineInfo {
        name: "value",
        verb: "",
        says: "`query`: one a value.",
        fields: &[
            STACK,
            ADDRESS,
            field("path", "text", "the normalized path of RFC 9535"),
            field(
                "value",
                "text",
                "the value as JSON text; secrets are left out",
            ),
            field(
                "sure",
                "boolean",
                "false if a filter on the way hangs on an unknown value",
            ),
        ],
    },
    LineInfo {
        name: "hop",
        verb: "",
        says: "`query` with a walk: one a place that a hop came to.",
        fields: &[
            STACK,
            field("from", "text", "the address that the walk starts from"),
            field("hop", "number", "which hop, from 1"),
            field("text", "text", "the hop as it is written"),
            field("to_stack", "text", "the stack of the block that it came to"),
            field("address", "text", "the address of that block"),
            CONSTRUCT,
            field(
                "path",
                "text or null",
                "where in that block the row of a view stands",
            ),
            field(
                "through",
                "text or null",
                "the attribute of the reference that led there",
            ),
            field(
                "sure",
                "boolean",
                "false if it hangs on something that is not known whether the walk comes there",
            ),
        ],
    },
    LineInfo {
        name: "edge",
        verb: "",
        says: "`graph`: one a reference; one for each block, if it leads to several.",
        fields: &[
            STACK,
            field("from", "text", "the address of the block that refers"),
            field(
                "path",
                "text",
                "where in its body, as a normalized path of RFC 9535",
            ),
            field(
                "label",
                "text",
                "the attribute that refers, as `follow` names it",
            ),
            field(
                "leads",
                "text",
                "`block`; `undeclared` if nothing of that name is there; `outside` if it leaves the stacks",
            ),
            field(
                "to_stack",
                "text or null",
                "the stack of the block that it leads to",
            ),
            field(
                "to",
                "text",
                "the address of that block; of anything else what is written",
            ),
            field(
                "attribute",
                "text or null",
                "the attribute of that block that is taken",
            ),
            field("order", "boolean", "true if it orders only: `depends_on`"),
            field(
                "sure",
                "boolean",
                "false if it leads to one of several blocks, and it is not known which",
            ),
        ],
    },
    LineInfo {
        name: "walk",
        verb: "",
        says: "`query` with a walk: one a walk, after its hops.",
        fields: &[
            STACK,
            field("from", "text", "the address that the walk starts from"),
            field("reached", "number", "how many places its last hop came to"),
            field(
                "broken_at",
                "number or null",
                "the first hop that came to nothing although more hops were to come, from 1",
            ),
            field(
                "open",
                "list of texts",
                "why it may reach more than it does",
            ),
        ],
    },
    LineInfo {
        name: "case",
        verb: "",
        says: "`test`: one a `[[spec.case]]`.",
        fields: &[
            FILE,
            SPEC,
            field("case", "number", "which case of the spec, from 1"),
            field("expected", "text", "what the case expects"),
            field("actual", "text", "what came of it"),
            field("ok", "boolean", "whether that is the same"),
        ],
    },
    proof::RESOURCE,
    proof::OTHER_BLOCK,
    proof::LEAF,
    proof::CLASS_LINE,
    proof::CLAUSE,
    proof::COVERAGE_SUMMARY,
    proof::MUTANT,
    proof::SURVIVORS,
    proof::LEFT_OUT,
    proof::MUTANT_SKIP,
    proof::MUTATE_SUMMARY,
    suite::SUITE,
    suite::SUITE_SPEC,
    suite::SUITE_CASE,
    suite::RESULT,
    suite::SUITE_FINDING,
    suite::MISMATCH,
    suite::SUITE_PROBLEM,
    suite::SUITE_SUMMARY,
    compare::COMPARED_FILE,
    compare::WARNING,
    compare::CASE,
    compare::CHANGE,
    compare::TALLY,
    compare::SUMMARY,
    scoreboard::SCORED_FILE,
    scoreboard::WARNING,
    scoreboard::SCORE,
    scoreboard::GROUP,
    scoreboard::FAILURE,
    scoreboard::CELL,
    scoreboard::SCOREBOARD_SUMMARY,
    stable::DIFFERENCE,
    stable::SUMMARY,
    LineInfo {
        name: "",
        verb: "",
        says: "`list resources`: one a managed resource.",
        fields: &[
            STACK,
            ADDRESS,
            field("type", "text", "the resource's type"),
            CONSTRUCT,
        ],
    },
];
