//! The arguments of `coverage`, `mutate` and `merge`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Format, NamesArgs, SpecsArgs, SynthArgs};
use crate::report::proof::Shard;

pub(super) const COVERAGE: &str = "Examples:
  stackspec coverage cdktf.out --specs specs
  stackspec coverage cdktf.out --specs specs --report lcov=coverage.info --report html=coverage.html
  stackspec coverage plan.json --synth cdktf.out --library all --verbose

An attribute is covered if a clause would fail were it otherwise; `present` if only its absence would be \
noticed; `consulted` if it only decides what is judged. A clause is proven if it fails for a change of one thing.
The figures come from the full judgement of every spec. A red spec is counted, and red specs do not make this \
red: that is what `stackspec check` is for. Ends with 0, with 100 if a gate of stackspec.toml is missed, with 4 if \
nothing was judged.";

pub(super) const MUTATE: &str = "Examples:
  stackspec mutate cdktf.out --specs specs
  stackspec mutate cdktf.out --specs specs --spec 'iam::*' --all
  stackspec mutate cdktf.out --specs specs --resource 'aws_db_*' --min-score 90
  stackspec mutate cdktf.out --specs specs --in-diff ../main/cdktf.out
  stackspec mutate cdktf.out --specs specs --report html=proof.html

A mutant is killed if a spec that is green fails for it, and survives if no spec minds. Survivors come with the \
smallest spec that would kill them. Specs that are red as it is are left out, and listed.
Ends with 0, with 100 if the score is below --min-score, with 4 if no mutant was judged or no spec is green.";

pub(super) const MERGE: &str = "Examples:
  stackspec coverage cdktf.out --specs specs --shard 1/2 --message-format json --output 1.jsonl
  stackspec coverage cdktf.out --specs specs --shard 2/2 --message-format json --output 2.jsonl
  stackspec merge 1.jsonl 2.jsonl --output all.jsonl --report lcov=coverage.info
  stackspec suite run suite --shard 1/2 --message-format json --output 1.jsonl    # and 2/2
  stackspec merge 1.jsonl 2.jsonl --output suite.jsonl

Each shard judges a part of the specs, or of the stacks. What is merged are sets of leaves, and every figure is \
counted anew: it is what one run says. A shard holds to no gate, `merge` does. Ends as `stackspec coverage` does, and with 102 if a file is no whole report, or two do not fit.

Of a suite, what is written is byte for byte what one run of all cases writes, and `merge` ends as that run does. A shard or \
a case that is there twice, or lacks, or shards of other cases or other specs: 102.";

/// What is judged.
#[derive(Debug, Args)]
pub(in crate::cli) struct InputArgs {
    /// A cdktf.out, a *.tf.json or its folder, the JSON of a plan or a state [default: `inputs` of
    /// stackspec.toml]
    #[arg(value_name = "INPUT")]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) specs: SpecsArgs,
    #[command(flatten)]
    pub(in crate::cli) names: NamesArgs,
    /// Look for files that a stack names (`file`, `zip_entry`) only under this folder [default: the
    /// repository that the input lies in, else the folder of the input]
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) root: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) synth: SynthArgs,
}

/// Where reports go.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    /// How to write the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(in crate::cli) message_format: Format,
    /// Write the whole report to FILE, and the short one for people to standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Write a report of this kind to FILE too
    #[arg(long, value_name = "KIND=FILE", value_parser = crate::cli::deliver::report_to)]
    pub(in crate::cli) report: Vec<ReportTo>,
    /// List everything, not only what is worst
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CoverageArgs {
    #[command(flatten)]
    pub(in crate::cli) input: InputArgs,
    /// Judge only this part of the specs; `stackspec merge` puts the parts together
    #[arg(long, value_name = "N/OF", value_parser = Shard::read)]
    pub(in crate::cli) shard: Option<Shard>,
    #[command(flatten)]
    pub(in crate::cli) report: ReportArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct MutateArgs {
    #[command(flatten)]
    pub(in crate::cli) input: InputArgs,
    /// Judge every mutant, not three of each class and operator
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Judge mutants only by the specs whose id or <file>::<id> matches
    #[arg(long = "spec", value_name = "GLOB")]
    pub(in crate::cli) only: Vec<String>,
    /// Change only blocks whose address matches
    #[arg(long = "resource", value_name = "GLOB")]
    pub(in crate::cli) resources: Vec<String>,
    /// Change only what is not the same in BASE: an older synth output, plan or state
    #[arg(long, value_name = "BASE", conflicts_with = "synth")]
    pub(in crate::cli) in_diff: Option<PathBuf>,
    /// End with 100 if the score is below
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    pub(in crate::cli) min_score: Option<u8>,
    #[command(flatten)]
    pub(in crate::cli) report: ReportArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct MergeArgs {
    /// What `stackspec coverage --message-format json` wrote, or `stackspec suite run`, of each shard
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Take the gates from this file [default: ./stackspec.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// How to write the report to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(in crate::cli) message_format: Format,
    /// Write the merged JSON Lines to FILE, and the report for people to standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Write a report of this kind to FILE too
    #[arg(long, value_name = "KIND=FILE", value_parser = crate::cli::deliver::report_to)]
    pub(in crate::cli) report: Vec<ReportTo>,
    /// List everything, not only what is worst
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}

/// A report beside the one that `--message-format` is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct ReportTo {
    pub(in crate::cli) kind: ReportKind,
    pub(in crate::cli) file: PathBuf,
}

/// Its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportKind {
    /// JSON Lines
    Json,
    /// An lcov tracefile; of coverage only
    Lcov,
    /// One page that asks for nothing from anywhere
    Html,
}
