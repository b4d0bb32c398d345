//! The arguments of `waive`.

use std::path::PathBuf;

use clap::Args;

use super::{NamesArgs, SpecsArgs, suite};
use crate::date::Date;

pub(in crate::cli) const WAIVE: &str = "Examples:
  stackspec waive --spec queue-without-dead-letter --address aws_sqs_queue.audit \\
      --reason 'drained by hand' --owner '@orders' --issue OPS-12 --expires 2027-01-31
  stackspec waive cdktf.out --library aws --spec iam-wildcard-resource --address 'aws_iam_policy.*' --many \\
      --reason 'the old stack is taken down in March' --expires 2027-03-31

It writes a [[waiver]] at the end of stackspec.toml: the finding is listed in every report, and fails no run until that \
day has passed. A waiver that covers nothing is refused. The value of an identity param in the address is written as its \
name, `{suffix}`, so that the waiver holds in every environment.
Only what fails or is unknown can be waived, never what is vacuous or could not be judged.";

#[derive(Debug, Args)]
pub(in crate::cli) struct WaiveArgs {
    /// The inputs in which it is found [default: `inputs` of stackspec.toml]
    #[arg(value_name = "INPUT")]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) specs: SpecsArgs,
    #[command(flatten)]
    pub(in crate::cli) names: NamesArgs,
    /// The spec whose finding it is: its id or <file>::<id>
    #[arg(long = "spec", value_name = "SPEC")]
    pub(in crate::cli) of: String,
    /// The address or construct path of the subject, or a glob [default: that of the only one]
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) address: Option<String>,
    /// Only on the stacks whose role matches. `--stack` names the stack of a plan
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) only_stack: Option<String>,
    /// Why you live with it
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: String,
    /// Who answers for it
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) owner: Option<String>,
    /// Where it is followed up
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) issue: Option<String>,
    /// The last day on which it is waived, as 2027-01-31, in UTC
    #[arg(long, value_name = "DAY", value_parser = suite::day)]
    pub(in crate::cli) expires: Date,
    /// Let it cover several subjects
    #[arg(long)]
    pub(in crate::cli) many: bool,
    /// Take this day for today
    #[arg(long, value_name = "DAY", value_parser = suite::day)]
    pub(in crate::cli) today: Option<Date>,
}
