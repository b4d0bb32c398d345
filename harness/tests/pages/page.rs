//! The page in a browser: what the hash asks for is what is shown. Without a Chromium these tests
//! say that they were skipped.

use pretty_assertions::assert_eq;
use stackspec::check::Verdict;

use super::browser::{Opened, between, plain, status};
use super::made::{Made, as_judged, many};

fn opened(name: &str) -> Opened {
    Opened::new(name, Made::orders().page(as_judged).as_bytes())
}

fn panel(dom: &str) -> String {
    plain(between(dom, "<section id=\"panel\"", "</section>"))
}

#[test]
fn the_verdict_stands_at_the_top() {
    let page = Made::orders().page(as_judged);
    assert!(
        page.contains("<h1>failed: 3 specs, 1 coverage gate, 1 waiver to look at</h1>"),
        "{page}"
    );
    assert!(page.contains("class=\"verdict red\""));
    let green = Made::orders().page(|verdicts| verdicts.retain(|it| it.spec == "names"));
    assert!(green.contains("<h1>passed</h1>") && green.contains("class=\"verdict green\""));
    let warned = Made::orders().page(|verdicts| verdicts.retain(|it| it.spec == "queue-encrypted"));
    assert!(warned.contains("<h1>passed, with 1 warning</h1>"), "warned");
    assert!(warned.contains("class=\"verdict yellow\""));
}

#[test]
fn a_filter_leaves_what_it_says() {
    let opened = opened("check-filters");
    for (hash, says) in [
        ("", "12 findings."),
        ("#?outcome=unknown", "2 of 12 findings."),
        ("#?level=warn", "4 of 12 findings."),
        ("#?stack=orders-prod", "6 of 12 findings."),
        ("#?q=JOBS.TS:42", "4 of 12 findings."),
        ("#?outcome=waived", "2 of 12 findings."),
        ("#?view=specs", "14 judgements."),
        ("#?view=specs&outcome=skipped", "2 of 14 judgements."),
        ("#?view=waivers", "2 waivers; 1 to look at."),
        ("#?view=coverage", "6 of 8 resources covered."),
        // Red twins: what matches nothing shows nothing, and what is misspelt says so.
        ("#?q=no-such-thing", "0 of 12 findings."),
        ("#?stack=nowhere", "0 of 12 findings."),
        (
            "#?outcom=fail",
            "The link asks for outcom, which means nothing here. 12 findings.",
        ),
        (
            "#orders::gone",
            "There is no spec orders::gone in this report. 12 findings.",
        ),
    ] {
        let Some(dom) = opened.dom(hash) else {
            return;
        };
        assert_eq!(status(&dom), says, "{hash}");
    }
}

#[test]
fn a_link_leads_to_a_spec_on_a_stack() {
    let opened = opened("check-links");
    let Some(dom) = opened.dom("#orders::retention?stack=orders-prod") else {
        return;
    };
    let pane = plain(between(&dom, "<aside id=\"detail\"", "</aside>"));
    for text in [
        "orders::retention",
        "orders-prod",
        "Whoever mends it on Monday",
        "message_retention_seconds = 1209600",
        "aws_sqs_queue.jobs",
        "orders/jobs/queue",
        "cdk.tf.json:14:38",
        "at lib/jobs.ts:42:5",
        "at_least 86400",
        "the clause",
    ] {
        assert!(pane.contains(text), "{text}: {pane}");
    }
    let Some(dom) = opened.dom("#orders::names") else {
        return;
    };
    assert!(between(&dom, "<aside id=\"detail\"", "</aside>").contains("every subject holds"));
}

#[test]
fn a_secret_is_in_no_page() {
    let page = Made::orders().page(as_judged);
    assert!(!page.contains("hunter2"));
    assert!(page.contains("password-in-clear"));
}

/// The keys of the keyboard: `/` finds, `j` and `k` step, Escape closes.
#[test]
fn the_keyboard_is_enough() {
    let script = r##"
        const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        const said = [];
        press("/");
        said.push(document.activeElement.id);
        document.activeElement.blur();
        press("j");
        dispatchEvent(new Event("hashchange"));
        said.push(document.querySelector("#detail h2")?.textContent);
        press("Escape");
        said.push(document.getElementById("detail").hidden);
        return JSON.stringify(said);
    "##;
    let Some(said) = opened("check-keys").probe("", &[], script) else {
        return;
    };
    assert_eq!(said, r#"["f-text","orders::retention",true]"#);
}

/// Each red verdict is somewhere in the page, with or without a script.
#[test]
fn nothing_red_is_left_out() {
    let page = Made::orders().page(as_judged);
    let without_script = between(&page, "<noscript>", "</noscript>");
    for spec in ["retention", "password-in-clear", "class"] {
        assert!(
            without_script.contains(&format!("orders::{spec}")),
            "{spec}"
        );
    }
    let Some(dom) = opened("check-red").dom("") else {
        return;
    };
    let panel = panel(&dom);
    for spec in ["retention", "password-in-clear", "class", "queue-encrypted"] {
        assert!(panel.contains(&format!("orders::{spec}")), "{spec}");
    }
}

/// Five thousand findings: the first two hundred of them are shown, and any of them is found.
#[test]
fn a_page_of_many_findings() {
    let five_thousand = |verdicts: &mut Vec<Verdict>| many(verdicts, 5_000);
    let page = Made::orders().page(five_thousand);
    assert!(page.len() < 2 << 20, "{} bytes", page.len());
    let opened = Opened::new("check-many", page.as_bytes());
    let Some(dom) = opened.dom("#?q=queue_4999") else {
        return;
    };
    assert_eq!(status(&dom), "1 of 5,011 findings.");
    let script = r##"
        location.hash = "#?outcome=fail";
        dispatchEvent(new Event("hashchange"));
        return document.querySelectorAll("#panel article").length;
    "##;
    let said = opened.probe("", &[], script).expect("a document");
    assert_eq!(said, "200");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert!(Made::orders().page(as_judged) == Made::orders().page(as_judged));
}
