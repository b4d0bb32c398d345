//! The line of a waiver.

use super::{LineInfo, field};

pub(super) const WAIVER: LineInfo = LineInfo {
    name: "waiver",
    verb: "",
    says: "`check`: one an entry of `[[waiver]]`.",
    fields: &[
        field("entry", "text", "what it names, as in the file"),
        field("file", "text", "the configuration"),
        field("line", "number", "the line of the entry, from 1"),
        field(
            "state",
            "text",
            "`used`, `unused`, `expired`, `too-broad` (it is like several subjects and does not say \
             `many`) or `not-asked` (its spec or stack is not in this run)",
        ),
        field(
            "findings",
            "number",
            "how many findings it covers; of one that expired, how many are like it",
        ),
        field("reason", "text", "why people live with them"),
        field("owner", "text or null", "who answers for it"),
        field("issue", "text or null", "where it is followed up"),
        field("expires", "text", "the last day on which it counts, in UTC"),
        field(
            "stale",
            "boolean",
            "whether it fails the run under `--locked` and where `CI` is set",
        ),
    ],
};
