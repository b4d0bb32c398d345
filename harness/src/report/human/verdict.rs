//! One verdict: the clause as it is written, then what breaks it.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Severity, Renderer, Snippet};

use super::style::{Paint, Tone, WIDTH, elide};
use super::{Options, counted};
use crate::check::{Finding, SpecPlace, Verdict};
use crate::diagnostic::{disarmed, escape};
use crate::spec::{Level, Spec};
use crate::verdict::Outcome;

/// One verdict, as a test case or an assertion of one spec shows it. `spec` adds what to do about
/// it; without a `place` the clause is not shown (there is no spec file).
pub fn render(verdict: &Verdict, spec: Option<&Spec>, colour: bool) -> String {
    let options = Options::terminal(colour);
    write(verdict, spec, options.findings, options)
}

pub(super) fn write(
    verdict: &Verdict,
    spec: Option<&Spec>,
    findings: usize,
    options: Options,
) -> String {
    let paint = Paint(options.colour);
    let mut out = head(verdict, paint);
    let place = &verdict.place;
    // What is waived is listed with its waiver.
    let open = verdict.findings.iter().filter(|it| it.waived.is_none());
    let shown = open.clone().take(findings);
    let mut clauses: Vec<(Range<usize>, Vec<&Finding>)> = Vec::new();
    for finding in shown {
        let clause = finding.clause.clone().unwrap_or(place.span.clone());
        match clauses.iter_mut().find(|(span, _)| *span == clause) {
            Some((_, findings)) => findings.push(finding),
            None => clauses.push((clause, vec![finding])),
        }
    }
    // As they stand in the file, not as their paths are spelt.
    clauses.sort_by_key(|(span, _)| span.start);
    let mut gutter = self::gutter(place, &place.span);
    if clauses.is_empty() {
        // There is no clause at fault: where the spec stands is enough.
        let (line, column) = place_of(place);
        let path = escape(&place.file.path.display().to_string());
        let arrow = paint.tone(Tone::Frame, &format!("{}-->", &gutter[1..]));
        _ = writeln!(out, "{arrow} {path}:{line}:{column}");
    }
    for (clause, findings) in clauses {
        gutter = self::gutter(place, &clause);
        let bar = paint.tone(Tone::Frame, &format!("{gutter}|"));
        snippet(place, clause, verdict, options.colour, &mut out);
        for finding in findings {
            _ = writeln!(out, "{bar}");
            one(finding, &bar, paint, &mut out);
        }
        _ = writeln!(out, "{bar}");
    }
    let mut tail = Vec::new();
    let (shown, waived) = (open.count().min(findings), verdict.waived());
    if verdict.found - waived > shown {
        let more = counted(verdict.found - waived - shown, "more finding");
        tail.push((
            more,
            "`stackspec check --output FILE` writes them all".to_owned(),
        ));
    }
    if waived > 0 {
        tail.push(("waived".to_owned(), counted(waived, "finding")));
    }
    tail.push(("judged".to_owned(), judged(verdict)));
    if let Some(reason) = &verdict.reason {
        tail.push((verdict.outcome.word().to_owned(), reason.clone()));
    }
    let notes = verdict.notes.iter().take(NOTES).map(|note| shortened(note));
    tail.extend(notes.map(|note| ("note".to_owned(), note)));
    if let Some(more) = verdict.notes.len().checked_sub(NOTES + 1) {
        tail.push((
            "note".to_owned(),
            format!("and {} more like these", more + 1),
        ));
    }
    tail.extend(
        verdict
            .help
            .iter()
            .map(|help| ("help".to_owned(), help.clone())),
    );
    if matches!(verdict.outcome, Outcome::Fail)
        && let Some(spec) = spec
    {
        tail.extend(spec.why.iter().map(|why| ("why".to_owned(), why.clone())));
        tail.extend(spec.fix.iter().map(|fix| ("fix".to_owned(), fix.clone())));
    }
    let mark = paint.tone(Tone::Frame, &format!("{gutter}="));
    for (label, text) in tail {
        let label = paint.tone(Tone::Bold, &label);
        _ = writeln!(out, "{mark} {label}: {}", escape(&text));
    }
    out
}

/// How many notes of a verdict are shown, and how long one may be, in characters.
const NOTES: usize = 5;
const NOTE: usize = 300;

fn shortened(note: &str) -> String {
    match note.char_indices().nth(NOTE) {
        Some((at, _)) => format!("{} ...", note[..at].trim_end()),
        None => note.to_owned(),
    }
}

/// `FAIL`, or `fail` where it only warns.
pub(super) fn word(verdict: &Verdict) -> String {
    let word = verdict.outcome.word();
    if verdict.is_red() {
        word.to_uppercase()
    } else {
        word.to_owned()
    }
}

fn head(verdict: &Verdict, paint: Paint) -> String {
    let tone = match verdict.outcome {
        Outcome::Pass | Outcome::Waived => Tone::Green,
        _ if verdict.is_red() => Tone::Red,
        _ => Tone::Yellow,
    };
    let level = match verdict.level {
        Level::Warn => "warn: it fails nothing",
        level => level.word(),
    };
    let title = verdict.title.as_deref().unwrap_or_default();
    let title = if title.is_empty() {
        String::new()
    } else {
        format!(": {}", escape(title))
    };
    let name = format!("{} ({level}){title}", escape(&verdict.case()));
    let name = paint.tone(Tone::Bold, &name);
    format!("{} {name}\n", paint.tone(tone, &word(verdict)))
}

