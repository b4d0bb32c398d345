//! The page in a browser: what the hash asks for is what is shown, and what comes from a stack
//! stays text. Without a Chromium the tests that need one say that they were skipped.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do"
)]

#[path = "html/browser.rs"]
mod browser;
#[path = "html/hostile.rs"]
mod hostile;
#[path = "html/made.rs"]
mod made;
#[path = "html/many.rs"]
mod many;
#[path = "html/reader.rs"]
mod reader;
#[path = "html/real.rs"]
mod real;
#[path = "common/say.rs"]
mod say;

use browser::{Opened, between, plain, status};
use made::Made;
use pretty_assertions::assert_eq;
use stackspec::proof::LeafState;
use stackspec::report::html::{Page, write};

/// The title of every page here.
const TITLE: &str = "payments: proof";

/// The page of what was made.
fn page(made: &Made) -> String {
    written(&Page {
        title: TITLE,
        inputs: &["cdktf.out".to_owned()],
        leaves: Some(&made.leaves),
        mutation: Some(&made.mutation),
    })
}

fn written(report: &Page<'_>) -> String {
    let mut out = Vec::new();
    write(report, &mut out).expect("a page");
    String::from_utf8(out).expect("UTF-8")
}

/// The names of the rows that the tree shows, in their order.
fn rows(dom: &str) -> Vec<String> {
    let panel = between(dom, "<section id=\"panel\"", "</section>");
    let names = panel.split("<span class=\"name\"").skip(1);
    names
        .map(|rest| plain(between(rest, ">", "</span>")))
        .collect()
}

/// What is asked for: a hash, the rows that the tree shows for it, and what it says of how much
/// that is. Names of groups are left out.
type Asked<'a> = (&'a str, &'a [&'a str], &'a str);

