//! Text that would like to be more than text, in the page.

use stackspec::check::Verdict;
use stackspec::value::{Path, Step};

use super::browser::{Opened, title};
use super::made::{Made, as_judged};

pub(crate) const PAYLOADS: [&str; 9] = [
    "</script><script>document.title='pwned'</script>",
    "<!--<script>document.title='pwned'</script>",
    "<img src=x onerror=\"document.title='pwned'\">",
    "\"><svg onload=document.title='pwned'>",
    "</noscript></style></title><script>document.title='pwned'</script>",
    "]]>&lt;script&gt;document.title='pwned'&lt;/script&gt;{{data}}${document.title='pwned'}",
    "javascript:document.title='pwned'//\u{202e}\u{200f}\u{1b}[31m\u{0}\u{2028}",
    "::error::pwned\n::error file=a::pwned\r\n##[error]pwned",
    "a | b `c` | [d](javascript:e)\n| --- |\n@somebody #1 <b>\n\n# h\n</details><details open>",
];

/// Everything of a verdict that comes from outside is this text.
pub(crate) fn hostile(text: &str, verdicts: &mut [Verdict]) {
    let said = || Some(text.to_owned());
    for verdict in verdicts {
        (verdict.title, verdict.reason, verdict.help) = (said(), said(), said());
        verdict.notes = vec![text.to_owned()];
        for finding in &mut verdict.findings {
            finding.address = text.to_owned();
            (finding.construct_path, finding.made_at) = (said(), said());
            finding.path = Some(Path(vec![Step::Name(text.to_owned())]));
            if let Some(source) = &mut finding.source {
                source.file = text.into();
            }
            let texts = [
                &mut finding.expected,
                &mut finding.actual,
                &mut finding.message,
            ];
            for field in texts {
                *field = text.to_owned();
            }
            finding.notes = vec![text.to_owned()];
        }
    }
}

/// Opens every part of the page and every spec, and says what is there that must not be.
const SEARCH: &str = r##"
    const found = new Set();
    let seen = 0;
    const ask = (hash) => { location.hash = hash; dispatchEvent(new Event("hashchange")); };
    const look = () => {
        for (const one of document.querySelectorAll("*")) {
            if (["IMG", "IFRAME", "OBJECT", "B-"].includes(one.tagName)) found.add(one.tagName);
            for (const { name, value } of one.attributes) {
                if (name.startsWith("on")) found.add(name);
                if (name === "href" && !value.startsWith("#")) found.add(value);
            }
            if (one.matches("#app *") && /[\u202a-\u202e\u200e\u200f\u2028\u0000-\u0008\u001b]/.test(one.textContent)) found.add("unseen");
        }
        if (document.querySelectorAll("script").length !== 3) found.add("script");
    };
    for (const view of ["findings", "specs", "waivers", "coverage"]) {
        ask("#?view=" + view);
        look();
        for (const to of [...document.querySelectorAll("#panel a")].map((one) => one.getAttribute("href"))) {
            ask(to);
            look();
            // What the page itself links to is there.
            if (/none here|There is no|means nothing/.test(document.getElementById("status").textContent)) found.add("nowhere " + to);
            if (!document.getElementById("detail").hidden) seen += 1;
        }
    }
    return [document.title, seen, ...found].join("|");
"##;

#[test]
fn hostile_text_stays_text_in_every_part_of_the_page() {
    for (at, payload) in PAYLOADS.iter().enumerate() {
        let mut made = Made::orders();
        for (at, stack) in made.stacks.iter_mut().enumerate() {
            stack.name = format!("{payload}{at}");
        }
        let page = made.page(|verdicts| hostile(payload, verdicts));
        assert!(!page.contains(payload), "{payload} stands there as it is");
        let opened = Opened::new(&format!("check-hostile-{at}"), page.as_bytes());
        let Some(dom) = opened.dom("") else {
            return;
        };
        let before = title(&dom);
        let said = opened.probe("", &[], SEARCH).expect("a document");
        let rest = said
            .strip_prefix(&before)
            .and_then(|rest| rest.strip_prefix('|'));
        let seen: usize = rest.and_then(|seen| seen.parse().ok()).unwrap_or(0);
        assert!(seen >= 20, "{payload}: {said}");
    }
}

/// Red twin of the test above: without our escapes the payload runs, and the check sees it; the
/// policy of the page stops it all the same.
#[test]
fn the_check_sees_a_payload_that_runs() {
    let page = Made::orders().page(as_judged);
    let (before, after) = page.split_once("<main").expect("the main part");
    let broken = format!("{before}{}<main{after}", PAYLOADS[0]);
    let opened = Opened::new("check-broken", broken.as_bytes());
    let Some(dom) = opened.dom("") else {
        return;
    };
    assert!(!title(&dom).contains("pwned"));
    let said = opened.probe("", &[], SEARCH).expect("a document");
    assert!(
        said.starts_with("pwned|") && said.ends_with("|script"),
        "{said}"
    );
}

#[test]
fn a_name_of_a_megabyte_is_cut() {
    let long = "n".repeat(1 << 20);
    let page = Made::orders().page(|verdicts| hostile(&long, verdicts));
    assert!(page.len() < 300 << 10, "{} bytes", page.len());
    assert!(page.contains("(1048576 characters, sha256 "));
}
