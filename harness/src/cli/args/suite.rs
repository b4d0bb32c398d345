//! The arguments of `suite`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Format, SpecsArgs};
use crate::report::proof::Shard;

pub(in crate::cli) const SUITE: &str =
    "A suite is a folder of cases, suite/<case>/case.toml beside a cdktf.out or a plan.json:
  title   = \"orders queue without a dead-letter queue\"
  model   = \"model-a\"
  prompt  = \"orders-queue\"
  classes = [\"lambda-dlq\"]

  [[expect]]                        # a fault that is in the stack, and must be found
  spec    = \"queue-without-dead-letters\"
  address = \"aws_sqs_queue.*\"

`docs/suites.md` has all keys, and suite.toml, which says what the cases share.";

pub(in crate::cli) const RUN: &str = "Examples:
  stackspec suite run suite
  stackspec suite run suite --message-format json --output results.jsonl
  stackspec suite run suite --shard 2/8 --message-format json --output 2.jsonl
  stackspec suite run suite --accept                   # writes suite/baseline.json
  stackspec suite run stacks --grade --library deny    # any folder of inputs, nothing expected

Every finding of a spec of level `deny` must meet an [[expect]], a [[known]] or an entry of baseline.json, and each of \
these a finding. Ends with 0 if all cases are as they say, 104 if one is not, 102 if an input does not load, 4 if \
nothing was judged. With --grade findings are counted only, and no number of them is an error; a spec that judges nothing in any case is one.";

#[derive(Debug, Args)]
pub(in crate::cli) struct SuiteArgs {
    #[command(subcommand)]
    pub(in crate::cli) verb: SuiteVerb,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SuiteVerb {
    /// Judge every case, and hold what is found against what the case expects
    #[command(after_help = RUN)]
    Run(RunArgs),
}

/// Which shard of a suite: one that is named, or the one that the CI service says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum ShardArg {
    /// `2/8`
    Named(Shard),
    /// `auto`, or `auto/8` where the service does not say how many there are.
    Auto(Option<usize>),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RunArgs {
    /// Folders that cases lie in, at any depth
    #[arg(value_name = "DIR", required = true)]
    pub(in crate::cli) folders: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) specs: SpecsArgs,
    /// Count findings and expect nothing; inputs without a case.toml are cases too
    #[arg(long)]
    pub(in crate::cli) grade: bool,
    /// Call the run of all cases so: two gradings that are called otherwise can be scored side by side
    #[arg(long, value_name = "NAME", requires = "grade", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(in crate::cli) run: Option<String>,
    /// Give a param of the specs a value, in all cases
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub(in crate::cli) params: Vec<String>,
    /// Judge only this part of the cases; `stackspec merge` puts the parts together. `auto` takes it from the
    /// variables of a CI service (GitLab and others), `auto/N` from `JOB_COMPLETION_INDEX` too
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(in crate::cli) shard: Option<ShardArg>,
    /// Hold findings against this file [default: baseline.json in DIR, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Write what is found now to the baseline, expected and known findings left out; never under CI
    #[arg(long, conflicts_with_all = ["grade", "shard"])]
    pub(in crate::cli) accept: bool,
    /// Take this day for today, as 2027-01-31: known failures expire
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(in crate::cli) today: Option<crate::date::Date>,
    /// How to write the results
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(in crate::cli) message_format: Format,
    /// Write the results to FILE, and the short report for people to standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Show every case, and everything that is said of it
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}

fn shard(text: &str) -> Result<ShardArg, String> {
    match text.strip_prefix("auto") {
        None => Shard::read(text).map(ShardArg::Named),
        Some("") => Ok(ShardArg::Auto(None)),
        Some(rest) => {
            let of = rest.strip_prefix('/').and_then(|of| of.parse().ok());
            match of.filter(|of| *of > 0) {
                Some(of) => Ok(ShardArg::Auto(Some(of))),
                None => Err("write `auto`, or `auto/8` with how many there are".to_owned()),
            }
        }
    }
}

pub(super) fn day(text: &str) -> Result<crate::date::Date, String> {
    crate::date::Date::read(text).ok_or_else(|| "write a day as 2027-01-31".to_owned())
}
