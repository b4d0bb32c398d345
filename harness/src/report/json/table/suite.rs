//! The lines of `suite run`, which `merge`, `compare` and `scoreboard` read.

use super::{FILE, FieldInfo, LineInfo, SPEC, field};

const VERB: FieldInfo = field("verb", "text", "`suite run`");
const CASE_NAME: FieldInfo = field("case", "text", "the case");
const ROLE: FieldInfo = field(
    "stack",
    "text",
    "the role of the stack: its name without the values of identity params",
);
const NOTES: FieldInfo = field("notes", "list of texts", "what explains it");
const HELP: FieldInfo = field("help", "list of texts", "what to do");

pub(super) const SUITE: LineInfo = LineInfo {
    name: "suite",
    verb: "suite run",
    says: "`suite run`, `merge`: one, the first line. Nothing in this file hangs on time, on the machine or on how \
           cases were shared out.",
    fields: &[
        VERB,
        field(
            "version",
            "number",
            "the version of the format of results, which is 1",
        ),
        field("title", "text or null", "the title of the suite"),
        field("mode", "text", "`expect`, or `grade` with `--grade`"),
        field(
            "cases",
            "number",
            "how many cases the suite has, those of other shards too",
        ),
        field(
            "digest",
            "text",
            "a digest of the names of all of them: shards of one suite have the same",
        ),
        field(
            "specs",
            "number",
            "how many specs judge each case, the built-in ones left out",
        ),
        field(
            "shard",
            "number or null",
            "which shard this is, from 1; null: the whole",
        ),
        field(
            "shards",
            "number or null",
            "how many shards there are; null: the whole",
        ),
        field(
            "whole",
            "boolean",
            "whether these are all cases of the suite.toml, not those of one of its folders",
        ),
        field(
            "knowns",
            "list of objects",
            "`written` and `source` of each `[[known]]` of the suite.toml",
        ),
    ],
};

pub(super) const SUITE_SPEC: LineInfo = LineInfo {
    name: "spec",
    verb: "suite run",
    says: "`suite run`, `merge`: one a spec that judges the cases.",
    fields: &[
        VERB,
        FILE,
        SPEC,
        field("level", "text", "`deny`, `warn` or `off`"),
        field("title", "text or null", "the spec's title"),
        field(
            "groups",
            "list of texts",
            "the groups of the library that it belongs to: folders and purposes",
        ),
    ],
};

pub(super) const SUITE_CASE: LineInfo = LineInfo {
    name: "case",
    verb: "suite run",
    says: "`suite run`, `merge`: one a case, in the order of their names; what is said of it follows.",
    fields: &[
        VERB,
        field(
            "case",
            "text",
            "its name: the path of its folder below the suite, with `/`",
        ),
        field("title", "text or null", "what it is about"),
        field("source", "text or null", "where it comes from"),
        field(
            "platform",
            "text or null",
            "what it was written for: `cdktf-typescript` and the like",
        ),
        field("model", "text or null", "which model wrote it"),
        field(
            "prompt",
            "text or null",
            "what the model was asked; attempts at one thing have the same",
        ),
        field("run", "text or null", "in which run of the model"),
        field("attempt", "number or null", "which attempt it is, from 1"),
        field(
            "classes",
            "list of texts",
            "the failure classes that it is about",
        ),
        field(
            "state",
            "text",
            "`clean`, `faulty` (a spec of level `deny` is red), `nothing-judged` or `refused` (it did not load)",
        ),
        field(
            "as_expected",
            "boolean or null",
            "whether all that it expects was found and nothing else; null with `--grade`",
        ),
        field("stacks", "number", "how many stacks it has"),
        field(
            "resources",
            "number",
            "how many managed resources they have",
        ),
        field(
            "outcomes",
            "object",
            "judgements of level `deny` by outcome, the built-in ones too",
        ),
        field(
            "findings",
            "number",
            "how many findings specs of level `deny` have",
        ),
        field(
            "knowns",
            "list of numbers",
            "which `knowns` of the suite it needs, from 0",
        ),
    ],
};

