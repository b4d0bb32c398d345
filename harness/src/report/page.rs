//! A run as one page that asks for nothing from anywhere, as that of what is proven.
//!
//! Whatever comes from a stack stays text: `text` writes it for HTML and for the JSON of the data,
//! and the script only ever sets `textContent`.

mod data;
mod still;

use std::io;

use super::Report;
use super::headline::Headline;
use super::html::sheet::{self, Sheet};
use super::html::text;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// The frame; `{{name}}` is where a part goes.
const FRAME: &str = include_str!("page/page.html");
const STYLE: [&str; 2] = [sheet::STYLE, include_str!("page/page.css")];
/// The script, in the order in which its parts need one another.
const SCRIPT: [&str; 8] = [
    sheet::SCRIPT,
    include_str!("page/js/model.js"),
    include_str!("page/js/filter.js"),
    include_str!("page/js/findings.js"),
    include_str!("page/js/specs.js"),
    include_str!("page/js/tables.js"),
    include_str!("page/js/detail.js"),
    include_str!("page/js/page.js"),
];
/// What a run that could not judge is shown in: it needs no script, and nothing in it is green.
const REFUSED: &str = include_str!("page/refused.html");

/// Writes the page, in UTF-8. The same report gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_, '_>, out: &mut impl io::Write) -> io::Result<()> {
    let headline = Headline::of(report);
    let sheet = Sheet::new(FRAME, &STYLE, &SCRIPT);
    sheet.write(out, |part, out| match part {
        "verdict" => out.write_all(text::html(&headline.words).as_bytes()),
        "counts" => out.write_all(text::html(&headline.counts).as_bytes()),
        "tone" => out.write_all(still::tone(report).as_bytes()),
        "inputs" => still::inputs(report, out),
        "figures" => still::figures(report, out),
        "summary" => still::summary(report, out),
        "data" => text::json(&data::Data::of(report), out),
        part => Err(sheet::unnamed(part)),
    })
}

/// Writes what stood in the way of any judgement. It says so, and looks like nothing that passed.
///
/// # Errors
/// Those of `out`.
pub fn write_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let headline = Headline::refused(problems.len(), exit);
    let sheet = Sheet::new(REFUSED, &STYLE, &[]);
    sheet.write(out, |part, out| match part {
        "verdict" => out.write_all(text::html(&headline.words).as_bytes()),
        "counts" => out.write_all(text::html(&headline.counts).as_bytes()),
        "problems" => still::problems(problems, out),
        part => Err(sheet::unnamed(part)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_could_not_judge_does_not_look_green() {
        let problem = Diagnostic::error("</title><script>alert(1)</script>".to_owned());
        let mut page = Vec::new();
        write_problems(&[(Exit::Load, problem)], Exit::Load, &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(!page.contains("{{") && page.ends_with("</html>\n"));
        assert!(page.contains("<h1>nothing was judged: 1 problem</h1>"));
        assert!(!page.contains("passed") && !page.contains("<script>alert"));
    }

    #[test]
    fn the_script_makes_no_markup_of_text() {
        let specs = crate::spec::SpecSet::default();
        let params = crate::spec::Params::default();
        let run = crate::check::Run {
            stacks: Vec::new(),
            specs: &specs,
            params: &params,
        };
        let report = Report {
            run: &run,
            verdicts: &[],
            coverage: None,
            gates: &[],
            waivers: &[],
            locked: false,
            filtered: false,
            exit: Exit::Nothing,
        };
        let mut page = Vec::new();
        write(&report, &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(!page.contains("{{"), "a part is left");
        assert!(page.contains("nothing was judged"));
        sheet::closed(&page, FRAME, &STYLE, &SCRIPT);
    }
}
