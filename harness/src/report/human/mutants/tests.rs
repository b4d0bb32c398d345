use super::*;
use crate::report::example;

fn written(mutation: &Mutation, required: Option<u8>, exit: Exit) -> String {
    let report = MutationReport {
        mutation,
        stacks: &["shop".to_owned()],
        inputs: &[],
        leaves: None,
        specs: 2,
        narrowed: &["--spec tags::*".to_owned()],
        whole: true,
        required,
        exit,
    };
    let mut text = Vec::new();
    write_mutation(&report, Options::terminal(false), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn figures_first_then_survivors_with_their_spec() {
    let text = written(&example::mutation(), Some(34), Exit::Failed);
    assert!(
        text.starts_with("mutation score: 33 % (33 % weighted); 4 of 9 possible mutants judged"),
        "{text}"
    );
    says(
        &text,
        &[
            "survived       2             4",
            "only what was asked for: --spec tags::*",
            "2 x aws_sqs_queue $.delay_seconds\n",
            "    - aws_sqs_queue.jobs $.delay_seconds: number 5 -> 6; drop too\n",
            "    | [[spec]]\n    | id = \"delay\"\n",
            "1 mutant only noticed",
            "1 spec left out",
            "- fail shop::tags::owner",
            "1 mutant skipped with a reason",
            "- 1 x a name of ours",
            "1 clause not proven",
            "FAILED: 2 specs on 1 stack: 4 mutants: 1 killed, 2 survived, 1 noticed; score 33 %; 3 of 4 clauses proven; a score of 34 % is required (--min-score) (exit code 100)\n",
        ],
    );
    let text = written(&example::mutation(), Some(33), Exit::Ok);
    assert!(!text.contains("is required"), "{text}");
}

#[test]
fn without_a_score_nothing_was_judged() {
    let text = written(&Mutation::default(), Some(0), Exit::Nothing);
    says(&text, &["mutation score: none", "NOTHING JUDGED"]);
}

#[test]
fn hostile_values_stay_text() {
    let mut mutation = example::mutation();
    for mutant in &mut mutation.mutants {
        mutant.before = "\u{1b}[31m\n::error::x".into();
        mutant.address = "a\n##[error]".into();
    }
    mutation.survivors[0].spec = Some("a = 1\r::error::\u{202e}".into());
    let text = written(&mutation, None, Exit::Ok);
    assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']), "{text}");
    assert!(
        !text
            .lines()
            .any(|line| line.starts_with("::") || line.contains("##[")),
        "{text}"
    );
}
