//! The page in a browser: it counts as the rest does, shows what is asked for, and text stays text.
//! Without a Chromium these tests say that they were skipped.

use std::collections::BTreeMap;

use pretty_assertions::assert_eq;
use serde_json::Value;
use stackspec::report::scoreboard::html;
use stackspec::suite::{Axis, Met, Score, Scoreboard, Share, State};
use stackspec::verdict::Outcome::{Error, Fail, Pass, Unknown, Vacuous};

use super::browser::{Opened, between};
use super::made::{Made, Say};

/// Three runs of two models, with everything that a case can come to.
pub(crate) fn board() -> Scoreboard {
    let mut made = Made::new("a.jsonl", &["dlq", "kms", "iam", "warn-tags"]);
    for (week, run) in ["2026-10-19", "2026-10-26", "2026-11-02"]
        .iter()
        .enumerate()
    {
        for (of, model) in ["model-a", "model-b"].iter().enumerate() {
            for attempt in 0..6 {
                let prompt = ["orders", "uploads"][attempt % 2];
                let name = format!("{prompt}/{week}-{of}-{attempt}");
                let case = made.case(&name).by(run, model, prompt);
                case.case.platform = Some(["terraform", "cdktf-python"][attempt % 2].to_owned());
                case.case.classes = vec![["lambda-dlq", "kms-policy", "iam"][attempt % 3].into()];
                case.case.attempt = u32::try_from(attempt / 2 + 1).ok();
                case.passes("kms").red("warn-tags", Fail, 1, Met::Warned);
                match (attempt + week * (2 - of)) % 6 {
                    0 | 4 => case.passes("dlq"),
                    1 => case.red("dlq", Fail, 2, Met::Expected),
                    2 => case.red("dlq", Unknown, 1, Met::Unexpected).red(
                        "iam",
                        Error,
                        1,
                        Met::Expected,
                    ),
                    3 if of == 1 => case.no_verdict(State::Refused),
                    3 => case.red("dlq", Vacuous, 0, Met::Unexpected).unmet("iam"),
                    _ => case.no_verdict(State::NothingJudged),
                };
            }
        }
    }
    made.case("alone").passes("dlq");
    Scoreboard::of(vec![made.done()]).expect("a scoreboard")
}

pub(crate) fn page(board: &Scoreboard) -> String {
    let mut out = Vec::new();
    html::write(board, &mut out).expect("a page");
    String::from_utf8(out).expect("UTF-8")
}

/// What a script at the end of the page says.
#[track_caller]
pub(crate) fn probed(name: &str, hash: &str, options: &[&str], script: &str) -> Option<String> {
    Opened::new(name, page(&board()).as_bytes()).probe(hash, options, script)
}

