//! The lines of `scoreboard`.

use super::{FILE, FieldInfo, LineInfo, SPEC, field};

const VERB: FieldInfo = field("verb", "text", "`scoreboard`");
const ASKED: FieldInfo = field(
    "asked",
    "number",
    "of how many cases it was asked: it was not skipped there",
);
const HIT: FieldInfo = field(
    "hit",
    "number",
    "in how many of those it was red: `fail`, `unknown`, `vacuous` or `error`",
);
const FINDINGS: FieldInfo = field("findings", "number", "how many findings there are");
const CLEAN: FieldInfo = field(
    "clean",
    "number",
    "in how many no spec of level `deny` is red: they passed",
);
const FAULTY: FieldInfo = field("faulty", "number", "in how many one is");
const NOTHING: FieldInfo = field("nothing_judged", "number", "of how many nothing was judged");
const REFUSED: FieldInfo = field("refused", "number", "how many did not load");

pub(super) const SCORED_FILE: LineInfo = LineInfo {
    name: "file",
    verb: "scoreboard",
    says: "`scoreboard`: one a file of results, in the order in which they were given.",
    fields: &[
        VERB,
        field(
            "name",
            "text",
            "the file, as it was named on the command line",
        ),
        field("title", "text or null", "the title of the suite"),
        field("mode", "text", "`expect` or `grade`"),
        field("shard", "number or null", "which shard it is, from 1"),
        field("shards", "number or null", "how many shards there are"),
        field("cases", "number", "how many cases it has"),
        field("specs", "number", "how many specs judged each of them"),
    ],
};

pub(super) const WARNING: LineInfo = LineInfo {
    name: "warning",
    verb: "scoreboard",
    says: "`scoreboard`: one for each thing that speaks against holding the files side by side.",
    fields: &[
        VERB,
        field("message", "text", "what is wrong"),
        field("notes", "list of texts", "what explains it"),
        field("help", "list of texts", "what to do"),
    ],
};

pub(super) const SCORE: LineInfo = LineInfo {
    name: "score",
    verb: "scoreboard",
    says: "`scoreboard`: one for all cases, and one for each part of them. A case with several failure \
           classes counts in each. Shares are rounded down, so that 100 means all, and null of nothing.",
    fields: &[
        VERB,
        field(
            "by",
            "text",
            "`total`, `model`, `run`, `class`, `platform`, `prompt` or `model-and-run`",
        ),
        field(
            "name",
            "text or null",
            "what the cases share; null: they have none",
        ),
        field("run", "text or null", "the run, of `model-and-run`"),
        field("cases", "number", "how many cases there are"),
        CLEAN,
        FAULTY,
        NOTHING,
        REFUSED,
        field(
            "pass_rate",
            "number or null",
            "the share of all cases that is clean, in percent",
        ),
        field(
            "expecting",
            "number",
            "how many cases say what is expected of them",
        ),
        field("as_expected", "number", "how many of those are as they say"),
        field("with_faults", "number", "how many cases expect a fault"),
        field(
            "faults_found",
            "number",
            "in how many of those each expected fault was found",
        ),
        field(
            "expected_findings",
            "number",
            "how many findings meet an expectation",
        ),
        field("unmet", "number", "how many expectations no finding meets"),
        field(
            "prompts",
            "number",
            "how many prompts there are, each counted for every run and model",
        ),
        field("attempts", "number", "how many cases are attempts at them"),
        field(
            "pass_at",
            "list of objects",
            "`{k, value, percent}`: how likely one of `k` attempts is clean, the mean over the prompts, \
             up to the fewest attempts at one; the estimator is that of \"Evaluating Large Language Models \
             Trained on Code\", section 2.1. `value` is rounded down to four digits",
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
            "per_100_resources",
            "number or null",
            "findings for each hundred resources, rounded up to a tenth",
        ),
    ],
};

pub(super) const GROUP: LineInfo = LineInfo {
    name: "group",
    verb: "scoreboard",
    says: "`scoreboard`: one a group of the library with a spec of level `deny` that was red, most \
           cases first.",
    fields: &[
        VERB,
        field("group", "text", "the group: a folder or a purpose"),
        field(
            "specs",
            "number",
            "how many of its specs were red in some case",
        ),
        ASKED,
        HIT,
        FINDINGS,
    ],
};

pub(super) const FAILURE: LineInfo = LineInfo {
    name: "failure",
    verb: "scoreboard",
    says: "`scoreboard`: one a spec that was red in some case; those of level `deny` first, then those \
           that hit most cases.",
    fields: &[
        VERB,
        FILE,
        SPEC,
        field("level", "text", "`deny` or `warn`"),
        field("title", "text or null", "the spec's title"),
        field("groups", "list of texts", "the groups that it belongs to"),
        ASKED,
        HIT,
        FINDINGS,
        field(
            "outcomes",
            "object",
            "cases by the worst that it came to in their stacks: `pass`, `fail`, `unknown`, `vacuous`, \
             `waived`, `skipped`, `error`",
        ),
        field(
            "models",
            "list of objects",
            "`{model, asked, hit, findings}` by model",
        ),
    ],
};

pub(super) const CELL: LineInfo = LineInfo {
    name: "cell",
    verb: "scoreboard",
    says: "`scoreboard`: one a case and spec that was asked of it, of specs that were red in some case.",
    fields: &[
        VERB,
        field("case", "text", "the case"),
        field("model", "text or null", "its model"),
        field("run", "text or null", "its run"),
        FILE,
        SPEC,
        field(
            "outcome",
            "text",
            "the worst that the spec came to on the stacks of the case",
        ),
        FINDINGS,
    ],
};

pub(super) const SCOREBOARD_SUMMARY: LineInfo = LineInfo {
    name: "summary",
    verb: "scoreboard",
    says: "`scoreboard`: one, the last line. Without it the report is not complete.",
    fields: &[
        VERB,
        field("version", "number", "the version of the format"),
        field("files", "number", "how many files were read"),
        field("cases", "number", "how many cases there are"),
        CLEAN,
        FAULTY,
        NOTHING,
        REFUSED,
        field("exit_code", "number", "how the process ends"),
    ],
};
