//! What every page has: a frame, a style and a script that stand in it, and a policy that allows
//! nothing else.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The style that all pages share.
pub(in crate::report) const STYLE: &str = include_str!("base.css");

/// The script that all pages share.
pub(in crate::report) const SCRIPT: &str = concat!(
    include_str!("js/words.js"),
    include_str!("js/hash.js"),
    include_str!("js/dom.js"),
    include_str!("js/table.js"),
    include_str!("js/theme.js"),
);

/// A page without what it is about.
#[derive(Debug)]
pub(in crate::report) struct Sheet {
    frame: &'static str,
    style: String,
    script: String,
}

impl Sheet {
    /// `{{name}}` in the frame is where a part goes; styles and scripts stand in the order in which they
    /// need one another.
    pub(in crate::report) fn new(frame: &'static str, style: &[&str], script: &[&str]) -> Self {
        let script = plain_breaks(&script.concat());
        Self {
            frame,
            style: plain_breaks(&style.concat()),
            script: format!("\"use strict\";\n(() => {{\n{script}}})();\n"),
        }
    }

    /// Writes the page; `part` writes what the frame asks for besides policy, style and script.
    ///
    /// # Errors
    /// Those of `out` and of `part`.
    pub(in crate::report) fn write<W: io::Write>(
        &self,
        out: &mut W,
        mut part: impl FnMut(&str, &mut W) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut rest = self.frame;
        while let Some((before, after)) = rest.split_once("{{") {
            out.write_all(before.as_bytes())?;
            let Some((name, after)) = after.split_once("}}") else {
                break;
            };
            match name {
                "policy" => out.write_all(self.policy().as_bytes())?,
                "style" => out.write_all(self.style.as_bytes())?,
                "script" => out.write_all(self.script.as_bytes())?,
                name => part(name, out)?,
            }
            rest = after;
        }
        out.write_all(rest.as_bytes())
    }

    /// Nothing may be loaded, and only this style and this script count.
    fn policy(&self) -> String {
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
        format!(
            "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{}'; \
             script-src 'sha256-{}'",
            hash(&self.style),
            hash(&self.script)
        )
    }
}

/// The frame asks for a part that nobody writes.
pub(in crate::report) fn unnamed(part: &str) -> io::Error {
    io::Error::other(format!("the frame names `{part}`"))
}

/// A browser takes the hash of a text whose line breaks are single ones; a checkout on Windows may
/// have made two characters of each.
fn plain_breaks(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Says of a page that its policy names its style and its script, and that these make no markup of
/// text and ask for nothing.
#[cfg(test)]
#[track_caller]
pub(in crate::report) fn closed(page: &str, frame: &'static str, style: &[&str], script: &[&str]) {
    let mut sheet = Sheet::new(frame, style, script);
    let between = |from: &str, to: &str| {
        let (_, rest) = page.split_once(from).unwrap();
        rest.split_once(to).unwrap().0.to_owned()
    };
    assert_eq!(between("<style>", "</style>"), sheet.style);
    assert_eq!(between("<script>", "</script>"), sheet.script);
    assert!(page.contains(&sheet.policy()));
    assert!(page.ends_with("</html>\n"));
    // Ways by which text could become markup or code, or the page could ask for something.
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
    let all = format!("{}{}{frame}", sheet.script, sheet.style);
    for way in ways {
        assert!(!all.contains(way), "the page holds `{way}`");
    }
    // The one address is the name of a namespace.
    for (at, _) in all.match_indices("http") {
        let known = ["http://www.w3.org/2000/svg", "http-equiv"];
        assert!(known.iter().any(|known| all[at..].starts_with(known)));
    }
    // Red twin: another script is not the one that the policy names.
    sheet.script.push(' ');
    assert!(!page.contains(&sheet.policy()));
}
