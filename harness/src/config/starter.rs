//! A `stackspec.toml` to start from.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::spec::{self, Param, Spec, SpecFile};

const HEAD: &str = "\
# stackspec.toml: what the harness reads when it is given no arguments. What stands behind `#` is off,
# or says what holds anyway. Made by `stackspec explain stackspec.toml`.

# Synth outputs, plans and states.
inputs = [\"cdktf.out\"]

# Spec files of your own, folders and globs.
# specs = [\"specs\"]

# Groups of the library that ships with stackspec: `stackspec explain library` counts them.
library = [\"aws\", \"terraform\", \"cdktf\"]

# The environment variables that a param may be read from, and no others.
# env = [\"ENVIRONMENT_SUFFIX\"]

# What writes the synth output: run by `check`, `coverage`, `mutate` and the harness where a source is newer than it, as
# cargo builds before it tests. `--no-synth` leaves it. No shell reads the command.
# [synth]
# command = [\"npx\", \"cdktf\", \"synth\"]
# sources = [\"*.ts\", \"lib/**\", \"cdktf.json\"]  # globs; without it every program and its settings in the folder
# folder = \".\"  # where the command runs, and where globs start
# output = [\"cdktf.out\"]  # what it writes; without it `inputs`
# keeps_unchanged = true  # it leaves an output alone that would be the same: turbo, nx, terramate

# What variables of the stacks are given, as `terraform plan -var` does.
# [vars]
# region = \"eu-west-1\"

# Gates, each a test case of its own, judged by all specs whatever is filtered.
# [coverage]
# resources = 100  # percent of the resources: a clause that can fail examines them
# attributes = 40  # percent of the attributes: a clause would fail if they were otherwise
# clauses_proven = 100  # percent of the clauses: a change of the stack was seen to make them fail

# What does not count: whole blocks, places in them and what is below, or clauses of specs. What an entry names by
# `type`, `address`, `construct` and `spec` are globs. Each says why, and one that takes nothing away is reported.
# [[coverage.ignore]]
# type = \"aws_cloudwatch_log_group\"  # or `address`, or `construct`, the construct path
# reason = \"made by a module of another team, which tests it\"
# [[coverage.ignore]]
# type = \"aws_*\"
# path = \"$.tags.*\"  # `*` is any name or index
# reason = \"tags are checked by the platform\"
# [[coverage.ignore]]
# spec = \"iam::no-star\"  # `<file>::<id>`
# clause = 2  # from 1; without it every clause of the spec
# reason = \"no stack of ours can break it yet\"

# Mutants that `stackspec mutate` does not try.
# [[mutant.skip]]
# address = \"aws_lambda_function.*\"
# path = \"$.environment[*].variables\"
# operator = \"literal\"  # without it every one
# reason = \"what the function reads is tested with the function\"

# Findings that you live with until a day: `stackspec waive` writes one. One that covers nothing, or whose day is over, is
# reported, and red under `--locked` and where `CI` is set.
# [[waiver]]
# spec = \"queue-without-dead-letter\"  # its id, or `<file>::<id>`
# address = \"aws_sqs_queue.audit\"  # or the construct path; globs, and `{suffix}` for the value of a param
# reason = \"drained by hand\"
# owner = \"@orders\"
# issue = \"OPS-12\"
# expires = \"2027-01-31\"  # the last day, in UTC
# many = true  # it may cover several subjects
";

/// The template: every key with what it is for, every param of the library, and the level of every
/// spec that ships with stackspec: what is on, and what is off until a param is given. As it stands
/// it judges `cdktf.out` by the whole library.
pub fn starter() -> String {
    let mut out = String::from(HEAD);
    // What is wrong with the library fails its own tests.
    let files = spec::library(&[spec::ALL.to_owned()]).unwrap_or_default();
    let params = params(&files);
    out.push_str(
        "\n[params]\n# These have no value: what asks for them is off until they are given.\n",
    );
    for (param, specs) in params.values().filter(|(param, _)| param.default.is_none()) {
        line(&mut out, param, specs);
    }
    out.push_str("# These have one.\n");
    for (param, specs) in params.values().filter(|(param, _)| param.default.is_some()) {
        line(&mut out, param, specs);
    }
    out.push_str(
        "\n[levels]\n# \"deny\" fails the run, \"warn\" is printed, \"off\" is not judged.\n# Built in, \
         judged on every synth output.\n",
    );
    for spec in &spec::built_in().specs {
        level(&mut out, spec, "");
    }
    let mut folder = "";
    for file in &files {
        let of = file.name.rsplit_once("::").map_or("", |(of, _)| of);
        if of != folder {
            _ = writeln!(out, "# {}", of.replace("::", "/"));
            folder = of;
        }
        for spec in &file.specs {
            let asks = match spec::open_params(file, spec).as_slice() {
                [] => String::new(),
                names => format!("off until {} is given: ", names.join(", ")),
            };
            level(&mut out, spec, &asks);
        }
    }
    out
}

type Used<'f> = (&'f Param, Vec<&'f str>);

/// The params of the library by name, each with the specs that use it.
fn params(files: &[SpecFile]) -> BTreeMap<&str, Used<'_>> {
    let mut params: BTreeMap<&str, Used<'_>> = BTreeMap::new();
    for file in files {
        for param in &file.params {
            let users = file
                .specs
                .iter()
                .filter(|spec| spec.uses.contains(&param.name));
            let (_, specs) = params.entry(&param.name).or_insert((param, Vec::new()));
            specs.extend(users.map(|spec| spec.id.as_str()));
        }
    }
    params
}

fn line(out: &mut String, param: &Param, specs: &[&str]) {
    // A table is longer than a line, and has its own page.
    let value = match (&param.default, param.table) {
        (_, Some(table)) => format!(": the table `{}`", table.name),
        (Some(default), None) => format!(" = {default}"),
        (None, None) => format!(" = <{}>", param.kind.noun()),
    };
    let says = param.description.as_deref().unwrap_or_default().trim();
    let more = match specs.len() {
        0..=3 => specs.join(", "),
        many => format!("{} and {} more", specs[..3].join(", "), many - 3),
    };
    _ = writeln!(out, "# {}{value}  # {says} ({more})", param.name);
}

fn level(out: &mut String, spec: &Spec, asks: &str) {
    let word = spec.level.word();
    let title = spec.title.as_deref().unwrap_or_default();
    _ = writeln!(out, "# {} = \"{word}\"  # {asks}{title}", spec.id);
}
