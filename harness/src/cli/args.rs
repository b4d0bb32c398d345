//! The arguments, and the help that teaches them.

mod check;
mod colour;
mod compare;
mod init;
mod new;
mod proof;
mod scoreboard;
mod shell;
mod stable;
mod suite;
mod waive;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use check::{CheckKind, CheckReport};
pub(super) use colour::Colour;
use compare::COMPARE;
pub(super) use compare::CompareArgs;
use init::INIT;
pub(super) use init::{InitArgs, Service};
pub(super) use new::{CaseArgs, NewArgs, NewVerb, SchemasArgs};
use proof::{COVERAGE, MERGE, MUTATE};
pub(super) use proof::{
    CoverageArgs, InputArgs, MergeArgs, MutateArgs, ReportArgs, ReportKind, ReportTo,
};
use scoreboard::SCOREBOARD;
pub(super) use scoreboard::{BoardFormat, ScoreboardArgs};
use shell::{COMPLETIONS, MAN};
pub(super) use shell::{CompletionsArgs, ManArgs};
use stable::STABLE;
pub(super) use stable::StableArgs;
use suite::SUITE;
pub(super) use suite::{RunArgs, ShardArg, SuiteArgs, SuiteVerb};
use waive::WAIVE;
pub(super) use waive::WaiveArgs;

const ABOUT: &str = "Tests what infrastructure tools synthesize: cdktf.out, Terraform JSON and plans.

Spec files (TOML) say what must hold; `stackspec check` judges each of them on each stack, and says \
where one is broken: address, path, expected, actual, file:line:column.";

const START: &str = "Where to start:
  cdktf synth                                          # or: terraform show -json tfplan > plan.json
  stackspec init                                       # writes stackspec.toml and first specs
  stackspec list resources cdktf.out                   # what is there
  stackspec query cdktf.out '$.tags' --resource 'aws_s3_*'
  stackspec check cdktf.out --library all              # what is wrong in anybody's stack
  stackspec check cdktf.out --specs specs              # what must hold of yours, and does it
  stackspec mutate cdktf.out --specs specs             # which mistakes your specs would not notice
  stackspec suite run suite                            # many stacks, of which it is known what is wrong

