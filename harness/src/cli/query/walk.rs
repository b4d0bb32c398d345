//! `stackspec query INPUT 'WALK'`: where a `follow` comes to, hop by hop, and where it breaks.

mod near;
mod why;

use std::fmt::Write as _;

use super::chosen::Chosen;
use super::what;
use crate::check::redacted;
use crate::cli::args::{Format, QueryArgs};
use crate::cli::out;
use crate::diagnostic::{Diagnostic, SourceFile, escape};
use crate::exit::{Exit, decide};
use crate::facts::Facts;
use crate::follow::{Arrival, Follow, Stop, Walked, walk_showing};
use crate::graph::{Graph, Vertex};
use crate::report::json::{self, Hop};
use crate::run::{Problems, load_stacks};
use crate::stack::{Model, Stack};
use crate::view::Views;

/// Whether an expression is meant as a walk: a JSONPath starts with `$`.
pub(super) fn is_walk(expression: &str) -> bool {
    let expression = expression.trim_start();
    expression.starts_with(['-', '<', '=', '>'])
        || !expression.starts_with('$') && (expression.contains("->") || expression.contains("<-"))
}

/// Walks from every block that is chosen.
pub(super) fn run(args: &QueryArgs) -> Exit {
    let mut problems = Problems::default();
    let written = args.expression();
    let follow = Follow::parse(written).map_err(|error| {
        let file = SourceFile {
            path: "FOLLOW".into(),
            text: written.into(),
        };
        let mut diagnostic = Diagnostic::error(error.message).at(&file, error.span, "");
        diagnostic.help.extend(error.help);
        problems.0.push((Exit::Usage, diagnostic));
    });
    let chosen = Chosen::read(args).map_err(|error| problems.0.push((Exit::Usage, error)));
    let stacks = load_stacks(std::slice::from_ref(&args.input), args.stack.as_deref());
    let (follow, chosen, stacks) = match (follow, chosen, stacks) {
        (Ok(follow), Ok(chosen), Ok(stacks)) => (follow, chosen, stacks),
        (_, _, stacks) => {
            let loading = stacks.err().into_iter().flat_map(|found| found.0);
            problems.0.extend(loading);
            out::problems(&problems);
            return decide(problems.exits());
        }
    };
    if let Some(error) = chosen.nothing(&stacks) {
        out::diagnostic(&error);
        return Exit::Usage;
    }
    let models = stacks
        .iter()
        .map(|stack| Model::new(stack, Facts::builtin()));
    let models: Vec<Model<'_>> = models.collect();
    let views: Vec<Views<'_, '_>> = models.iter().map(Views::new).collect();
    let scene = Scene {
        follow: &follow,
        graph: Graph::new(models.iter().collect()),
        views: &views,
        stacks: &stacks,
    };
    let misspelt = near::misspelt(&scene);
    let mut answer = Answer::default();
    let starts = scene.starts(&chosen);
    for start in &starts {
        answer.walk(&scene, *start, starts.len(), args.message_format);
    }
    answer.finish(args, starts.len(), &misspelt)
}

/// What a walk is walked in.
pub(super) struct Scene<'a, 'g, 's> {
    pub(super) follow: &'a Follow,
    pub(super) graph: Graph<'g, 's>,
    pub(super) views: &'a [Views<'g, 's>],
    pub(super) stacks: &'a [Stack],
}

impl Scene<'_, '_, '_> {
    fn starts(&self, chosen: &Chosen) -> Vec<Vertex> {
        let blocks = self.stacks.iter().enumerate();
        let blocks = blocks.flat_map(|(stack, it)| {
            let chosen = it.blocks.iter().enumerate();
            chosen.map(move |(block, it)| (Vertex { stack, block }, it))
        });
        let blocks = blocks.filter(|(_, block)| chosen.has(block));
        blocks.map(|(vertex, _)| vertex).collect()
    }

    /// The block that a stop is, or is a part of.
    fn block(&self, stop: Stop) -> Option<Vertex> {
        match stop {
            Stop::Block(vertex) => Some(vertex),
            Stop::Row(stack, view, row) => {
                let block = self.views.get(stack)?.rows(view).rows.get(row)?.block;
                Some(Vertex { stack, block })
            }
        }
    }

    /// The path of a row in its block; `None` for a block.
    fn path(&self, stop: Stop) -> Option<String> {
        match stop {
            Stop::Block(_) => None,
            Stop::Row(stack, view, row) => {
                let row = self.views.get(stack)?.rows(view).rows.get(row)?;
                Some(row.origin.shorthand())
            }
        }
    }

    /// A text without the secrets of any stack.
    fn redacted(&self, text: String) -> String {
        (0..self.stacks.len()).fold(text, |text, stack| redacted(self.graph.model(stack), text))
    }

    /// The address of a stop.
    pub(super) fn short(&self, stop: Stop) -> String {
        let block = self.block(stop).map(|vertex| self.graph.block(vertex));
        block.map_or_else(String::new, |block| block.address.to_string())
    }

    /// A stop in one line: what it is, and its construct path.
    pub(super) fn name(&self, stop: Stop) -> String {
        let Some(vertex) = self.block(stop) else {
            return String::new();
        };
        let block = self.graph.block(vertex);
        let mut name = escape(&block.address);
        if self.stacks.len() > 1 {
            name = format!("[{}] {name}", escape(&self.stacks[vertex.stack].name));
        }
        if let Stop::Row(_, view, _) = stop {
            let path = self.path(stop).unwrap_or_default();
            name = match path.as_str() {
                "$" => format!("{} of {name}", view.word()),
                path => format!("{} {} of {name}", view.word(), escape(path)),
            };
        }
        if let Some(construct) = &block.construct_path {
            _ = write!(name, "  {}", escape(construct));
        }
        name
    }
}

