//! How walks are written, and what is said about those that are none.
//!
//! The messages are in `errors.txt`: a walk, and what is shown for it, to the next `=== `.
//! `STACKSPEC_BLESS=1 cargo test --test follow` writes what is shown, to be read before it is
//! committed.

use std::fmt::Write as _;
use std::path::Path;

use pretty_assertions::assert_eq;
use proptest::prelude::*;
use stackspec::diagnostic::{Diagnostic, SourceFile};
use stackspec::follow::{Direction, End, Follow};

/// What a walk is read as: a line a hop, with direction, labels, ends.
fn spelt_out(follow: &Follow) -> Vec<String> {
    let hop = |hop: &stackspec::follow::Hop| {
        let way = match hop.direction {
            Direction::To => "to",
            Direction::From => "from",
        };
        let any = if hop.any_hops { " any" } else { "" };
        let labels: Vec<_> = hop.labels.iter().map(|label| label.text.as_str()).collect();
        let through = match labels.as_slice() {
            [] => String::new(),
            labels => format!(" through {}", labels.join(", ")),
        };
        let end = |end: &End| match end {
            End::View(view) => format!("view {}", view.word()),
            End::Type { kind, text, .. } if !end.is_any() => format!("{} {text}", kind.word()),
            End::Type { .. } => "anything".to_owned(),
        };
        let ends: Vec<_> = hop.ends.iter().map(end).collect();
        format!("{way}{any}{through}: {}", ends.join(", "))
    };
    follow.hops.iter().map(hop).collect()
}

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    let follow = Follow::parse(text).unwrap();
    assert_eq!(spelt_out(&follow), expected, "{text}");
    let printed = follow.to_string();
    let again = Follow::parse(&printed).unwrap();
    assert_eq!(spelt_out(&again), expected, "{text} printed as {printed}");
    assert_eq!(again.to_string(), printed);
}

#[test]
fn every_arrow() {
    reads("-> aws_subnet", &["to: resource aws_subnet"]);
    reads("<- aws_subnet", &["from: resource aws_subnet"]);
    reads("->> aws_subnet", &["to any: resource aws_subnet"]);
    reads("<<- aws_subnet", &["from any: resource aws_subnet"]);
    reads("-[uri]-> aws_x", &["to through uri: resource aws_x"]);
    reads("<-[uri]- aws_x", &["from through uri: resource aws_x"]);
    reads("-[uri]->> aws_x", &["to any through uri: resource aws_x"]);
    reads("<<-[uri]- aws_x", &["from any through uri: resource aws_x"]);
}

#[test]
fn every_end() {
    reads("-> *", &["to: anything"]);
    reads("-> route", &["to: view route"]);
    reads("-> data.aws_vpc", &["to: data aws_vpc"]);
    reads("-> data.*", &["to: data *"]);
    reads("<- output", &["from: output *"]);
    reads("<- output.url*", &["from: output url*"]);
    reads("<- module", &["from: module *"]);
    reads("-> variable.region", &["to: variable region"]);
    reads("-> data.http", &["to: data http"]);
    reads(
        "-> (aws_subnet|route|data.aws_vpc)",
        &["to: resource aws_subnet, view route, data aws_vpc"],
    );
    reads(
        "-> ( aws_subnet | {aws_a,aws_b*} )",
        &["to: resource aws_subnet, resource {aws_a,aws_b*}"],
    );
    reads("-> aws_s3_bucket*", &["to: resource aws_s3_bucket*"]);
    reads("-> aws_l?", &["to: resource aws_l?"]);
    reads("-> aws_{a,b_{c,d}}", &["to: resource aws_{a,b_{c,d}}"]);
}

