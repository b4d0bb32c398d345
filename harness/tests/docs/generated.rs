//! Pages that are made from tables: `STACKSPEC_BLESS=1 cargo test --test docs` writes them.

use std::fmt::Write as _;

use pretty_assertions::assert_eq;
use stackspec::exit::EXITS;
use stackspec::view::{Holds, View};

use super::root;

/// The page is this text.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "a test reads its own switch")]
fn is(page: &str, expected: &str) {
    let file = root().join("docs").join(page);
    if std::env::var("STACKSPEC_BLESS").as_deref() == Ok("1") {
        std::fs::write(&file, expected).expect("to write the page");
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        written, expected,
        "run: STACKSPEC_BLESS=1 cargo test --test docs"
    );
}

#[test]
fn exit_codes() {
    let mut out = String::from(
        "<!-- Made from `exit::EXITS`; to make it again: STACKSPEC_BLESS=1 cargo test --test docs -->\n\
         # Exit codes\n\n\
         Where several apply, the first of this table wins. Under `cargo test` a red case ends the run with libtest's own 101.\n\n\
         | code | name | means |\n|--:|---|---|\n",
    );
    for row in EXITS {
        _ = writeln!(out, "| {} | `{}` | {} |", row.code, row.name, row.meaning);
    }
    out.push_str(
        "\nA spec that nothing was found for (`vacuous`) is red as one that fails: 100. 4 is for a run in which there was nothing \
         to judge at all.\n\n`stackspec explain exit-codes` prints the same table.\n",
    );
    is("exit-codes.md", &out);
}

/// What a row of a view is, and what else its page says.
fn about(view: View) -> (&'static str, &'static str) {
    match view {
        View::IamStatement => (
            "A statement of an IAM policy: of JSON text, `jsonencode`, a policy document read as a data source, a policy inline in a \
             role, a bucket's, a key's or a queue's policy, a trust policy. `Action` and `Resource` are lists, however they are written.",
            "`kind` is `identity` for what a principal may do, `resource` for who may use a resource, `trust` for who may assume a \
             role. `\"*\"` in the policy of a key means that key: say `@.kind == 'identity'` where you mean the first.",
        ),
        View::SecurityGroupRule => (
            "A rule of a security group: inline, `aws_security_group_rule`, or one of the newer types.",
            "A rule of all protocols has the ports 0 to 65535.",
        ),
        View::Route => ("A route of a route table, inline or an `aws_route`.", ""),
        View::PhysicalName => (
            "The name that a resource asks the provider for. Which attribute it is hangs on the type: the table knows each.",
            "A name that is only another resource's (`bucket` of a bucket policy) gives no row, nor does one that nobody writes. \
             `prefix` is true where Terraform completes the name (`name_prefix`). `scope` is what it must be unique in.",
        ),
        View::State => (
            "A state of a Step Functions state machine, at whatever depth.",
            "`siblings` are the names of the states beside it, `next` those that it may go on to, `reachable` says whether a way from \
             the start leads to it.",
        ),
        View::File => (
            "A file that the stack names, in an attribute or as the argument of a function such as `file()`.",
            "On a plan only attributes give rows: it holds what functions gave, not what they were given.",
        ),
    }
}

#[test]
fn views() {
    let mut out = String::from(
        "<!-- Made from `view::View`; to make it again: STACKSPEC_BLESS=1 cargo test --test docs -->\n\
         # Views\n\n\
         A view gives one shape to what people write in several ways. A spec selects its rows with `view = \"...\"`, a clause looks \
         at them with the same key, and a walk may end on one (`<- route`). A member that nobody wrote is not there, and a \
         member that is not in these tables makes the spec vacuous, which is red.\n",
    );
    for view in View::ALL {
        let (what, more) = about(view);
        _ = write!(
            out,
            "\n## `{}`\n\n{what}\n\n| member | holds |\n|---|---|\n",
            view.word()
        );
        for member in view.members() {
            let holds = match view.holds(member) {
                Some(Holds::List) => "a list".to_owned(),
                Some(Holds::Objects(members)) => {
                    format!("a list of objects with {}", words(members))
                }
                Some(Holds::Any) => "what is written".to_owned(),
                Some(Holds::Scalar) | None => match view.words(member) {
                    Some(all) => format!("one of {}", words(&all)),
                    None => "a text, a number or a boolean".to_owned(),
                },
            };
            _ = writeln!(out, "| `{member}` | {holds} |");
        }
        if !more.is_empty() {
            _ = write!(out, "\n{more}\n");
        }
        let types = view.types();
        match types.len() {
            0 => {}
            1 if types[0] == "*" => out.push_str("\nAny block may hold rows.\n"),
            1..=20 => _ = write!(out, "\nRows come from {}.\n", words(&types)),
            many => _ = write!(out, "\nRows come from {many} resource types.\n"),
        }
    }
    is("views.md", &out);
}

fn words(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
