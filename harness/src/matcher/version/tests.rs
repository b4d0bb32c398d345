//! Rows of versions against constraints.

use super::*;
use crate::template;
use crate::value::Held;

#[track_caller]
fn check(wants: &'static str, rows: &[(&'static str, &str)]) {
    let expected = Expected::Value(Held::Own(Node::text(wants)));
    for (actual, outcome) in rows {
        let said = match judge(&template::read((*actual).into()), &expected) {
            Ok(truth) => format!("{truth:?}").to_lowercase(),
            Err(wrong) => format!("error: {}", wrong.is),
        };
        assert_eq!(&said, outcome, "{actual} against {wants}");
    }
}

#[test]
fn versions_and_constraints() {
    check(
        ">= 5.0, < 7",
        &[
            ("5.0.0", "true"),
            ("6.25", "true"),
            ("7.0.0", "false"),
            ("4.99.99", "false"),
            ("~> 6.0", "true"),
            ("~> 6.1.2", "true"),
            (">= 5.0", "false"),
            (">= 5.0, < 6.0", "true"),
            ("> 4.67", "false"),
            ("~> 5", "unknown"),
            ("= 6.0.0", "true"),
            ("v6.0.0", "true"),
            ("6.0.0-beta1", "false"),
            ("${var.x}", "unknown"),
            ("~> ${var.x}", "unknown"),
            (">= 7, < 5", "error: a constraint that no version meets"),
            ("latest", "error: some other text"),
            ("8.0.mysql_aurora.3.04.0", "error: some other text"),
            ("", "error: some other text"),
        ],
    );
    check(
        "~> 6",
        &[
            ("6.5.0", "true"),
            ("7.0.0", "unknown"),
            ("~> 6.0", "true"),
            ("5.0.0", "false"),
            (">= 6", "unknown"),
        ],
    );
    check(
        "> 5.0.0",
        &[
            ("5.0.1", "true"),
            ("5.0.0", "false"),
            (">= 5.0.0, != 5.0.0", "true"),
        ],
    );
    check(
        "!= 5.1.0",
        &[
            ("5.1.0", "false"),
            (">= 5.0", "false"),
            (">= 5.0, != 5.1.0", "true"),
            (">= 6", "true"),
        ],
    );
    check(
        "6.0.0-beta1",
        &[("6.0.0-beta1", "true"), ("6.0.0", "false")],
    );
    check(
        "<= 5.1.3",
        &[
            ("5.1.3", "true"),
            ("5.1.4", "false"),
            ("< 5.1.5, != 5.1.4", "true"),
        ],
    );
}

#[test]
fn constraints_that_say_nothing() {
    for (text, why) in [
        (">= 5, < 5", Some("no version meets this constraint")),
        (">= 0", Some("every version meets this constraint")),
        ("5 or 6", Some("this is no version constraint")),
        (">= 5", None),
    ] {
        assert_eq!(why_no_constraint(text), why, "{text}");
    }
}

/// Containment against asking every version of a small grid.
#[test]
fn containment_agrees_with_a_grid_of_versions() {
    let mut constraints = Vec::new();
    for op in ["", "!=", ">", ">=", "<", "<=", "~>"] {
        for version in ["1.0", "1.1", "1.1.1", "2.0.0", "1.0.2"] {
            constraints.push(format!("{op}{version}"));
            constraints.push(format!("{op}{version}, != 1.1.1, < 3"));
        }
    }
    let grid: Vec<String> = (0..4)
        .flat_map(|a| (0..4).flat_map(move |b| (0..6).map(move |c| format!("{a}.{b}.{c}"))))
        .collect();
    let set = |text: &str| -> Vec<bool> {
        let constraint = Constraint::parse(text).unwrap();
        let each = grid
            .iter()
            .map(|version| Constraint::parse(version).unwrap().only(&constraint));
        each.map(|truth| truth == Truth::True).collect()
    };
    let sets: Vec<_> = constraints.iter().map(|text| set(text)).collect();
    let mut proved = 0;
    for (a, all) in constraints.iter().zip(&sets) {
        let own = Constraint::parse(a).unwrap();
        if own.is_empty() {
            continue;
        }
        for (b, wanted) in constraints.iter().zip(&sets) {
            let said = own.only(&Constraint::parse(b).unwrap());
            let subset = all.iter().zip(wanted).all(|(a, b)| !a || *b);
            assert_eq!(said, Truth::from(subset), "{a} in {b}");
            proved += usize::from(subset);
        }
    }
    assert!(proved > 300, "{proved}");
}
