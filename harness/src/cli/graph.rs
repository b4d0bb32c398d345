//! `stackspec graph`: what refers to what.

use std::fmt::Write as _;

use globset::{Glob, GlobMatcher};

use super::args::{GraphArgs, GraphFormat};
use super::out;
use super::settings::given_vars;
use crate::check::redacted;
use crate::diagnostic::{Diagnostic, escape};
use crate::exit::{Exit, decide};
use crate::facts::Facts;
use crate::graph::{Edge, Graph, Target, Vertex};
use crate::report::json;
use crate::run::{Problems, complete, load_stacks};
use crate::stack::{BlockKind, Model, Stack};

pub(super) fn run(args: &GraphArgs) -> Exit {
    let mut problems = Problems::default();
    let glob = |glob: &String| {
        let error = |error: globset::Error| {
            let error = Diagnostic::error(format!("`{glob}` is no glob: {}", error.kind()));
            problems.0.push((Exit::Usage, error));
        };
        Glob::new(glob)
            .map(|glob| glob.compile_matcher())
            .map_err(error)
    };
    let of_type = args.of_type.as_ref().map(glob).transpose();
    let vars = given_vars(&args.vars, &mut problems);
    let stacks = load_stacks(&args.inputs, args.stack.as_deref()).and_then(|mut stacks| {
        complete(&mut stacks, &vars, None, &[])?;
        Ok(stacks)
    });
    let (of_type, stacks) = match (of_type, stacks) {
        (Ok(of_type), Ok(stacks)) if problems.0.is_empty() => (of_type, stacks),
        (_, stacks) => {
            let loading = stacks.err().into_iter().flat_map(|found| found.0);
            problems.0.extend(loading);
            out::problems(&problems);
            return decide(problems.exits());
        }
    };
    let from = args.from.as_deref();
    if let Some(error) = from.and_then(|from| nobody(from, &stacks)) {
        out::diagnostic(&error);
        return Exit::Usage;
    }
    let models = stacks
        .iter()
        .map(|stack| Model::new(stack, Facts::builtin()));
    let models: Vec<Model<'_>> = models.collect();
    let drawing = Drawing {
        graph: Graph::new(models.iter().collect()),
        several: stacks.len() > 1,
        from,
        of_type,
    };
    let (text, edges) = match args.message_format {
        GraphFormat::Human => drawing.human(),
        GraphFormat::Json => drawing.json(),
        GraphFormat::Dot => drawing.dot(),
    };
    out::print_raw(text.as_bytes());
    let silent = stacks.iter().enumerate().filter(|(stack, it)| {
        let told = |(block, _)| {
            drawing.graph.tells(Vertex {
                stack: *stack,
                block,
            })
        };
        let mut resources = it.blocks_of(BlockKind::Resource).peekable();
        resources.peek().is_some() && !resources.any(told)
    });
    for (_, stack) in silent {
        out::note(&format!(
            "the {} `{}` does not say what its values refer to: only `depends_on` is shown",
            stack.form.word(),
            stack.name
        ));
    }
    match edges {
        0 => {
            out::diagnostic(&drawing.nothing());
            Exit::Nothing
        }
        _ => Exit::Ok,
    }
}

/// The error of an address that no stack has.
fn nobody(from: &str, stacks: &[Stack]) -> Option<Diagnostic> {
    let blocks = || stacks.iter().flat_map(|stack| &stack.blocks);
    if blocks().any(|block| *block.address == *from) {
        return None;
    }
    let addresses = blocks()
        .filter(|block| block.kind != BlockKind::Document)
        .map(|block| &*block.address);
    let near = addresses
        .map(|address| (strsim::damerau_levenshtein(from, address), address))
        .filter(|(distance, _)| *distance * 3 <= from.len())
        .min();
    let error = Diagnostic::error(format!("`--from {from}` is no address in these inputs"));
    Some(error.help(match near {
        Some((_, near)) => format!("did you mean `{near}`?"),
        None => "`stackspec list resources` lists what there is".to_owned(),
    }))
}

/// The edges that are asked for.
struct Drawing<'a, 'm, 's> {
    graph: Graph<'m, 's>,
    several: bool,
    from: Option<&'a str>,
    of_type: Option<GlobMatcher>,
}

/// What an edge leads to, in words.
enum End {
    Block(Vertex),
    Nowhere(&'static str, String),
}

impl Drawing<'_, '_, '_> {
    fn edges(&self) -> impl Iterator<Item = (Vertex, &Edge)> {
        let stacks = 0..self.graph.stacks();
        let vertices = stacks.flat_map(|stack| {
            let blocks = 0..self.graph.model(stack).stack().blocks.len();
            blocks.map(move |block| Vertex { stack, block })
        });
        let here = |vertex: &Vertex| {
            let address = &self.graph.block(*vertex).address;
            self.from.is_none_or(|from| **address == *from)
        };
        let edges = vertices.filter(here).flat_map(|vertex| {
            self.graph
                .out(vertex)
                .iter()
                .map(move |edge| (vertex, edge))
        });
        edges.filter(|(from, edge)| self.is_of_type(*from, edge))
    }

    fn is_of_type(&self, from: Vertex, edge: &Edge) -> bool {
        let Some(glob) = &self.of_type else {
            return true;
        };
        let mut ends = edge.target.vertices().iter().chain([&from]);
        ends.any(|vertex| glob.is_match(&*self.graph.block(*vertex).type_name))
    }

    fn stack(&self, vertex: Vertex) -> &str {
        &self.graph.model(vertex.stack).stack().name
    }

