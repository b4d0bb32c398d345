//! `JUnit` XML: a suite for each stack, a case for each spec.
//!
//! Source: `junit-10.xsd` of the Jenkins xUnit plugin, which `GitLab` and Azure read too. It knows no
//! properties of a case, so the level of a spec, its place and where it is broken are properties of the
//! suite, named after the case; and no time is written: two runs of the same bytes are the same bytes.
//!
//! | outcome | `deny` | `warn` |
//! |---|---|---|
//! | pass | ok | ok |
//! | fail, unknown, vacuous | failure | ok, said in `system-out` |
//! | error | error | ok, said in `system-out` |
//! | waived, skipped | skipped | skipped |

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Report, human};
use crate::check::Verdict;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::spec::full_name;
use crate::verdict::Outcome;

/// The longest text of a failure, in characters: consumers refuse large files.
const LONGEST: usize = 65_536;

/// A case.
struct Case {
    name: String,
    status: Status,
    /// What it says besides, whatever its status.
    said: Option<String>,
}

enum Status {
    Ok,
    Skipped(String),
    /// The kind of element, the type, a sentence, the whole text.
    Bad(&'static str, &'static str, String, String),
}

/// A suite, with its properties.
struct Suite {
    name: String,
    properties: Vec<(String, String)>,
    cases: Vec<Case>,
}

/// Writes what came of a run.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_, '_>, out: &mut impl Write) -> io::Result<()> {
    let mut suites: Vec<Suite> = Vec::new();
    for verdict in report.verdicts {
        if suites.last().is_none_or(|last| last.name != verdict.role) {
            suites.push(Suite::named(&verdict.role));
        }
        if let Some(suite) = suites.last_mut() {
            suite.properties.extend(properties(verdict));
            suite.cases.push(case(report, verdict));
        }
    }
    let run = of_run(report);
    if !run.cases.is_empty() {
        suites.push(run);
    }
    xml(&suites, out)
}

/// Writes what stood in the way of any judgement: each problem is an error, so that nobody takes the
/// file for the report of a good run.
///
/// # Errors
/// Those of `out`.
pub fn write_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut suite = Suite::named("stackspec");
    let mut all: Vec<(Exit, &str, String)> = Vec::new();
    for (exit, problem) in problems {
        all.push((*exit, &problem.message, problem.render(false)));
    }
    if all.is_empty() {
        let why = "nothing was judged";
        all.push((exit, why, why.to_owned()));
    }
    for (at, (exit, message, text)) in all.into_iter().enumerate() {
        suite.cases.push(Case {
            name: format!("problem {}", at + 1),
            status: Status::Bad("error", exit.info().name, message.to_owned(), text),
            said: None,
        });
    }
    xml(&[suite], out)
}

impl Suite {
    fn named(name: &str) -> Self {
        Suite {
            name: name.to_owned(),
            properties: Vec::new(),
            cases: Vec::new(),
        }
    }

    fn count(&self, of: fn(&Status) -> bool) -> String {
        let cases = self.cases.iter().filter(|case| of(&case.status));
        cases.count().to_string()
    }
}

fn case(report: &Report<'_, '_>, verdict: &Verdict) -> Case {
    let text = || human::verdict(verdict, report.spec_of(verdict), false);
    let sentence = || {
        let finding = verdict.findings.iter().find(|it| it.waived.is_none());
        let finding = finding
            .map(|it| it.message.as_str())
            .filter(|it| !it.is_empty());
        let reason = finding.or(verdict.reason.as_deref());
        let said = reason.or(verdict.title.as_deref()).unwrap_or_default();
        format!(
            "{} {}: {said}",
            verdict.outcome,
            full_name(&verdict.file, &verdict.spec)
        )
    };
    let noted = !verdict.notes.is_empty() || verdict.outcome.is_red();
    let (status, said) = match verdict.outcome {
        Outcome::Skipped => {
            let why = verdict.reason.clone().unwrap_or_default();
            (Status::Skipped(why), None)
        }
        Outcome::Waived => {
            let notes = verdict.findings.iter().filter_map(|it| it.waived.as_ref());
            let mut why: Vec<String> = notes
                .map(|note| format!("waived until {}: {}", note.expires, note.reason))
                .collect();
            why.dedup();
            (Status::Skipped(why.join("; ")), Some(text()))
        }
        outcome if verdict.is_red() => {
            let kind = match outcome {
                Outcome::Error => "error",
                _ => "failure",
            };
            let bad = Status::Bad(kind, outcome.word(), sentence(), text());
            (bad, None)
        }
        _ => (Status::Ok, noted.then(text)),
    };
    Case {
        name: full_name(&verdict.file, &verdict.spec),
        status,
        said,
    }
}

