//! A file that is one line: a column of thousands says nothing, a command does.

use stackspec::check::Verdict;
use stackspec::report::human;

use super::made::{Made, STACK, stack};

fn text(stack_text: &str, change: impl FnOnce(&mut Vec<Verdict>)) -> String {
    let mut made = Made::orders();
    made.stacks = vec![stack("orders", stack_text)];
    made.written(change, |report, out| {
        human::write(report, human::Options::whole(), out)
    })
}

fn one_line() -> String {
    let value: serde_json::Value = serde_json::from_str(STACK).expect("JSON");
    value.to_string()
}

const TRY: &str =
    "|       try: stackspec query cdk.tf.json aws_sqs_queue.jobs '$.message_retention_seconds'\n";

#[test]
fn a_place_in_an_endless_line_comes_with_a_command() {
    let text = text(&one_line(), |_| ());
    assert!(text.contains(TRY), "{text}");
    assert!(
        text.contains("aws_sqs_queue.jobs  (orders/jobs/queue)"),
        "{text}"
    );
}

/// Red twin: where there are lines, the place is enough.
#[test]
fn a_place_in_a_file_of_lines_comes_alone() {
    let text = text(STACK, |_| ());
    assert!(text.contains("--> cdk.tf.json:14:38\n"), "{text}");
    assert!(!text.contains("try: "), "{text}");
}

/// Nobody is told to paste what a shell would take for something else.
#[test]
fn no_command_is_made_of_hostile_names() {
    for name in ["a'; rm -rf .; '", "a\u{1b}[31m", "a\nb", "--output", ""] {
        let text = text(&one_line(), |verdicts| {
            for finding in verdicts.iter_mut().flat_map(|it| &mut it.findings) {
                finding.address = name.to_owned();
            }
        });
        assert!(!text.contains("try: "), "{name:?}: {text}");
    }
}
