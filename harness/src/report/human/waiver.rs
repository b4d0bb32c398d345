//! What is lived with, and the waivers that somebody has to look at again.

use std::io::{self, Write};

use super::style::{Paint, Tone, WIDTH, elide};
use super::{Options, counted};
use crate::check::{Verdict, WaiverState, WaiverUse};
use crate::diagnostic::{Diagnostic, Severity, escape};

/// Every waiver that covers something, then those that are stale.
pub(super) fn write(
    uses: &[WaiverUse],
    verdicts: &[Verdict],
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    for it in uses {
        if let WaiverState::Used(findings) = it.state {
            used(it, findings, options, out)?;
            if options.verbose {
                covered(it, verdicts, out)?;
            }
        }
    }
    for warning in uses.iter().filter_map(stale) {
        writeln!(out, "{}\n", warning.render(options.colour))?;
    }
    Ok(())
}

fn used(it: &WaiverUse, findings: usize, options: Options, out: &mut impl Write) -> io::Result<()> {
    let waiver = &it.waiver;
    let word = Paint(options.colour).tone(Tone::Yellow, "waived");
    let (what, until) = (counted(findings, "finding"), waiver.expires);
    let by = [&waiver.owner, &waiver.issue];
    let by: Vec<String> = by.into_iter().flatten().map(|text| escape(text)).collect();
    let by = match by.is_empty() {
        true => String::new(),
        false => format!(" ({})", by.join(", ")),
    };
    let (of, why) = (escape(&waiver.of.written()), escape(&waiver.reason));
    let (of, why) = (elide(&of, WIDTH), elide(&why, WIDTH));
    writeln!(out, "{word} {what} until {until}: {of}: {why}{by}")
}

fn covered(it: &WaiverUse, verdicts: &[Verdict], out: &mut impl Write) -> io::Result<()> {
    for (verdict, finding) in it.findings(verdicts) {
        let name = match finding.address.is_empty() {
            true => "(the whole stack)",
            false => &finding.address,
        };
        let (case, name) = (escape(&verdict.case()), elide(&escape(name), WIDTH));
        writeln!(out, "    - {case}: {name}")?;
    }
    Ok(())
}

/// What is to be done about a waiver, if anything is.
pub(crate) fn stale(it: &WaiverUse) -> Option<Diagnostic> {
    let (message, help) = match &it.state {
        WaiverState::Used(_) | WaiverState::NotAsked => return None,
        WaiverState::Unused(near) => (
            "this waiver covers nothing".to_owned(),
            match near {
                Some(near) => {
                    format!("did you mean `{near}`? If what it waived is mended, take it out")
                }
                None => "take it out, if what it waived is mended".to_owned(),
            },
        ),
        WaiverState::Expired(0) => (
            format!(
                "this waiver expired on {}, and nothing is left that is like it",
                it.waiver.expires
            ),
            "take it out".to_owned(),
        ),
        WaiverState::Expired(findings) => (
            format!(
                "this waiver expired on {}: {} that it waived count again",
                it.waiver.expires,
                counted(*findings, "finding")
            ),
            "mend what it waived, or give it another day and say why".to_owned(),
        ),
        WaiverState::TooBroad(subjects) => (
            format!(
                "this waiver is like {subjects} subjects of one stack, and covers none of them"
            ),
            "name one of them, or say `many = true`".to_owned(),
        ),
    };
    let place = &it.waiver.of.place;
    let mut warning = Diagnostic::error(message)
        .at(&place.file, place.span.clone(), "")
        .help(help);
    warning.severity = Severity::Warning;
    if !matches!(it.state, WaiverState::TooBroad(_)) {
        warning = warning.note("it fails the run under `--locked`, and where `CI` is set");
    }
    Some(warning)
}
