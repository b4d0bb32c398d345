//! How different readers meet the page: with a keyboard, in the dark, without its script, and with
//! reports that lack a part.

use pretty_assertions::assert_eq;
use stackspec::proof::{LeafCoverage, Mutation};
use stackspec::report::html::Page;

use super::browser::{Opened, between, status};
use super::{TITLE, made, page, written};

/// What a script at the end of the payments page says.
#[track_caller]
fn probed(name: &str, hash: &str, options: &[&str], script: &str) -> Option<String> {
    let page = page(&made::payments());
    Opened::new(name, page.as_bytes()).probe(hash, options, script)
}

#[test]
fn the_keys_move_open_and_choose() {
    let script = r#"
        const said = [];
        const press = (key) => {
            const at = document.activeElement;
            at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            const now = document.activeElement;
            const open = now.getAttribute("aria-expanded");
            said.push(key + ":" + (now.querySelector(".name") || { textContent: now.id }).textContent + (open ? "," + open : ""));
        };
        document.querySelector('[role=treeitem][tabindex="0"]').focus();
        "ArrowDown ArrowLeft ArrowRight ArrowRight ArrowLeft ArrowUp End ArrowRight ArrowRight ArrowLeft Home End Enter".split(" ").forEach(press);
        return said.join(" ") + " " + location.hash;
    "#;
    let Some(said) = probed("keys", "", &[], script) else {
        return;
    };
    let expected = "ArrowDown:api,true ArrowLeft:api,false ArrowRight:api,true \
                    ArrowRight:create,true ArrowLeft:create,false ArrowUp:api,true \
                    End:output.endpoint,false ArrowRight:output.endpoint,true \
                    ArrowRight:$.value ArrowLeft:output.endpoint,true \
                    Home:payments-pr1234,true End:$.value Enter:detail #output.endpoint/$.value";
    assert_eq!(said, expected);
}

/// One row alone is in the order of tabs, and every row says its place, its level and its state.
#[test]
fn the_tree_is_one_for_a_screen_reader() {
    let script = r#"
        const rows = [...document.querySelectorAll("[role=treeitem]")];
        const lacks = rows.filter((row) => ["aria-level", "aria-posinset", "aria-setsize", "aria-label", "aria-selected"].some((name) => !row.hasAttribute(name)));
        const tabs = rows.filter((row) => row.tabIndex === 0);
        const unnamed = [...document.querySelectorAll("button, input, select, [role=tree], [role=tablist], [role=tabpanel], aside")]
            .filter((one) => !(one.textContent.trim() || one.labels && one.labels.length || one.getAttribute("aria-label") || one.getAttribute("aria-labelledby")));
        return [rows.length > 10, lacks.length, tabs.length, unnamed.map((one) => one.outerHTML).join()].join("|");
    "#;
    if let Some(said) = probed("aria", "#?state=never", &[], script) {
        assert_eq!(said, "true|0|1|");
    }
}

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
        if let Some(said) = probed("colours", hash, options, script) {
            assert_eq!(said, expected, "{hash} {options:?}");
        }
    }
}

/// A colour alone says nothing, and it can be read: 4.5 to 1 at least, as WCAG 2.2 asks of text.
#[test]
fn the_words_of_states_can_be_read_in_both_schemes() {
    let script = r#"
        const light = (colour) => {
            const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = light(getComputedStyle(document.getElementById("panel")).backgroundColor);
        const words = [...document.querySelectorAll(".row .word.covered, .row .word.present, .row .word.consulted, .row .word.never, .row .word.unknown")];
        const low = new Set();
        const seen = new Set();
        for (const word of words) {
            const own = light(getComputedStyle(word).color);
            const contrast = (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
            seen.add(word.textContent);
            if (contrast < 4.5) low.add(word.textContent + " " + contrast.toFixed(2));
        }
        return [...seen].sort().join() + "|" + [...low].join();
    "#;
    for theme in ["light", "dark"] {
        let hash = format!("#?theme={theme}&state=covered,present,consulted,never,unknown");
        if let Some(said) = probed("contrast", &hash, &[], script) {
            assert_eq!(said, "consulted,covered,never,present,unknown|", "{theme}");
        }
    }
}

/// Without its script the page still has the figures, and what no spec covers.
#[test]
fn without_its_script_the_page_has_a_summary() {
    let page = page(&made::payments());
    let summary = between(&page, "<noscript>", "</noscript>");
    assert!(
        summary.contains("6 of 11 resources that no spec covers"),
        "{summary}"
    );
    assert!(summary.contains("<code>aws_cloudwatch_log_group.empty</code></td><td>never</td>"));
    assert!(summary.contains("module.net[&quot;eu-west-1&quot;].aws_subnet"));
    assert!(!summary.contains("aws_sqs_queue.events"), "it is covered");
    let figures = between(&page, "<dl class=\"figures\">", "</dl>");
    for figure in [
        "5 of 11 resources",
        "9 of 39 attributes",
        "4 of 6 clauses",
        "3 killed, 4 survived, 1 noticed",
    ] {
        assert!(figures.contains(figure), "{figures}");
    }
}

/// What the page says where nothing was measured: no share at all, least of all 100 %.
#[track_caller]
fn lacks(
    name: &str,
    leaves: Option<&LeafCoverage>,
    mutation: Option<&Mutation>,
    figures: &[&str],
    says: &str,
) {
    let report = Page {
        title: TITLE,
        leaves,
        mutation,
        ..Page::default()
    };
    let page = written(&report);
    let shown = between(&page, "<dl class=\"figures\">", "</dl>");
    let values = shown.split("<strong>").skip(1);
    let values: Vec<_> = values
        .map(|rest| between(&format!(">{rest}"), ">", "</strong>").to_owned())
        .collect();
    assert_eq!(values, figures);
    if let Some(dom) = Opened::new(name, page.as_bytes()).dom("") {
        assert_eq!(status(&dom), says);
    }
}

#[test]
fn nothing_is_never_all() {
    let (leaves, mutation) = (LeafCoverage::default(), Mutation::default());
    let none = "0 blocks with 0 attributes.";
    lacks("nothing", None, None, &["not measured"], none);
    lacks(
        "no-leaf",
        Some(&leaves),
        None,
        &["none", "none", "none", "not measured"],
        none,
    );
    lacks("no-mutant", None, Some(&mutation), &["none", "none"], none);
    let made = made::payments();
    let says = "3 blocks with 0 attributes.";
    lacks(
        "mutants-alone",
        None,
        Some(&made.mutation),
        &["none", "42&#8239;%"],
        says,
    );
}
