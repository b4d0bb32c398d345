//! The line of the program, from what the real cdktf wrote.

use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::load::{LoadOptions, load};
use stackspec::report::{github, human, json, junit, sarif};

use super::made::{Made, stack};

const SPECS: &str = r#"
[[spec]]
id       = "retention"
resource = "aws_sqs_queue"
must     = [ { at = "$.message_retention_seconds", at_least = 86400 } ]
"#;

fn fixture() -> &'static Path {
    Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/traced/cdktf.out"
    ))
}

fn reports(made: &Made) -> [String; 7] {
    let text = human::Options::whole();
    [
        made.written(|_| (), |report, out| human::write(report, text, out)),
        made.written(|_| (), json::write),
        made.summary(|_| ()),
        made.page(|_| ()),
        made.written(|_| (), junit::write),
        made.written(
            |_| (),
            |report, out| sarif::write(report, Path::new("."), out),
        ),
        made.written(|_| (), github::write),
    ]
}

#[test]
fn every_report_names_the_line_of_the_program() {
    let stacks = load(fixture(), &LoadOptions::default()).expect("the fixture");
    let places: Vec<_> = (stacks[0].blocks.iter())
        .map(|block| (&*block.type_name, block.made_at.as_deref()))
        .filter(|(_, place)| place.is_some())
        .collect();
    let expected = [
        ("aws_sqs_queue", Some("lib/jobs.ts:10:19")),
        ("aws_vpc", Some("main.ts:8:1")),
    ];
    assert_eq!(places, expected);
    assert_eq!(
        stacks[0].annotations[0].made_at.as_deref(),
        Some("lib/jobs.ts:15:27")
    );
    let made = Made {
        stacks,
        specs: SPECS,
        config: "",
    };
    let [text, json, summary, page, junit, sarif, github] = reports(&made);
    assert!(text.contains("|    at lib/jobs.ts:10:19\n"), "{text}");
    assert!(json.contains(r#""made_at":"lib/jobs.ts:10:19""#), "{json}");
    assert!(
        summary.contains("<br>made at lib/jobs.ts:10:19"),
        "{summary}"
    );
    assert!(page.contains("lib/jobs.ts:10:19"), "the page");
    let property = r#"<property name="orders::retention.made_at" value="lib/jobs.ts:10:19"/>"#;
    assert!(junit.contains(property), "{junit}");
    assert!(
        github.contains("%0Amade at lib/jobs.ts:10:19\n"),
        "{github}"
    );
    let results: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    let related = &results["runs"][0]["results"][0]["relatedLocations"];
    assert_eq!(
        related[0]["physicalLocation"]["artifactLocation"]["uri"],
        "lib/jobs.ts"
    );
    assert_eq!(related[0]["physicalLocation"]["region"]["startLine"], 10);
    for report in [text, json, summary, page, junit, sarif, github] {
        assert!(report.contains("orders/jobs/queue"), "{report}");
    }
}

/// Red twin: cdktf left to itself writes no trace, and no report makes one up.
#[test]
fn without_a_trace_there_is_no_line() {
    let path = fixture().join("stacks/orders/cdk.tf.json");
    let text = std::fs::read_to_string(path).expect("the fixture");
    let mut value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let queue = "/resource/aws_sqs_queue/jobs_queue_1C1A0084/~1~1/metadata";
    let metadata = value.pointer_mut(queue).and_then(|it| it.as_object_mut());
    let trace = metadata.expect("metadata").remove("stackTrace");
    assert!(trace.is_some());
    let made = Made {
        stacks: vec![stack("orders", &value.to_string())],
        specs: SPECS,
        config: "",
    };
    let [text, json, summary, page, junit, sarif, github] = reports(&made);
    assert!(!text.contains("jobs.ts"), "{text}");
    assert!(
        json.contains(r#""made_at":null"#) && !json.contains("jobs.ts"),
        "{json}"
    );
    assert!(!summary.contains("made at") && !page.contains("jobs.ts"));
    assert!(!junit.contains("made_at") && !github.contains("made at"));
    assert!(!sarif.contains("relatedLocations"), "{sarif}");
}
