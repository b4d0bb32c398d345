//! Coverage leaf by leaf, for people: the figures, then where the holes are.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::style::{Paint, Tone, WIDTH, elide};
use super::table::Table;
use super::{Options, counted};
use crate::diagnostic::escape;
use crate::exit::Exit;
use crate::proof::{BlockLeaves, Gate, LeafState, StackLeaves, Tally};
use crate::report::proof::{CoverageReport, Figure, Shard, VerdictLine};
use crate::stack::BlockKind;
use crate::verdict::Outcome;

/// How many rows of a table or a list are shown on a terminal.
const SHOWN: usize = 12;

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write_coverage(
    report: &CoverageReport,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    figures(report, options, out)?;
    types(report, options, out)?;
    classes(report, options, out)?;
    unproven(report, options, out)?;
    uncovered(report, options, out)?;
    super::gate::ignores(&report.ignores, options, out)?;
    red(report, options, out)?;
    writeln!(out, "{}", summary(report, options))
}

fn figures(report: &CoverageReport, options: Options, out: &mut impl Write) -> io::Result<()> {
    let paint = Paint(options.colour);
    let figures = report.figures();
    let mut rows = vec![
        (
            "resources",
            figures.resources,
            "a spec would fail if something of them were otherwise",
        ),
        (
            "attributes",
            figures.attributes,
            "a clause would fail if they were otherwise",
        ),
        (
            "present",
            figures.present,
            "a clause would fail only if they were not there",
        ),
        (
            "consulted",
            figures.consulted,
            "they only decide what is judged",
        ),
        ("never", figures.never, "no spec looks at them"),
    ];
    if figures.unknown.count > 0 {
        let says = "they are not known before apply; the figures above leave them out";
        rows.push(("unknown", figures.unknown, says));
    }
    rows.push((
        "clauses",
        figures.proven,
        "they fail for some change of one thing: proven",
    ));
    let mut table = Table::new(["", "", "", ""], [false, true, true, false]);
    for (name, figure, says) in rows {
        let gate = report.gates.iter().find(|it| row_of(it.gate) == name);
        let says = match gate {
            None => says.to_owned(),
            Some(gate) if gate.is_met() => format!("{says}; {} % are required", gate.wanted),
            Some(gate) => {
                let missed = format!("{} % are required: FAILED", gate.wanted);
                format!("{says}; {}", paint.tone(Tone::Red, &missed))
            }
        };
        let share = format!("{} of {}", figure.count, figure.of);
        table.row([name.to_owned(), share, percent(figure), says]);
    }
    writeln!(out, "{}", paint.tone(Tone::Bold, "coverage"))?;
    table.write(out)?;
    if let Some((clause, share)) = report.leaves.widest() {
        let covered = counted(figures.attributes.count, "covered attribute");
        writeln!(
            out,
            "    the widest clause, {}, covers {} of {covered} ({share} %): {}",
            escape(&clause.name()),
            clause.covers,
            elide(&escape(&clause.written), WIDTH / 2),
        )?;
    }
    writeln!(out)
}

/// Every leaf with the kind and the type of its block.
fn by_type(report: &CoverageReport) -> BTreeMap<(BlockKind, &str), (usize, usize, Tally)> {
    let mut types: BTreeMap<(BlockKind, &str), (usize, usize, Tally)> = BTreeMap::new();
    for block in report.leaves.stacks.iter().flat_map(|stack| &stack.blocks) {
        // Outputs and the like have no type: each is one of its kind.
        let name = match block.kind {
            BlockKind::Resource | BlockKind::Data => block.type_name.as_str(),
            _ => "",
        };
        let (blocks, covered, tally) = types.entry((block.kind, name)).or_default();
        *blocks += 1;
        *covered += usize::from(block.state() == LeafState::Covered);
        let of = Tally::of(&block.leaves);
        tally.leaves += of.leaves;
        tally.covered += of.covered;
        tally.present += of.present;
        tally.consulted += of.consulted;
        tally.never += of.never;
        tally.unknown += of.unknown;
    }
    types
}

