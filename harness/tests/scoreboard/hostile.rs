//! Text of cases that would like to be more than text, in every report.

use pretty_assertions::assert_eq;
use stackspec::exit::Exit;
use stackspec::report::human::Options;
use stackspec::report::scoreboard::{human, json, markdown};
use stackspec::suite::{CaseRecord, Met, Results, Scoreboard, State};
use stackspec::verdict::Outcome::Fail;

use super::browser::{Opened, title};
use super::made::{Made, Say};
use super::page::page;

const PAYLOADS: [&str; 9] = [
    "</script><script>document.title='pwned'</script>",
    "<!--<script>document.title='pwned'</script>",
    "<img src=x onerror=\"document.title='pwned'\">",
    "\"><svg onload=document.title='pwned'>",
    "</noscript></style></title><script>document.title='pwned'</script>",
    "]]>&lt;script&gt;document.title='pwned'&lt;/script&gt;{{data}}${document.title='pwned'}",
    "javascript:document.title='pwned'//\u{202e}\u{200f}\u{1b}[31m\u{0}\u{2028}",
    "::error::pwned\n::error file=a::pwned\r\n##[error]pwned",
    "a | b `c` | [d](javascript:e)\n| --- |\n@somebody #1 <b>",
];

/// Everything that comes from outside is this text.
fn hostile(text: &str) -> Results {
    let mut made = Made::new(text, &["dlq"]);
    made.0.suite.title = Some(text.to_owned());
    let of = |case: &mut CaseRecord| {
        let said = || Some(text.to_owned());
        let it = &mut case.case;
        (it.title, it.source, it.platform, it.model) = (said(), said(), said(), said());
        (it.prompt, it.run, it.classes) = (said(), said(), vec![text.to_owned()]);
    };
    let case = made
        .case(text)
        .passes("dlq")
        .red("dlq", Fail, 2, Met::Unexpected);
    of(case);
    for finding in &mut case.findings {
        for field in [&mut finding.stack, &mut finding.spec, &mut finding.address] {
            *field = text.to_owned();
        }
        (finding.message, finding.fingerprint) = (text.to_owned(), text.to_owned());
        (finding.path, finding.construct_path) = (Some(text.to_owned()), Some(text.to_owned()));
        if let Some(source) = &mut finding.source {
            source.file = text.to_owned();
        }
    }
    for mismatch in &mut case.mismatches {
        mismatch.message = text.to_owned();
        (mismatch.notes, mismatch.help) = (vec![text.to_owned()], vec![text.to_owned()]);
    }
    for result in &mut case.results {
        (result.file, result.spec) = (text.to_owned(), text.to_owned());
    }
    let refused = made
        .case(&format!("{text} refused"))
        .no_verdict(State::Refused);
    of(refused);
    for problem in &mut refused.problems {
        (problem.message, problem.notes) = (text.to_owned(), vec![text.to_owned()]);
    }
    let spec = &mut made.0.specs[0];
    (spec.file, spec.spec, spec.title) = (text.to_owned(), text.to_owned(), Some(text.to_owned()));
    spec.groups = vec![text.to_owned()];
    made.done()
}

/// With a warning that names the file too.
fn board(text: &str) -> Scoreboard {
    let mut other = Made::new(&format!("{text} 2"), &["other"]);
    other.case("other").passes("other");
    Scoreboard::of(vec![hostile(text), other.done()]).expect("a scoreboard")
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory takes everything");
    String::from_utf8(out).expect("UTF-8")
}

/// Opens every part of the page and every case, and says what is there that must not be.
const SEARCH: &str = r##"
    const found = new Set();
    let seen = 0;
    const ask = (hash) => { location.hash = hash; dispatchEvent(new Event("hashchange")); };
    const look = () => {
        for (const one of document.querySelectorAll("*")) {
            if (["IMG", "IFRAME", "OBJECT"].includes(one.tagName)) found.add(one.tagName);
            for (const { name, value } of one.attributes) {
                if (name.startsWith("on")) found.add(name);
                if (name === "href" && !value.startsWith("#")) found.add(value);
            }
            if (one.matches("#app *") && /[\u202a-\u202e\u200e\u200f\u2028\u0000-\u0008\u001b]/.test(one.textContent)) found.add("unseen");
        }
        if (document.querySelectorAll("script").length !== 3) found.add("script");
    };
    for (const view of ["overview", "failures", "matrix", "cases", "prompts"]) {
        ask("#?view=" + view);
        look();
        const links = [...document.querySelectorAll("#panel a")].map((one) => one.getAttribute("href"));
        for (const to of links) {
            ask(to);
            look();
            // What the page itself links to is there.
            if (/none here|There is no|means nothing/.test(document.getElementById("app").textContent)) found.add("nowhere " + to);
            if (!document.getElementById("detail").hidden) seen += 1;
        }
    }
    return [document.title, seen, ...found].join("|");
