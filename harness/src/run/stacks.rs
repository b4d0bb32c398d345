//! The stacks of a run.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::load::{self, LoadOptions};
use crate::run::Problems;
use crate::stack::Stack;

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
