//! `stackspec suite`

mod shard;

use super::args::{Format, RunArgs, SuiteArgs, SuiteVerb};
use super::out;
use super::progress::Progress;
use super::settings::{Wants, settings};
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::report::counted;
use crate::report::human::{Options, SuiteText};
use crate::run::suite::{Judged, Suite, SuiteRequest};
use crate::run::{Problems, environment, today, under_ci};
use crate::spec::Given;
use crate::suite::{
    Baseline, CaseRecord, Met, MismatchLine, Overall, Results, State, SummaryLine, ends,
};
use crate::threads;

/// How many cases are judged before what came of them is written: more keep more in memory.
const AT_ONCE: usize = 32;

pub(super) fn run(args: &SuiteArgs) -> Exit {
    match &args.verb {
        SuiteVerb::Run(args) => judge(args),
    }
}

fn judge(args: &RunArgs) -> Exit {
    match read(args) {
        Ok(suite) => write(args, &suite),
        Err(problems) => {
            out::problems(&problems);
            decide(problems.exits())
        }
    }
}

/// Reads the suite, and what the command line and the configuration say of it.
fn read(args: &RunArgs) -> Result<Suite, Problems> {
    let (mut settings, mut problems) = settings(&[], &args.specs, None, Wants::Specs);
    // A suite has inputs of its own.
    settings.request.inputs.clear();
    settings.request.incomplete = false;
    for text in &args.params {
        match Given::flag(text) {
            Ok(given) => settings.request.params.insert(0, given),
            Err(error) => problems.0.push((Exit::Usage, *error)),
        }
    }
    let shard = args.shard.map(|shard| shard::which(shard, &environment));
    let shard = shard.transpose().unwrap_or_else(|error| {
        problems.0.push((Exit::Usage, *error));
        None
    });
    if args.accept && under_ci(&environment) {
        let error = Diagnostic::error("`--accept` is refused where the variable CI is set")
            .note("what a CI run accepts, nobody has looked at")
            .help("run it on your own machine, look at the change of baseline.json, and commit it");
        problems.0.push((Exit::Usage, error));
    }
    let request = SuiteRequest {
        folders: args.folders.clone(),
        grade: args.grade,
        base: settings.request,
        named: !args.specs.specs.is_empty() || !args.specs.library.is_empty(),
        baseline: args.baseline.clone(),
        shard,
        today: args.today.unwrap_or_else(today),
        run: args.run.clone(),
    };
    match Suite::read(&request) {
        Ok(suite) if problems.0.is_empty() => Ok(suite),
        read => {
            let found = read.err().into_iter().flat_map(|found| found.0);
            problems.0.extend(found);
            Err(problems)
        }
    }
}

/// Judges the cases, a few at once, and writes what comes of each when it is its turn: however many
/// there are, no more than a few are kept.
fn write(args: &RunArgs, suite: &Suite) -> Exit {
    let mut exits = Vec::new();
    let json = args.message_format == Format::Json;
    let mut file = match args.output.as_deref().map(out::Pending::new).transpose() {
        Ok(file) => file,
        Err(error) => {
            out::diagnostic(&error);
            return Exit::Usage;
        }
    };
    let mut written = Written {
        // Standard output has one of the two.
        lines: json,
        people: !json || args.output.is_some(),
        short: SuiteText::new(Options {
            verbose: args.verbose,
            ..Options::terminal(true)
        }),
        whole: (file.is_some() && !json).then(|| SuiteText::new(Options::whole())),
    };
    let mut told: Vec<String> = Vec::new();
    let (mut overall, mut summary) = (Overall::default(), SummaryLine::default());
    let mut accepted = Baseline::new();
    written.head(suite, file.as_mut());
    let progress = Progress::of("cases");
    let all = suite.cases.len();
    for (nth, cases) in suite.cases.chunks(AT_ONCE).enumerate() {
        let judged = threads::each(cases.len(), |at| suite.judge(&cases[at]));
        for mut case in judged {
            tell(&case, &mut told);
            let problems = case.record.problems.iter();
            exits.extend(problems.filter_map(|problem| Exit::of_code(problem.exit_code)));
            if args.accept {
                accepted.accept(&case.record, &case.identity);
                take_for_right(&mut case.record);
            }
            overall.add(&case.record);
            summary.add(&case.record);
            written.case(&case, file.as_mut());
        }
        progress.tell((nth * AT_ONCE + cases.len()).min(all), all);
    }
    drop(progress);
    if let (0, Some(number), Some(of)) = (all, suite.line.shard, suite.line.shards) {
        let cases = suite.line.cases;
        let error = Diagnostic::error(format!(
            "shard {number}/{of} has no case: the suite has {}",
            counted(cases, "case")
        ));
        out::diagnostic(&error.help(format!("use at most {}", counted(cases, "shard"))));
    }
    let mut mismatches = suite.gone.clone();
    mismatches.extend(overall.mismatches(&suite.line));
    if args.accept {
        mismatches.retain(|line| !line.kind.can_be_accepted());
    }
    summary.close(suite.spec_lines().len(), mismatches.len());
    exits.extend(ends(&summary));
    if args.accept {
        exits.extend(accept(suite, &accepted, &summary));
    }
    summary.exit_code = decide(exits.iter().copied()).code();
    written.tail(&mismatches, &summary, file.as_mut());
    if let Some(Err(error)) = file.map(out::Pending::keep) {
        out::diagnostic(&error);
        exits.push(Exit::Usage);
    }
    decide(exits)
}

