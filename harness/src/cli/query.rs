//! `stackspec query`

mod chosen;
mod walk;

use std::fmt::Write as _;
use std::ops::ControlFlow;

use super::args::{Format, QueryArgs};
use super::out;
use super::settings::given_vars;
use crate::check::{printable, printable_path, redacted};
use crate::diagnostic::{Diagnostic, SourceFile, escape};
use crate::exit::{Exit, decide};
use crate::facts::Facts;
use crate::report::human::{WIDTH, elide};
use crate::report::json;
use crate::run::{Problems, complete, load_stacks};
use crate::select::{Document, Found, Mode, Open, Pick, Query};
use crate::stack::{BlockId, BlockKind, Model};
use chosen::Chosen;

pub(super) fn run(args: &QueryArgs) -> Exit {
    let written = args.expression();
    if walk::is_walk(written) {
        return walk::run(args);
    }
    let mut problems = Problems::default();
    let query = Query::parse(written).map_err(|error| {
        let path = SourceFile {
            path: "JSONPATH".into(),
            text: written.into(),
        };
        let message = format!("`{written}` is no JSONPath");
        let span = error.column..error.column + error.length;
        let mut diagnostic = Diagnostic::error(message).at(&path, span, error.message);
        diagnostic.help.extend(error.help);
        problems.0.push((Exit::Usage, diagnostic));
    });
    let kind = what(args).0;
    let chosen = Chosen::read(args).map_err(|error| problems.0.push((Exit::Usage, error)));
    let vars = given_vars(&args.vars, &mut problems);
    let stacks = load_stacks(std::slice::from_ref(&args.input), args.stack.as_deref());
    let stacks = stacks.and_then(|mut stacks| {
        for odd in complete(&mut stacks, &vars, args.synth.as_deref(), &[])? {
            out::diagnostic(&odd);
        }
        Ok(stacks)
    });
    let (query, chosen, stacks) = match (query, chosen, stacks) {
        (Ok(query), Ok(chosen), Ok(stacks)) if problems.0.is_empty() => (query, chosen, stacks),
        (_, _, stacks) => {
            problems
                .0
                .extend(stacks.err().into_iter().flat_map(|found| found.0));
            out::problems(&problems);
            return decide(problems.exits());
        }
    };
    let mut answer = Answer {
        format: args.format(),
        several: stacks.len() > 1,
        text: String::new(),
        said: Vec::new(),
        values: 0,
        asked: 0,
        near: None,
    };
    if let Some(error) = chosen.nothing(&stacks) {
        out::diagnostic(&error);
        return Exit::Usage;
    }
    for stack in &stacks {
        let model = Model::new(stack, Facts::builtin());
        answer.ask(&model, &query, &chosen);
    }
    answer.finish(args, kind)
}

fn what(args: &QueryArgs) -> (BlockKind, &str) {
    match &args.data {
        Some(glob) => (BlockKind::Data, glob),
        None if args.document => (BlockKind::Document, "*"),
        None => (BlockKind::Resource, &args.resource),
    }
}

impl QueryArgs {
    fn format(&self) -> Format {
        self.message_format
    }
}

/// What came of a query so far.
struct Answer {
    format: Format,
    several: bool,
    text: String,
    /// What is worth saying besides: misfits, places that are not known. Each once.
    said: Vec<String>,
    values: usize,
    asked: usize,
    /// A member that one of those asked may have, nearest to the first name of the path.
    near: Option<String>,
}

impl Answer {
    fn ask(&mut self, model: &Model<'_>, query: &Query, chosen: &Chosen) {
        for (id, block) in model.stack().blocks.iter().enumerate() {
            if chosen.has(block) {
                self.asked += 1;
                if self.near.is_none() {
                    self.near = near(model, query, id);
                }
                self.ask_block(model, query, id);
            }
        }
    }

