//! The arguments of `scoreboard`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

pub(in crate::cli) const SCOREBOARD: &str = "Examples:
  stackspec suite run suite --message-format json --output model-a.jsonl
  stackspec scoreboard model-a.jsonl model-b.jsonl
  stackspec scoreboard runs/*.jsonl --output scoreboard.html
  stackspec scoreboard runs/*.jsonl --message-format markdown > comment.md

A case passed if specs were judged and none of level `deny` is red; one that did not load, or of which nothing \
was judged, did not pass. pass@k is how likely one of k attempts at a prompt passes, the mean over prompts.
A scoreboard is no verdict: it ends with 0 whatever the figures say, with 4 if there is no case, with 102 if a \
file is no whole result or a case would count twice.";

/// How a scoreboard is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum BoardFormat {
    /// Text for people
    #[default]
    Human,
    /// JSON Lines, see docs/json-lines.md
    Json,
    /// For a comment or a wiki
    Markdown,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ScoreboardArgs {
    /// What `stackspec suite run --message-format json` wrote, a file for each run or model
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// How to write the scoreboard to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(in crate::cli) message_format: BoardFormat,
    /// Write the scoreboard to FILE too; its ending says how: `.html`, `.md`, `.json` or `.jsonl`
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// List everything, not only what is worst
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}
