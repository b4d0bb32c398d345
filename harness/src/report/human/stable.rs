//! What differs between two synths, for people: by kind, and with what to do about each.

use std::fmt::Write as _;

use super::style::{Paint, Tone, WIDTH, elide};
use super::{Options, counted};
use crate::diagnostic::escape;
use crate::exit::Exit;
use crate::suite::{Stability, Unlike, UnstableKind};

/// Writes the report.
pub fn stable(of: &Stability, exit: Exit, options: Options) -> String {
    let paint = Paint(options.colour);
    let mut text = String::new();
    let whole = options.verbose || options.lines == usize::MAX;
    for kind in UnstableKind::ALL {
        let lines: Vec<&Unlike> = of.red().filter(|line| line.kind == kind).collect();
        if lines.is_empty() {
            continue;
        }
        let word = paint.tone(Tone::Red, kind.word());
        _ = writeln!(text, "{word}: {}", says(kind, lines.len()));
        let shown = if whole {
            lines.len()
        } else {
            SHOWN.min(lines.len())
        };
        for line in &lines[..shown] {
            one(line, options, &mut text);
        }
        if let more @ 1.. = lines.len() - shown {
            _ = writeln!(text, "    = and {more} more: --verbose, or --output FILE");
        }
        for help in helps(kind, &lines) {
            _ = writeln!(text, "    = help: {help}");
        }
    }
    let allowed: Vec<&Unlike> = of.allowed().collect();
    if !allowed.is_empty() {
        let many = counted(allowed.len(), "difference");
        let word = paint.tone(Tone::Bold, "allowed");
        _ = writeln!(text, "{word}: {many} where two synths may differ");
        for line in allowed.iter().filter(|_| whole) {
            one(line, options, &mut text);
        }
        let mut why: Vec<&str> = allowed.iter().filter_map(|line| line.allowed).collect();
        why.sort_unstable();
        why.dedup();
        _ = writeln!(text, "    = note: {}", why.join(", "));
    }
    let compared = format!(
        "compared {}, {} and {}",
        counted(of.files, "file"),
        counted(of.resources, "resource"),
        counted(of.values, "value")
    );
    _ = match exit {
        Exit::Ok => writeln!(text, "{}: {compared}", paint.tone(Tone::Green, "stable")),
        Exit::Nothing => writeln!(
            text,
            "{}: {compared}: the inputs have nothing in common that is deployed",
            paint.tone(Tone::Red, "nothing was compared")
        ),
        _ => writeln!(
            text,
            "{}: {}; {compared}",
            paint.tone(Tone::Red, "UNSTABLE"),
            counted(of.red().count(), "difference")
        ),
    };
    text
}

/// How many differences of a kind a terminal shows.
const SHOWN: usize = 10;

fn one(line: &Unlike, options: Options, text: &mut String) {
    let paint = Paint(options.colour);
    let cut = |text: &str| match options.lines {
        usize::MAX => escape(text),
        _ => elide(&escape(text), WIDTH),
    };
    let address = line
        .address
        .as_ref()
        .map(|address| format!("{} ", cut(address)));
    let place = format!("{}{}", address.unwrap_or_default(), cut(&line.path));
    _ = writeln!(text, "  {}", paint.tone(Tone::Bold, &place));
    let arrow = paint.tone(Tone::Frame, "-->");
    _ = writeln!(text, "   {arrow} {}", cut(&line.file));
    for (side, value) in [("A", &line.a), ("B", &line.b)] {
        let value = value.as_deref().map_or_else(|| "(nothing)".to_owned(), cut);
        _ = writeln!(text, "    {side}: {value}");
    }
}

fn says(kind: UnstableKind, count: usize) -> String {
    let (one, many) = match kind {
        UnstableKind::Clock => (
            "value hangs on the time of the synth",
            "values hang on the time of the synth",
        ),
        UnstableKind::AbsolutePath => (
            "value hangs on where the synth ran",
            "values hang on where the synth ran",
        ),
        UnstableKind::Random => (
            "value is another one each time",
            "values are others each time",
        ),
        UnstableKind::Order => (
            "value has the same elements in another order",
            "values have the same elements in another order",
        ),
        UnstableKind::Missing => ("thing is on one side only", "things are on one side only"),
        UnstableKind::Value => ("value differs", "values differ"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What to do, once for all that are of a kind.
fn helps(kind: UnstableKind, lines: &[&Unlike]) -> Vec<&'static str> {
    let is_deployment = |line: &&Unlike| {
        let address = line.address.as_deref().unwrap_or_default();
        let kinds = [
            "aws_api_gateway_deployment.",
            "aws_apigatewayv2_deployment.",
        ];
        let of = kinds
            .iter()
            .any(|it| address.starts_with(it) || address.contains(&format!(".{it}")));
        of && line.path.contains("triggers")
    };
    let is_backend =
        |line: &&Unlike| line.address.is_none() && line.path.starts_with("$.terraform.backend");
    match kind {
        UnstableKind::Clock => {
            let deployments = lines.iter().filter(|line| is_deployment(line)).count();
            let mut helps = Vec::new();
            if deployments > 0 {
                helps.push(
                    "a trigger of a deployment hashes what it deploys: sha1(jsonencode(...)) of the methods and integrations",
                );
            }
            if deployments < lines.len() {
                helps.push("take the time from outside, or leave it out: each synth changes what is deployed");
            }
            helps
        }
        UnstableKind::AbsolutePath => {
            let backends = lines.iter().filter(|line| is_backend(line)).count();
            let mut helps = Vec::new();
            if backends > 0 {
                helps.push("name a backend: the local one that cdktf takes by default has an absolute path");
            }
            if backends < lines.len() {
                helps.push(
                    "write the path relative to the project, or make the file a TerraformAsset",
                );
            }
            helps
        }
        UnstableKind::Random => vec![
            "give it a stable name, or let Terraform choose and keep one: random_id, name_prefix",
            "a hash differs where what it is made of does: look for a clock or a path in that",
        ],
        UnstableKind::Order => vec!["sort before you write: sets and folders have no order"],
        UnstableKind::Missing => {
            vec!["a program that declares by the environment it runs in takes that as a parameter"]
        }
        UnstableKind::Value => vec!["if it may differ, say so: --identity A=B"],
    }
}