/// The page of the payments stack shows what is asked for, one hash after the other.
#[track_caller]
fn shows(name: &str, cases: &[Asked<'_>]) {
    let page = page(&made::payments());
    let hashes: Vec<_> = cases.iter().map(|(hash, ..)| *hash).collect();
    let script = format!(
        r##"
        return JSON.stringify({hashes:?}.map((hash) => {{
            location.hash = hash;
            dispatchEvent(new Event("hashchange"));
            const names = [...document.querySelectorAll("[role=treeitem] > .row > .name")].map((one) => one.textContent);
            return [names.filter((name) => name.includes(".") && !name.includes(" / ")), document.getElementById("status").textContent];
        }}));
        "##
    );
    let Some(said) = Opened::new(name, page.as_bytes()).probe("", &[], &script) else {
        return;
    };
    let said: Vec<(Vec<String>, String)> = serde_json::from_str(&said).expect("what it shows");
    assert_eq!(said.len(), cases.len());
    for ((rows, status), (hash, expected, says)) in said.iter().zip(cases) {
        assert_eq!(rows, expected, "{hash}");
        assert_eq!(status, says, "{hash}");
    }
}

#[test]
fn filters_in_the_hash_leave_what_they_say() {
    let queue = ["aws_sqs_queue.dead_letters", "aws_sqs_queue.events"];
    let whole = [
        "aws_api_gateway_integration.api_create_integration",
        "aws_api_gateway_method.api_create_method",
        "aws_api_gateway_integration.api_read_integration",
        "aws_api_gateway_method.api_read_method",
        "aws_api_gateway_rest_api.api_rest-api_0F3A",
        "module.net[\"eu-west-1\"]",
        "module.net[\"eu-west-1\"].aws_subnet.private[\"a/b\"]",
        queue[0],
        queue[1],
        "aws_cloudwatch_log_group.empty",
        "aws_iam_role_policy.worker",
        "aws_lambda_function.worker",
        "output.endpoint",
    ];
    let survivors = [
        queue[0],
        "$.message_retention_seconds",
        queue[1],
        "$.message_retention_seconds",
        "aws_lambda_function.worker",
        "$.environment[0].variables.TABLE",
    ];
    shows(
        "filters",
        &[
            (
                "#?type=aws_sqs_queue&state=present",
                &[queue[0], "$.tags.Team", queue[1], "$.tags.Team"],
                "2 of 12 blocks and 2 of 41 attributes.",
            ),
            (
                "#?survivors=1",
                &survivors,
                "3 of 12 blocks and 3 of 41 attributes.",
            ),
            (
                "#?clause=payments::lambda-runtime-old.0",
                &["aws_lambda_function.worker", "$.runtime"],
                "1 of 12 blocks and 1 of 41 attributes.",
            ),
            (
                "#?q=STATEMENT[0].e",
                &["aws_iam_role_policy.worker", "$.policy.Statement[0].Effect"],
                "1 of 12 blocks and 1 of 41 attributes.",
            ),
            // Without a filter every resource is shown, and no attribute.
            ("#", &whole, "12 blocks with 41 attributes."),
        ],
    );
}

/// Red twins: what matches nothing shows nothing, and never everything.
#[test]
fn a_filter_that_matches_nothing_shows_nothing() {
    let none = "0 of 12 blocks and 0 of 41 attributes.";
    shows(
        "nothing-like-it",
        &[
            ("#?q=no-such-thing", &[], none),
            ("#?type=aws_nothing", &[], none),
            ("#?clause=payments::no-such-spec.0", &[], none),
        ],
    );
}

#[test]
fn a_link_leads_to_a_resource_or_an_attribute() {
    let page = page(&made::payments());
    let opened = Opened::new("payments", page.as_bytes());
    for (hash, chosen, detail) in [
        (
            "#aws_sqs_queue.events",
            "aws_sqs_queue.events, resource, covered, ",
            "a spec would fail if something of it were otherwise",
        ),
        (
            "#aws_sqs_queue.events/$.tags.Team",
            "$.tags.Team, present",
            "none if it were otherwise",
        ),
        (
            "#module.net[\"eu-west-1\"].aws_subnet.private[\"a/b\"]/$.cidr_block",
            "$.cidr_block, never",
            "no spec looks at it",
        ),
        (
            "#aws_sqs_queue.events/$.message_retention_seconds",
            "$.message_retention_seconds, never, 1 survivor",
            "id       = \"sqs-queue-message-retention-seconds\"",
        ),
    ] {
        let Some(dom) = opened.dom(hash) else {
            return;
        };
        let label = format!("aria-label=\"{chosen}");
        let chosen = dom
            .split("<li ")
            .find(|li| li.contains("treeitem") && li.contains("aria-selected=\"true\""));
        let chosen = chosen.expect("a row that is chosen");
        assert!(chosen.contains(&label), "{hash}: {chosen}");
        let pane = between(&dom, "<aside id=\"detail\"", "</aside>");
        assert!(pane.contains(detail), "{hash}: {pane}");
    }
}

#[test]
fn a_link_that_leads_nowhere_says_so() {
    let page = page(&made::payments());
    let opened = Opened::new("nowhere", page.as_bytes());
    for (hash, says) in [
        (
            "#aws_x.gone?state=nevr",
            "The link asks for nevr, which means nothing here. There is no aws_x.gone in this report. ",
        ),
        (
            "#?view=class&stat=never",
            "The link asks for stat, class, which means nothing here. ",
        ),
        (
            "#aws_sqs_queue.events/$.gone",
            "There is no $.gone in aws_sqs_queue.events. ",
        ),
    ] {
        let Some(dom) = opened.dom(hash) else {
            return;
        };
        assert_eq!(status(&dom), format!("{says}12 blocks with 41 attributes."));
    }
}

/// Stacks may have resources of the same address; the link says which it means.
#[test]
fn a_link_tells_stacks_apart() {
    let mut made = Made::new("first");
    made.resource("aws_x.a", None, &[("$.b", LeafState::Never, &[])]);
    let mut second = Made::new("second");
    second.resource("aws_x.a", None, &[("$.b", LeafState::Present, &[])]);
    made.leaves.stacks.extend(second.leaves.stacks);
    let opened = Opened::new("stacks", page(&made).as_bytes());
    for (hash, says) in [
        ("#aws_x.a/$.b", "no spec looks at it"),
        (
            "#aws_x.a/$.b?stack=second",
            "would fail if it were not there",
        ),
    ] {
        let Some(dom) = opened.dom(hash) else {
            return;
        };
        let pane = between(&dom, "<aside id=\"detail\"", "</aside>");
        assert!(pane.contains(says), "{hash}: {pane}");
    }
}

#[test]
fn the_other_parts_are_shown_for_their_names() {
    let page = page(&made::payments());
    let opened = Opened::new("parts", page.as_bytes());
    let cases: [(&str, &str, &[&str]); 4] = [
        (
            "#?view=classes",
            "29 of 29 classes.",
            &["$.timeout", "$.redrive_policy.maxReceiveCount"],
        ),
        (
            "#?view=classes&q=redrive",
            "1 of 29 classes.",
            &["$.redrive_policy.maxReceiveCount"],
        ),
        (
            "#?view=clauses&unproven=1",
            "2 of 6 clauses; 4 proven, 2 unproven.",
            &["it examined nothing in this stack"],
        ),
        (
            "#?view=survivors",
            "4 survivors in 3 classes.",
            &[
                "Copy 2 specs",
                "No spec is suggested",
                "payments::payments::api-open",
                "the load test is what finds a wrong one",
            ],
        ),
    ];
    for (hash, says, holds) in cases {
        let Some(dom) = opened.dom(hash) else {
            return;
        };
        assert_eq!(status(&dom), says);
        let panel = between(&dom, "<section id=\"panel\"", "<aside");
        for text in holds {
            assert!(panel.contains(text), "{hash}: {panel}");
        }
    }
}

/// What a large stack costs is a matter of elements: only what is open is made.
#[test]
fn of_a_large_stack_only_what_is_open_is_made() {
    let page = page(&many::large(5_000, 20));
    assert!(page.len() < 4 << 20, "{} bytes", page.len());
    let opened = Opened::new("large", page.as_bytes());
    for (hash, most, says) in [
        ("", 20, "5,000 blocks with 100,000 attributes."),
        // A link into the midst of it.
        (
            "#aws_type_7.resource_04987/$.block_3[0].attribute_19",
            200,
            "5,000 blocks with 100,000 attributes.",
        ),
        (
            "#?q=resource_04987",
            30,
            "1 of 5,000 blocks and 20 of 100,000 attributes.",
        ),
        (
            "#?state=never",
            20,
            "3,000 of 5,000 blocks and 20,000 of 100,000 attributes.",
        ),
        ("#?view=classes", 0, "400 of 400 classes."),
    ] {
        let Some(dom) = opened.dom(hash) else {
            return;
        };
        let rows = rows(&dom).len();
        assert!(rows <= most, "{hash}: {rows} rows");
        assert_eq!(status(&dom), says);
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(page(&made::payments()) == page(&made::payments()));
}
