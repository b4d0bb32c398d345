//! A stack that somebody else wrote, through every format.

use pretty_assertions::assert_eq;

use super::{Folder, Reports, reports};

/// What must stay text: terminal sequences, commands of CI services, ends of elements and sections,
/// what turns lines about, what no XML may hold.
const HOSTILE: [&str; 10] = [
    "\u{1b}[2J\u{1b}]8;;http://evil\u{7}",
    "\n::error::injected",
    "\n##[error]injected",
    "]]></failure></testcase><testcase name=\"injected\"/>",
    "</script><script>alert(1)</script>",
    "\u{202e}\u{2066}gnp.exe",
    "\u{0}\u{b}\u{fffe}",
    "%0A::error::injected",
    "[click](javascript:alert(1)) <img src=x onerror=alert(1)>",
    "&lt;&#10;\"' ,title=x",
];

const SECRET: &str = "correct-horse-battery";

fn stack(name: &str) -> String {
    let resource = serde_json::json!({
        "resource": { "aws_db_instance": { name: {
            "engine": name,
            "password": SECRET,
            "description": format!("it is {SECRET}"),
            "//": { "metadata": { "path": format!("app/{name}") } },
        } } },
    });
    resource.to_string()
}

const SPECS: &str = r#"
[[spec]]
id       = "engine"
resource = "aws_db_instance"
must     = [ { at = "$.engine", equal = "postgres" } ]

[[spec]]
id       = "no-secret"
resource = "aws_db_instance"
must     = [ { at = "$.password", absent = true }, { at = "$.description", equal = "x" } ]
"#;

fn said_of(name: &str) -> Reports {
    let folder = Folder::with(&[("in/main.tf.json", &stack(name)), ("s.toml", SPECS)]);
    let reports = reports(&folder, &["in", "--specs", "s.toml", "--report", "github"]);
    reports.came.is(100, &["2 fail"]);
    reports
}

#[test]
fn values_stay_text() {
    let plain = said_of("main");
    for name in HOSTILE {
        let said = said_of(name);
        // As many cases, results and commands as a name without malice makes.
        assert_eq!(
            said.junit.matches("<testcase").count(),
            plain.junit.matches("<testcase").count(),
            "{name:?}"
        );
        assert!(
            !said.junit.contains("<testcase name=\"injected\""),
            "{name:?}"
        );
        let results = |of: &Reports| of.sarif["runs"][0]["results"].as_array().unwrap().len();
        assert_eq!(results(&said), results(&plain), "{name:?}");
        assert_eq!(
            said.github.lines().count(),
            plain.github.lines().count(),
            "{name:?}"
        );
        assert!(
            said.github
                .lines()
                .all(|line| line.starts_with("::error file=in/main.tf.json,line=1,")),
            "{}",
            said.github
        );
        let written = said.sarif.to_string();
        for text in [&said.junit, &said.github, &said.came.out, &written] {
            for bad in [
                '\u{1b}', '\u{0}', '\u{7}', '\u{202e}', '\u{2066}', '\u{fffe}',
            ] {
                assert!(!text.contains(bad), "{name:?} leaves {bad:?} in {text}");
            }
            assert!(!text.contains(SECRET), "{text}");
        }
        for line in said.came.out.lines() {
            let ours = line.starts_with("::error file=in/main.tf.json,line=1,");
            assert!(
                ours || !line.starts_with("::") && !line.starts_with("##["),
                "{line}"
            );
        }
        assert!(
            said.sarif["runs"][0]["results"][0]["message"]["text"]
                .as_str()
                .unwrap()
                .find("[click](")
                .is_none()
        );
    }
}

/// A name of a megabyte is cut, and says what it was.
#[test]
fn long_names_are_cut() {
    let said = said_of(&"x".repeat(1_000_000));
    for text in [&said.junit, &said.github, &said.sarif.to_string()] {
        assert!(text.len() < 400_000, "{}", text.len());
        assert!(text.contains("characters, sha256 "), "{:.2000}", text);
    }
}