/// The rows of the tables of a view, each as its cells.
const ROWS: &str = r##"
    const rows = () => [...document.querySelectorAll("#panel tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\u202f/g, " ")));
    const ask = (hash) => { location.hash = hash; dispatchEvent(new Event("hashchange")); };
"##;

/// The page counts for itself: each row of the overview has the figures that the reports have.
#[test]
fn the_page_counts_as_the_reports_do() {
    let board = board();
    let script = r##"
        const rows = {};
        for (const table of document.querySelectorAll("#panel table")) {
            const heads = [...table.querySelectorAll("th button")].map((one) => one.dataset.column.split("-"));
            for (const row of table.tBodies[0].rows) {
                const cells = [...row.cells].map((cell) => cell.textContent.replace(/\u202f/g, " "));
                if (heads.length) rows[heads[0][0] + " " + cells[0]] = Object.fromEntries(heads.map(([, column], at) => [column, cells[at]]));
            }
        }
        return JSON.stringify(rows);
    "##;
    let Some(said) = probed("score-figures", "", &[], script) else {
        return;
    };
    let mut rows: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(&said).expect("rows");
    for axis in [Axis::Model, Axis::Run, Axis::Class, Axis::Platform] {
        for row in board.rows(axis) {
            let name = row.name.clone().unwrap_or(format!("(no {})", axis.word()));
            let key = format!("{} {name}", axis.word());
            let mut found = rows.remove(&key).unwrap_or_else(|| panic!("no row {key}"));
            for (column, expected) in figures(&row.score) {
                // A column that says nothing in any row is not there.
                let found = found.remove(column).unwrap_or("none".into());
                assert_eq!(found, expected, "{key}: {column}");
            }
            let left: Vec<_> = found.into_keys().collect();
            assert_eq!(left, ["name", "since", "states"], "{key}");
        }
    }
    assert!(rows.is_empty(), "{rows:?}");
}

/// What the reports say of cases, by the columns of the page.
fn figures(score: &Score) -> [(&'static str, String); 9] {
    let percent = |percent: Option<usize>| match percent {
        Some(percent) => format!("{percent} %"),
        None => "none".to_owned(),
    };
    let share = |it: Share| match it.percent() {
        Some(percent) => format!("{percent} % ({} of {})", it.part, it.of),
        None => "none".to_owned(),
    };
    let k = score.passes.fewest();
    let many = score.passes.percent(k).filter(|_| k > 1);
    let tenths = score.rate().tenths();
    [
        ("cases", score.cases.to_string()),
        ("rate", percent(score.passed().percent())),
        ("lost", (score.nothing_judged + score.refused).to_string()),
        ("expected", share(score.expected())),
        ("found", share(score.found())),
        ("pass1", percent(score.passes.percent(1))),
        (
            "passk",
            many.map_or("none".into(), |it| format!("{it} % (k = {k})")),
        ),
        ("findings", score.findings.to_string()),
        (
            "per",
            tenths.map_or("none".into(), |it| format!("{}.{}", it / 10, it % 10)),
        ),
    ]
}

/// The failures too, and the head of the page.
#[test]
fn the_page_finds_the_same_failures() {
    let board = board();
    let script = format!(
        "{ROWS} return JSON.stringify([rows(), document.getElementById('figures').textContent]);"
    );
    let Some(said) = probed("score-failures", "#?view=failures", &[], &script) else {
        return;
    };
    let (rows, figures): (Vec<Vec<String>>, String) = serde_json::from_str(&said).expect("rows");
    let failures = board.failures();
    let expected = failures.iter().map(|at| {
        let spec = &board.specs[*at];
        let hits = spec.hits;
        let of = format!("{} of {}", hits.hit, hits.asked);
        (
            spec.name(),
            spec.level.clone(),
            of,
            hits.findings.to_string(),
        )
    });
    let expected: Vec<_> = expected.collect();
    let found = rows.iter().take(expected.len()).map(|row| {
        let name = row[0].split("what ").next().unwrap_or_default();
        (
            name.to_owned(),
            row[1].clone(),
            row[2].clone(),
            row[3].clone(),
        )
    });
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert!(
        expected.len() == 3 && expected[2].1 == "warn",
        "{expected:?}"
    );
    let total = &board.total;
    let groups = &rows[expected.len()..];
    assert_eq!(groups.len(), board.groups.len());
    for (row, group) in groups.iter().zip(&board.groups) {
        let of = format!("{} of {}", group.hits.hit, group.hits.asked);
        assert_eq!((&row[0], &row[2]), (&group.group, &of));
    }
    let clean = format!("{} of {} cases", total.clean, total.cases);
    assert!(figures.contains(&clean), "{figures}");
}

/// Hashes, and what the page says of how much it shows; with the names of the cases in the table.
#[track_caller]
fn shows(name: &str, asked: &[(&str, usize, &str)]) {
    let hashes: Vec<_> = asked.iter().map(|(hash, ..)| *hash).collect();
    let script = format!(
        "{ROWS} return JSON.stringify({hashes:?}.map((hash) => {{ ask(hash); return [rows().length, \
         document.getElementById('status').textContent]; }}));"
    );
    let Some(said) = probed(name, "", &[], &script) else {
        return;
    };
    let said: Vec<(usize, String)> = serde_json::from_str(&said).expect("what it shows");
    for ((rows, says), (hash, expected, words)) in said.iter().zip(asked) {
        assert_eq!((rows, &**says), (expected, *words), "{hash}");
    }
}

#[test]
fn filters_in_the_hash_leave_what_they_say() {
    shows(
        "score-filters",
        &[
            ("#?view=cases", 37, "37 cases."),
            ("#?view=cases&model=model-a", 18, "18 of 37 cases."),
            ("#?view=cases&model=(no%20model)", 1, "1 of 37 cases."),
            (
                "#?view=cases&run=2026-10-26&model=model-b",
                6,
                "6 of 37 cases.",
            ),
            (
                "#?view=cases&class=iam&platform=terraform",
                6,
                "6 of 37 cases.",
            ),
            ("#?view=cases&state=clean", 13, "13 of 37 cases."),
            (
                "#?view=cases&state=refused,nothing-judged",
                9,
                "9 of 37 cases.",
            ),
            ("#?view=cases&q=uploads", 18, "18 of 37 cases."),
            ("#?view=prompts", 2, "2 prompts. 37 cases."),
        ],
    );
}

/// Red twins: what nobody has matches nothing, and never everything.
#[test]
fn a_filter_that_matches_nothing_shows_nothing() {
    let none = "0 of 37 cases.";
    shows(
        "score-nothing",
        &[
            ("#?view=cases&model=model-z", 0, none),
            ("#?view=cases&spec=aws::gone", 0, none),
            ("#?view=cases&q=no-such-thing", 0, none),
            ("#?view=matrix&run=1999", 0, none),
            ("#?view=failures&class=gone", 0, none),
            ("#?class=gone", 0, none),
            (
                "#?view=cases&state=cleen&modle=a",
                37,
                "The link asks for modle, cleen, which means nothing here. 37 cases.",
            ),
            (
                "#1999/model-a/gone?view=cases",
                37,
                "There is no case 1999/model-a/gone in this report. 37 cases.",
            ),
        ],
    );
}

#[test]
fn a_link_leads_to_a_case_and_to_a_cell() {
    let opened = Opened::new("score-links", page(&board()).as_bytes());
    for (hash, holds, lacks) in [
        (
            "#2026-10-19/model-a/uploads%2F0-0-1",
            &[
                "uploads/0-0-1",
                "aws_sqs_queue.q0: dlq does not hold",
                "dlq-1",
                "cdk.tf.json:12:7",
                "warn-tags does not hold",
            ][..],
            "nobody",
        ),
        (
            "#2026-10-19/model-a/orders%2F0-0-2?view=matrix&at=aws::iam",
            &[
                "orders/0-0-2",
                "aws_sqs_queue.q0: iam does not hold",
                "which came to error",
            ],
            "dlq does not hold",
        ),
        (
            "#2026-10-19/model-b/uploads%2F0-1-3",
            &["there is no input", "synthesize it", "did not load"],
            "Nothing was found",
        ),
        ("#//alone", &["alone", "Nothing was found."], "model"),
    ] {
        let Some(dom) = opened.dom(hash) else {
            return;
        };
        let pane = between(&dom, "<aside id=\"detail\"", "</aside>");
        for holds in holds {
            assert!(pane.contains(holds), "{hash}: {holds}: {pane}");
        }
        assert!(!pane.contains(lacks), "{hash}: {lacks}: {pane}");
        assert!(dom.contains("class=\"chosen\""), "{hash}: no row is chosen");
    }
}

/// The matrix has a cell for each case and spec, a link where it is red, and nothing where nobody asked.
#[test]
fn the_matrix_says_what_each_spec_came_to() {
    let board = board();
    let script = r##"
        document.getElementById("f-warn").click();
        const heads = [...document.querySelectorAll("#panel thead th.tall")].map((th) => th.title.split(": ")[0]);
        const rows = [...document.querySelectorAll("#panel tbody tr")].map((row) => [row.cells[0].querySelector("a").textContent,
            [...row.cells].slice(1).map((cell) => cell.className.replace(/^o( o-)?/, "") + (cell.querySelector("a") ? "*" : ""))]);
        return JSON.stringify([heads, rows]);
    "##;
    let Some(said) = probed("score-matrix", "#?view=matrix", &[], script) else {
        return;
    };
    let (heads, rows): (Vec<String>, Vec<(String, Vec<String>)>) =
        serde_json::from_str(&said).expect("the matrix");
    let failures = board.failures();
    let names = failures.iter().map(|at| board.specs[*at].name());
    assert_eq!(heads, names.collect::<Vec<_>>());
    assert_eq!(rows.len(), board.len());
    for (case, (name, cells)) in board.cases.iter().zip(rows) {
        assert_eq!(case.record.case.case, name);
        let expected = failures.iter().map(|at| {
            let cell = case.cells.iter().find(|cell| cell.spec == *at);
            cell.map_or(String::new(), |cell| {
                let link = if cell.outcome == Pass { "" } else { "*" };
                format!("{}{link}", cell.outcome.word())
            })
        });
        assert_eq!(cells, expected.collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn tables_sort_and_controls_filter() {
    let script = format!(
        r#"{ROWS}
        const click = (column) => document.querySelector('th button[data-column="' + column + '"]').click();
        click("cases-findings");
        const most = rows()[0][6];
        click("cases-findings");
        const least = rows()[0][6];
        const focused = document.activeElement.dataset.column;
        const select = document.getElementById("f-model");
        select.value = "model-b";
        select.dispatchEvent(new Event("change", {{ bubbles: true }}));
        const said = [most, least, focused, rows().length, location.hash];
        document.getElementById("f-clear").click();
        return JSON.stringify([...said, rows().length, location.hash]);
        "#
    );
    if let Some(said) = probed("score-sort", "#?view=cases", &[], &script) {
        let expected =
            r##"["2","0","cases-findings",18,"#?view=cases&model=model-b",37,"#?view=cases"]"##;
        assert_eq!(said, expected);
    }
}

/// A line a model, a mark for each run, and words for those who do not see them.
#[test]
fn plots_have_a_line_for_each_model() {
    let script = r#"
        const plots = [...document.querySelectorAll("svg.plot")];
        return JSON.stringify(plots.map((plot) => [plot.parentElement.querySelector("h3").textContent,
            plot.querySelectorAll("path.line").length, plot.querySelectorAll(".dot").length, plot.getAttribute("aria-label").includes("model-b: 2026-10-19 ")]));
    "#;
    if let Some(said) = probed("score-plots", "", &[], script) {
        let plots: Value = serde_json::from_str(&said).expect("plots");
        // Three runs and the mark beside the name, for each of two models.
        assert_eq!(
            plots[0],
            serde_json::json!(["Pass rate by run", 2, 8, true])
        );
        assert_eq!(plots[1][0], "Findings per 100 resources by run");
        assert_eq!(plots[2][0], "pass@k");
    }
    // A single run has no trend.
    let mut made = Made::new("a.jsonl", &["dlq"]);
    made.case("one").by("r1", "a", "p").passes("dlq");
    let board = Scoreboard::of(vec![made.done()]).expect("a scoreboard");
    if let Some(dom) = Opened::new("score-one", page(&board).as_bytes()).dom("") {
        assert!(!dom.contains("class=\"plot\""), "there is nothing to plot");
    }
    // Cases that name nothing are told apart by their failures.
    let mut made = Made::new("a.jsonl", &["dlq"]);
    made.case("one").red("dlq", Fail, 1, Met::Graded);
    let board = Scoreboard::of(vec![made.done()]).expect("a scoreboard");
    if let Some(dom) = Opened::new("score-bare", page(&board).as_bytes()).dom("") {
        let panel = between(&dom, "<section id=\"panel\"", "<aside");
        assert!(panel.contains("aws::dlq"), "{panel}");
    }
}