A spec file, specs/storage.toml:
  [[spec]]
  id       = \"bucket-without-versions\"
  title    = \"a bucket keeps no old versions\"
  resource = \"aws_s3_bucket_versioning\"
  must     = [ { at = \"$.versioning_configuration[*].status\", equal = \"Enabled\" } ]

Exit codes: 0 ok, 2 usage, 4 nothing was judged, 100 specs failed, 101 our bug,
102 input did not load, 103 a spec is invalid, 104 mismatch (`stackspec explain exit-codes`).";

const CHECK: &str = "Examples:
  stackspec check cdktf.out --specs specs
  stackspec check plan.json --stack payments --specs specs --param suffix=pr1234
  stackspec check plan.json --synth cdktf.out --specs specs
  stackspec check cdktf.out --specs specs --spec 'iam::*'
  stackspec check cdktf.out --specs specs --message-format json --output report.jsonl
  stackspec check cdktf.out --specs specs --report junit=stackspec.xml --report github
  stackspec check                                      # inputs and specs of ./stackspec.toml

A spec that finds nothing to judge is red (`vacuous`): a misspelt type never passes.
Ends with 0 if every spec holds, 100 if one does not or a gate is not met, 4 if nothing was judged.";

const TEST: &str = "A case of a spec:
  [[spec.case]]
  expect  = \"fail\"
  address = \"aws_s3_bucket_versioning.v\"
  given.resource.aws_s3_bucket_versioning.v = { versioning_configuration = { status = \"Suspended\" } }

A case that expects `pass` needs the outcome pass; one that expects `fail` needs a finding at that
address, and at no other. Ends with 0 if all cases do as they say, 100 if one does not, 4 if there is none.";

const QUERY: &str = "Examples:
  stackspec query cdktf.out '$.tags'
  stackspec query plan.json '$.vpc_config[*].subnet_ids[*]' --resource aws_lambda_function
  stackspec query cdktf.out '$.policy.Statement[?@.Effect == \"Allow\"].Action' --resource 'aws_iam_*'
  stackspec query cdktf.out \"$['//'].address\"          # what stackspec knows besides the body
  stackspec query cdktf.out aws_lambda_function '-[role]-> aws_iam_role <- iam_statement'

Blocks are lists, and policies in JSON text are read through. Ends with 4 if nothing is found.";

const GRAPH: &str = "Examples:
  stackspec graph cdktf.out --type 'aws_lambda_*'      # from and to Lambda's blocks
  stackspec graph plan.json --from aws_db_instance.main
  stackspec graph cdktf.out --message-format dot | dot -Tsvg > graph.svg

A line of it:
  - aws_lambda_permission.p  -[function_name]->  aws_lambda_function.f (arn)

`-[...]->` is the attribute that refers, as `follow` names it; in brackets behind the block is the attribute \
that is taken of it. `depends_on` orders and carries no value. `(outside)`: a variable without value, a literal id or ARN, \
a module that is not expanded. `(undeclared)`: nothing of that name is there. \
Several inputs are one run: outputs of one stack that another reads are followed. Ends with 4 if nothing refers to anything.";

const EXPLAIN: &str = "Examples:
  stackspec explain iam-wildcard-resource --specs specs
  stackspec explain matchers
  stackspec explain exit-codes";

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "stackspec", version, about = ABOUT, after_help = START, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Verb,
    /// Whether to write colours; `auto` does on a terminal, and asks NO_COLOR, CLICOLOR and
    /// CLICOLOR_FORCE
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(super) color: Colour,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Look at what is here, and write a stackspec.toml and a first spec file drafted from it
    #[command(after_help = INIT)]
    Init(InitArgs),
    /// Judge every spec on every stack
    #[command(after_help = CHECK)]
    Check(CheckArgs),
    /// Run the cases ([[spec.case]]) of the spec files
    #[command(after_help = TEST)]
    Test(TestArgs),
    /// Say which attributes a spec holds, and which clauses can fail
    #[command(after_help = COVERAGE)]
    Coverage(CoverageArgs),
    /// Change one thing of the stacks at a time, and list the changes that no spec minds
    #[command(after_help = MUTATE)]
    Mutate(MutateArgs),
    /// Put what shards wrote together: coverage, or results of a suite
    #[command(after_help = MERGE)]
    Merge(MergeArgs),
    /// Hold two results of a suite side by side: what is newly broken, what is fixed
    #[command(after_help = COMPARE)]
    Compare(CompareArgs),
    /// Show what many cases came to, by model, run and failure class
    #[command(after_help = SCOREBOARD)]
    Scoreboard(ScoreboardArgs),
    /// Judge suites: many stacks, of which it is known what is wrong with each
    #[command(after_help = SUITE)]
    Suite(SuiteArgs),
    /// Hold two synths of one program against one another: they must be the same
    #[command(after_help = STABLE)]
    Stable(StableArgs),
    /// Write a case of a suite, or what editors need
    New(NewArgs),
    /// Write a waiver: a finding that you live with until a day
    #[command(after_help = WAIVE)]
    Waive(WaiveArgs),
    /// List specs, stacks or resources
    List(ListArgs),
    /// Try a JSONPath or a walk (`follow`) on the resources of a stack
    #[command(after_help = QUERY)]
    Query(QueryArgs),
    /// Show what refers to what
    #[command(after_help = GRAPH)]
    Graph(GraphArgs),
    /// Say what a spec means, what a matcher does, what an exit code tells
    #[command(after_help = EXPLAIN)]
    Explain(ExplainArgs),
    /// Print what a shell needs to complete the words of stackspec
    #[command(after_help = COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page of stackspec or of a verb, for `man -l -`
    #[command(after_help = MAN)]
    Man(ManArgs),
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Format {
    /// Text for people
    #[default]
    Human,
    /// JSON Lines, see docs/json-lines.md
    Json,
}

/// Where specs come from.
#[derive(Debug, Args)]
pub(super) struct SpecsArgs {
    /// Spec files, folders or globs [default: `specs` of stackspec.toml]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(super) specs: Vec<PathBuf>,
    /// Specs of the library that ships with stackspec: `all`, a folder (`aws/lambda`), a purpose
    /// (`security`) or an id [default: `library` of stackspec.toml]
    #[arg(long, value_name = "GROUP")]
    pub(super) library: Vec<String>,
    /// Take inputs, specs, params and gates from this file [default: ./stackspec.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// How stacks are named.
#[derive(Debug, Args)]
pub(super) struct NamesArgs {
    /// Name the stack of a plan, a state or a *.tf.json [default: the name of its folder]
    #[arg(long, value_name = "NAME")]
    pub(super) stack: Option<String>,
    /// Give a param of the specs a value
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub(super) params: Vec<String>,
    /// Give a variable of the stacks a value, as `terraform plan -var` does
    #[arg(long = "var", value_name = "NAME=VALUE")]
    pub(super) vars: Vec<String>,
    /// Read what a plan does not carry from the synth output that it was made from
    #[arg(long, value_name = "PATH")]
    pub(super) synth: Option<PathBuf>,
}

/// Whether the synth output is made again.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct SynthArgs {
    /// Judge the synth output as it is, and do not run the command of `[synth]` in stackspec.toml. So
    /// does the variable STACKSPEC_NO_SYNTH=1
    #[arg(long)]
    pub(super) no_synth: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// A cdktf.out, a *.tf.json or its folder, the JSON of a plan or a state [default: `inputs` of
    /// stackspec.toml]
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) specs: SpecsArgs,
    #[command(flatten)]
    pub(super) names: NamesArgs,
    /// Judge only the specs whose id or <file>::<id> matches; the gates of `[coverage]` are judged by
    /// all specs all the same
    #[arg(long = "spec", value_name = "GLOB")]
    pub(super) only: Vec<String>,
    /// How to write the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) message_format: Format,
    /// Write the whole report to FILE, and the short one for people to standard output
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write a report of this kind to FILE too: json, junit, sarif, markdown, html, github (which needs no FILE)
    #[arg(long, value_name = "KIND=FILE", value_parser = CheckReport::read)]
    pub(super) report: Vec<CheckReport>,
    /// List every spec that passes, and every type in the coverage table
    #[arg(long, short)]
    pub(super) verbose: bool,
    /// Fail on a waiver that covers nothing, is expired or covers too much; so it is where `CI` is set
    #[arg(long)]
    pub(super) locked: bool,
    /// Take this day for today, as 2027-01-31: waivers expire
    #[arg(long, value_name = "DAY", value_parser = suite::day)]
    pub(super) today: Option<crate::date::Date>,
    /// Look for files that a stack names (`file`, `zip_entry`) only under this folder [default: the
    /// repository that the input lies in, else the folder of the input]
    #[arg(long, value_name = "FOLDER")]
    pub(super) root: Option<PathBuf>,
    #[command(flatten)]
    pub(super) synth: SynthArgs,
    /// Judge again whenever inputs, specs or stackspec.toml change, or what `[synth]` reads; Ctrl-C ends it
    #[arg(long)]
    pub(super) watch: bool,
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// Spec files, folders or globs, as `--specs`
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) specs: SpecsArgs,
    /// Leave each clause out in turn too: one without which no case goes wrong is an error
    #[arg(long)]
    pub(super) clauses: bool,
    /// Run only the cases of the specs whose id or <file>::<id> matches
    #[arg(long = "spec", value_name = "GLOB")]
    pub(super) only: Vec<String>,
    /// How to write the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) message_format: Format,
    /// List every case that does as it says
    #[arg(long, short)]
    pub(super) verbose: bool,
}

/// What to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// The specs of the spec files
    Specs,
    /// The stacks of the inputs
    Stacks,
    /// The managed resources of the inputs
    Resources,
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// What to list
    #[arg(value_enum)]
    pub(super) what: What,
    /// The inputs, for stacks and resources [default: `inputs` of stackspec.toml]
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) specs: SpecsArgs,
    #[command(flatten)]
    pub(super) names: NamesArgs,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) message_format: Format,
}

