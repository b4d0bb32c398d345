//! The page: what is proven of a run, as one HTML file that asks for nothing from anywhere.
//!
//! It holds its style, its script and the data; a content security policy names the first two by
//! their hashes and forbids the rest, so that it may be opened from a disk, kept as an artifact of
//! a build, or sent by mail. Whatever comes from a stack stays text: `html/text.rs` writes it for HTML and
//! for the JSON of the data, and the script only ever sets `textContent`.

mod data;
mod figures;
mod intern;
mod place;
mod text;

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::proof::{LeafCoverage, Mutation};

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
const STYLE: &str = include_str!("html/page.css");
/// The script, in the order in which its parts need one another.
const SCRIPT: [&str; 8] = [
    include_str!("html/js/model.js"),
    include_str!("html/js/dom.js"),
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
    let (style, script) = (style(), script());
    let mut rest = FRAME;
    while let Some((before, after)) = rest.split_once("{{") {
        out.write_all(before.as_bytes())?;
        let Some((part, after)) = after.split_once("}}") else {
            break;
        };
        match part {
            "policy" => out.write_all(policy(&style, &script).as_bytes())?,
            "title" => out.write_all(text::html(report.title).as_bytes())?,
            "style" => out.write_all(style.as_bytes())?,
            "script" => out.write_all(script.as_bytes())?,
            "inputs" => figures::inputs(report, out)?,
            "figures" => figures::figures(report, out)?,
            "summary" => figures::summary(report, out)?,
            "data" => text::json(&data::Data::of(report), out)?,
            part => return Err(io::Error::other(format!("the frame names `{part}`"))),
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// Nothing may be loaded, and only this style and this script count.
fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{}'; \
         script-src 'sha256-{}'",
        hash(style),
        hash(script)
    )
}

fn style() -> String {
    plain_breaks(STYLE)
}

fn script() -> String {
    format!(
        "\"use strict\";\n(() => {{\n{}}})();\n",
        plain_breaks(&SCRIPT.concat())
    )
}

/// A browser takes the hash of a text whose line breaks are single ones; a checkout on Windows may
/// have made two characters of each.
fn plain_breaks(text: &str) -> String {
    text.replace("\r\n", "\n")
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
    fn the_policy_names_the_style_and_the_script_that_are_in_the_page() {
        let page = page("");
        let between = |from: &str, to: &str| {
            let (_, rest) = page.split_once(from).unwrap();
            rest.split_once(to).unwrap().0.to_owned()
        };
        let style = between("<style>", "</style>");
        let script = between("<script>", "</script>");
        assert!(page.contains(&policy(&style, &script)));
        assert!(!page.contains(&policy(&style, &(script + " "))));
    }

    /// Ways by which text could become markup or code, or the page could ask for something.
    #[test]
    fn the_script_makes_no_markup_of_text_and_asks_for_nothing() {
        let ways = [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "createContextualFragment",
            "document.write",
            "DOMParser",
            "srcdoc",
            "eval(",
            "Function(",
            "import(",
            "fetch(",
            "XMLHttpRequest",
            "WebSocket",
            "sendBeacon",
            "setAttribute(\"on",
            "setAttribute(\"style",
            "url(",
            "@import",
            "//cdn",
        ];
        let all = script() + &style() + FRAME;
        for way in ways {
            assert!(!all.contains(way), "the page holds `{way}`");
        }
        // The one address is the name of a namespace.
        let addresses: Vec<_> = all
            .match_indices("http")
            .map(|(at, _)| &all[at..])
            .collect();
        for address in addresses {
            let known = ["http://www.w3.org/2000/svg", "http-equiv"];
            assert!(known.iter().any(|known| address.starts_with(known)));
        }
    }

    #[test]
    fn a_title_is_text() {
        let page = page("</title><script>alert(1)</script>\u{202e}");
        assert!(!page.contains("<script>alert"));
        assert!(!page.contains('\u{202e}'));
    }
}