"##;

#[test]
fn hostile_text_stays_text_in_every_part_of_the_page() {
    for (at, payload) in PAYLOADS.iter().enumerate() {
        let page = page(&board(payload));
        assert!(!page.contains(payload), "{payload} stands there as it is");
        let opened = Opened::new(&format!("score-hostile-{at}"), page.as_bytes());
        let Some(dom) = opened.dom("") else {
            return;
        };
        let before = title(&dom);
        let said = opened.probe("", &[], SEARCH).expect("a document");
        let rest = said
            .strip_prefix(&before)
            .and_then(|rest| rest.strip_prefix('|'));
        let cases: usize = rest.and_then(|seen| seen.parse().ok()).unwrap_or(0);
        assert!(cases >= 3, "{payload}: {said}");
    }
}

/// Red twin of the test above: without our escapes the payload runs, and the check sees it.
#[test]
fn the_check_sees_a_payload_that_runs() {
    let page = page(&board("plain"));
    let (before, after) = page.split_once("<main").expect("the main part");
    let broken = format!("{before}{}<main{after}", PAYLOADS[0]);
    let Some(dom) = Opened::new("score-broken", broken.as_bytes()).dom("") else {
        return;
    };
    // The policy alone holds too.
    assert!(!title(&dom).contains("pwned"));
    let said = Opened::new("score-broken", broken.as_bytes()).probe("", &[], SEARCH);
    let said = said.expect("a document");
    assert!(
        said.starts_with("pwned|") && said.ends_with("|script"),
        "{said}"
    );
}

/// No line begins with text from outside, and nothing in it moves a terminal or a service.
#[test]
fn a_terminal_obeys_nothing() {
    for payload in PAYLOADS {
        let text = written(|out| human::write(&board(payload), Options::whole(), out));
        for line in text.lines() {
            assert!(!line.trim_start().starts_with("::"), "{line}");
            assert!(!line.contains("##["), "{line}");
        }
        let unseen = |c: char| {
            c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{200f}' | '\u{2028}')
        };
        assert!(!text.contains(unseen), "{text:?}");
    }
}

/// Every row of a table has as many cells as its head, and nothing of it is markup.
#[test]
fn markdown_keeps_its_tables() {
    for payload in PAYLOADS {
        let text = written(|out| markdown::write(&board(payload), out));
        let cells = |line: &str| {
            line.replace("\\\\", "")
                .replace("\\|", "")
                .matches('|')
                .count()
        };
        let mut head = 0;
        for line in text.lines() {
            let starts = ["# Scoreboard: ", "## ", "| ", "> **Warning:** "];
            let ours = line.is_empty()
                || line.ends_with('.')
                || starts.iter().any(|it| line.starts_with(it));
            assert!(ours, "{line}");
            match line.starts_with("| ") {
                false => head = 0,
                true if head == 0 => head = cells(line),
                true => assert_eq!(cells(line), head, "{line}"),
            }
            assert!(
                !line.contains("<script") && !line.contains("<img") && !line.contains("<b>"),
                "{line}"
            );
            assert!(
                !line.contains("@somebody") && !line.contains("]("),
                "{line}"
            );
        }
    }
}

/// JSON holds it to the letter.
#[test]
fn json_holds_it_as_it_is() {
    for payload in PAYLOADS {
        let text = written(|out| json::write(&board(payload), Exit::Ok, out));
        let lines = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        let lines: Vec<serde_json::Value> = lines.collect();
        let models: Vec<_> = lines.iter().filter(|line| line["by"] == "model").collect();
        assert_eq!(models[0]["name"], payload);
        assert!(
            lines
                .iter()
                .any(|line| line["type"] == "cell" && line["case"] == payload)
        );
    }
}

/// A name of a megabyte is cut for people, and two that begin alike stay two.
#[test]
fn a_name_of_a_megabyte_is_cut() {
    let long = "n".repeat(1 << 20);
    let board = board(&long);
    let page = page(&board);
    assert!(page.len() < 300 << 10, "{} bytes", page.len());
    assert!(page.contains("(1048576 characters, sha256 "));
    for text in [
        written(|out| human::write(&board, Options::whole(), out)),
        written(|out| markdown::write(&board, out)),
    ] {
        assert!(text.len() < 40 << 10, "{} bytes", text.len());
    }
    if let Some(said) = Opened::new("score-long", page.as_bytes()).probe("", &[], SEARCH) {
        let rest = said.rsplit_once("scoreboard|").map(|(_, rest)| rest);
        let seen: usize = rest.and_then(|seen| seen.parse().ok()).unwrap_or(0);
        assert!(seen >= 3, "{said}");
    }
}
