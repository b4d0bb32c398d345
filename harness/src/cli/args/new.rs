//! The arguments of `new`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::SpecsArgs;

const CASE: &str = "Examples:
  stackspec new case ../orders/cdktf.out --suite suite --name orders.model-a.1 --model model-a --prompt orders
  stackspec new case plan.json --suite suite --name legacy --class iam-wildcard --param suffix=pr1234

It copies the input into suite/<name>, judges it as `suite run` would, and writes suite/<name>/case.toml with an \
[[expect]] for each finding, for you to read: a fault that is there stays, a false alarm does not.";

const SCHEMAS: &str = "Examples:
  stackspec new schemas
  stackspec new schemas infra

It writes .stackspec/*.schema.json anew, and .taplo.toml where there is none, which says what is a spec file: \
`specs` of stackspec.toml, else specs/**/*.toml. docs/editors.md says what each editor needs besides.";

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArgs {
    #[command(subcommand)]
    pub(in crate::cli) verb: NewVerb,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum NewVerb {
    /// Copy an input into a suite, with a case.toml that expects what is found in it
    #[command(after_help = CASE)]
    Case(CaseArgs),
    /// Write JSON Schemas and a .taplo.toml: editors then complete and check spec files
    #[command(after_help = SCHEMAS)]
    Schemas(SchemasArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SchemasArgs {
    /// The folder that an editor opens, that of stackspec.toml
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(in crate::cli) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CaseArgs {
    /// A cdktf.out, a *.tf.json or its folder, the JSON of a plan
    #[arg(value_name = "INPUT")]
    pub(in crate::cli) input: PathBuf,
    /// The folder of the suite
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) suite: PathBuf,
    /// The name of the case: a folder below that of the suite
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: String,
    #[command(flatten)]
    pub(in crate::cli) specs: SpecsArgs,
    /// Give a param of the specs a value, in this case
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub(in crate::cli) params: Vec<String>,
    /// What the case is about
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) title: Option<String>,
    /// Where it comes from
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) source: Option<String>,
    /// What wrote it: `cdktf-typescript`, `terraform`
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) platform: Option<String>,
    /// The model that wrote the program
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) model: Option<String>,
    /// What the model was asked
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) prompt: Option<String>,
    /// In which run of the model
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) run: Option<String>,
    /// A failure class that it is about
    #[arg(long = "class", value_name = "NAME")]
    pub(in crate::cli) classes: Vec<String>,
    /// A value that differs from environment to environment, besides those of identity params
    #[arg(long, value_name = "VALUE")]
    pub(in crate::cli) identity: Vec<String>,
}
