//! The faults that are planted in an example are found by the library, and nothing besides.

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;

use crate::common::run;

/// The spec and the address of each fault, from the last column of `FAULTS.md`: `` `id` ``, or
/// `` `id` at `address` `` where that is another one than the planted.
fn planted() -> BTreeSet<(String, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/payments/FAULTS.md");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| S"));
    let fault = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (what, by) = (cells[1], cells.last().unwrap());
        let (id, at) = by.split_once(" at ").unwrap_or((by, what));
        // "backend `s3`" is the address `backend.s3`.
        let address = at.replace(" `", ".").replace('`', "");
        (id.replace('`', ""), address)
    };
    rows.map(fault).collect()
}

fn found(variant: &str, exit: i32) -> BTreeSet<(String, String)> {
    let input = format!("examples/payments/{variant}/cdktf.out");
    let came = run(&[
        "check",
        &input,
        "--library",
        "payments-seed",
        "--param",
        "suffix=pr1234",
        "--message-format",
        "json",
    ]);
    let lines = came.is(exit, &[]).json();
    let of = |key: &str, value: &str| {
        let lines = lines.iter();
        let of: Vec<_> = lines.filter(|line| line[key] == value).cloned().collect();
        of
    };
    for verdict in of("type", "verdict") {
        let outcome = verdict["outcome"].as_str().unwrap();
        assert!(["pass", "fail"].contains(&outcome), "{verdict}");
    }
    let findings = of("type", "finding").into_iter();
    let named = findings.map(|it| {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        (text("spec"), text("address"))
    });
    named.collect()
}

#[test]
fn the_library_finds_every_planted_fault_and_nothing_besides() {
    assert_eq!(found("broken", 100), planted());
    assert_eq!(found("fixed", 0), BTreeSet::new());
}
