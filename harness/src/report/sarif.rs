//! SARIF 2.1.0: what code scanning reads. A rule for each spec, a result for each finding.
//!
//! Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; GitHub Docs,
//! "SARIF support for code scanning". A finding has the fingerprint that suites give it, which is the
//! same in every environment; a waived one is suppressed, with its reason.

mod location;
mod rules;

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::shown::shown;
use super::{Report, counted, human};
use crate::check::{Finding, Verdict};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::spec::full_name;
use crate::suite::{Traits, clause, fingerprint, logical, normalized};
use location::Places;
use rules::Rules;

/// How many results GitHub takes of a run.
pub const MOST: usize = 25_000;

/// Where a schema of the format stands.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes what came of a run. `here` is the folder that locations are relative to.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_, '_>, here: &Path, out: &mut impl Write) -> io::Result<()> {
    let places = Places::new(report, here);
    let identity = report.run.params.identity_values();
    let (mut rules, mut results) = (Rules::default(), Vec::new());
    for verdict in report.verdicts {
        let rule = rules.of_spec(verdict, report.spec_of(verdict));
        if !verdict.outcome.is_red() && verdict.waived() == 0 {
            continue;
        }
        for finding in &verdict.findings {
            let traits = fingerprint_of(verdict, finding, &identity);
            let mut result = result(verdict, &rule, &traits, &places.of(verdict, Some(finding)));
            result["message"] = message(&said(verdict, finding));
            result["properties"] = properties(verdict, Some(finding));
            if let Some(made) = finding.made_at.as_deref().and_then(location::of_program) {
                result["relatedLocations"] = json!([made]);
            }
            if let Some(note) = &finding.waived {
                let why = format!("until {}: {}", note.expires, shown(&note.reason));
                let accepted =
                    json!({"kind": "external", "status": "accepted", "justification": why});
                result["suppressions"] = json!([accepted]);
            }
            results.push(result);
        }
        if verdict.findings.is_empty() {
            let traits = whole(verdict);
            let mut result = result(verdict, &rule, &traits, &places.of(verdict, None));
            let reason = verdict.reason.as_deref().unwrap_or_default();
            result["message"] = message(&format!("{}: {}", verdict.outcome, shown(reason)));
            result["properties"] = properties(verdict, None);
            results.push(result);
        }
    }
    let mut notes = of_run(report, &mut rules, &places, &mut results);
    if results.len() > MOST {
        notes.push(notification(
            "warning",
            &format!("{} more results are left out", results.len() - MOST),
        ));
        results.truncate(MOST);
    }
    let judged = report.exit != Exit::Nothing;
    let run = run(&rules.into_values(), &results, &notes, judged, report.exit);
    document(&run, out)
}

/// Writes what stood in the way of any judgement: the run was no success, and each problem is a
/// notification of it. It is a result too, as a reader that looks at results alone takes a file without
/// any for that of a good run.
///
/// # Errors
/// Those of `out`.
pub fn write_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    here: &Path,
    out: &mut impl Write,
) -> io::Result<()> {
    let places = Places::without_inputs(here);
    let (mut rules, mut results, mut notes) = (Rules::default(), Vec::new(), Vec::new());
    for (exit, problem) in problems {
        let more = problem.notes.iter().chain(&problem.help);
        let texts: Vec<String> = std::iter::once(&problem.message)
            .chain(more)
            .map(|text| shown(text))
            .collect();
        let place = problem.place.as_deref();
        let place = place.map_or_else(|| places.of_input(), |place| places.of_place(place));
        let mut note = notification("error", &texts.join(". "));
        note["locations"] = json!([place]);
        notes.push(note);
        results.push(no_judgement(&mut rules, *exit, &texts.join(". "), &place));
    }
    if results.is_empty() {
        let why = "nothing was judged";
        notes.push(notification("error", why));
        results.push(no_judgement(&mut rules, exit, why, &places.of_input()));
    }
    let run = run(&rules.into_values(), &results, &notes, false, exit);
    document(&run, out)
}

/// The result of a run, or of a part of it, that judged nothing.
fn no_judgement(rules: &mut Rules, exit: Exit, text: &str, place: &Value) -> Value {
    let rule = rules.of_run(&format!("run::{}", exit.info().name), exit.info().meaning);
    json!({
        "ruleId": rule.id,
        "ruleIndex": rule.index,
        "level": "error",
        "message": message(text),
        "locations": [place],
    })
}

fn document(run: &Value, out: &mut impl Write) -> io::Result<()> {
    let whole = json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]});
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn run(rules: &[Value], results: &[Value], notes: &[Value], judged: bool, exit: Exit) -> Value {
    json!({
        "tool": { "driver": {
            "name": "stackspec",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        } },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            location::BASE: { "description": { "text": "the folder in which stackspec was run" } },
            location::PROGRAM: { "description": { "text": "the folder of the program that made the stacks" } },
        },
        "invocations": [ {
            "executionSuccessful": judged,
            "exitCode": exit.code(),
            "exitCodeDescription": exit.info().name,
            "toolExecutionNotifications": notes,
        } ],
        "results": results,
    })
}