pub(super) const RESULT: LineInfo = LineInfo {
    name: "result",
    verb: "suite run",
    says: "`suite run`, `merge`: one a spec on a stack of the case. What was skipped has no line.",
    fields: &[
        VERB,
        CASE_NAME,
        ROLE,
        FILE,
        SPEC,
        field("level", "text", "`deny` or `warn`"),
        field(
            "outcome",
            "text",
            "`pass`, `fail`, `unknown`, `vacuous`, `waived` or `error`",
        ),
        field("subjects", "number", "how many subjects there were"),
        field(
            "judged",
            "number",
            "how many of them were judged with evidence",
        ),
        field("findings", "number", "how many findings there are"),
        field("reason", "text or null", "why it is vacuous"),
    ],
};

pub(super) const SUITE_FINDING: LineInfo = LineInfo {
    name: "finding",
    verb: "suite run",
    says: "`suite run`, `merge`: one a finding, after all results of the case.",
    fields: &[
        VERB,
        CASE_NAME,
        ROLE,
        FILE,
        SPEC,
        field("outcome", "text", "`fail`, `unknown`, `vacuous` or `error`"),
        field(
            "met",
            "text",
            "what accounts for it: `expected`, `known`, `expired` (a `[[known]]` beyond its date), `baseline`, \
             `unexpected` (nothing), `warned` (its spec is of level `warn`) or `graded`",
        ),
        field(
            "fingerprint",
            "text",
            "what stands for it, the same in every environment",
        ),
        field(
            "resource_type",
            "text",
            "the type of the subject; empty if it is about no one subject",
        ),
        field("address", "text", "the subject's address; may be empty"),
        field("construct_path", "text or null", "its construct path"),
        field("path", "text or null", "the path that was reached"),
        field(
            "message",
            "text",
            "what is wrong, as a sentence; secrets are left out",
        ),
        field("notes", "list of texts", "what explains it"),
        field(
            "source",
            "object or null",
            "`file` (below the folder of the case), `line` and `column` (from 1, in characters)",
        ),
    ],
};

pub(super) const MISMATCH: LineInfo = LineInfo {
    name: "mismatch",
    verb: "suite run",
    says: "`suite run`, `merge`: one a way in which a case is not as it was said to be; those about the suite as a \
           whole stand before the summary, and only in a run of all of its cases.",
    fields: &[
        VERB,
        field("case", "text", "the case; empty if it is about the suite"),
        field(
            "stack",
            "text",
            "the role of the stack; empty if it is about none",
        ),
        FILE,
        SPEC,
        field(
            "kind",
            "text",
            "`unexpected-finding`, `unmet-expectation`, `expired-known`, `unexpected-pass`, `stale-baseline`, \
             `judged-no-more` or `idle-spec`",
        ),
        field("message", "text", "the whole of it as one sentence"),
        field(
            "source",
            "object or null",
            "`file`, `line` and `column`: in the case.toml, or in the synthesized file",
        ),
        NOTES,
        HELP,
    ],
};

pub(super) const SUITE_PROBLEM: LineInfo = LineInfo {
    name: "problem",
    verb: "suite run",
    says: "`suite run`, `merge`: one a reason why a case was not judged.",
    fields: &[
        VERB,
        CASE_NAME,
        field(
            "exit_code",
            "number",
            "the exit code that this problem asks for",
        ),
        field("message", "text", "what is wrong"),
        NOTES,
        HELP,
    ],
};

pub(super) const SUITE_SUMMARY: LineInfo = LineInfo {
    name: "summary",
    verb: "suite run",
    says: "`suite run`, `merge`: one, the last line. A file without it is cut off, and nothing reads it.",
    fields: &[
        VERB,
        field("cases", "number", "how many cases there are"),
        field("clean", "number", "how many of them are clean"),
        field("faulty", "number", "how many are faulty"),
        field("nothing_judged", "number", "of how many nothing was judged"),
        field("refused", "number", "how many did not load"),
        field(
            "as_expected",
            "number",
            "how many are as they were said to be; 0 with `--grade`",
        ),
        field(
            "resources",
            "number",
            "how many managed resources they have",
        ),
        field(
            "findings",
            "number",
            "how many findings specs of level `deny` have",
        ),
        field(
            "mismatches",
            "number",
            "in how many ways cases, or the suite, are not as they were said to be",
        ),
        field(
            "lines",
            "number",
            "how many lines stand before this one; without it in a file of before it was counted",
        ),
        field("exit_code", "number", "the code that the process ends with"),
    ],
};
