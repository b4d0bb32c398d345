//! The page: what is proven of a run, as one HTML file that asks for nothing from anywhere.
//!
//! It holds its style, its script and the data; a content security policy names the first two by
//! their hashes and forbids the rest, so that it may be opened from a disk, kept as an artifact of
//! a build, or sent by mail. Whatever comes from a stack stays text: `html/text.rs` writes it for HTML and
//! for the JSON of the data, and the script only ever sets `textContent`.

mod data;
mod figures;
pub(super) mod intern;
mod place;
pub(super) mod sheet;
pub(super) mod text;

use std::io;

use crate::proof::{LeafCoverage, Mutation};
use sheet::Sheet;

/// All that a page is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page<'p> {
    /// What it is about, in a few words.
    pub title: &'p str,
    /// The inputs, as they were named on the command line.
    pub inputs: &'p [String],
    /// What the specs hold, leaf by leaf; `None` if nobody asked.
    pub leaves: Option<&'p LeafCoverage>,
    /// What became of the mutants; `None` if none were made.
    pub mutation: Option<&'p Mutation>,
}

/// The frame; `{{name}}` is where a part goes.
const FRAME: &str = include_str!("html/page.html");
const STYLE: [&str; 2] = [sheet::STYLE, include_str!("html/page.css")];
/// The script, in the order in which its parts need one another.
const SCRIPT: [&str; 9] = [
    sheet::SCRIPT,
    include_str!("html/js/model.js"),
    include_str!("html/js/copy.js"),
    include_str!("html/js/filter.js"),
    include_str!("html/js/detail.js"),
    include_str!("html/js/tree.js"),
    include_str!("html/js/tables.js"),
    include_str!("html/js/survivors.js"),
    include_str!("html/js/page.js"),
];

/// Writes the page, in UTF-8. The same report gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Page<'_>, out: &mut impl io::Write) -> io::Result<()> {
    let sheet = Sheet::new(FRAME, &STYLE, &SCRIPT);
    sheet.write(out, |part, out| match part {
        "title" => out.write_all(text::html(report.title).as_bytes()),
        "inputs" => figures::inputs(report, out),
        "figures" => figures::figures(report, out),
        "summary" => figures::summary(report, out),
        "data" => text::json(&data::Data::of(report), out),
        part => Err(sheet::unnamed(part)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page of nothing but a title.
    fn page(title: &str) -> String {
        let mut out = Vec::new();
        let report = Page {
            title,
            ..Page::default()
        };
        write(&report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_part_of_the_frame_is_filled_in() {
        let page = page("stack");
        assert!(!page.contains("{{"), "a part is left");
        assert!(page.contains("<title>stack</title>"));
        assert!(page.ends_with("</html>\n"));
    }

    #[test]
    fn the_page_is_closed() {
        sheet::closed(&page(""), FRAME, &STYLE, &SCRIPT);
    }

    #[test]
    fn a_title_is_text() {
        let page = page("</title><script>alert(1)</script>\u{202e}");
        assert!(!page.contains("<script>alert"));
        assert!(!page.contains('\u{202e}'));
    }
}
