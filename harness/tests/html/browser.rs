//! A headless Chromium that opens a page from the disk and tells what became of it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::say::say;

/// What Chromium is called where; the first starts much faster.
const NAMES: [&str; 5] = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// A page on the disk.
pub(crate) struct Opened {
    file: PathBuf,
}

impl Opened {
    /// Writes a page; it stays in the target folder, to be looked at.
    pub(crate) fn new(name: &str, html: &[u8]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("html");
        std::fs::create_dir_all(&folder).expect("a folder for pages");
        let file = folder.join(format!("{name}.html"));
        std::fs::write(&file, html).expect("a page");
        Self { file }
    }

    /// The document with this hash, once its script is through. `None`, after a word on it, if there
    /// is no Chromium; one that is there and fails is a failure.
    pub(crate) fn dom(&self, hash: &str) -> Option<String> {
        self.dom_with(hash, &[])
    }

    /// The same with options of the browser.
    pub(crate) fn dom_with(&self, hash: &str, options: &[&str]) -> Option<String> {
        let out = self.run(hash, &[options, &["--dump-dom"]].concat())?;
        let dom = String::from_utf8(out).expect("a document in UTF-8");
        assert!(
            dom.contains("</html>"),
            "the browser dumped no document: {dom}"
        );
        Some(dom)
    }

    /// What a script says that runs at the end of the page. The policy would not let it, so this
    /// is the page without one: what holds here holds by our escapes alone.
    pub(crate) fn probe(&self, hash: &str, options: &[&str], script: &str) -> Option<String> {
        let page = std::fs::read_to_string(&self.file).expect("the page");
        let probe = format!("<script>document.title = (() => {{ {script} }})();</script></body>");
        let page = page
            .replace("Content-Security-Policy", "nothing")
            .replace("</body>", &probe);
        let name = self
            .file
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name");
        let probed = Self::new(&format!("{name}-probe-{}", hash.len()), page.as_bytes());
        let dom = probed.dom_with(hash, options)?;
        Some(title(&dom))
    }

    /// What the browser prints when it opens the page with this hash.
    fn run(&self, hash: &str, options: &[&str]) -> Option<Vec<u8>> {
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let address = format!("file://{}{hash}", self.file.display());
        for name in NAMES {
            let made = Command::new(name)
                .args([
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                ])
                .args([
                    "--no-first-run",
                    "--disable-extensions",
                    "--disable-background-networking",
                ])
                .arg(format!("--user-data-dir={}", profile.path().display()))
                .args(options)
                .arg(&address)
                .output();
            match made {
                Ok(out) => {
                    let error = String::from_utf8_lossy(&out.stderr).into_owned();
                    assert!(out.status.success(), "{name} failed: {error}");
                    return Some(out.stdout);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => panic!("{name} does not start: {error}"),
            }
        }
        say("skipped: there is no Chromium here (Debian's package is `chromium-headless-shell`)");
        None
    }
}

/// The part of a document between two marks, the first time.
#[track_caller]
pub(crate) fn between<'d>(dom: &'d str, from: &str, to: &str) -> &'d str {
    let rest = dom.split_once(from).map(|(_, rest)| rest);
    let found = rest
        .and_then(|rest| rest.split_once(to))
        .map(|(found, _)| found);
    found.unwrap_or_else(|| panic!("there is no {from} ... {to}"))
}

/// What the page says of how much it shows.
pub(crate) fn status(dom: &str) -> String {
    plain(between(dom, "<p id=\"status\" role=\"status\">", "</p>"))
}

/// The title of the document, which scripts may have changed.
#[track_caller]
pub(crate) fn title(dom: &str) -> String {
    plain(between(dom, "<title>", "</title>"))
}

/// Text of a document without its entities.
pub(crate) fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}