/// `1 of 5 judged`, and what `where` took away.
pub(super) fn judged(verdict: &Verdict) -> String {
    let Verdict {
        selected,
        subjects,
        judged,
        ..
    } = verdict;
    let mut said = format!("{judged} of {subjects}");
    if selected != subjects {
        said.push_str(&format!("; `where` left {subjects} of {selected}"));
    }
    said
}

/// Line and column of a spec, from 1.
fn place_of(place: &SpecPlace) -> (usize, usize) {
    let before = place.file.text.get(..place.span.start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The blank before the frame: as wide as the number of the line that is shown.
fn gutter(place: &SpecPlace, clause: &Range<usize>) -> String {
    let before = place.file.text.get(..clause.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    " ".repeat(line.to_string().len() + 1)
}

/// The clause in its file.
fn snippet(
    place: &SpecPlace,
    span: Range<usize>,
    verdict: &Verdict,
    colour: bool,
    out: &mut String,
) {
    let text = place.file.text.as_ref();
    let span = first_line(text, span);
    let path = escape(&place.file.path.display().to_string());
    let level = if verdict.is_red() {
        Severity::ERROR
    } else {
        Severity::WARNING
    };
    let source = Snippet::source(text)
        .path(path)
        .annotation(AnnotationKind::Primary.span(span));
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let shown = renderer.render(&[Group::with_level(level).element(source)]);
    out.push_str(&disarmed(shown));
    out.push('\n');
}

/// The span as far as its first line goes: a clause over ten lines is shown by its start.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let end = span.end.min(text.len());
    let start = span.start.min(end);
    let shown = text.get(start..end).unwrap_or_default();
    let line = shown.split('\n').next().unwrap_or_default();
    start..start + line.trim_end().len().max(1).min(end - start)
}

/// From which column on nobody finds a place by counting: the whole file is one line.
const ENDLESS: usize = 400;

/// The command that shows a value of a file that no editor shows. Nothing that a shell would read
/// otherwise than it is meant gets into it.
fn question(finding: &Finding) -> Option<String> {
    let source = finding.source.as_ref().filter(|it| it.column > ENDLESS)?;
    let path = finding.path.as_ref().map(crate::value::Path::shorthand);
    let file = source.file.display().to_string();
    let path = path.unwrap_or_else(|| "$".to_owned());
    let parts = [file.as_str(), &finding.address, &path];
    let plain = |part: &&str| {
        let fits = !part.is_empty() && part.len() <= WIDTH && !part.starts_with('-');
        fits && !part.contains('\'') && escape(part) == **part
    };
    let quoted = parts.map(|part| match part.chars().all(is_plain) {
        true => part.to_owned(),
        false => format!("'{part}'"),
    });
    let all = parts.iter().all(plain);
    all.then(|| format!("stackspec query {}", quoted.join(" ")))
}

/// Whether a character means itself in every shell.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_')
}

fn one(finding: &Finding, bar: &str, paint: Paint, out: &mut String) {
    let name = if finding.address.is_empty() {
        "(the whole stack)".to_owned()
    } else {
        elide(&escape(&finding.address), WIDTH)
    };
    let construct = finding.construct_path.as_deref();
    let construct = construct.map_or_else(String::new, |path| {
        format!("  ({})", elide(&escape(path), WIDTH))
    });
    _ = writeln!(out, "{bar} {}{construct}", paint.tone(Tone::Bold, &name));
    if let Some(source) = &finding.source {
        let path = escape(&source.file.display().to_string());
        let arrow = paint.tone(Tone::Frame, "-->");
        _ = writeln!(
            out,
            "{bar}   {arrow} {path}:{}:{}",
            source.line, source.column
        );
    }
    if let Some(command) = question(finding) {
        _ = writeln!(out, "{bar}       try: {command}");
    }
    if let Some(made) = &finding.made_at {
        let made = elide(&escape(made), WIDTH);
        _ = writeln!(out, "{bar}    at {made}");
    }
    let mut say = |label: &str, tone: Tone, text: &str| {
        let text = elide(&escape(text), WIDTH);
        if !text.is_empty() {
            let label = paint.tone(tone, &format!("{label:>9}"));
            _ = writeln!(out, "{bar}   {label}: {text}");
        }
    };
    let path = finding.path.as_ref().map(crate::value::Path::shorthand);
    say("path", Tone::Frame, path.as_deref().unwrap_or_default());
    say("expected", Tone::Green, &finding.expected);
    say("actual", Tone::Red, &finding.actual);
    // A broken expectation is said by the lines above; what could not be judged says why.
    if finding.outcome != Outcome::Fail {
        say(finding.outcome.word(), Tone::Yellow, &finding.message);
    }
    for note in &finding.notes {
        say("note", Tone::Frame, note);
    }
}
