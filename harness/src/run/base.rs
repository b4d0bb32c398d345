//! `--in-diff`: an older input, to compare with.

use std::path::Path;

use super::{Inputs, Problems, Request, load_stacks};
use crate::check::{Run, Subject};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::facts::Facts;
use crate::spec;
use crate::stack::{BlockKind, Form, Model, Stack};

/// The stacks of an older input.
#[derive(Debug)]
pub(crate) struct Base {
    stacks: Vec<Stack>,
    roles: Vec<String>,
}

impl Base {
    /// Reads it the way the inputs were read.
    ///
    /// # Errors
    /// It does not load, is of another form than the inputs, or has no stack of theirs.
    pub(crate) fn read(
        path: &Path,
        request: &Request,
        inputs: &Inputs,
    ) -> Result<Base, Box<Problems>> {
        let name = request.stack_name.as_deref();
        let mut stacks = load_stacks(&[path.to_owned()], name).map_err(Box::new)?;
        for stack in &mut stacks {
            // A variable that is new is not declared there.
            if stack.form == Form::Synth {
                let variables = stack.blocks_of(BlockKind::Variable);
                let own: Vec<String> = variables.map(|(_, it)| it.name.to_string()).collect();
                for name in own {
                    if let Some(value) = request.vars.get(&name) {
                        stack.given.insert(name, value.clone());
                    }
                }
            }
        }
        let identity = inputs.params.identity_values();
        let role = |stack: &Stack| spec::role(&stack.name, &identity);
        let roles: Vec<String> = stacks.iter().map(role).collect();
        let base = Base { stacks, roles };
        match base.misfit(path, inputs) {
            None => Ok(base),
            Some(error) => Err(Box::new(Problems::one(Exit::Usage, error))),
        }
    }

    fn misfit(&self, path: &Path, inputs: &Inputs) -> Option<Diagnostic> {
        let path = path.display();
        let forms = |stacks: &[Stack]| stacks.iter().map(|stack| stack.form).collect::<Vec<_>>();
        let (own, theirs) = (forms(&self.stacks), forms(&inputs.stacks));
        if let Some(form) = own.iter().find(|form| !theirs.contains(form)) {
            let theirs = theirs.first().map_or("input", |form| form.word());
            let message = format!(
                "`--in-diff {path}` is a {}, and the input is a {theirs}",
                form.word()
            );
            let help = "name an older input of the same form: what they carry is not the same";
            return Some(Diagnostic::error(message).help(help));
        }
        if inputs.roles.iter().any(|role| self.roles.contains(role)) {
            return None;
        }
        let message = format!("`--in-diff {path}` has none of the stacks of the input");
        let note = format!(
            "it has {}; the input has {}",
            self.roles.join(", "),
            inputs.roles.join(", ")
        );
        let help = "stacks are the same if their names are, without the values of identity params; \
                    `--stack NAME` names the stack of a plan, on both sides";
        Some(Diagnostic::error(message).note(note).help(help))
    }

    /// The stacks of the input that are not there, and so are new as a whole.
    pub(crate) fn new_stacks<'i>(&self, inputs: &'i Inputs) -> Vec<&'i str> {
        let new = inputs
            .roles
            .iter()
            .filter(|role| !self.roles.contains(role));
        new.map(String::as_str).collect()
    }

    /// What it would be to judge.
    pub(crate) fn run<'b>(&'b self, inputs: &'b Inputs) -> Run<'b> {
        let stacks = self.stacks.iter().zip(&self.roles);
        let stacks = stacks.map(|(stack, role)| Subject {
            model: Model::new(stack, Facts::builtin()),
            role: role.clone(),
        });
        Run {
            stacks: stacks.collect(),
            specs: &inputs.specs,
            params: &inputs.params,
        }
    }
}
