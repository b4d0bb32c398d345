//! What came of the cases of a suite, for people: case by case what is not as it should be, then the
//! figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::style::{Paint, Tone, WIDTH, elide};
use super::table::Table;
use super::{Options, counted};
use crate::diagnostic::escape;
use crate::spec::full_name;
use crate::suite::{CaseLine, CaseRecord, Met, MismatchLine, ProblemLine, State, SummaryLine};

/// How many specs the table of failures has on a terminal.
const SPECS: usize = 10;

/// Writes cases one by one, and keeps of them only what is counted.
#[derive(Debug)]
pub struct SuiteText {
    options: Options,
    /// Red specs of level `deny`: in how many cases, and how many findings.
    specs: BTreeMap<String, (usize, usize)>,
    /// How many mismatches were written.
    written: usize,
    graded: bool,
}

impl SuiteText {
    /// Nothing is written yet.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            specs: BTreeMap::new(),
            written: 0,
            graded: true,
        }
    }

    /// What is said of a case; nothing, if all is as it should be.
    pub fn case(&mut self, record: &CaseRecord) -> String {
        let mut text = String::new();
        self.count(record);
        let case = &record.case;
        let bad = !record.mismatches.is_empty() || !record.problems.is_empty();
        if bad || self.options.verbose || case.state == State::NothingJudged {
            _ = writeln!(text, "{}", self.headline(case));
        }
        for problem in &record.problems {
            text.push_str(&self.problem(problem));
        }
        let shown = self.options.findings.min(record.mismatches.len());
        for line in &record.mismatches[..shown] {
            text.push_str(&self.mismatch(line));
        }
        if let more @ 1.. = record.mismatches.len() - shown {
            let many = counted(more, "mismatch");
            _ = writeln!(text, "    = and {many} more: --verbose, or --output FILE");
        }
        self.written += shown;
        text
    }

    /// What is said at the end.
    pub fn end(&mut self, mismatches: &[MismatchLine], summary: &SummaryLine) -> String {
        let mut text = String::new();
        for line in mismatches {
            text.push_str(&self.mismatch(line));
        }
        text.push_str(&self.failures());
        _ = writeln!(text, "{}", self.summary(summary));
        text
    }

    fn count(&mut self, record: &CaseRecord) {
        self.graded &= record.case.as_expected.is_none();
        let red = record.results.iter();
        for line in red.filter(|line| line.level == "deny" && line.findings > 0) {
            let name = full_name(&line.file, &line.spec);
            self.specs.entry(name).or_default().1 += line.findings;
        }
        let mut of_case: Vec<String> = record
            .results
            .iter()
            .filter(|line| line.level == "deny" && line.findings > 0)
            .map(|line| full_name(&line.file, &line.spec))
            .collect();
        of_case.sort_unstable();
        of_case.dedup();
        for name in of_case {
            self.specs.entry(name).or_default().0 += 1;
        }
    }

    /// `orders/model-a.1 (model-a, 2026-11-02): faulty, 3 findings, as expected`
    fn headline(&self, case: &CaseLine) -> String {
        let paint = Paint(self.options.colour);
        let name = paint.tone(Tone::Bold, &escape(&case.case));
        let of = [&case.model, &case.run];
        let of: Vec<String> = of.into_iter().flatten().map(|text| escape(text)).collect();
        let of = match of.is_empty() {
            true => String::new(),
            false => format!(" ({})", of.join(", ")),
        };
        let (tone, said) = match (case.state, case.as_expected) {
            (State::Refused, _) => (Tone::Red, "not judged".to_owned()),
            (State::NothingJudged, _) => (Tone::Red, "nothing was judged".to_owned()),
            (_, Some(true)) => (Tone::Green, "as expected".to_owned()),
            (_, Some(false)) => (Tone::Red, "not as expected".to_owned()),
            (State::Clean, None) => (Tone::Green, State::Clean.word().to_owned()),
            (State::Faulty, None) => (Tone::Yellow, State::Faulty.word().to_owned()),
        };
        let mut line = format!("case {name}{of}: {}", paint.tone(tone, &said));
        if case.findings > 0 {
            line.push_str(&format!(", {}", counted(case.findings, "finding")));
        }
        line
    }

    fn problem(&self, problem: &ProblemLine) -> String {
        let paint = Paint(self.options.colour);
        let error = paint.tone(Tone::Red, "error");
        let mut text = format!("  {error}: {}\n", self.cut(&problem.message));
        self.rest(&problem.notes, &problem.help, &mut text);
        text
    }

    fn mismatch(&self, line: &MismatchLine) -> String {
        let paint = Paint(self.options.colour);
        let kind = paint.tone(Tone::Red, line.kind.words());
        let mut text = format!("  {kind}: {}\n", self.cut(&line.message));
        if let Some(source) = &line.source {
            let file = match line.case.as_str() {
                "" => escape(&source.file),
                case => format!("{}/{}", escape(case), escape(&source.file)),
            };
            let arrow = paint.tone(Tone::Frame, "-->");
            _ = writeln!(text, "   {arrow} {file}:{}:{}", source.line, source.column);
        }
        self.rest(&line.notes, &line.help, &mut text);
        text
    }

    fn rest(&self, notes: &[String], help: &[String], text: &mut String) {
        let lines = notes.iter().map(|note| ("note", note));
        for (word, said) in lines.chain(help.iter().map(|help| ("help", help))) {
            _ = writeln!(text, "    = {word}: {}", self.cut(said));
        }
    }

    /// A text of a case: anybody may have written it, at any length.
    fn cut(&self, text: &str) -> String {
        let width = match self.options.lines {
            usize::MAX => usize::MAX,
            _ => WIDTH * 3,
        };
        elide(&escape(text), width)
    }

    /// Which specs are red in most cases.
    fn failures(&self) -> String {
        let mut rows: Vec<(&String, &(usize, usize))> = self.specs.iter().collect();
        rows.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let mut table = Table::new(["cases", "findings", "spec"], [true, true, false]);
        for (name, (cases, findings)) in rows {
            table.row([cases.to_string(), findings.to_string(), escape(name)]);
        }
        if table.is_empty() {
            return String::new();
        }
        let more = match self.options.lines {
            usize::MAX => 0,
            _ => table.cut(SPECS),
        };
        let (mut text, mut rows) = (String::from("what fails in most cases\n"), Vec::new());
        // Writing to memory does not fail.
        _ = table.write(&mut rows);
        text.push_str(&String::from_utf8_lossy(&rows));
        if more > 0 {
            _ = writeln!(text, "    = and {}", counted(more, "spec"));
        }
        text
    }

    fn summary(&self, summary: &SummaryLine) -> String {
        let paint = Paint(self.options.colour);
        let states = [
            (State::Clean, summary.clean),
            (State::Faulty, summary.faulty),
            (State::NothingJudged, summary.nothing_judged),
            (State::Refused, summary.refused),
        ];
        let states = states.iter().filter(|(_, count)| *count > 0);
        let states: Vec<String> = states
            .map(|(state, count)| format!("{count} {}", state.word()))
            .collect();
        let (tone, word) = match (summary.exit_code, self.graded) {
            (0, true) => (Tone::Bold, "graded"),
            (0, false) => (Tone::Green, "ok"),
            _ => (Tone::Red, "FAILED"),
        };
        let mut line = format!(
            "{}: {}",
            paint.tone(tone, word),
            counted(summary.cases, "case"),
        );
        if !states.is_empty() {
            line.push_str(&format!(": {}", states.join(", ")));
        }
        if !self.graded {
            line.push_str(&format!("; {} as expected", summary.as_expected));
        }
        if summary.mismatches > 0 {
            let many = counted(summary.mismatches, "mismatch");
            line.push_str(&format!("; {many}"));
        }
        line.push_str(&format!(
            "; {} in {}",
            counted(summary.findings, "finding"),
            counted(summary.resources, "resource")
        ));
        line
    }
}

/// Everything that is said of one spec of a case, for its test case.
pub fn suite_case(lines: &[&MismatchLine], colour: bool) -> String {
    let text = SuiteText::new(Options::terminal(colour));
    lines.iter().map(|line| text.mismatch(line)).collect()
}

/// Why a case was not judged, for its test case.
pub fn suite_problems(problems: &[ProblemLine], colour: bool) -> String {
    let text = SuiteText::new(Options::terminal(colour));
    problems
        .iter()
        .map(|problem| text.problem(problem))
        .collect()
}

/// How many findings of a case are accounted for, as words.
pub fn accounted(record: &CaseRecord) -> String {
    let of = |met: Met| record.findings.iter().filter(|it| it.met == met).count();
    let said = [
        (of(Met::Expected), "expected"),
        (of(Met::Known), "known"),
        (of(Met::Baseline), "in the baseline"),
    ];
    let said = said.iter().filter(|(count, _)| *count > 0);
    said.map(|(count, word)| format!("{count} {word}"))
        .collect::<Vec<_>>()
        .join(", ")
}
