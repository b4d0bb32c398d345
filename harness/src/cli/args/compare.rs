//! The arguments of `compare`.

use std::path::PathBuf;

use clap::Args;

use super::BoardFormat;

pub(in crate::cli) const COMPARE: &str = "Examples:
  stackspec suite run suite --message-format json --output new.jsonl
  stackspec compare main.jsonl new.jsonl
  stackspec compare main.jsonl new.jsonl --output comment.md      # for a pull request
  stackspec compare main.jsonl new.jsonl --message-format json

Cases are matched by their names, stacks by their roles, findings by their fingerprints, which are the same in every \
environment. Only specs of level `deny` count.
Ends with 104 if anything got worse: a judgement newly broken or judged no more, a new finding of a spec that was red \
already, a case gone or newly refused. What a spec finds that was not asked before makes nothing red. Ends with 4 if \
nothing is in both, with 102 if a file is no whole result, else with 0.";

#[derive(Debug, Args)]
pub(in crate::cli) struct CompareArgs {
    /// The older result: what `stackspec suite run --message-format json` wrote
    #[arg(value_name = "BEFORE")]
    pub(in crate::cli) before: PathBuf,
    /// The newer result
    #[arg(value_name = "AFTER")]
    pub(in crate::cli) after: PathBuf,
    /// How to write the comparison to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(in crate::cli) message_format: BoardFormat,
    /// Write the comparison to FILE too; its ending says how: `.md`, `.json` or `.jsonl`, anything else is text
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// List everything, not only what is worst
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}
