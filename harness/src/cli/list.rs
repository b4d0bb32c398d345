//! `stackspec list`

use std::io::Write as _;

use super::args::{Format, ListArgs, What};
use super::out;
use super::settings::{Wants, settings, strict};
use crate::diagnostic::escape;
use crate::exit::{Exit, decide};
use crate::report::json;
use crate::run::{Problems, Request, complete, environment, load_specs, load_stacks};
use crate::spec::{self, SpecSet};
use crate::stack::{BlockKind, Stack};

pub(super) fn run(args: &ListArgs) -> Exit {
    let wants = if args.what == What::Specs {
        Wants::Specs
    } else {
        Wants::Inputs
    };
    let listed = strict(settings(
        &args.inputs,
        &args.specs,
        Some(&args.names),
        wants,
    ))
    .and_then(|settings| {
        let request = settings.request;
        match args.what {
            What::Specs => Ok(specs(&load_specs(&request)?, &request, args.message_format)),
            What::Stacks => {
                let (stacks, roles) = completed(&request)?;
                Ok(self::stacks(&stacks, &roles, args.message_format))
            }
            What::Resources => {
                let (stacks, _) = completed(&request)?;
                Ok(resources(&stacks, args.message_format))
            }
        }
    });
    match listed {
        Ok((text, count)) => {
            out::print_raw(&text);
            if count == 0 {
                out::error("there is nothing to list");
                return Exit::Nothing;
            }
            Exit::Ok
        }
        Err(problems) => {
            out::problems(&problems);
            decide(problems.exits())
        }
    }
}

/// The stacks with their roles, which hang on params: without specs, a role is the name.
fn completed(request: &Request) -> Result<(Vec<Stack>, Vec<String>), Problems> {
    let mut stacks = load_stacks(&request.inputs, request.stack_name.as_deref())?;
    let mut identity = Vec::new();
    if !request.specs.is_empty() || !request.library.is_empty() {
        let specs = load_specs(request)?;
        let params = spec::resolve_params(&specs, &request.params, &environment, &request.env)
            .map_err(|found| Problems::of(Exit::Usage, found))?;
        identity = params.identity_values();
    }
    let synth = request.synth.as_deref();
    for odd in complete(&mut stacks, &request.vars, synth, &identity)? {
        out::diagnostic(&odd);
    }
    let roles = stacks
        .iter()
        .map(|stack| spec::role(&stack.name, &identity))
        .collect();
    Ok((stacks, roles))
}

/// How many types a spec's line names.
const TYPES: usize = 3;

// Writing to memory does not fail.
fn specs(set: &SpecSet, request: &Request, format: Format) -> (Vec<u8>, usize) {
    let mut text = Vec::new();
    let name = |(file, spec): (&spec::SpecFile, &spec::Spec)| spec::full_name(&file.name, &spec.id);
    let width = set
        .iter()
        .map(|pair| name(pair).chars().count())
        .max()
        .unwrap_or_default();
    let file = spec::built_in_at(&request.levels);
    let built_in = file.specs.iter().map(|spec| (&file, spec));
    for (file, spec) in set.iter().chain(built_in) {
        if format == Format::Json {
            _ = json::write_spec(file, spec, &mut text);
            continue;
        }
        let patterns: Vec<&str> = match spec.selects.what {
            spec::What::Rows(view) => vec![view.word()],
            spec::What::Blocks(_) => {
                let patterns = spec.selects.patterns.iter();
                patterns.map(|glob| glob.text.as_str()).collect()
            }
        };
        let more = match patterns.len().saturating_sub(TYPES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let asks = match spec::open_params(file, spec).as_slice() {
            [] => String::new(),
            names => format!("  (asks for {})", names.join(", ")),
        };
        let title = spec.title.as_deref().unwrap_or_default();
        let what = match file.name == spec::BUILT_IN {
            true => "built in".to_owned(),
            false => {
                format!(
                    "{} {}",
                    spec.selects.what.word(),
                    escape(&patterns[..patterns.len().min(TYPES)].join(", "))
                ) + &more
            }
        };
        _ = writeln!(
            text,
            "{:<width$}  {}  {what}  {}{asks}",
            escape(&name((file, spec))),
            spec.level.word(),
            escape(title)
        );
    }
    (text, set.declared())
}

fn stacks(stacks: &[Stack], roles: &[String], format: Format) -> (Vec<u8>, usize) {
    let mut text = Vec::new();
    for (stack, role) in stacks.iter().zip(roles) {
        if format == Format::Json {
            _ = json::write_stack(stack, role, &mut text);
            continue;
        }
        _ = writeln!(
            text,
            "{}  role {}  {}  {} resources, {} data sources  {}",
            escape(&stack.name),
            escape(role),
            stack.form.word(),
            stack.blocks_of(BlockKind::Resource).count(),
            stack.blocks_of(BlockKind::Data).count(),
            escape(&stack.input.display().to_string())
        );
    }
    (text, stacks.len())
}

fn resources(stacks: &[Stack], format: Format) -> (Vec<u8>, usize) {
    let (mut text, mut count) = (Vec::new(), 0);
    for stack in stacks {
        let width = stack
            .blocks_of(BlockKind::Resource)
            .map(|(_, b)| b.address.len())
            .max();
        let width = width.unwrap_or_default().min(80);
        if format == Format::Human && stacks.len() > 1 {
            _ = writeln!(text, "stack {}", escape(&stack.name));
        }
        for (_, block) in stack.blocks_of(BlockKind::Resource) {
            count += 1;
            if format == Format::Json {
                _ = json::write_resource(stack, block, &mut text);
                continue;
            }
            let place = escape(block.construct_path.as_deref().unwrap_or_default());
            let line = format!("{:<width$}  {place}", escape(&block.address));
            _ = writeln!(text, "- {}", line.trim_end());
        }
    }
    (text, count)
}
