//! Templates: literals, interpolations and directives.

use hcl_edit::Span;
use hcl_edit::template::{Directive, Element, Strip};
use hcl_edit::visit::Visit as _;
use std::borrow::Cow;

use super::convert;
use super::machine::Machine;
use super::outcome::{Outcome, Stop};
use super::references::Collector;
use crate::value::{Flags, Hole, Node, Piece};

/// The text that a template has come to so far.
#[derive(Default)]
struct Built {
    /// Whether the template stands in quotes. Elsewhere Terraform reads literals line by line, and
    /// `~` reaches no further than one line.
    quoted: bool,
    pieces: Vec<Piece<'static>>,
    sensitive: bool,
}

impl Machine<'_> {
    /// Evaluates a template: the value itself where it is one `${...}`, else a text.
    pub(super) fn template<'t>(
        &mut self,
        elements: impl Iterator<Item = &'t Element>,
        quoted: bool,
    ) -> Outcome {
        let elements: Vec<&Element> = elements.collect();
        if let [Element::Interpolation(only)] = elements.as_slice() {
            return self.eval(&only.expr);
        }
        let mut built = Built {
            quoted,
            ..Built::default()
        };
        self.parts(&elements, [false, false], &mut built)?;
        let mut node = convert::text(built.pieces)?;
        if built.sensitive {
            node.flags.set(Flags::SENSITIVE);
        }
        Ok(node)
    }

    /// Adds the elements of a template. `~` eats the white space of the literal beside it; `strips`
    /// says whether one stands before the first element and behind the last.
    fn parts(
        &mut self,
        elements: &[&Element],
        strips: [bool; 2],
        built: &mut Built,
    ) -> Outcome<()> {
        for (index, element) in elements.iter().enumerate() {
            self.spend(1)?;
            match element {
                Element::Literal(literal) => {
                    let before = index
                        .checked_sub(1)
                        .map(|before| edges(elements[before])[1]);
                    let behind = elements.get(index + 1).map(|behind| edges(behind)[0]);
                    let strips = [before.unwrap_or(strips[0]), behind.unwrap_or(strips[1])];
                    self.spend(literal.len() / 64)?;
                    let literal = stripped(literal.as_str(), strips, built.quoted);
                    built.pieces.push(Piece::Literal(Cow::Owned(literal)));
                }
                Element::Interpolation(it) => {
                    let node = self.eval(&it.expr)?;
                    self.insert(&node, element, built)?;
                }
                Element::Directive(directive) => self.directive(directive, element, built)?,
            }
        }
        Ok(())
    }

    fn insert(
        &mut self,
        node: &Node<'static>,
        element: &Element,
        built: &mut Built,
    ) -> Outcome<()> {
        self.spend(super::machine::size(node))?;
        built.sensitive |= node.is_sensitive();
        match convert::pieces(node) {
            Ok(pieces) => built.pieces.extend(pieces),
            Err(Stop::Unknown) => self.leave(element, built),
            Err(stop) => return Err(stop),
        }
        Ok(())
    }

    /// Leaves an element as a hole.
    fn leave(&mut self, element: &Element, built: &mut Built) {
        self.unsure += 1;
        let mut collector = Collector::new(self.source);
        collector.visit_element(element);
        let written = element.span().and_then(|span| self.source.get(span));
        let written = written.unwrap_or_default();
        let inner = written
            .strip_prefix("${")
            .and_then(|text| text.strip_suffix('}'));
        let hole = Hole {
            is_text: true,
            non_null: true,
            ..self.hole_of(inner.unwrap_or(written).trim_matches('~'), &collector)
        };
        built.pieces.push(Piece::Hole(hole));
    }

    fn directive(&mut self, it: &Directive, element: &Element, built: &mut Built) -> Outcome<()> {
        match it {
            Directive::If(it) => {
                let cond = self.eval(&it.if_expr.cond_expr)?;
                built.sensitive |= cond.is_sensitive();
                let taken = match convert::to_bool(&cond) {
                    Ok(taken) => taken,
                    Err(Stop::Unknown) => {
                        self.leave(element, built);
                        return Ok(());
                    }
                    Err(stop) => return Err(stop),
                };
                let [_, opens] = edges_of(it.if_expr.strip);
                let [closes, _] = edges_of(it.endif_expr.strip);
                let (template, strips) = match (&it.else_expr, taken) {
                    (Some(other), true) => {
                        (&it.if_expr.template, [opens, edges_of(other.strip)[0]])
                    }
                    (None, true) => (&it.if_expr.template, [opens, closes]),
                    (Some(other), false) => (&other.template, [edges_of(other.strip)[1], closes]),
                    (None, false) => return Ok(()),
                };
                let elements: Vec<&Element> = template.iter().collect();
                self.parts(&elements, strips, built)
            }
            Directive::For(it) => {
                let collection = self.eval(&it.for_expr.collection_expr)?;
                built.sensitive |= collection.is_sensitive();
                let pairs = match self.pairs(&collection) {
                    Ok((pairs, false)) => pairs,
                    Ok((_, true)) | Err(Stop::Unknown) => {
                        self.leave(element, built);
                        return Ok(());
                    }
                    Err(stop) => return Err(stop),
                };
                let strips = [
                    edges_of(it.for_expr.strip)[1],
                    edges_of(it.endfor_expr.strip)[0],
                ];
                let elements: Vec<&Element> = it.for_expr.template.iter().collect();
                let key_var = it.for_expr.key_var.as_ref().map(|name| name.as_str());
                let names = [key_var, Some(it.for_expr.value_var.as_str())];
                for [key, value] in &pairs {
                    self.bind(names, [key, value], |machine| {
                        machine.parts(&elements, strips, built)
                    })?;
                }
                Ok(())
            }
        }
    }
}

/// A literal without the white space that a `~` before or behind it eats.
fn stripped(literal: &str, [start, end]: [bool; 2], quoted: bool) -> String {
    if quoted {
        let literal = if start { literal.trim_start() } else { literal };
        return if end { literal.trim_end() } else { literal }.to_owned();
    }
    let mut lines: Vec<&str> = literal.split_inclusive('\n').collect();
    if let Some(first) = lines.first_mut().filter(|_| start) {
        *first = first.trim_start();
    }
    if let Some(last) = lines.last_mut().filter(|_| end) {
        *last = last.trim_end();
    }
    lines.concat()
}

/// Whether an element strips what stands before it, and what stands behind it.
fn edges(element: &Element) -> [bool; 2] {
    match element {
        Element::Literal(_) => [false, false],
        Element::Interpolation(it) => edges_of(it.strip),
        Element::Directive(it) => {
            let (opens, closes) = match &**it {
                Directive::If(it) => (it.if_expr.strip, it.endif_expr.strip),
                Directive::For(it) => (it.for_expr.strip, it.endfor_expr.strip),
            };
            [edges_of(opens)[0], edges_of(closes)[1]]
        }
    }
}

fn edges_of(strip: Strip) -> [bool; 2] {
    [strip.strip_start(), strip.strip_end()]
}