/// What is accepted is as it should be from now on; what no baseline mends is not.
fn take_for_right(record: &mut CaseRecord) {
    record
        .mismatches
        .retain(|line| !line.kind.can_be_accepted());
    for finding in &mut record.findings {
        if finding.met == Met::Unexpected {
            finding.met = Met::Baseline;
        }
    }
    let right = record.mismatches.is_empty() && record.case.state < State::NothingJudged;
    record.case.as_expected = Some(right);
}

/// Writes the baseline, unless a case could not be judged: it would lose what was accepted of it.
fn accept(suite: &Suite, accepted: &Baseline, summary: &SummaryLine) -> Option<Exit> {
    if summary.refused > 0 {
        let error = Diagnostic::error("nothing was accepted: an input did not load")
            .help("mend the input, or take the case out; then run it again");
        out::diagnostic(&error);
        return Some(Exit::Load);
    }
    let Some(path) = &suite.baseline_file else {
        let error =
            Diagnostic::error("nothing was accepted: there is no baseline of a single case")
                .note("what lies in the folder of a case says nothing of how it is judged")
                .help("run the folder that the cases lie in, or name a file: `--baseline FILE`");
        out::diagnostic(&error);
        return Some(Exit::Usage);
    };
    match out::file_of("baseline ", path, accepted.text().as_bytes()) {
        Ok(()) => {
            out::note(&format!("wrote {}", path.display()));
            None
        }
        Err(error) => {
            out::diagnostic(&error);
            Some(Exit::Usage)
        }
    }
}

/// Says what is odd, each thing once.
fn tell(case: &Judged, told: &mut Vec<String>) {
    for warning in &case.warnings {
        let text = warning.message.clone();
        if !told.contains(&text) {
            out::diagnostic(warning);
            told.push(text);
        }
    }
}

/// What is written, and where to.
struct Written {
    lines: bool,
    people: bool,
    short: SuiteText,
    whole: Option<SuiteText>,
}

impl Written {
    fn head(&mut self, suite: &Suite, file: Option<&mut out::Pending>) {
        let specs = suite.spec_lines();
        self.raw(file, |out| Results::write_head(&suite.line, &specs, out));
    }

    fn case(&mut self, case: &Judged, mut file: Option<&mut out::Pending>) {
        let record = &case.record;
        self.raw(file.as_deref_mut(), |out| Results::write_case(record, out));
        if self.people {
            out::print(self.short.case(record).as_bytes());
        }
        if let (Some(whole), Some(file)) = (&mut self.whole, file) {
            file.write(whole.case(record).as_bytes());
        }
    }

    fn tail(
        &mut self,
        mismatches: &[MismatchLine],
        summary: &SummaryLine,
        mut file: Option<&mut out::Pending>,
    ) {
        self.raw(file.as_deref_mut(), |out| {
            Results::write_tail(mismatches, summary, out)
        });
        if self.people {
            out::print(self.short.end(mismatches, summary).as_bytes());
        }
        if let (Some(whole), Some(file)) = (&mut self.whole, file) {
            file.write(whole.end(mismatches, summary).as_bytes());
        }
    }

    /// Writes lines for programs to the file, or where there is none to standard output.
    fn raw(
        &self,
        file: Option<&mut out::Pending>,
        write: impl Fn(&mut Vec<u8>) -> std::io::Result<()>,
    ) {
        if !self.lines {
            return;
        }
        let mut text = Vec::new();
        // Writing to memory does not fail.
        _ = write(&mut text);
        match file {
            Some(file) => file.write(&text),
            None => out::print_raw(&text),
        }
    }
}