#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// A cdktf.out, a *.tf.json or its folder, the JSON of a plan or a state
    #[arg(value_name = "INPUT")]
    pub(super) input: PathBuf,
    /// A path (RFC 9535), `$` is each resource in turn; or a walk from each (`-> aws_subnet`). Or,
    /// before either, the resource to ask: its address, its construct path, or a glob over types
    #[arg(value_name = "[ADDRESS] EXPRESSION", allow_hyphen_values = true)]
    pub(super) first: String,
    #[arg(value_name = "EXPRESSION", hide = true, allow_hyphen_values = true)]
    pub(super) second: Option<String>,
    /// Ask the resources whose type matches
    #[arg(long, value_name = "GLOB", default_value = "*", conflicts_with_all = ["data", "document"])]
    pub(super) resource: String,
    /// Ask the data sources whose type matches
    #[arg(long, value_name = "GLOB", conflicts_with = "document")]
    pub(super) data: Option<String>,
    /// Ask the whole file
    #[arg(long)]
    pub(super) document: bool,
    /// Name the stack of a plan, a state or a *.tf.json
    #[arg(long, value_name = "NAME")]
    pub(super) stack: Option<String>,
    /// Give a variable of the stacks a value, as `terraform plan -var` does
    #[arg(long = "var", value_name = "NAME=VALUE")]
    pub(super) vars: Vec<String>,
    /// Read what a plan does not carry from the synth output that it was made from
    #[arg(long, value_name = "PATH")]
    pub(super) synth: Option<PathBuf>,
    /// How to write what is found
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) message_format: Format,
}

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum GraphFormat {
    /// Text for people, a line an edge
    #[default]
    Human,
    /// JSON Lines, see docs/json-lines.md
    Json,
    /// For Graphviz
    Dot,
}

