//! The lines of `compare`.

use super::{FILE, FieldInfo, LineInfo, SPEC, field};

const VERB: FieldInfo = field("verb", "text", "`compare`");
const MODEL: FieldInfo = field("model", "text or null", "which model wrote it");
const WORSE: FieldInfo = field(
    "worse",
    "boolean",
    "whether it makes the comparison end with 104",
);

pub(super) const COMPARED_FILE: LineInfo = LineInfo {
    name: "file",
    verb: "compare",
    says: "`compare`: two, the older result first.",
    fields: &[
        VERB,
        field("side", "text", "`before` or `after`"),
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
        field("clean", "number", "how many of them are clean"),
        field("faulty", "number", "how many are faulty"),
        field("specs", "number", "how many specs judged each of them"),
    ],
};

pub(super) const WARNING: LineInfo = LineInfo {
    name: "warning",
    verb: "compare",
    says: "`compare`: one for each thing that speaks against holding the two side by side.",
    fields: &[
        VERB,
        field("message", "text", "what is wrong"),
        field("notes", "list of texts", "what explains it"),
        field("help", "list of texts", "what to do"),
    ],
};

pub(super) const CASE: LineInfo = LineInfo {
    name: "case",
    verb: "compare",
    says: "`compare`: one a case that is in one of the two only, or did not load in one of them.",
    fields: &[
        VERB,
        field("case", "text", "its name"),
        MODEL,
        field(
            "classes",
            "list of texts",
            "the failure classes that it is about",
        ),
        field(
            "change",
            "text",
            "`gone`, `newly-refused`, `still-refused`, `refused-no-more` or `new`",
        ),
        WORSE,
        field(
            "before",
            "text or null",
            "what it came to: `clean`, `faulty`, `nothing-judged` or `refused`; null: it was not there",
        ),
        field("after", "text or null", "what it comes to now"),
        field("why", "text or null", "why it does not load now"),
    ],
};

pub(super) const CHANGE: LineInfo = LineInfo {
    name: "change",
    verb: "compare",
    says: "`compare`: one a spec of level `deny` on a stack of a case that both have, if it is red in one of them \
           or judged in one only; what got worse first.",
    fields: &[
        VERB,
        field("case", "text", "the case"),
        MODEL,
        field("stack", "text", "the role of the stack"),
        FILE,
        SPEC,
        field(
            "change",
            "text",
            "`newly-broken`, `judged-no-more`, `unchanged-red`, `newly-asked` (it is red, and its spec was not \
             asked before), `newly-fixed` or `judged-newly`",
        ),
        WORSE,
        field(
            "before",
            "text or null",
            "what it came to; null: it was skipped, or was not there",
        ),
        field("after", "text or null", "what it comes to now"),
        field("reason", "text or null", "why it is vacuous now"),
        field(
            "new",
            "list of objects",
            "`outcome`, `fingerprint`, `resource_type`, `address`, `construct_path`, `path`, `message` and \
             `source` of the findings that were not there before, by their fingerprints",
        ),
        field(
            "gone",
            "list of objects",
            "the same of those that are not there now",
        ),
    ],
};

pub(super) const TALLY: LineInfo = LineInfo {
    name: "tally",
    verb: "compare",
    says: "`compare`: one for all changes, and one for each part of them, worst first. A case with several \
           failure classes counts in each.",
    fields: &[
        VERB,
        field("by", "text", "`total`, `spec`, `class` or `model`"),
        field(
            "name",
            "text or null",
            "what the changes share; null: their cases have none",
        ),
        field("newly_broken", "number", "how many judgements are"),
        field("newly_fixed", "number", "how many judgements are"),
        field("unchanged_red", "number", "how many judgements are"),
        field("new_findings", "number", "new findings of those"),
        field("gone_findings", "number", "findings of those that are gone"),
        field("judged_no_more", "number", "how many judgements are"),
        field("judged_newly", "number", "how many judgements are"),
        field("newly_asked", "number", "how many judgements are"),
        field("cases_gone", "number", "how many cases are gone"),
        field("cases_new", "number", "how many cases are new"),
        field(
            "cases_newly_refused",
            "number",
            "how many cases did load, and do not now",
        ),
        field(
            "cases_still_refused",
            "number",
            "how many cases did not load, and do not now",
        ),
        field(
            "cases_refused_no_more",
            "number",
            "how many cases did not load, and do now",
        ),
    ],
};

pub(super) const SUMMARY: LineInfo = LineInfo {
    name: "summary",
    verb: "compare",
    says: "`compare`: one, the last line. Without it the comparison is not complete. Where a file could not be \
           read, there are only problems before it.",
    fields: &[
        VERB,
        field("version", "number", "the version of this format"),
        field("cases", "number", "how many cases are in both"),
        field(
            "judgements",
            "number",
            "how many judgements of level `deny` are in both; if it is 0, nothing was compared",
        ),
        field("worse", "boolean", "whether anything got worse"),
        field("exit_code", "number", "the code that the process ends with"),
    ],
};