fn types(report: &CoverageReport, options: Options, out: &mut impl Write) -> io::Result<()> {
    let heads = [
        "by type",
        "blocks",
        "covered",
        "attributes",
        "covered",
        "",
        "present",
        "consulted",
        "never",
    ];
    let mut right = [true; 9];
    right[0] = false;
    let mut table = Table::new(heads, right);
    let types = by_type(report);
    let mut whole = 0;
    let mut rows: Vec<_> = types.iter().collect();
    // The most holes first.
    rows.sort_by_key(|(name, (.., tally))| (usize::MAX - (tally.leaves - tally.covered), *name));
    for ((kind, name), (blocks, covered, tally)) in rows {
        if tally.covered == tally.leaves && covered == blocks && !options.verbose {
            whole += 1;
            continue;
        }
        let name = match kind {
            BlockKind::Resource => escape(name),
            BlockKind::Data => format!("data {}", escape(name)),
            kind => format!("({}s)", kind.word()),
        };
        let covered_blocks = match kind {
            BlockKind::Resource => covered.to_string(),
            _ => "-".to_owned(),
        };
        let share = Figure {
            count: tally.covered,
            of: tally.leaves,
        };
        table.row([
            elide(&name, 60),
            blocks.to_string(),
            covered_blocks,
            tally.leaves.to_string(),
            tally.covered.to_string(),
            percent(share),
            tally.present.to_string(),
            tally.consulted.to_string(),
            tally.never.to_string(),
        ]);
    }
    let limit = limit(options, 2 * SHOWN);
    let more = table.cut(limit);
    if table.is_empty() {
        return Ok(());
    }
    table.write(out)?;
    rest(more, "type", out)?;
    if whole > 0 {
        let verb = if whole == 1 { "is" } else { "are" };
        writeln!(
            out,
            "    | {} {verb} covered as a whole",
            counted(whole, "other type")
        )?;
    }
    writeln!(out)
}

/// The classes with the most leaves that are not covered.
fn classes(report: &CoverageReport, options: Options, out: &mut impl Write) -> io::Result<()> {
    let mut classes: BTreeMap<(BlockKind, &str, &str), Tally> = BTreeMap::new();
    for stack in &report.leaves.stacks {
        for (class, of) in stack.classes.iter().zip(stack.by_class()) {
            let key = (class.kind, &*class.type_name, &*class.path);
            let tally = classes.entry(key).or_default();
            tally.leaves += of.leaves;
            tally.covered += of.covered;
            tally.present += of.present;
            tally.consulted += of.consulted;
            tally.never += of.never;
        }
    }
    let mut rows: Vec<_> = classes
        .into_iter()
        // Nothing may be left of a class, after what does not count.
        .filter(|(_, tally)| tally.leaves > usize::from(!options.verbose) * tally.covered)
        .collect();
    rows.sort_by_key(|(class, tally)| (usize::MAX - (tally.leaves - tally.covered), *class));
    if rows.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(
        [
            "by class",
            "",
            "attributes",
            "covered",
            "",
            "present",
            "consulted",
            "never",
        ],
        [false, false, true, true, true, true, true, true],
    );
    for ((kind, name, path), tally) in rows {
        let name = match kind {
            BlockKind::Resource => escape(name),
            kind => format!("{} {}", kind.word(), escape(name)),
        };
        let share = Figure {
            count: tally.covered,
            of: tally.leaves,
        };
        table.row([
            elide(&name, 50),
            elide(&escape(path), 60),
            tally.leaves.to_string(),
            tally.covered.to_string(),
            percent(share),
            tally.present.to_string(),
            tally.consulted.to_string(),
            tally.never.to_string(),
        ]);
    }
    let more = table.cut(limit(options, SHOWN));
    table.write(out)?;
    rest(more, "class", out)?;
    writeln!(out)
}

fn unproven(report: &CoverageReport, options: Options, out: &mut impl Write) -> io::Result<()> {
    let clauses = report.leaves.clauses.iter().enumerate();
    let counts = |(at, _): &(usize, _)| report.ignored_clauses.binary_search(at).is_err();
    let clauses: Vec<_> = clauses.filter(counts).map(|(_, clause)| clause).collect();
    super::mutants::unproven(&clauses, limit(options, SHOWN), options, out)
}

fn uncovered(report: &CoverageReport, options: Options, out: &mut impl Write) -> io::Result<()> {
    let several = report.leaves.stacks.len() > 1;
    let holes = |stack: &'_ StackLeaves| {
        let open =
            |block: &&BlockLeaves| block.kind == BlockKind::Resource && block.covered_by.is_empty();
        let open = stack.blocks.iter().filter(open).cloned();
        let name = stack.stack.clone();
        open.map(move |block| (name.clone(), block))
            .collect::<Vec<_>>()
    };
    let all: Vec<(String, BlockLeaves)> = report.leaves.stacks.iter().flat_map(holes).collect();
    if all.is_empty() {
        return Ok(());
    }
    let paint = Paint(options.colour);
    let head = format!("{} not covered by any spec", counted(all.len(), "resource"));
    writeln!(out, "{}", paint.tone(Tone::Bold, &head))?;
    let limit = limit(options, SHOWN);
    for (stack, block) in all.iter().take(limit) {
        let stack = match several {
            true => format!("[{}] ", escape(stack)),
            false => String::new(),
        };
        let place = block.construct_path.as_deref();
        let place = place.map_or_else(String::new, |path| format!("  ({})", escape(path)));
        let line = format!("{stack}{}{place}", escape(&block.address));
        writeln!(out, "    - {}", elide(&line, WIDTH))?;
    }
    rest(all.len().saturating_sub(limit), "resource", out)?;
    writeln!(out)
}

