//! The lines of `stable`.

use super::{LineInfo, field};

pub(super) const DIFFERENCE: LineInfo = LineInfo {
    name: "difference",
    verb: "",
    says: "`stable`: one a place at which the two synths differ.",
    fields: &[
        field(
            "kind",
            "text",
            "`clock`, `absolute-path`, `random`, `order`, `missing` or `value`",
        ),
        field("file", "text", "the file, relative to the input"),
        field(
            "stack",
            "text or null",
            "the stack that the file belongs to; null of the manifest",
        ),
        field(
            "address",
            "text or null",
            "the address of the resource or data source that it stands in",
        ),
        field(
            "path",
            "text",
            "where: in the block, if there is an address, else in the file",
        ),
        field(
            "a",
            "text or null",
            "the value in the first input, null if there is none; secrets are left out",
        ),
        field("b", "text or null", "the same of the second input"),
        field(
            "allowed",
            "text or null",
            "why it may differ; null if it may not",
        ),
    ],
};

pub(super) const SUMMARY: LineInfo = LineInfo {
    name: "summary",
    verb: "stable",
    says: "`stable`: one, the last line. Without it the report is not complete.",
    fields: &[
        field("version", "number", "the version of this format"),
        field("verb", "text", "`stable`"),
        field("files", "number", "how many files both inputs have"),
        field(
            "resources",
            "number",
            "how many resources and data sources both inputs have",
        ),
        field("values", "number", "how many values were compared"),
        field(
            "differences",
            "number",
            "how many differences there are that may not be",
        ),
        field("allowed", "number", "how many there are that may be"),
        field("exit_code", "number", "the code that the process ends with"),
    ],
};