    fn ask_block(&mut self, model: &Model<'_>, query: &Query, id: BlockId) {
        let (stack, block) = (model.stack(), model.block(id));
        let address = if block.address.is_empty() {
            "(document)"
        } else {
            &block.address
        };
        let root = match model.body(id) {
            Ok(root) => root,
            Err(error) => {
                self.say(format!("{address} cannot be read: {error}"));
                return;
            }
        };
        let omits = |name: &str| model.omits(block, name);
        let document = Document {
            root,
            meta: Some(model.meta(id)),
            omits: Some(&omits),
            mode: Mode::Stack,
        };
        let mut found = |found: Found<'_, '_, '_>| {
            match found {
                Found::Node {
                    path, node, sure, ..
                } => {
                    let path = path.to_path();
                    let value = redacted(model, printable(root, &path, node));
                    self.value(
                        &stack.name,
                        address,
                        &printable_path(root, &path).normalized(),
                        &value,
                        sure,
                    );
                }
                Found::Open { path, reason } => {
                    let path = printable_path(root, &path.to_path()).shorthand();
                    self.say(format!("{address}: {path} {}", open(&reason)));
                }
                Found::Misfit(misfit) => self.say(format!("{misfit}")),
                Found::Missing { .. } => {}
                Found::OverBudget => self.say(format!("{address}: the query visits too much")),
            }
            ControlFlow::Continue(())
        };
        _ = query.visit(&document, &mut found);
    }

    fn value(&mut self, stack: &str, address: &str, path: &str, value: &str, sure: bool) {
        self.values += 1;
        if self.format == Format::Json {
            let mut line = Vec::new();
            // Writing to memory does not fail.
            _ = json::write_value(stack, address, path, value, sure, &mut line);
            self.text.push_str(&String::from_utf8_lossy(&line));
            return;
        }
        let stack = if self.several {
            format!("[{}] ", escape(stack))
        } else {
            String::new()
        };
        let maybe = if sure {
            ""
        } else {
            "  (if the filter holds, which is not known)"
        };
        let value = elide(&escape(value), WIDTH);
        _ = writeln!(
            self.text,
            "- {stack}{} {} = {value}{maybe}",
            escape(address),
            escape(path)
        );
    }

    fn say(&mut self, sentence: String) {
        if !self.said.contains(&sentence) {
            self.said.push(sentence);
        }
    }

    fn finish(self, args: &QueryArgs, kind: BlockKind) -> Exit {
        out::print_raw(self.text.as_bytes());
        for sentence in self.said.iter().take(20) {
            out::note(sentence);
        }
        if self.said.len() > 20 {
            out::note(&format!("{} more like these", self.said.len() - 20));
        }
        if self.values > 0 {
            return Exit::Ok;
        }
        let mut error = Diagnostic::error(format!("`{}` finds nothing", args.expression()));
        let noun = if kind == BlockKind::Data {
            "data source"
        } else {
            kind.word()
        };
        let glob = what(args).1;
        error = match self.asked {
            0 if glob == "*" => {
                error.note(format!("there is no {noun} in {}", args.input.display()))
            }
            0 => error
                .note(format!("no {noun} is of a type `{glob}`"))
                .help("`stackspec list resources` lists what there is"),
            1 => error.note(format!("it was asked of one {noun}")),
            asked => error.note(format!("it was asked of {asked} {noun}s")),
        };
        error
            .help
            .extend(self.near.map(|near| format!("did you mean `{near}`?")));
        out::diagnostic(&error);
        Exit::Nothing
    }
}

fn open(reason: &Open<'_>) -> String {
    match reason {
        Open::Unknown(hole) => match hole.waits_for.is_empty() {
            true => "is not known before apply".to_owned(),
            false => format!(
                "is not known: it waits for {}",
                reason.waits_for().join(", ")
            ),
        },
        Open::OpenContainer => "may hold more than is listed".to_owned(),
        Open::NotCarried(name) => format!("cannot be known: this input never carries `{name}`"),
        Open::TooDeep => "is nested too deep".to_owned(),
    }
}

/// The member nearest to the first name of the path, where the facts know none of that name.
fn near(model: &Model<'_>, query: &Query, id: BlockId) -> Option<String> {
    let shape = model.shape(model.block(id))?;
    let Pick::Name(name) = &query.segments().first()?.selectors.first()?.pick else {
        return None;
    };
    if name.as_ref() == "//" || shape.get(name).is_some() {
        return None;
    }
    shape.suggest(name).first().map(|near| (*near).to_owned())
}
