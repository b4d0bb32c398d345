//! The arguments of `init`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

pub(super) const INIT: &str = "Examples:
  stackspec init
  stackspec init infra --rust --ci github

It looks for a cdktf.out, the JSON of a plan, Terraform JSON, the JSON of a state, in this order, and takes the first. \
It writes stackspec.toml, and specs/draft.toml with at most 25 specs of what holds there: names, tags, policies, \
encryption, references, counts, outputs. No draft is written that could not fail: each holds on the stack, and each of \
its clauses fails for a copy of it in which one thing is changed.

Nothing is overwritten, and nothing is written in part. Ends with 0; with 2 if a file is there already or the folder \
cannot be written to; with 4 if there is no input; with 102 if there is one that cannot be read.";

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArgs {
    /// The folder to look at and to write into
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(in crate::cli) folder: PathBuf,
    /// Write tests/infra.rs too, and a Cargo.toml if there is none: the specs under `cargo test`
    #[arg(long)]
    pub(in crate::cli) rust: bool,
    /// Write a workflow for this service too
    #[arg(long, value_name = "SERVICE")]
    pub(in crate::cli) ci: Option<Service>,
}

/// A service that runs `stackspec check` at each push.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Service {
    /// .github/workflows/stackspec.yml
    Github,
    /// .gitlab-ci.yml
    Gitlab,
    /// Jenkinsfile
    Jenkins,
}
