//! Links to files (OSC 8) behind the arrows of a report.

use std::fmt::Write as _;
use std::path::{Path, absolute};

use super::plain;

/// What links to files look like from here.
#[derive(Debug)]
pub(super) struct Links {
    host: String,
}

/// Ends the text of a link.
const END: &str = "\u{1b}]8;;\u{1b}\\";

impl Links {
    /// Links, if this terminal is known to show them. A terminal that does not know them may show what is
    /// meant for it alone, so it must be known; `FORCE_HYPERLINK=1` says that it can.
    pub(super) fn of(environment: &dyn Fn(&str) -> Option<String>) -> Option<Links> {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        let forced = set("FORCE_HYPERLINK").map(|value| value != "0");
        let ci = set("CI").is_some_and(|value| value != "false");
        if ci || !forced.unwrap_or_else(|| is_known(&set)) {
            return None;
        }
        // A terminal on another machine opens none of our files: the name of ours tells it so.
        let host = set("HOSTNAME").or_else(|| {
            let name = std::fs::read_to_string("/etc/hostname").ok()?;
            Some(name.trim().to_owned())
        });
        let host = host.filter(|host| {
            host.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
        });
        let remote = set("SSH_CONNECTION").is_some() || set("SSH_TTY").is_some();
        match host {
            None if remote => None,
            host => Some(Links {
                host: host.unwrap_or_default(),
            }),
        }
    }

    /// The text with a link behind each arrow that points into a file that is there. An arrow stands at the
    /// start of a line, where no text from outside does.
    pub(super) fn link(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            match self.linked(line) {
                Some(linked) => out.push_str(&linked),
                None => out.push_str(line),
            }
        }
        out
    }

    fn linked(&self, line: &str) -> Option<String> {
        let seen = plain(line);
        let seen = seen.trim_end();
        let inner = seen.trim_start_matches(' ');
        let inner = inner.strip_prefix('|').unwrap_or(inner);
        let place = inner.trim_start_matches(' ').strip_prefix("--> ")?;
        let mut parts = place.rsplitn(3, ':');
        let (column, row, path) = (parts.next()?, parts.next()?, parts.next()?);
        let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !number(column) || !number(row) || !Path::new(path).is_file() {
            return None;
        }
        // The place is one piece: no colour is in it.
        let at = line.rfind(place)?;
        let uri = uri(&self.host, &absolute(path).ok()?);
        let (before, behind) = (&line[..at], &line[at + place.len()..]);
        Some(format!(
            "{before}\u{1b}]8;;{uri}\u{1b}\\{place}{END}{behind}"
        ))
    }
}

/// Whether this terminal shows links.
/// Source: the list at github.com/Alhadis/OSC8-Adoption.
fn is_known(set: &dyn Fn(&str) -> Option<String>) -> bool {
    let number = |name: &str| set(name).and_then(|value| value.parse::<u32>().ok());
    let program = set("TERM_PROGRAM").unwrap_or_default();
    let term = set("TERM").unwrap_or_default();
    term != "dumb"
        && (number("VTE_VERSION").is_some_and(|version| version >= 5000)
            || number("KONSOLE_VERSION").is_some_and(|version| version >= 201_200)
            || ["WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM"]
                .iter()
                .any(|name| set(name).is_some())
            || ["iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty"].contains(&program.as_str())
            || ["xterm-kitty", "alacritty", "xterm-ghostty", "foot"].contains(&term.as_str()))
}

/// `file://host/path`: everything but letters, digits and a few signs by its bytes (RFC 3986).
fn uri(host: &str, path: &Path) -> String {
    let mut uri = format!("file://{host}");
    let path = path.to_string_lossy();
    let path = if cfg!(windows) {
        format!("/{}", path.replace('\\', "/"))
    } else {
        path.into_owned()
    };
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Option<Links> {
        Links::of(&|name| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn terminals() {
        for (pairs, expected) in [
            (&[][..], false),
            (&[("TERM", "xterm-256color")], false),
            (&[("TERM", "xterm-kitty")], true),
            (&[("TERM", "dumb"), ("VTE_VERSION", "6003")], false),
            (&[("VTE_VERSION", "6003")], true),
            (&[("VTE_VERSION", "4600")], false),
            (&[("TERM_PROGRAM", "vscode")], true),
            (&[("TERM_PROGRAM", "Apple_Terminal")], false),
            (&[("TERM_PROGRAM", "vscode"), ("CI", "true")], false),
            (&[("FORCE_HYPERLINK", "1"), ("CI", "true")], false),
            (&[("FORCE_HYPERLINK", "1")], true),
            (
                &[("FORCE_HYPERLINK", "0"), ("TERM_PROGRAM", "vscode")],
                false,
            ),
        ] {
            assert_eq!(of(pairs).is_some(), expected, "{pairs:?}");
        }
    }

    #[test]
    fn an_arrow_into_a_file_is_a_link() {
        let links = Links { host: "h".into() };
        let here = absolute("Cargo.toml").unwrap();
        let target = uri("h", &here);
        for (line, before, behind) in [
            (" --> Cargo.toml:8:14\n", " --> ", "\n"),
            (
                "  |   \u{1b}[1m-->\u{1b}[0m Cargo.toml:8:14\n",
                "  |   \u{1b}[1m-->\u{1b}[0m ",
                "\n",
            ),
        ] {
            let expected =
                format!("{before}\u{1b}]8;;{target}\u{1b}\\Cargo.toml:8:14{END}{behind}");
            assert_eq!(links.link(line), expected);
        }
    }

    /// Red twins: what comes from outside never begins a line, and what is no file is no link.
    #[test]
    fn nothing_else_is_a_link() {
        let links = Links { host: "h".into() };
        for line in [
            "  |   actual: --> Cargo.toml:1:1\n",
            "8 | # --> Cargo.toml:1:1\n",
            "x --> Cargo.toml:1:1\n",
            " --> no-such-file.toml:1:1\n",
            " --> harness:1:1\n",
            " --> Cargo.toml:1\n",
            " --> Cargo.toml:a:1\n",
            " --> Cargo.toml:1:1 and more\n",
            " --> \\u{1b}]8;;http://x\\u{1b}\\:1:1\n",
        ] {
            assert_eq!(links.link(line), line);
        }
    }

    #[test]
    fn a_path_as_a_uri() {
        #[cfg(unix)]
        assert_eq!(
            uri("h", Path::new("/a b/\u{e9}#?%;\u{1b}.toml")),
            "file://h/a%20b/%C3%A9%23%3F%25%3B%1B.toml"
        );
    }
}
