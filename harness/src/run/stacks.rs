//! The stacks of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::exit::Exit;
use crate::load::{self, LoadOptions};
use crate::run::Problems;
use crate::spec;
use crate::stack::{BlockKind, Form, Stack, VariableValue, difference, pair};

/// All stacks of these inputs, in the order of the inputs.
///
/// # Errors
/// Every input that is refused; a `--stack` that names nothing.
pub(crate) fn load_stacks(inputs: &[PathBuf], name: Option<&str>) -> Result<Vec<Stack>, Problems> {
    if inputs.is_empty() {
        let help = "name a cdktf.out, a *.tf.json or the JSON of a plan; or set `inputs` in \
                    stackspec.toml";
        let error = Diagnostic::error("no input is given").help(help);
        return Err(Problems::one(Exit::Usage, error));
    }
    let options = LoadOptions {
        stack_name: name.map(str::to_owned),
    };
    let (mut stacks, mut problems) = (Vec::new(), Problems::default());
    for input in inputs {
        match load::load(input, &options) {
            Ok(loaded) => stacks.extend(loaded),
            Err(error) => problems.0.push((Exit::Load, error.to_diagnostic())),
        }
    }
    if let Some(name) = name
        && problems.0.is_empty()
        && inputs
            .iter()
            .all(|input| input.join("manifest.json").is_file())
    {
        let names: Vec<&str> = stacks.iter().map(|stack| stack.name.as_str()).collect();
        let message = format!("`--stack {name}` names nothing: the manifest names its stacks");
        let error = Diagnostic::error(message)
            .note(format!("the stacks are {}", names.join(", ")))
            .help("`--stack` names the stack of a plan, a state or a *.tf.json; leave it out");
        problems.0.push((Exit::Usage, error));
    }
    if problems.0.is_empty() {
        Ok(stacks)
    } else {
        Err(problems)
    }
}

/// Gives the stacks what stands beside the inputs: values of variables (`--var`), and to each plan
/// the synth output that it was made from (`--synth`). What is odd about a pair comes back.
///
/// # Errors
/// A variable that no stack declares; a synth output that does not load, is none, or belongs to no
/// plan.
pub(crate) fn complete(
    stacks: &mut [Stack],
    vars: &BTreeMap<String, VariableValue>,
    synth: Option<&Path>,
    identity: &[String],
) -> Result<Vec<Diagnostic>, Problems> {
    let mut warnings = Vec::new();
    if let Some(path) = synth {
        let companions = load_stacks(&[path.to_owned()], None)?;
        for stack in &mut *stacks {
            warnings.extend(companion(stack, &companions, path, identity)?);
        }
    }
    let mut declared = BTreeSet::new();
    for stack in stacks {
        // A plan has values for all of its variables, and its synth output has those.
        if stack.form != Form::Synth {
            continue;
        }
        let variables = stack.blocks_of(BlockKind::Variable);
        let own: Vec<String> = variables.map(|(_, block)| block.name.to_string()).collect();
        for name in own {
            if let Some(value) = vars.get(&name) {
                stack.given.insert(name.clone(), value.clone());
            }
            declared.insert(name);
        }
    }
    let undeclared = vars.keys().filter(|name| !declared.contains(*name));
    let undeclared = undeclared.map(|name| {
        let message = format!("no synth output declares the variable `{name}`");
        let known: Vec<&str> = declared.iter().map(String::as_str).collect();
        let help = match known.as_slice() {
            [] => "a plan was made with its values; make it again with another".to_owned(),
            known => format!("the variables are {}", known.join(", ")),
        };
        Diagnostic::error(message).help(help)
    });
    let problems = Problems::of(Exit::Usage, undeclared);
    match problems.0.is_empty() {
        true => Ok(warnings),
        false => Err(problems),
    }
}

/// Gives a plan the one of these stacks that it was made from.
fn companion(
    plan: &mut Stack,
    companions: &[Stack],
    path: &Path,
    identity: &[String],
) -> Result<Option<Diagnostic>, Problems> {
    let refuse = |message: String, note: Option<String>, help: &str| {
        let mut error = Diagnostic::error(message);
        error.notes.extend(note);
        Err(Problems::one(Exit::Usage, error.help(help)))
    };
    let (input, synth) = (plan.input.display().to_string(), path.display());
    if plan.form != Form::Plan {
        let form = plan.form.word();
        let message = format!("`--synth` goes with a plan, and {input} is a {form}");
        return refuse(message, None, "leave `--synth` out");
    }
    if companions.iter().any(|stack| stack.form != Form::Synth) {
        let message = format!("`--synth` wants a synth output, and {synth} is none");
        let help =
            "name the cdktf.out, or the folder of the *.tf.json, that the plan was made from";
        return refuse(message, None, help);
    }
    let role = spec::role(&plan.name, identity);
    let same =
        |stack: &&Stack| stack.name == plan.name || spec::role(&stack.name, identity) == role;
    let named: Vec<&Stack> = companions.iter().filter(same).collect();
    let found = match (named.as_slice(), companions) {
        ([only], _) => *only,
        ([], [only]) => only,
        _ => {
            let names: Vec<&str> = companions.iter().map(|stack| stack.name.as_str()).collect();
            let message = format!(
                "{synth} has {} stacks, and it cannot be told which of them {input} was made from",
                companions.len()
            );
            let note = format!(
                "the stacks are {}; the plan is `{}`",
                names.join(", "),
                plan.name
            );
            let help = "name the plan's stack with `--stack NAME`, or name one stack's folder: \
                        `--synth cdktf.out/stacks/NAME`";
            return refuse(message, Some(note), help);
        }
    };
    let difference = difference(plan, found);
    let named = format!("the stack `{}` of {synth}", found.name);
    let lacks = |what: &str, missing: &[String]| {
        let shown: Vec<&str> = missing.iter().take(3).map(String::as_str).collect();
        let more = match missing.len().saturating_sub(3) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (!missing.is_empty()).then(|| format!("only {what} has {}{more}", shown.join(", ")))
    };
    let notes = [
        lacks("the plan", &difference.plan),
        lacks("the synth output", &difference.synth),
    ];
    if difference.is_foreign() {
        let message = format!(
            "{input} was not made from {named}: they have {} addresses in common",
            difference.common
        );
        let note = notes.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let help = "synthesize, plan, then check both; or leave `--synth` out";
        return refuse(message, Some(note), help);
    }
    pair(plan, found.clone());
    let mut warning = Diagnostic::error(format!(
        "{input} and {named} do not have the same resources"
    ));
    warning.severity = Severity::Warning;
    warning.notes.extend(notes.into_iter().flatten());
    let odd = !warning.notes.is_empty();
    Ok(odd.then(|| warning.help("synthesize, plan, then check both")))
}

/// Two stacks of one role: their cases would have the same names.
pub(crate) fn clash(stacks: &[Stack], roles: &[String]) -> Option<Diagnostic> {
    let (first, second) = roles.iter().enumerate().find_map(|(second, role)| {
        let first = roles[..second].iter().position(|other| other == role)?;
        Some((first, second))
    })?;
    let named = |at: usize| {
        let stack = &stacks[at];
        format!("`{}` of {}", stack.name, stack.input.display())
    };
    let (first, second, role) = (named(first), named(second), &roles[second]);
    let message = format!("two stacks have the role `{role}`: {first} and {second}");
    let error = Diagnostic::error(message)
        .note("a role is a stack's name without the values of identity params; it names the cases");
    Some(error.help(
        "judge them in two runs, or give the stack of a plan, a state or a *.tf.json another name \
         with --stack NAME",
    ))
}
