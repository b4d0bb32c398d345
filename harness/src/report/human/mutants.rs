//! What became of mutants, for people: the figures, then what no spec minds, with the spec that
//! would.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::leaves::rest;
use super::style::{Paint, Tone, WIDTH, elide};
use super::table::Table;
use super::{Options, counted};
use crate::diagnostic::escape;
use crate::exit::Exit;
use crate::proof::{ClauseProof, Mutant, Mutation, Outcome, Score, Survivors};
use crate::report::proof::MutationReport;
use crate::stack::BlockKind;

/// How many classes of survivors a terminal shows.
const SHOWN: usize = 10;

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write_mutation(
    report: &MutationReport<'_>,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let mutation = report.mutation;
    let limit = match options.verbose || options.lines == usize::MAX {
        true => usize::MAX,
        false => SHOWN,
    };
    figures(report, options, out)?;
    survivors(mutation, limit, options, out)?;
    noticed(mutation, limit, options, out)?;
    left_out(mutation, limit, options, out)?;
    skipped(mutation, limit, options, out)?;
    if report.whole {
        let clauses: Vec<&ClauseProof> = mutation.clauses.iter().collect();
        unproven(&clauses, limit, options, out)?;
    }
    writeln!(out, "{}", summary(report, options))
}

fn figures(report: &MutationReport<'_>, options: Options, out: &mut impl Write) -> io::Result<()> {
    let paint = Paint(options.colour);
    let mutation = report.mutation;
    let (score, weighted) = (mutation.score(), mutation.weighted());
    let mut table = Table::new(
        ["", "judged", "standing for", ""],
        [false, true, true, false],
    );
    let mut row = |name: &str, count: usize, weight: usize, says: &str| {
        table.row([
            name.to_owned(),
            count.to_string(),
            weight.to_string(),
            says.to_owned(),
        ]);
    };
    let says = "changes of one thing, some of each class and operator";
    row("mutants", score.mutants, weighted.mutants, says);
    row(
        "killed",
        score.killed,
        weighted.killed,
        "a spec that is green fails for it",
    );
    row(
        "survived",
        score.survived,
        weighted.survived,
        "no spec minds",
    );
    let says = "a spec can no longer be judged; it counts neither way";
    row("noticed", score.noticed, weighted.noticed, says);
    writeln!(
        out,
        "{}: {} ({} weighted); {}",
        paint.tone(Tone::Bold, "mutation score"),
        percent(score),
        percent(weighted),
        match mutation.possible > score.mutants {
            true => format!(
                "{} of {} judged, `--all` judges every one",
                score.mutants,
                counted(mutation.possible, "possible mutant")
            ),
            false => format!("every one of {} judged", counted(score.mutants, "mutant")),
        }
    )?;
    table.write(out)?;
    if !report.narrowed.is_empty() {
        let only: Vec<String> = report.narrowed.iter().map(|it| escape(it)).collect();
        writeln!(out, "    only what was asked for: {}", only.join(" "))?;
    }
    writeln!(out)
}

fn survivors(
    mutation: &Mutation,
    limit: usize,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    if mutation.survivors.is_empty() {
        return Ok(());
    }
    let paint = Paint(options.colour);
    let count = mutation.score().survived;
    let verb = if count == 1 { "survives" } else { "survive" };
    let head = format!(
        "{} {verb}, and what would kill them",
        counted(count, "mutant")
    );
    writeln!(out, "{}", paint.tone(Tone::Bold, &head))?;
    for class in mutation.survivors.iter().take(limit) {
        survivor(mutation, class, options, out)?;
    }
    rest(mutation.survivors.len().saturating_sub(limit), "class", out)?;
    writeln!(out)
}

fn survivor(
    mutation: &Mutation,
    class: &Survivors,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let paint = Paint(options.colour);
    let what = match class.kind {
        BlockKind::Resource => escape(&class.type_name),
        kind => format!("{} {}", kind.word(), escape(&class.type_name)),
    };
    let count = format!("{} x", class.mutants.len());
    writeln!(
        out,
        "  {} {what} {}",
        paint.tone(Tone::Red, &count),
        elide(&escape(&class.class), WIDTH)
    )?;
    let mutants = class.mutants.iter();
    let mut mutants: Vec<&Mutant> = mutants.filter_map(|at| mutation.mutants.get(*at)).collect();
    if options.verbose {
        for mutant in &mutants {
            writeln!(out, "    - {}", change(mutant))?;
        }
    } else {
        // One says enough; the last of the operators is the one that people fear.
        mutants.sort_by_key(|mutant| Reverse(mutant.operator));
        mutants.dedup_by_key(|mutant| mutant.operator);
        if let Some((first, others)) = mutants.split_first() {
            let others: Vec<&str> = others.iter().map(|it| it.operator.name()).collect();
            let also = match others.as_slice() {
                [] => String::new(),
                others => format!("; {} too", others.join(", ")),
            };
            writeln!(out, "    - {}{also}", change(first))?;
        }
    }
    match &class.spec {
        Some(spec) => {
            for line in spec.lines() {
                writeln!(out, "    {} {}", paint.tone(Tone::Frame, "|"), escape(line))?;
            }
        }
        None => writeln!(out, "    no spec can be made up for it: look at the value")?,
    }
    Ok(())
}

