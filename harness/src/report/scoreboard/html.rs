//! A scoreboard as one page that asks for nothing from anywhere, as that of what is proven.
//!
//! Its script counts anew for the cases that the reader asks for, by the rules of
//! [`Score`](crate::suite::Score); without it the page has the figures of all of them.

mod data;
mod still;

use std::io;

use crate::report::html::sheet::{self, Sheet};
use crate::report::html::text;
use crate::suite::Scoreboard;

/// The frame; `{{name}}` is where a part goes.
const FRAME: &str = include_str!("html/page.html");
const STYLE: [&str; 2] = [sheet::STYLE, include_str!("html/page.css")];
/// The script, in the order in which its parts need one another.
const SCRIPT: [&str; 11] = [
    sheet::SCRIPT,
    include_str!("html/js/model.js"),
    include_str!("html/js/score.js"),
    include_str!("html/js/filter.js"),
    include_str!("html/js/plots.js"),
    include_str!("html/js/overview.js"),
    include_str!("html/js/failures.js"),
    include_str!("html/js/matrix.js"),
    include_str!("html/js/cases.js"),
    include_str!("html/js/detail.js"),
    include_str!("html/js/page.js"),
];

/// Writes the page, in UTF-8. The same scoreboard gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(board: &Scoreboard, out: &mut impl io::Write) -> io::Result<()> {
    let sheet = Sheet::new(FRAME, &STYLE, &SCRIPT);
    let title = text::html(&super::title(board));
    sheet.write(out, |part, out| match part {
        "title" => out.write_all(title.as_bytes()),
        "inputs" => still::inputs(board, out),
        "warnings" => still::warnings(board, out),
        "figures" => still::figures(board, out),
        "summary" => still::summary(board, out),
        "data" => text::json(&data::Data::of(board), out),
        part => Err(sheet::unnamed(part)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_closed() {
        let board = Scoreboard::of(Vec::new()).unwrap();
        let mut page = Vec::new();
        write(&board, &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(!page.contains("{{"), "a part is left");
        sheet::closed(&page, FRAME, &STYLE, &SCRIPT);
    }
}
