//! What stands in the page itself, whether its script runs or not: the figures, and a summary for
//! those who read it without.

use std::io;

use super::Page;
use super::data;
use super::text::html;
use crate::proof::{BlockLeaves, LeafCoverage, LeafState, Mutation, Tally};
use crate::stack::BlockKind;

/// What is made of a block: a resource is covered if a spec covers it as a whole, as the
/// figures count it; otherwise the strongest state of its leaves speaks.
pub(super) fn state(block: &BlockLeaves) -> LeafState {
    let strongest = block.leaves.iter().map(|leaf| leaf.state).max();
    match (block.kind, block.covered_by.is_empty()) {
        (BlockKind::Resource, false) => LeafState::Covered,
        (BlockKind::Resource, true) => strongest
            .unwrap_or(LeafState::Never)
            .min(LeafState::Present),
        _ => strongest.unwrap_or(LeafState::Never),
    }
}

/// The inputs, as a line.
pub(super) fn inputs(page: &Page<'_>, out: &mut impl io::Write) -> io::Result<()> {
    for (at, input) in page.inputs.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        write!(out, "{comma}<code>{}</code>", html(input))?;
    }
    Ok(())
}

/// The figures at the head of the page.
pub(super) fn figures(page: &Page<'_>, out: &mut impl io::Write) -> io::Result<()> {
    if let Some(leaves) = page.leaves {
        let (all, covered) = leaves.resources();
        let share = format!("{} of {}", grouped(covered), counted(all, "resource"));
        figure(out, "Resources covered", percent(covered, all), &share, "")?;
        attributes(leaves, out)?;
    }
    if page.leaves.is_some() || page.mutation.is_some() {
        let (all, proven) = data::proven(page);
        let share = format!("{} of {}", grouped(proven), counted(all, "clause"));
        figure(out, "Clauses proven", percent(proven, all), &share, "")?;
    }
    match page.mutation {
        Some(mutation) => score(mutation, out)?,
        None => figure(
            out,
            "Mutation score",
            "not measured".into(),
            "no mutants were made",
            "",
        )?,
    }
    if let Some((clause, share)) = page.leaves.and_then(LeafCoverage::widest) {
        let name = format!("{}::{}", clause.file, clause.spec);
        let of = format!("of the covered attributes hang on one clause, {name}");
        figure(out, "Widest clause", format!("{share}\u{202f}%"), &of, "")?;
    }
    Ok(())
}

fn attributes(leaves: &LeafCoverage, out: &mut impl io::Write) -> io::Result<()> {
    let tally = leaves.attributes();
    let share = format!(
        "{} of {}",
        grouped(tally.covered),
        counted(tally.leaves, "attribute")
    );
    let value = percent(tally.covered, tally.leaves);
    figure(out, "Attributes covered", value, &share, &bar(&tally))
}

fn score(mutation: &Mutation, out: &mut impl io::Write) -> io::Result<()> {
    let score = mutation.score();
    let value = percent(score.killed, score.killed + score.survived);
    let mut note = format!(
        "{} killed, {} survived",
        grouped(score.killed),
        grouped(score.survived)
    );
    if score.noticed > 0 {
        note += &format!(", {} noticed", grouped(score.noticed));
    }
    note += &format!(
        "; {} of {} possible were tried",
        grouped(score.mutants),
        grouped(mutation.possible)
    );
    if !mutation.left_out.is_empty() {
        let specs = counted(mutation.left_out.len(), "spec");
        note += &format!("; {specs} left out, not green as it is");
    }
    figure(out, "Mutation score", value, &note, "")
}

/// `1 resource`, `5,000 resources`.
fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// A number with its thousands set apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in percent, rounded down so that 100 means all; nothing is not 100 %.
fn percent(part: usize, all: usize) -> String {
    let percent = (part * 100).checked_div(all);
    percent.map_or("none".to_owned(), |share| format!("{share}\u{202f}%"))
}

fn figure(
    out: &mut impl io::Write,
    name: &str,
    value: String,
    note: &str,
    more: &str,
) -> io::Result<()> {
    let value = value.replace('\u{202f}', "&#8239;");
    writeln!(
        out,
        "<div><dt>{name}</dt><dd><strong>{value}</strong> <span>{}</span>{more}</dd></div>",
        html(note)
    )
}

/// The states as a bar, and as words with their counts.
fn bar(tally: &Tally) -> String {
    let all = (tally.leaves + tally.unknown).max(1);
    let (mut rects, mut words, mut at) = (String::new(), String::new(), 0.0);
    for state in LeafState::ALL {
        let count = count(tally, state);
        let width = count as f64 * 1000.0 / all as f64;
        let word = state.word();
        if count > 0 {
            rects += &format!(
                "<rect class=\"{word}\" x=\"{at:.2}\" width=\"{width:.2}\" height=\"8\"/>"
            );
        }
        at += width;
        words += &format!(
            "<li class=\"{word}\"><svg class=\"glyph\" aria-hidden=\"true\">\
             <use href=\"#g-{word}\"/></svg>{} {word}</li>",
            grouped(count)
        );
    }
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" \
         aria-hidden=\"true\">{rects}</svg><ul class=\"legend\">{words}</ul>"
    )
}

fn count(tally: &Tally, state: LeafState) -> usize {
    match state {
        LeafState::Covered => tally.covered,
        LeafState::Present => tally.present,
        LeafState::Consulted => tally.consulted,
        LeafState::Never => tally.never,
        LeafState::Unknown => tally.unknown,
    }
}

/// What somebody sees whose browser runs no script: the resources that no spec covers.
pub(super) fn summary(page: &Page<'_>, out: &mut impl io::Write) -> io::Result<()> {
    let Some(leaves) = page.leaves else {
        return out.write_all(b"<p>Nobody asked which attributes the specs hold.</p>\n");
    };
    let (all, covered) = leaves.resources();
    writeln!(
        out,
        "<table><caption>{} of {} that no spec covers</caption>\n<thead><tr>\
         <th scope=\"col\">stack</th><th scope=\"col\">address</th><th scope=\"col\">state</th>\
         <th scope=\"col\">attributes covered</th><th scope=\"col\">file</th></tr></thead>\n<tbody>",
        all - covered,
        counted(all, "resource")
    )?;
    for stack in &leaves.stacks {
        let resources = stack
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Resource);
        for block in resources.filter(|block| block.covered_by.is_empty()) {
            let tally = Tally::of(&block.leaves);
            writeln!(
                out,
                "<tr><td>{}</td><td><code>{}</code></td><td>{}</td><td>{} of {}</td>\
                 <td><code>{}:{}</code></td></tr>",
                html(&stack.stack),
                html(&block.address),
                state(block).word(),
                tally.covered,
                tally.leaves,
                html(&block.file.display().to_string()),
                block.line
            )?;
        }
    }
    out.write_all(b"</tbody></table>\n")
}