/// The level of a spec and its place, and where it is broken first.
fn properties(verdict: &Verdict) -> Vec<(String, String)> {
    let name = full_name(&verdict.file, &verdict.spec);
    let mut found = vec![(format!("{name}.level"), verdict.level.word().to_owned())];
    let path = verdict.place.file.path.display().to_string();
    found.push((
        format!("{name}.spec"),
        format!("{path}:{}", verdict.place.line()),
    ));
    let first = verdict.findings.iter().find(|it| it.waived.is_none());
    if let Some(first) = first {
        if let Some(source) = &first.source {
            let at = format!(
                "{}:{}:{}",
                source.file.display(),
                source.line,
                source.column
            );
            found.push((format!("{name}.source"), at));
        }
        if !first.address.is_empty() {
            found.push((format!("{name}.address"), first.address.clone()));
        }
        if let Some(construct) = &first.construct_path {
            found.push((format!("{name}.construct"), construct.clone()));
        }
        if let Some(made) = &first.made_at {
            found.push((format!("{name}.made_at"), made.clone()));
        }
    }
    found
}

/// What is said of the whole run: gates, waivers, and that nothing was judged.
fn of_run(report: &Report<'_, '_>) -> Suite {
    let mut suite = Suite::named("run");
    for gate in report.gates {
        let said = format!(
            "{} of {} {} {}; {} % are required",
            gate.part,
            gate.all,
            gate.gate.noun(),
            gate.gate.verb(),
            gate.wanted
        );
        let status = match gate.is_met() {
            true => Status::Ok,
            false => Status::Bad("failure", "gate", said.clone(), said),
        };
        suite.cases.push(Case {
            name: gate.gate.case(),
            status,
            said: None,
        });
    }
    for it in report.waivers {
        if let Some(stale) = human::stale_waiver(it) {
            let text = stale.render(false);
            let (status, said) = match report.locked {
                true => (Status::Bad("failure", "waiver", stale.message, text), None),
                false => (Status::Ok, Some(text)),
            };
            suite.cases.push(Case {
                name: format!("waiver of {}", it.waiver.of.written()),
                status,
                said,
            });
        }
    }
    if report.exit == Exit::Nothing {
        let why = "nothing was judged: see why each spec is skipped".to_owned();
        suite.cases.push(Case {
            name: "nothing-judged".to_owned(),
            status: Status::Bad("error", "nothing", why.clone(), why),
            said: None,
        });
    }
    suite
}

fn xml(suites: &[Suite], out: &mut impl Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let count = |of: fn(&Status) -> bool| {
        let cases = suites.iter().flat_map(|suite| &suite.cases);
        cases.filter(|case| of(&case.status)).count().to_string()
    };
    xml.create_element("testsuites")
        .with_attribute(("name", "stackspec"))
        .with_attribute(("tests", count(|_| true).as_str()))
        .with_attribute(("failures", count(is_failure).as_str()))
        .with_attribute(("errors", count(is_error).as_str()))
        .write_inner_content(|xml| suites.iter().try_for_each(|suite| write_suite(suite, xml)))?;
    writeln!(xml.into_inner())
}