/// What came of the walks so far.
#[derive(Default)]
struct Answer {
    text: String,
    reached: usize,
    /// How many walks ended at their first hop, and for no reason that is worth saying.
    nowhere: usize,
    open: bool,
}

impl Answer {
    fn walk(&mut self, scene: &Scene<'_, '_, '_>, start: Vertex, starts: usize, format: Format) {
        let from = Stop::Block(start);
        let (walked, way) = walk_showing(scene.follow, from, &scene.graph, scene.views);
        self.reached += walked.reached.len();
        self.open |= !walked.open.is_empty();
        if format == Format::Json {
            self.json(scene, start, &walked, &way);
            return;
        }
        let left = way.first().is_some_and(|first| !first.is_empty());
        if starts > 1 && !left && walked.open.is_empty() {
            self.nowhere += 1;
            return;
        }
        self.human(scene, from, &walked, &way);
    }

    fn human(
        &mut self,
        scene: &Scene<'_, '_, '_>,
        from: Stop,
        walked: &Walked,
        way: &[Vec<Arrival>],
    ) {
        let text = &mut self.text;
        _ = writeln!(text, "{}", scene.name(from));
        for (index, arrivals) in way.iter().enumerate() {
            _ = writeln!(text, "  {}", escape(scene.follow.hop_text(index)));
            for arrival in arrivals {
                let maybe = if arrival.sure { "" } else { "  (maybe)" };
                let through = arrival.through.as_ref();
                let through =
                    through.map_or_else(String::new, |label| format!("  by {}", escape(label)));
                _ = writeln!(text, "    {}{through}{maybe}", scene.name(arrival.stop));
            }
            if arrivals.is_empty() {
                let before = match index {
                    0 => vec![from],
                    _ => way[index - 1].iter().map(|arrival| arrival.stop).collect(),
                };
                let broken = walked.broken == Some(index);
                for line in why::nothing(scene, index, &before, broken) {
                    let line = scene.redacted(line);
                    _ = writeln!(text, "    {}", escape(&line));
                }
            }
        }
        for (sentence, waits_for) in &walked.open {
            let sentence = scene.redacted(sentence.clone());
            let waits = match waits_for.as_slice() {
                [] => String::new(),
                waits => format!(" (waits for {})", waits.join(", ")),
            };
            _ = writeln!(text, "  open: {}{}", escape(&sentence), escape(&waits));
        }
    }

    fn json(
        &mut self,
        scene: &Scene<'_, '_, '_>,
        start: Vertex,
        walked: &Walked,
        way: &[Vec<Arrival>],
    ) {
        let mut lines = Vec::new();
        let from = scene.graph.block(start);
        let stack = &scene.stacks[start.stack].name;
        for (index, arrivals) in way.iter().enumerate() {
            for arrival in arrivals {
                let Some(vertex) = scene.block(arrival.stop) else {
                    continue;
                };
                let block = scene.graph.block(vertex);
                let hop = Hop {
                    stack,
                    from: &from.address,
                    hop: index + 1,
                    text: scene.follow.hop_text(index),
                    to_stack: &scene.stacks[vertex.stack].name,
                    address: &block.address,
                    construct_path: block.construct_path.as_deref(),
                    path: scene.path(arrival.stop),
                    through: arrival.through.as_deref(),
                    sure: arrival.sure,
                };
                // Writing to memory does not fail.
                _ = json::write_hop(&hop, &mut lines);
            }
        }
        let open = walked
            .open
            .iter()
            .map(|(sentence, _)| scene.redacted(sentence.clone()));
        let open: Vec<String> = open.collect();
        let open: Vec<&str> = open.iter().map(String::as_str).collect();
        let broken = walked.broken.map(|hop| hop + 1);
        _ = json::write_walk(
            stack,
            &from.address,
            walked.reached.len(),
            broken,
            &open,
            &mut lines,
        );
        self.text.push_str(&String::from_utf8_lossy(&lines));
    }

    fn finish(
        self,
        args: &QueryArgs,
        starts: usize,
        misspelt: &[(String, Option<String>)],
    ) -> Exit {
        out::print_raw(self.text.as_bytes());
        for (sentence, help) in misspelt {
            let help = help
                .as_ref()
                .map_or_else(String::new, |help| format!("; {help}"));
            out::note(&format!("{sentence}{help}"));
        }
        if self.nowhere > 0 {
            let noun = if self.nowhere == 1 {
                "block leads"
            } else {
                "blocks lead"
            };
            out::note(&format!(
                "{} more {noun} nowhere by the first hop",
                self.nowhere
            ));
        }
        if self.reached > 0 {
            return Exit::Ok;
        }
        let mut error = Diagnostic::error(format!("`{}` reaches nothing", args.expression()));
        if self.open {
            error = error.note("it is open: it may reach more than this input says");
        }
        error = match starts {
            0 => error.note(format!("there is no `{}` to walk from", what(args).1)),
            1 => error.note("it was walked from one block"),
            starts => error.note(format!("it was walked from {starts} blocks")),
        };
        out::diagnostic(&error);
        Exit::Nothing
    }
}