#[test]
fn labels() {
    reads(
        "-[vpc_config.subnet_ids]-> aws_subnet",
        &["to through vpc_config.subnet_ids: resource aws_subnet"],
    );
    reads(
        "-[ subnets | subnet_ids ]-> aws_subnet",
        &["to through subnets, subnet_ids: resource aws_subnet"],
    );
    reads(
        "-[{alarm,ok}_actions]-> aws_sns_topic",
        &["to through {alarm,ok}_actions: resource aws_sns_topic"],
    );
    reads(
        "-[Condition.ArnLike.aws:SourceArn]-> aws_x",
        &["to through Condition.ArnLike.aws:SourceArn: resource aws_x"],
    );
    reads("-[depends_on]-> *", &["to through depends_on: anything"]);
}

/// The walks of the documents.
#[test]
fn many_hops() {
    reads(
        "-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission",
        &[
            "to through uri: resource aws_lambda_function",
            "from through function_name: resource aws_lambda_permission",
        ],
    );
    let database = "-> aws_db_subnet_group -> aws_subnet \
                    <-[subnet_id]- aws_route_table_association -> aws_route_table <- route \
                    -> aws_internet_gateway";
    reads(
        database,
        &[
            "to: resource aws_db_subnet_group",
            "to: resource aws_subnet",
            "from through subnet_id: resource aws_route_table_association",
            "to: resource aws_route_table",
            "from: view route",
            "to: resource aws_internet_gateway",
        ],
    );
    reads(
        "-> aws_api_gateway_rest_api <- aws_api_gateway_{method,integration}",
        &[
            "to: resource aws_api_gateway_rest_api",
            "from: resource aws_api_gateway_{method,integration}",
        ],
    );
    reads(
        " ->aws_a<-aws_b->>(aws_c|aws_d)<-[x]-aws_e ",
        &[
            "to: resource aws_a",
            "from: resource aws_b",
            "to any: resource aws_c, resource aws_d",
            "from through x: resource aws_e",
        ],
    );
}

#[test]
fn a_hop_knows_its_text() {
    let follow = Follow::parse("-> aws_a  <-[b]-  (aws_c|route)").unwrap();
    assert_eq!(follow.hop_text(0), "-> aws_a");
    assert_eq!(follow.hop_text(1), "<-[b]-  (aws_c|route)");
    assert_eq!(follow.hop_text(2), "");
    let types: Vec<_> = follow
        .types()
        .map(|(_, text, span)| (text, &follow.text[span]))
        .collect();
    assert_eq!(types, [("aws_a", "aws_a"), ("aws_c", "aws_c")]);
    let labels: Vec<_> = follow
        .labels()
        .map(|(hop, label)| (hop, &follow.text[label.span.clone()]))
        .collect();
    assert_eq!(labels, [(1, "b")]);
}

/// A label is the whole, or the names at the beginning or the end.
#[track_caller]
fn takes(label: &str, expected: &[(&str, bool)]) {
    let follow = Follow::parse(&format!("-[{label}]-> aws_x")).unwrap();
    let taken: Vec<_> = expected
        .iter()
        .map(|(edge, _)| (*edge, follow.hops[0].takes(edge)))
        .collect();
    assert_eq!(taken, expected, "{label}");
}

#[test]
fn what_a_label_matches() {
    takes(
        "subnet_ids",
        &[
            ("subnet_ids", true),
            ("vpc_config.subnet_ids", true),
            ("subnet_ids.a", true),
            ("vpc_config.subnet_ids.a", false),
            ("my_subnet_ids", false),
        ],
    );
    takes(
        "vpc_config.subnet_ids",
        &[
            ("vpc_config.subnet_ids", true),
            ("subnet_ids", false),
            ("a.vpc_config.subnet_ids", true),
            ("vpc_config.subnet_ids.b", true),
            ("vpc_config.security_group_ids", false),
        ],
    );
    takes(
        "{alarm,ok}_actions",
        &[
            ("alarm_actions", true),
            ("ok_actions", true),
            ("actions", false),
        ],
    );
    takes("a{,_arn}", &[("a", true), ("a_arn", true), ("a_id", false)]);
    takes("a|b", &[("a", true), ("b", true), ("c", false)]);
}