fn write_suite<W: Write>(suite: &Suite, xml: &mut Writer<W>) -> io::Result<()> {
    let name = shown(&suite.name);
    xml.create_element("testsuite")
        .with_attribute(("name", &*name))
        .with_attribute(("tests", suite.count(|_| true).as_str()))
        .with_attribute(("failures", suite.count(is_failure).as_str()))
        .with_attribute(("errors", suite.count(is_error).as_str()))
        .with_attribute(("skipped", suite.count(is_skipped).as_str()))
        .write_inner_content(|xml| {
            if !suite.properties.is_empty() {
                xml.create_element("properties")
                    .write_inner_content(|xml| {
                        suite.properties.iter().try_for_each(|(name, value)| {
                            let (name, value) = (shown(name), shown(value));
                            xml.create_element("property")
                                .with_attribute(("name", &*name))
                                .with_attribute(("value", &*value))
                                .write_empty()
                                .map(drop)
                        })
                    })?;
            }
            suite
                .cases
                .iter()
                .try_for_each(|case| write_case(&suite.name, case, xml))
        })
        .map(drop)
}

fn write_case<W: Write>(suite: &str, case: &Case, xml: &mut Writer<W>) -> io::Result<()> {
    let (name, class) = (shown(&case.name), shown(suite));
    let element = xml
        .create_element("testcase")
        .with_attribute(("name", &*name))
        .with_attribute(("classname", &*class));
    if matches!(case.status, Status::Ok) && case.said.is_none() {
        return element.write_empty().map(drop);
    }
    let inner = element.write_inner_content(|xml| {
        match &case.status {
            Status::Ok => {}
            Status::Skipped(why) => {
                let why = shown(why);
                xml.create_element("skipped")
                    .with_attribute(("message", &*why))
                    .write_empty()?;
            }
            Status::Bad(kind, of, sentence, text) => {
                let sentence = shown(sentence);
                xml.create_element(*kind)
                    .with_attribute(("type", *of))
                    .with_attribute(("message", &*sentence))
                    .write_text_content(BytesText::new(&cut(text)))?;
            }
        }
        if let Some(said) = &case.said {
            xml.create_element("system-out")
                .write_text_content(BytesText::new(&cut(said)))?;
        }
        Ok(())
    });
    inner.map(drop)
}

fn is_failure(status: &Status) -> bool {
    matches!(status, Status::Bad("failure", ..))
}

fn is_error(status: &Status) -> bool {
    matches!(status, Status::Bad("error", ..))
}

fn is_skipped(status: &Status) -> bool {
    matches!(status, Status::Skipped(_))
}

/// A text from outside, in one line, of characters that XML 1.0 has.
fn shown(text: &str) -> String {
    super::shown::shown(text).chars().map(of_xml).collect()
}

/// A text of ours, whose lines stay lines: what is from outside in it is escaped already.
fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        None if text.chars().all(|c| c == of_xml(c)) => Cow::Borrowed(text),
        None => text.chars().map(of_xml).collect(),
        Some((end, _)) => {
            let kept: String = text[..end].chars().map(of_xml).collect();
            let length = text.chars().count();
            Cow::Owned(format!(
                "{kept}\n... {length} characters; `stackspec check --output FILE` writes them all"
            ))
        }
    }
}

/// The character, or what stands for one that no XML document may hold.
/// Source: XML 1.0, fifth edition, production 2 (`Char`).
fn of_xml(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'.. => c,
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn what_is_no_xml_is_replaced() {
        let rows = [
            ("a\u{0}b", "a\u{fffd}b"),
            ("\u{1b}[31m", "\u{fffd}[31m"),
            ("\u{fffe}\u{ffff}", "\u{fffd}\u{fffd}"),
            ("line\n\ttab \u{10ffff}", "line\n\ttab \u{10ffff}"),
        ];
        for (text, expected) in rows {
            assert_eq!(cut(text), expected);
        }
        assert_eq!(shown("a\u{1b}\n]]>"), "a\\u{1b}\\n]]>");
        let long = "x".repeat(LONGEST + 1);
        assert!(cut(&long).ends_with("writes them all") && cut(&long).len() < LONGEST + 100);
    }
}
