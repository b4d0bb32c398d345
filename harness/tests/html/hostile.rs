//! Text of a stack that would like to be more than text.

use pretty_assertions::assert_eq;
use stackspec::proof::LeafState;

use super::browser::{Opened, status, title};
use super::{TITLE, made, many, page};

/// What somebody might put into a name; each would change the title of the page if it ran.
const PAYLOADS: [&str; 7] = [
    "</script><script>document.title='pwned'</script>",
    "<!--<script>document.title='pwned'</script>",
    "<img src=x onerror=\"document.title='pwned'\">",
    "\"><svg onload=document.title='pwned'>",
    "</noscript></style></title><script>document.title='pwned'</script>",
    "]]>&lt;script&gt;document.title='pwned'&lt;/script&gt;{{data}}${document.title='pwned'}",
    "javascript:document.title='pwned'//\u{202e}\u{200f}\u{1b}[31m\u{0}\u{2028}",
];

/// Opens all of every part, and says what of it is there that must not be: elements that nobody of
/// ours makes, handlers, links that run something, and characters that cannot be seen.
const SEARCH: &str = r##"
    const found = new Set();
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
    for (const view of ["classes", "clauses", "survivors", "stack"]) {
        document.getElementById("tab-" + view).click();
        look();
    }
    const seen = new Set();
    for (let row; (row = [...document.querySelectorAll("[role=treeitem]")].find((one) => !seen.has(one.ariaLabel)));) {
        seen.add(row.ariaLabel);
        for (const state of ["closed", "open"]) {
            row = [...document.querySelectorAll("[role=treeitem]")].find((one) => one.ariaLabel === row.ariaLabel);
            row.firstChild.click();
            look();
            if (row.ariaExpanded !== "true") break;
        }
    }
    return [document.title, seen.size, ...found].join("|");
"##;

#[test]
fn hostile_text_stays_text_in_every_part_of_the_page() {
    for (at, payload) in PAYLOADS.iter().enumerate() {
        let page = page(&many::hostile(payload));
        assert!(!page.contains(payload), "{payload} stands there as it is");
        let opened = Opened::new(&format!("hostile-{at}"), page.as_bytes());
        let Some(said) = opened.probe("", &[], SEARCH) else {
            return;
        };
        // The stack, its constructs in one row, two resources and two attributes at least.
        let opened = said
            .strip_prefix(TITLE)
            .and_then(|rest| rest.strip_prefix('|'));
        let rows: usize = opened.and_then(|rows| rows.parse().ok()).unwrap_or(0);
        assert!(rows >= 5, "{payload}: {said}");
    }
}

/// Red twin of the test above: without our escapes the payload runs, and the check sees it.
#[test]
fn the_check_sees_a_payload_that_runs() {
    let page = page(&made::payments());
    let (before, after) = page.split_once("<main").expect("the main part");
    let payload = PAYLOADS[0];
    let broken = format!("{before}{payload}<main{after}");
    let Some(dom) = Opened::new("broken-policy", broken.as_bytes()).dom("") else {
        return;
    };
    // The second line of defence holds alone: the policy does not name this script.
    assert_eq!(title(&dom), TITLE);
    let said = Opened::new("broken", broken.as_bytes()).probe("", &[], SEARCH);
    let said = said.expect("a document");
    assert!(said.starts_with("pwned|"), "{said}");
    assert!(said.ends_with("|script"), "{said}");
}

/// A name of a megabyte is cut, and the page stays one that can be read.
#[test]
fn a_name_of_a_megabyte_is_cut() {
    let long = "n".repeat(1 << 20);
    let page = page(&many::hostile(&long));
    assert!(page.len() < 300 << 10, "{} bytes", page.len());
    assert!(page.contains("(1048576 characters, sha256 "));
    let Some(dom) = Opened::new("long", page.as_bytes()).dom("#?q=aws_y") else {
        return;
    };
    assert_eq!(status(&dom), "1 of 2 blocks and 0 of 2 attributes.");
}

/// Two addresses that only differ behind the cut are two.
#[test]
fn long_names_stay_apart() {
    let mut made = made::Made::new("s");
    for end in ["a", "b"] {
        let address = format!("aws_x.{}{end}", "n".repeat(5_000));
        made.resource(&address, None, &[("$.a", LeafState::Never, &[])]);
    }
    let Some(dom) = Opened::new("apart", page(&made).as_bytes()).dom("") else {
        return;
    };
    let mut rows = super::rows(&dom);
    rows.retain(|row| row.starts_with("aws_x."));
    assert_eq!(rows.len(), 2);
    assert!(rows[0] != rows[1]);
}