/// The walk, then what is shown for it.
#[test]
fn errors() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness/tests/follow/errors.txt");
    let text = std::fs::read_to_string(&path).unwrap();
    let (mut actual, mut silent) = (String::new(), Vec::new());
    for case in text.split("=== ").skip(1) {
        let walk = case.split('\n').next().unwrap();
        let shown = shown(walk);
        if shown.is_empty() {
            silent.push(walk.to_owned());
        }
        _ = write!(actual, "=== {walk}\n{shown}\n\n");
    }
    if blessing() {
        std::fs::write(&path, &actual).unwrap();
    }
    assert_eq!(silent, [] as [String; 0], "nothing is said about these");
    assert_eq!(actual, if blessing() { actual.clone() } else { text });
}

fn shown(walk: &str) -> String {
    let file = SourceFile {
        path: "FOLLOW".into(),
        text: walk.into(),
    };
    let Err(error) = Follow::parse(walk) else {
        return String::new();
    };
    let mut diagnostic = Diagnostic::error(error.message).at(&file, error.span, "");
    diagnostic.help.extend(error.help);
    diagnostic.render(false)
}

#[expect(clippy::disallowed_methods, reason = "a test reads its own switch")]
fn blessing() -> bool {
    std::env::var("STACKSPEC_BLESS").is_ok_and(|value| value == "1")
}

/// A text that is nearly a walk.
fn nearly() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("->"),
        Just("<-"),
        Just("->>"),
        Just("<<-"),
        Just("-["),
        Just("<-["),
        Just("]->"),
        Just("]-"),
        Just("aws_x"),
        Just("route"),
        Just("data."),
        Just("output"),
        Just("{"),
        Just("}"),
        Just("("),
        Just(")"),
        Just("|"),
        Just(","),
        Just(" "),
        Just("*"),
        Just("."),
        Just("="),
        Just("é"),
        Just("["),
        Just("]"),
        Just("a"),
        Just("$"),
        Just("\\"),
        Just("!"),
    ];
    proptest::collection::vec(token, 0..14).prop_map(|tokens| tokens.concat())
}

/// A walk.
fn walks() -> impl Strategy<Value = String> {
    let arrow = prop_oneof![
        Just("->"),
        Just("<-"),
        Just("->>"),
        Just("<<-"),
        Just("-[a]->"),
        Just("<-[a.b|c*]-"),
        Just("-[{a,b}]->>"),
        Just("<<-[a]-"),
    ];
    let end = prop_oneof![
        Just("aws_x"),
        Just("aws_{a,b}"),
        Just("route"),
        Just("data.aws_x"),
        Just("output"),
        Just("*"),
        Just("(aws_x|route)"),
        Just("( data.* | aws_?*)"),
        Just("output.url"),
    ];
    let blank = prop_oneof![Just(""), Just(" "), Just("  ")];
    let hop = (blank.clone(), arrow, blank, end);
    proptest::collection::vec(hop, 1..6).prop_map(|hops| {
        let hop = |(a, b, c, d)| format!("{a}{b}{c}{d}");
        hops.into_iter().map(hop).collect()
    })
}

proptest! {
    #[test]
    fn nothing_panics(text in prop_oneof![nearly(), any::<String>()]) {
        match Follow::parse(&text) {
            Ok(follow) => prop_assert!(Follow::parse(&follow.to_string()).is_ok()),
            Err(error) => {
                prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
                prop_assert!(!error.message.is_empty());
            }
        }
    }

    #[test]
    fn what_is_printed_is_read_back(text in walks()) {
        let follow = Follow::parse(&text).unwrap();
        let again = Follow::parse(&follow.to_string()).unwrap();
        prop_assert_eq!(spelt_out(&again), spelt_out(&follow));
    }
}
