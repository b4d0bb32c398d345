//! Suites as native cases.

use super::{Body, Came, TERSE, run_with};

const CASE: &str = "params.suffix = 'gres'\n[[expect]]\nspec = 'red'\n";

fn files<'t>(case: &'t str, other: &'t str) -> Vec<(&'t str, &'t str)> {
    vec![
        ("suite/suite.toml", "specs = '../specs'\n"),
        ("suite/one/case.toml", case),
        ("suite/one/cdktf.out/cdk.tf.json", ""),
        ("suite/one/main.tf.json", super::STACK),
        ("suite/two/case.toml", other),
        ("suite/two/main.tf.json", super::STACK),
        ("specs/a.toml", super::SPECS),
    ]
}

/// Both cases have their input beside the case.toml.
fn run(case: &str, other: &str, args: &[&str]) -> Came {
    let mut files = files(case, other);
    files.retain(|(path, _)| !path.contains("cdktf.out"));
    run_with(&files, "suite=suite", args, "")
}

pub(super) const TESTS: [(&str, Body); 4] = [
    ("a_suite_is_green_when_cases_are_as_they_say", || {
        run(CASE, CASE, &["--test-threads=1"]).is(
            0,
            &[
                "test one::a::red ... ok",
                "test one::case ... ok",
                "test two::a::red ... ok",
                "test two::case ... ok",
                "test stackspec::suite ... ok",
                "5 passed",
            ],
        );
        Ok(())
    }),
    ("what_is_not_as_a_case_says_is_red", || {
        let came = run(CASE, "params.suffix = 'other'\n", &["--test-threads=1"]);
        came.is(
            101,
            &[
                "test one::a::red ... ok",
                "test two::a::red ... FAILED",
                "test two::a::asked ... FAILED",
                "unexpected finding: `a::red` fails at aws_db_instance.main, and nothing expects it",
                "--> two/main.tf.json:1:",
                "2 failed",
            ],
        );
        // An input that is not there, and an expectation in vain.
        let lost = "input = 'cdktf.out'\n[[expect]]\nspec = 'green'\n";
        run(CASE, lost, &[]).is(101, &["two::case ... FAILED", "1 failed"]);
        let vain = "params.suffix = 'gres'\n[[expect]]\nspec = 'red'\n[[expect]]\nspec = 'green'\n";
        run(CASE, vain, &[]).is(
            101,
            &["two::a::green ... FAILED", "unmet expectation", "1 failed"],
        );
        // An idle spec is about the suite.
        let mut all = files(CASE, CASE);
        all.retain(|(path, _)| !path.contains("cdktf.out"));
        all.push((
            "specs/b.toml",
            "[[spec]]\nid = 'idle'\nresource = 'aws_db_instanc'\nmust = [{ at = '$.x', present = true }]\n",
        ));
        run_with(&all, "suite=suite", &[], "").is(
            101,
            &["stackspec::suite ... FAILED", "idle spec: `b::idle`"],
        );
        Ok(())
    }),
    ("a_suite_of_nothing_is_red", || {
        for filter in [&[][..], &["no-such-case"], &["--exact", "one::a::red"]] {
            run_with(&[("suite/x.txt", "")], "suite=suite", filter, "").is(
                101,
                &[
                    "stackspec::inputs ... FAILED",
                    "there is no case below `suite`",
                ],
            );
        }
        run_with(&[], "suite=nowhere", &[], "").is(101, &["cannot be read as a folder of cases"]);
        run("titel = 1\n", CASE, &[]).is(
            101,
            &["stackspec::inputs ... FAILED", "did you mean `title`?"],
        );
        Ok(())
    }),
    ("a_suite_is_listed_filtered_and_run_one_by_one", || {
        let listed = run(CASE, CASE, &TERSE);
        listed.is(0, &[]);
        let names = [
            "one::a::red",
            "one::case",
            "two::a::red",
            "two::case",
            "stackspec::suite",
        ];
        assert_eq!(listed.listed(), names);
        for name in names {
            run(CASE, CASE, &["--exact", name, "--nocapture"])
                .is(0, &["running 1 test", "1 passed"]);
        }
        run(
            CASE,
            "params.suffix = 'gres'\n",
            &["--exact", "two::a::red"],
        )
        .is(101, &["two::a::red ... FAILED"]);
        run(CASE, CASE, &["one::"]).is(0, &["2 passed", "3 filtered out"]);
        run(CASE, CASE, &["nothing"]).is(0, &["NO CASE of 5 matches `nothing`: nothing is judged"]);
        run(CASE, CASE, &["--formt"]).is(2, &["`--formt` is not an option of these tests"]);
        Ok(())
    }),
];
