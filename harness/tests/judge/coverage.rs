//! Coverage: only what could have failed was examined.

use pretty_assertions::assert_eq;
use stackspec::check::{self, Run, Subject};
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::spec::{self, SpecSet};
use stackspec::stack::Model;

use super::{QUEUES, synth, verdicts};

#[test]
fn coverage_counts_only_what_could_have_failed() {
    let covered = |must: &str| {
        let specs =
            format!("[[spec]]\nid = \"x\"\nresource = \"aws_sqs_queue\"\nmust = [{must}]\n");
        let verdicts = verdicts(&specs, &synth(QUEUES));
        (verdicts[0].outcome.word(), verdicts[0].covered.len())
    };
    assert_eq!(covered("{ at = '$.name', present = true }"), ("pass", 0));
    assert_eq!(covered("{ at = '$', not_empty = true }"), ("pass", 0));
    assert_eq!(
        covered("{ at = \"$['//'].type\", like = 'aws_*' }"),
        ("pass", 0)
    );
    assert_eq!(covered("{ at = '$.policy', present = true }"), ("fail", 0));
    assert_eq!(covered("{ at = '$.policy', equal = 'x' }"), ("fail", 2));
    assert_eq!(covered("{ at = '$..*', present = true }"), ("pass", 0));
    assert_eq!(covered("{ at = '$.*', count = '>= 1' }"), ("pass", 0));
    assert_eq!(covered("{ at = '$.policy', absent = true }"), ("pass", 0));
    assert_eq!(
        covered("{ at = '$.policy', optional = true, equal = 'x' }"),
        ("pass", 0)
    );
    assert_eq!(
        covered("{ at = '$.name', match = '^[ -~]*$' }"),
        ("unknown", 1)
    );
    assert_eq!(
        covered("{ at = '$.delay_seconds', at_most = 900 }"),
        ("pass", 2)
    );
    assert_eq!(
        covered("{ at = '$.delay_seconds', not_equal = 7 }"),
        ("pass", 2)
    );
    assert_eq!(covered("{ at = '$.name', like = 'orders-*' }"), ("pass", 2));
    assert_eq!(
        covered("{ at = '$.tags.Env', optional = true, equal = 'dev' }"),
        ("pass", 1)
    );
    assert_eq!(
        covered("{ any = [{ at = '$.name', present = true }, { at = '$.name', equal = 'x' }] }"),
        ("pass", 0)
    );
}

/// A warning stops nothing, so it covers nothing; a block that is not there needs no cover.
#[test]
fn coverage_of_what_counts() {
    let stack = synth(
        r#"{"resource": {"aws_sqs_queue": {"a": {"name": "x"}, "gone": {"count": 0, "name": "x"}}}}"#,
    );
    let counts = |level: &str| {
        let text = format!(
            "[[spec]]\nid = 'x'\nlevel = '{level}'\nresource = 'aws_sqs_queue'\n\
             must = [{{ at = '$.name', equal = 'x' }}]\n"
        );
        let source = SourceFile {
            path: "t.toml".into(),
            text: text.as_str().into(),
        };
        let set = SpecSet::new(vec![spec::parse(&source, "t").expect("a spec")]).expect("a set");
        let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("params");
        let model = Model::new(&stack, Facts::builtin());
        let stacks = vec![Subject {
            model,
            role: "app".into(),
        }];
        let run = Run {
            stacks,
            specs: &set,
            params: &params,
        };
        let coverage = stackspec::coverage::Coverage::of(&run, &check::judge(&run));
        (coverage.resources(), coverage.percent())
    };
    assert_eq!(counts("deny"), ((1, 1), Some(100)));
    assert_eq!(counts("warn"), ((1, 0), Some(0)));
}