    /// An address, and whose it is where that is not plain.
    fn address(&self, vertex: Vertex, beside: Option<Vertex>) -> String {
        let address = &self.graph.block(vertex).address;
        let foreign = beside.map_or(self.several, |beside| beside.stack != vertex.stack);
        match foreign {
            true => format!("[{}] {}", self.stack(vertex), address),
            false => address.to_string(),
        }
    }

    /// What an edge leads to, and whether it is one of these only.
    fn ends(&self, from: Vertex, edge: &Edge) -> (Vec<End>, bool) {
        let hidden = |text: &str| redacted(self.graph.model(from.stack), text.to_owned());
        match &edge.target {
            Target::Blocks(all) => (all.iter().copied().map(End::Block).collect(), true),
            Target::OneOf(all) => (all.iter().copied().map(End::Block).collect(), false),
            Target::Undeclared(written) => {
                (vec![End::Nowhere("undeclared", hidden(written))], true)
            }
            Target::Outside(written) => (vec![End::Nowhere("outside", hidden(written))], true),
        }
    }

    fn human(&self) -> (String, usize) {
        let (mut text, mut count) = (String::new(), 0);
        for (from, edge) in self.edges() {
            count += 1;
            let (ends, sure) = self.ends(from, edge);
            let ends: Vec<String> = ends
                .iter()
                .map(|end| match end {
                    End::Block(vertex) => escape(&self.address(*vertex, Some(from))),
                    End::Nowhere(word, written) => format!("{}  ({word})", escape(written)),
                })
                .collect();
            let few = if sure { "" } else { "one of " };
            let attribute = match &edge.attribute {
                Some(name) => format!(" ({})", escape(name)),
                None => String::new(),
            };
            _ = writeln!(
                text,
                "- {}  -[{}]->  {few}{}{attribute}",
                escape(&self.address(from, None)),
                escape(&edge.label),
                ends.join(", ")
            );
        }
        (text, count)
    }

    fn json(&self) -> (String, usize) {
        let (mut text, mut count) = (Vec::new(), 0);
        for (from, edge) in self.edges() {
            let (ends, sure) = self.ends(from, edge);
            count += 1;
            for end in &ends {
                let (to, leads) = match end {
                    End::Block(vertex) => (*vertex, "block"),
                    End::Nowhere(word, _) => (from, *word),
                };
                let address = match end {
                    End::Block(vertex) => &self.graph.block(*vertex).address,
                    End::Nowhere(_, written) => written.as_str(),
                };
                // Writing to memory does not fail.
                _ = json::write_edge(
                    &json::Edge {
                        stack: self.stack(from),
                        from: &self.graph.block(from).address,
                        path: &edge.path.normalized(),
                        label: &edge.label,
                        leads,
                        to_stack: matches!(end, End::Block(_)).then(|| self.stack(to)),
                        to: address,
                        attribute: edge.attribute.as_deref(),
                        order: edge.order,
                        sure,
                    },
                    &mut text,
                );
            }
        }
        (String::from_utf8_lossy(&text).into_owned(), count)
    }

    /// The language of Graphviz: what only orders is dashed, what is not sure is dotted, and what
    /// is no block of a stack is a note.
    fn dot(&self) -> (String, usize) {
        let (mut text, mut count) = (
            String::from("digraph stacks {\n  rankdir = LR\n  node [shape = box]\n"),
            0,
        );
        let mut notes: Vec<(&str, String)> = Vec::new();
        for (from, edge) in self.edges() {
            count += 1;
            let (ends, sure) = self.ends(from, edge);
            let style = match (edge.order, sure) {
                (true, _) => ", style = dashed",
                (false, false) => ", style = dotted",
                (false, true) => "",
            };
            for end in ends {
                let to = match end {
                    End::Block(vertex) => self.address(vertex, None),
                    End::Nowhere(word, written) => {
                        let shown = format!("{written} ({word})");
                        notes.push((word, shown.clone()));
                        shown
                    }
                };
                _ = writeln!(
                    text,
                    "  {} -> {} [label = {}{style}]",
                    quoted(&self.address(from, None)),
                    quoted(&to),
                    quoted(&edge.label)
                );
            }
        }
        notes.sort();
        notes.dedup();
        for (word, note) in notes {
            let color = if word == "undeclared" { "red" } else { "gray" };
            _ = writeln!(text, "  {} [shape = note, color = {color}]", quoted(&note));
        }
        text.push_str("}\n");
        (text, count)
    }

    fn nothing(&self) -> Diagnostic {
        let error = Diagnostic::error("nothing here refers to anything");
        match (self.from, &self.of_type) {
            (Some(from), _) => error.note(format!("asked for what `{from}` refers to")),
            (None, Some(glob)) => error.note(format!(
                "asked for what blocks of a type `{}` refer to, and what refers to them",
                glob.glob()
            )),
            (None, None) => error,
        }
    }
}

/// A quoted id of Graphviz. Control characters and the like are escaped, and a backslash is no
/// escape of a label.
fn quoted(text: &str) -> String {
    let text = escape(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn hostile_names_stay_inside_their_quotes() {
        for (text, expected) in [
            ("aws_x.y", r#""aws_x.y""#),
            (r#"a["k"]"#, r#""a[\"k\"]""#),
            (r#"a\"] -> x ["#, r#""a\\\"] -> x [""#),
            ("a\n\u{1b}[31m", r#""a\\n\\u{1b}[31m""#),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }
}
