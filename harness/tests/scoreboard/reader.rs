//! How different readers meet the page: in the dark, without its script, with nothing in it or a lot.

use pretty_assertions::assert_eq;
use stackspec::suite::{Met, Scoreboard};
use stackspec::verdict::Outcome::Fail;

use super::browser::{Opened, between, status, title};
use super::made::{Made, Say};
use super::page::{board, page, probed};

#[test]
fn light_and_dark_follow_the_system_and_the_switch() {
    let script = "return getComputedStyle(document.body).backgroundColor;";
    let (light, dark) = ("rgb(247, 247, 245)", "rgb(21, 23, 26)");
    let system_dark = ["--blink-settings=preferredColorScheme=0"];
    for (hash, options, expected) in [
        ("", &[][..], light),
        ("#?theme=dark", &[], dark),
        ("", &system_dark, dark),
        ("#?theme=light", &system_dark, light),
    ] {
        if let Some(said) = probed("score-colours", hash, options, script) {
            assert_eq!(said, expected, "{hash} {options:?}");
        }
    }
}

/// What can be read: 4.5 to 1 at least, as WCAG 2.2 asks of text.
#[test]
fn words_can_be_read_in_both_schemes() {
    let script = r#"
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const light = (colour) => {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (one) => {
            const colour = getComputedStyle(one).backgroundColor;
            return colour === "rgba(0, 0, 0, 0)" && one.parentElement ? ground(one.parentElement) : colour;
        };
        const low = new Set();
        let seen = 0;
        for (const view of ["overview", "failures", "matrix", "cases", "prompts"]) {
            document.getElementById("tab-" + view).click();
            for (const one of document.querySelectorAll("main *, header *")) {
                const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
                if (!own || one.closest("svg, [hidden]")) continue;
                const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                seen += 1;
                if (contrast < 4.5) low.add(view + " " + one.className + " " + one.textContent.slice(0, 20) + " " + contrast.toFixed(2));
            }
        }
        return (seen > 500) + "|" + [...low].join();
    "#;
    for theme in ["light", "dark"] {
        let hash = format!("#?theme={theme}");
        if let Some(said) = probed("score-contrast", &hash, &[], script) {
            assert_eq!(said, "true|", "{theme}");
        }
    }
}

/// Without its script the page has the figures and the failures; and nothing is never all.
#[test]
fn without_its_script_the_page_has_a_summary() {
    let page_of_all = page(&board());
    let summary = between(&page_of_all, "<noscript>", "</noscript>");
    assert!(summary.contains("13 of 37 cases clean (35 %)"), "{summary}");
    assert!(summary.contains("By model") && summary.contains("<code>aws::dlq</code>"));
    let empty = page(&Scoreboard::of(Vec::new()).expect("a scoreboard"));
    let figures = between(&empty, "<dl class=\"figures\" id=\"figures\">", "</dl>");
    assert_eq!(
        figures.matches("<strong>none</strong>").count(),
        5,
        "{figures}"
    );
    if let Some(dom) = Opened::new("score-empty", empty.as_bytes()).dom("") {
        assert_eq!(status(&dom), "0 cases.");
        let figures = between(&dom, "<dl class=\"figures\" id=\"figures\">", "</dl>");
        assert_eq!(
            figures.matches("<strong>none</strong>").count(),
            5,
            "{figures}"
        );
        assert!(title(&dom).ends_with("scoreboard"));
    }
}

/// 2,000 cases and 60 specs: the page stays one that can be sent, and only a part of it is made.
#[test]
fn of_many_cases_only_some_are_made() {
    let names: Vec<String> = (0..60).map(|at| format!("rule-{at}")).collect();
    let specs: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut made = Made::new("a.jsonl", &specs);
    for at in 0..2_000 {
        let prompt = format!("prompt-{}", at % 100);
        let case = made
            .case(&format!("case-{at:04}"))
            .by("r", ["a", "b"][at % 2], &prompt);
        for (spec, name) in specs.iter().enumerate() {
            match (at * 7 + spec * 13) % 20 {
                0 => case.red(name, Fail, 1, Met::Expected),
                _ => case.passes(name),
            };
        }
    }
    let board = Scoreboard::of(vec![made.done()]).expect("a scoreboard");
    let page = page(&board);
    assert!(page.len() < 4 << 20, "{} bytes", page.len());
    let opened = Opened::new("score-large", page.as_bytes());
    for (hash, rows, words) in [
        ("", 3, "2,000 cases."),
        (
            "#?view=matrix",
            100,
            "100 rows and 60 columns are shown. 2,000 cases.",
        ),
        ("#?view=cases", 200, "2,000 cases."),
        ("#?view=cases&q=case-1234", 1, "1 of 2,000 cases."),
    ] {
        let Some(dom) = opened.dom(hash) else {
            return;
        };
        let panel = between(&dom, "<section id=\"panel\"", "<aside");
        let found = panel.matches("<tr").count() - panel.matches("<thead").count();
        assert_eq!((found, &*status(&dom)), (rows, words), "{hash}");
    }
}
