//! The arguments of `stable`.

use std::path::PathBuf;

use clap::Args;

use super::Format;

pub(in crate::cli) const STABLE: &str = "Examples:
  cdktf synth && mv cdktf.out first && cdktf synth
  stackspec stable first cdktf.out
  stackspec stable pr41/cdktf.out pr42/cdktf.out --identity pr41=pr42
  stackspec stable monday.json tuesday.json             # two plans

What differs is named by its kind: `clock`, `absolute-path`, `random`, `order`, `missing`, else `value`. The version of cdktf \
or Terraform, stack traces and the time of a plan may differ. Of a cdktf.out the stacks and the manifest are compared, no assets. \
Ends with 0 if nothing differs that may not, 104 if something does, 102 if an input does not load, 4 if nothing was compared.";

#[derive(Debug, Args)]
pub(in crate::cli) struct StableArgs {
    /// One synth: a cdktf.out, a *.tf.json or its folder, or the JSON of a plan
    #[arg(value_name = "A")]
    pub(in crate::cli) a: PathBuf,
    /// Another synth of the same program
    #[arg(value_name = "B")]
    pub(in crate::cli) b: PathBuf,
    /// A value that may differ: what is the first in A is the second in B, also within texts and names
    #[arg(long, value_name = "A=B", value_parser = pair)]
    pub(in crate::cli) identity: Vec<(String, String)>,
    /// How to write the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(in crate::cli) message_format: Format,
    /// Write the whole report to FILE, and the short one for people to standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// List every difference, also those that may be
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((a, b)) if !a.is_empty() && !b.is_empty() => Ok((a.to_owned(), b.to_owned())),
        _ => Err("write A=B: the value in the first input, and that in the second".to_owned()),
    }
}