#[derive(Debug, Args)]
pub(super) struct GraphArgs {
    /// A cdktf.out, a *.tf.json or its folder, the JSON of a plan or a state
    #[arg(value_name = "INPUT", required = true)]
    pub(super) inputs: Vec<PathBuf>,
    /// Only what the block at this address refers to
    #[arg(long, value_name = "ADDRESS")]
    pub(super) from: Option<String>,
    /// Only edges from or to a block whose type matches
    #[arg(long = "type", value_name = "GLOB")]
    pub(super) of_type: Option<String>,
    /// Name the stack of a plan, a state or a *.tf.json
    #[arg(long, value_name = "NAME")]
    pub(super) stack: Option<String>,
    /// Give a variable of the stacks a value, as `terraform plan -var` does
    #[arg(long = "var", value_name = "NAME=VALUE")]
    pub(super) vars: Vec<String>,
    /// How to write the graph
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) message_format: GraphFormat,
}

impl QueryArgs {
    /// The path or the walk.
    pub(super) fn expression(&self) -> &str {
        self.second.as_deref().unwrap_or(&self.first)
    }

    /// The resource to ask.
    pub(super) fn address(&self) -> Option<&str> {
        self.second.is_some().then_some(&self.first)
    }
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The id of a spec (or <file>::<id>), `library`, `tables` or the name of one,
    /// `stackspec.toml`, `matchers`, `exit-codes`, `json-lines`, `spec.schema.json` (for editors; so
    /// with `case`, `suite`, `stackspec`)
    #[arg(value_name = "TOPIC", required = true)]
    pub(super) topics: Vec<String>,
    #[command(flatten)]
    pub(super) specs: SpecsArgs,
}