/// `aws_x.y $.tags.Name: literal: "a" -> "b"`
fn change(mutant: &Mutant) -> String {
    let short = |text: &str| elide(&escape(text), 60);
    let operator = mutant.operator.name();
    let change = match (mutant.before.is_empty(), mutant.after.is_empty()) {
        (true, true) => operator.to_owned(),
        (false, true) => format!("{operator} {}", short(&mutant.before)),
        _ => format!(
            "{operator} {} -> {}",
            short(&mutant.before),
            short(&mutant.after)
        ),
    };
    let (address, path) = (short(&mutant.address), short(&mutant.path));
    format!("{address} {path}: {change}")
}

fn noticed(
    mutation: &Mutation,
    limit: usize,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let noticed = mutation.mutants.iter();
    let noticed: Vec<&Mutant> = noticed
        .filter(|mutant| mutant.outcome == Outcome::Noticed)
        .collect();
    if noticed.is_empty() {
        return Ok(());
    }
    let paint = Paint(options.colour);
    let head = format!(
        "{} only noticed: a spec is left without a verdict, and none fails",
        counted(noticed.len(), "mutant")
    );
    writeln!(out, "{}", paint.tone(Tone::Bold, &head))?;
    for mutant in noticed.iter().take(limit) {
        let by = elide(&escape(&mutant.by.join(", ")), WIDTH / 2);
        writeln!(out, "    - {} (by {by})", change(mutant))?;
    }
    rest(noticed.len().saturating_sub(limit), "mutant", out)?;
    writeln!(out)
}

fn left_out(
    mutation: &Mutation,
    limit: usize,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    if mutation.left_out.is_empty() {
        return Ok(());
    }
    let paint = Paint(options.colour);
    let head = format!(
        "{} left out: what is not green as it is can notice nothing",
        counted(mutation.left_out.len(), "spec")
    );
    writeln!(out, "{}", paint.tone(Tone::Yellow, &head))?;
    let mut by_outcome: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (case, outcome) in &mutation.left_out {
        by_outcome.entry(outcome).or_default().push(case);
    }
    for (outcome, cases) in by_outcome {
        for case in cases.iter().take(limit) {
            writeln!(out, "    - {outcome} {}", escape(case))?;
        }
        rest(cases.len().saturating_sub(limit), "spec", out)?;
    }
    writeln!(out)
}

fn skipped(
    mutation: &Mutation,
    limit: usize,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
    for skipped in &mutation.skipped {
        *by_reason.entry(&skipped.reason).or_default() += 1;
    }
    if by_reason.is_empty() {
        return Ok(());
    }
    let paint = Paint(options.colour);
    let head = format!(
        "{} skipped with a reason",
        counted(mutation.skipped.len(), "mutant")
    );
    writeln!(out, "{}", paint.tone(Tone::Yellow, &head))?;
    for (reason, count) in by_reason.iter().take(limit) {
        writeln!(out, "    - {count} x {}", escape(reason))?;
    }
    rest(by_reason.len().saturating_sub(limit), "reason", out)?;
    writeln!(out)
}

/// The clauses that no change was seen to make fail, and why.
pub(super) fn unproven(
    clauses: &[&ClauseProof],
    limit: usize,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let unproven: Vec<&ClauseProof> = clauses.iter().copied().filter(|it| !it.proven).collect();
    if unproven.is_empty() {
        return Ok(());
    }
    let paint = Paint(options.colour);
    let head = format!("{} not proven", counted(unproven.len(), "clause"));
    writeln!(out, "{}", paint.tone(Tone::Bold, &head))?;
    for clause in unproven.iter().take(limit) {
        let source = escape(&clause.source.display().to_string());
        writeln!(
            out,
            "    - {} ({source}:{})",
            escape(&clause.name()),
            clause.line
        )?;
        let why = clause.why.as_deref().unwrap_or("nothing is known of it");
        writeln!(out, "      {}", elide(&escape(&clause.written), WIDTH / 2))?;
        writeln!(out, "      {}", escape(why))?;
    }
    rest(unproven.len().saturating_sub(limit), "clause", out)?;
    writeln!(out)
}

/// `ok: 400 mutants, 380 killed, 20 survived: score 95 %; 88 of 90 clauses proven`
fn summary(report: &MutationReport<'_>, options: Options) -> String {
    let paint = Paint(options.colour);
    let (tone, word) = match report.exit {
        Exit::Ok => (Tone::Green, "ok"),
        Exit::Nothing => (Tone::Red, "NOTHING JUDGED"),
        _ => (Tone::Red, "FAILED"),
    };
    let score = report.mutation.score();
    let proven = report
        .mutation
        .clauses
        .iter()
        .filter(|clause| clause.proven);
    let mut line = format!(
        "{}: {} on {}: {}: {} killed, {} survived, {} noticed; score {}",
        paint.tone(tone, word),
        counted(report.specs, "spec"),
        counted(report.stacks.len(), "stack"),
        counted(score.mutants, "mutant"),
        score.killed,
        score.survived,
        score.noticed,
        percent(score),
    );
    if report.whole {
        let clauses = counted(report.mutation.clauses.len(), "clause");
        line.push_str(&format!("; {} of {clauses} proven", proven.count()));
    }
    if let Some(required) = report.required.filter(|_| report.is_missed()) {
        line.push_str(&format!(
            "; a score of {required} % is required (--min-score)"
        ));
    }
    if report.exit != Exit::Ok {
        line.push_str(&format!(" (exit code {})", report.exit.code()));
    }
    line
}

fn percent(score: Score) -> String {
    match score.percent() {
        Some(percent) => format!("{percent} %"),
        None => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests;