/// Specs that are not green say nothing that one could count on.
fn red(report: &CoverageReport, options: Options, out: &mut impl Write) -> io::Result<()> {
    let red: Vec<_> = report
        .verdicts
        .iter()
        .filter(|verdict| verdict.red)
        .collect();
    if red.is_empty() {
        return Ok(());
    }
    let paint = Paint(options.colour);
    let verb = if red.len() == 1 { "is" } else { "are" };
    let head = format!("{} {verb} red", counted(red.len(), "verdict"));
    writeln!(
        out,
        "{}: `stackspec check` says why",
        paint.tone(Tone::Yellow, &head)
    )?;
    let limit = limit(options, SHOWN);
    for verdict in red.iter().take(limit) {
        let (word, spec) = (verdict.outcome.word(), escape(&verdict.spec()));
        writeln!(out, "    - {word} {spec} on {}", escape(&verdict.stack))?;
    }
    rest(red.len().saturating_sub(limit), "verdict", out)?;
    writeln!(out)
}

/// `ok: 95 specs on 1 stack: 95 pass; 63 of 80 resources, 310 of 812 attributes covered; ...`
fn summary(report: &CoverageReport, options: Options) -> String {
    let paint = Paint(options.colour);
    let (tone, word) = match report.exit {
        // It is neither well nor ill before it is merged.
        _ if report.shard.is_some() => (Tone::Bold, "shard"),
        Exit::Ok => (Tone::Green, "ok"),
        Exit::Nothing => (Tone::Red, "NOTHING JUDGED"),
        _ => (Tone::Red, "FAILED"),
    };
    // As `check` counts: what is only warned about is not among what fails.
    let warned = |it: &&VerdictLine| it.outcome.is_red() && !it.red && !it.is_built_in();
    let warned: Vec<_> = report.verdicts.iter().filter(warned).collect();
    let count = |outcome: Outcome| {
        let only = warned.iter().filter(|it| it.outcome == outcome).count();
        report.count(outcome, false).saturating_sub(only)
    };
    let counts = Outcome::ALL.iter().rev();
    let counts = counts.map(|outcome| (count(*outcome), outcome.word()));
    let warned = [(warned.len(), "only warned about")];
    let counts: Vec<String> = counts
        .chain(warned)
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let figures = report.figures();
    let mut line = format!(
        "{}: {} on {}: {}; {} of {} and {} of {} covered; {} of {} proven",
        paint.tone(tone, word),
        counted(report.specs(), "spec"),
        counted(report.stacks.len(), "stack"),
        counts.join(", "),
        figures.resources.count,
        counted(figures.resources.of, "resource"),
        figures.attributes.count,
        counted(figures.attributes.of, "attribute"),
        figures.proven.count,
        counted(figures.proven.of, "clause"),
    );
    if let Some(Shard { number, of }) = report.shard {
        line.push_str(&format!("; part {number} of {of}, for `stackspec merge`"));
    }
    let missed: Vec<String> = report
        .gates
        .iter()
        .filter(|gate| !gate.is_met())
        .map(|gate| format!("{} % of {} are required", gate.wanted, row_of(gate.gate)))
        .collect();
    if !missed.is_empty() {
        line.push_str(&format!("; {}", missed.join(", ")));
    }
    if report.exit != Exit::Ok {
        line.push_str(&format!(" (exit code {})", report.exit.code()));
    }
    line
}

/// The figure that a gate is about.
fn row_of(gate: Gate) -> &'static str {
    match gate {
        Gate::Resources => "resources",
        Gate::Attributes => "attributes",
        Gate::ClausesProven => "clauses",
    }
}

/// How many rows there are room for.
fn limit(options: Options, shown: usize) -> usize {
    match options.verbose || options.lines == usize::MAX {
        true => usize::MAX,
        false => shown,
    }
}

/// What was left out.
pub(super) fn rest(more: usize, noun: &str, out: &mut impl Write) -> io::Result<()> {
    match more {
        0 => Ok(()),
        1 => writeln!(out, "    + 1 more {noun}; --verbose lists all"),
        more => {
            let plural = if noun.ends_with('s') { "es" } else { "s" };
            writeln!(out, "    + {more} more {noun}{plural}; --verbose lists all")
        }
    }
}

fn percent(figure: Figure) -> String {
    match figure.percent() {
        Some(percent) => format!("{percent} %"),
        None => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests;