fn result(verdict: &Verdict, rule: &rules::Rule, print: &str, place: &Value) -> Value {
    let level = if verdict.is_red() || verdict.waived() > 0 && verdict.level.word() == "deny" {
        "error"
    } else {
        "warning"
    };
    json!({
        "ruleId": rule.id,
        "ruleIndex": rule.index,
        "level": level,
        "locations": [place],
        "partialFingerprints": { "stackspec/v1": print },
    })
}

fn fingerprint_of(verdict: &Verdict, finding: &Finding, identity: &[String]) -> String {
    let written = finding.clause.as_ref();
    let written = written.and_then(|span| verdict.place.file.text.get(span.clone()));
    let construct = finding.construct_path.as_deref();
    let path = finding.path.as_ref();
    fingerprint(&Traits {
        stack: &verdict.role,
        spec: &full_name(&verdict.file, &verdict.spec),
        clause: &written.map(clause).unwrap_or_default(),
        subject: &logical(&finding.address, construct, identity),
        path: &path.map_or_else(String::new, |path| normalized(path, identity)),
    })
}

/// Of a verdict that says what is wrong only as a whole.
fn whole(verdict: &Verdict) -> String {
    fingerprint(&Traits {
        stack: &verdict.role,
        spec: &full_name(&verdict.file, &verdict.spec),
        clause: "",
        subject: "",
        path: "",
    })
}

/// A finding in words: what must hold, of what, and what is there.
fn said(verdict: &Verdict, finding: &Finding) -> String {
    let title = verdict.title.as_deref().unwrap_or_default();
    let path = finding.path.as_ref().map(crate::value::Path::shorthand);
    let parts = [
        ("", title),
        ("", finding.address.as_str()),
        ("path ", path.as_deref().unwrap_or_default()),
        ("expected ", finding.expected.as_str()),
        ("actual ", finding.actual.as_str()),
    ];
    let parts = parts.iter().filter(|(_, text)| !text.is_empty());
    let parts: Vec<String> = parts
        .map(|(label, text)| format!("{label}{}", shown(text)))
        .collect();
    let outcome = verdict.outcome.word();
    format!("{outcome}: {}", parts.join("; "))
}

fn properties(verdict: &Verdict, finding: Option<&Finding>) -> Value {
    let path = finding
        .and_then(|it| it.path.as_ref())
        .map(|path| shown(&path.normalized()));
    let construct = finding
        .and_then(|it| it.construct_path.as_deref())
        .map(shown);
    json!({
        "stack": shown(&verdict.role),
        "outcome": finding.map_or(verdict.outcome, |it| it.outcome).word(),
        "level": verdict.level.word(),
        "path": path,
        "constructPath": construct,
    })
}

/// Gates that are missed, stale waivers, and that nothing was judged.
fn of_run(
    report: &Report<'_, '_>,
    rules: &mut Rules,
    places: &Places<'_>,
    results: &mut Vec<Value>,
) -> Vec<Value> {
    for gate in report.gates.iter().filter(|gate| !gate.is_met()) {
        let rule = rules.of_run(
            &gate.gate.case(),
            "less is covered than the configuration demands",
        );
        let all = counted(gate.all, gate.gate.noun());
        let (part, verb, wanted) = (gate.part, gate.gate.verb(), gate.wanted);
        results.push(json!({
            "ruleId": rule.id,
            "ruleIndex": rule.index,
            "level": "error",
            "message": message(&format!("{part} of {all} {verb}; {wanted} % are required")),
            "locations": [places.of_input()],
        }));
    }
    for it in report.waivers {
        let Some(stale) = human::stale_waiver(it) else {
            continue;
        };
        let rule = rules.of_run(
            "run::waivers",
            "a waiver covers nothing, is expired, or is too broad",
        );
        results.push(json!({
            "ruleId": rule.id,
            "ruleIndex": rule.index,
            "level": if report.locked { "error" } else { "warning" },
            "message": message(&shown(&stale.message)),
            "locations": [places.of_place(&it.waiver.of.place)],
        }));
    }
    match report.exit {
        Exit::Nothing => {
            let why = "nothing was judged: see why each spec is skipped";
            results.push(no_judgement(rules, report.exit, why, &places.of_input()));
            vec![notification("error", why)]
        }
        _ => Vec::new(),
    }
}

fn notification(level: &str, text: &str) -> Value {
    json!({"level": level, "message": message(text)})
}

/// A plain text. A viewer makes a link of `[a](b)`, unless the bracket is escaped (section 3.11.6).
fn message(text: &str) -> Value {
    let text = match text.contains("](") {
        true => text
            .replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]"),
        false => text.to_owned(),
    };
    json!({ "text": text })
}
