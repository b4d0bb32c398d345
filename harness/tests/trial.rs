//! The harness under a test runner. This binary is its own subject: with `STACKSPEC_TRIAL` set it
//! is a test binary of a user, and without it runs itself as one.

#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "trial/suite.rs"]
mod suite;
#[path = "trial/synth.rs"]
mod synth;

use std::path::Path;
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};

const SWITCH: &str = "STACKSPEC_TRIAL";

const STACK: &str = r#"{"resource":{"aws_db_instance":{"main":{"engine":"postgres","storage_encrypted":false}},
    "aws_vpc":{"net":{"cidr_block":"10.0.0.0/16"}}}}"#;

const SPECS: &str = r#"
[param.suffix]
identity = true
env      = "TRIAL_SUFFIX"
[[spec]]
id       = "red"
resource = "aws_db_instance"
must     = [ { at = "$.storage_encrypted", equal = true } ]
[[spec]]
id       = "green"
resource = "aws_db_instance"
must     = [ { at = "$.engine", equal = "postgres" } ]
[[spec]]
id       = "warned"
level    = "warn"
resource = "aws_db_instance"
must     = [ { at = "$.engine", equal = "mysql" } ]
[[spec]]
id       = "off"
level    = "off"
resource = "aws_db_instance"
must     = [ { at = "$.engine", equal = "mysql" } ]
[[spec]]
id       = "asked"
resource = "aws_db_instance"
must     = [ { at = "$.engine", contain = "{suffix}" } ]
"#;

#[expect(
    clippy::disallowed_methods,
    reason = "this binary is told what it is by a variable"
)]
fn main() -> ExitCode {
    match std::env::var(SWITCH) {
        Ok(said) => subject(&said),
        Err(_) => {
            let tests = TESTS.iter().chain(&suite::TESTS).chain(&synth::TESTS);
            let trials = tests.map(|(name, body)| Trial::test(*name, body));
            libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
        }
    }
}

/// A test binary as a user writes it.
fn subject(said: &str) -> ExitCode {
    if let Some(folder) = said.strip_prefix("suite=") {
        return stackspec::suite(folder).run();
    }
    let mut harness = stackspec::harness();
    for word in said.split_whitespace() {
        let (key, value) = word.split_once('=').unwrap();
        harness = match key {
            "input" => harness.input(value),
            "specs" => harness.specs(value),
            "coverage" => harness.coverage(value.parse().unwrap()),
            "attributes" => harness.attribute_coverage(value.parse().unwrap()),
            "proven" => harness.clauses_proven(value.parse().unwrap()),
            "env" => harness.env(value),
            "stack" => harness.stack_name(value),
            "config" => harness.config(value),
            // It was set before this process began.
            "ci" => harness,
            "synth" => harness.no_synth(),
            "suffix" => harness.param("suffix", value),
            _ => harness.param(key, value),
        };
    }
    harness.run()
}

/// What came of it: exit code, standard output, standard error.
struct Came(i32, String, String);

fn run(said: &str, args: &[&str]) -> Came {
    run_with(
        &[("in/main.tf.json", STACK), ("specs/a.toml", SPECS)],
        said,
        args,
        "",
    )
}

fn run_with(files: &[(&str, &str)], said: &str, args: &[&str], suffix: &str) -> Came {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .current_dir(folder.path())
        .env(SWITCH, said)
        .env("TRIAL_SUFFIX", suffix)
        .env("CI", if said.contains("ci=true") { "true" } else { "" })
        .env("XDG_CACHE_HOME", folder.path().join("cache"))
        .env_remove("STACKSPEC_NO_SYNTH")
        .args(args)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Came(
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

impl Came {
    #[track_caller]
    fn is(&self, code: i32, sentences: &[&str]) -> &Self {
        let Came(came, out, err) = self;
        assert_eq!(*came, code, "{out}\n{err}");
        // How far names are padded hangs on the longest of them.
        let words = |text: &str| {
            text.split(' ')
                .filter(|it| !it.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        for sentence in sentences {
            let (both, sentence) = (words(&format!("{out}\n{err}")), words(sentence));
            assert!(both.contains(&sentence), "`{sentence}` is not in:\n{both}");
        }
        self
    }

    /// The names that `--list` gives.
    fn listed(&self) -> Vec<&str> {
        self.1
            .lines()
            .filter_map(|line| line.strip_suffix(": test"))
            .collect()
    }
}

/// How many cases built-in specs make of a stack.
fn built_in() -> usize {
    stackspec::spec::built_in().specs.len()
}

/// `2 passed`, those of built-in specs besides.
fn passed(own: usize) -> String {
    format!("{} passed", own + built_in())
}

const BOTH: &str = "input=in specs=specs";
const TERSE: [&str; 3] = ["--list", "--format", "terse"];

type Body = fn() -> Result<(), Failed>;

const TESTS: [(&str, Body); 13] = [
    ("every_spec_is_a_case", || {
        let came = run(BOTH, &["--test-threads=1"]);
        came.is(
            101,
            &[
                "test in::a::red    ... FAILED",
                "test in::a::green  ... ok",
                "test in::a::warned ... ok",
                "test in::a::off    ... ignored",
                "test in::a::asked  ... ignored",
                &format!("{}; 1 failed; 2 ignored", passed(2)),
                "ignored in::a::asked: the param `suffix` has no value",
                "expected: equal true",
                "fail in::a::warned (warn",
            ],
        );
        run("input=in specs=specs suffix=gres", &["asked"]).is(0, &["asked ... ok", "1 passed"]);
        run("input=in specs=specs suffix=x", &["asked"]).is(101, &["asked ... FAILED"]);
        Ok(())
    }),
    ("the_list_agrees_with_what_runs", || {
        let listed = run(BOTH, &TERSE);
        let names = [
            "in::a::red",
            "in::a::green",
            "in::a::warned",
            "in::a::off",
            "in::a::asked",
        ];
        let own = |came: &Came| {
            let mut listed = came.listed();
            listed.retain(|name| !name.starts_with("in::stackspec::"));
            listed.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        listed.is(0, &[]);
        assert_eq!(own(&listed), names);
        assert_eq!(listed.listed().len(), names.len() + built_in());
        let ignored = run(BOTH, &[&TERSE[..], &["--ignored"]].concat());
        assert_eq!(ignored.listed(), ["in::a::off", "in::a::asked"]);
        // As nextest runs each of them.
        for (name, code) in names.iter().zip([101, 0, 0, 0, 0]) {
            let came = run(BOTH, &["--exact", name, "--nocapture"]);
            came.is(code, &["running 1 test"]);
        }
        Ok(())
    }),
    ("an_ignored_case_that_is_run_fails", || {
        let came = run(BOTH, &["--ignored"]);
        came.is(
            101,
            &[
                "0 passed; 2 failed",
                "not judged: its level is off",
                "`suffix` has no value",
            ],
        );
        run(BOTH, &["--include-ignored", "--exact", "in::a::off"]).is(101, &["not judged"]);
        Ok(())
    }),
    ("filters", || {
        let all = 5 + built_in();
        run(BOTH, &["zzz"]).is(0, &[&format!("NO CASE of {all} matches `zzz`"), "0 passed"]);
        run(BOTH, &["green"]).is(0, &["1 passed", &format!("{} filtered out", all - 1)]);
        run(BOTH, &["green", "warned"]).is(0, &["2 passed"]);
        run(BOTH, &["--skip", "a::red"]).is(0, &[&format!("{}; 0 failed; 2 ignored", passed(2))]);
        run(BOTH, &["--exact", "green"]).is(0, &["NO CASE"]);
        run(BOTH, &["--help"]).is(0, &["Usage"]);
        run(
            BOTH,
            &["--no-capture", "--report-time", "--shuffle", "green"],
        )
        .is(0, &["1 passed"]);
        run(BOTH, &["--test-threads", "0"]).is(2, &["would judge nothing"]);
        run(BOTH, &["--frobnicate"]).is(2, &["`--frobnicate` is not an option"]);
        Ok(())
    }),
    ("what_is_wrong_is_one_failing_case", || {
        let bad = [
            ("in/main.tf.json", STACK),
            ("specs/a.toml", "[[spec]]\nidd = 1\n"),
        ];
        let empty = [("in/main.tf.json", STACK), ("specs/a.toml", "# none\n")];
        for (files, said, sentence) in [
            (&bad, BOTH, "specs/a.toml:2:1"),
            (&empty, BOTH, "declare no spec"),
            (&bad, "input=gone specs=specs", "gone"),
            (&empty, "specs=specs", "no input is given"),
            (&empty, "input=in", "no spec files are given"),
            (&empty, "input=in specs=none", "there is no spec file"),
            (
                &empty,
                "input=in specs=specs nothing=1",
                "no spec file declares this param",
            ),
            (
                &empty,
                "input=in specs=specs config=gone.toml",
                "`gone.toml` cannot be read",
            ),
            (
                &empty,
                "input=in input=in specs=specs",
                "two stacks have the role `in`",
            ),
        ] {
            // No filter takes it away, nor a name from before it broke.
            for args in [
                &[][..],
                &["zzz"],
                &["--exact", "in::a::red"],
                &["--ignored"],
                &["--skip", "s"],
            ] {
                let came = run_with(files, said, args, "");
                came.is(
                    101,
                    &["test stackspec::inputs ... FAILED", "1 failed", sentence],
                );
            }
            let listed = run_with(files, said, &TERSE, "");
            assert_eq!(listed.is(0, &[]).listed(), ["stackspec::inputs"]);
            let ignored = run_with(files, said, &[&TERSE[..], &["--ignored"]].concat(), "");
            assert_eq!(ignored.listed(), Vec::<&str>::new());
        }
        Ok(())
    }),
    ("nothing_judged_is_red", || {
        let off = SPECS
            .replace("resource =", "level = \"off\"\nresource =")
            .replace("level    = \"warn\"\n", "")
            .replace("level    = \"off\"\n", "");
        let files = [("in/main.tf.json", STACK), ("specs/a.toml", off.as_str())];
        run_with(&files, BOTH, &[], "").is(
            101,
            &[
                "test stackspec::nothing-judged ... FAILED",
                "5 ignored",
                "its level is off",
            ],
        );
        Ok(())
    }),
    ("what_is_waived_is_ok_and_said", || {
        let waived = |spec: &str, day: &str, said: &str, args: &[&str]| {
            let config = format!(
                "inputs = [\"in\"]\nspecs = [\"specs\"]\n[[waiver]]\nspec = \"{spec}\"\n\
                 reason = \"moved in March\"\nexpires = \"{day}\"\n"
            );
            let files = [
                ("in/main.tf.json", STACK),
                ("specs/a.toml", SPECS),
                ("stackspec.toml", &config),
            ];
            let said = format!("config=stackspec.toml {said}");
            run_with(&files, &said, args, "")
        };
        let never = "9999-12-31";
        waived("red", never, "ci=true", &["--test-threads=1"]).is(
            0,
            &[
                "test in::a::red ... ok",
                "test run::waivers ... ok",
                "waived in::a::red",
                "= waived: 1 finding",
            ],
        );
        assert!(
            waived("red", never, "", &TERSE)
                .listed()
                .contains(&"run::waivers")
        );
        assert!(!run(BOTH, &TERSE).listed().contains(&"run::waivers"));
        let stale = "this waiver covers nothing";
        waived("green", never, "", &["run::waivers"]).is(0, &[stale]);
        waived("green", never, "ci=true", &["run::waivers"]).is(101, &[stale, "1 failed"]);
        waived("red", "2020-01-01", "", &["red"]).is(101, &["test in::a::red ... FAILED"]);
        Ok(())
    }),
    ("a_coverage_gate_is_a_case", || {
        let name = "run::coverage::resources";
        run("input=in specs=specs coverage=50", &["--exact", name]).is(0, &["1 passed"]);
        run("input=in specs=specs coverage=51", &["--exact", name]).is(
            101,
            &[
                "coverage: 1 of 2 resources covered (50 %); 51 % are required: FAILED",
                "- aws_vpc.net",
            ],
        );
        assert!(
            run("input=in specs=specs coverage=51", &TERSE)
                .listed()
                .contains(&name)
        );
        Ok(())
    }),
    ("gates_over_leaves_and_clauses_are_cases", || {
        // One leaf of three is covered, one clause of two can fail.
        let specs = "[[spec]]\nid = \"name\"\nresource = \"aws_db_instance\"\n\
                     must = [ { at = \"$.engine\", equal = \"postgres\" } ]\n\
                     [[spec]]\nid = \"any\"\nresource = \"aws_vpc\"\n\
                     must = [ { any = [ { at = \"$.cidr_block\", present = true }, \
                     { at = \"$.cidr_block\", absent = true } ] } ]\n";
        let files = [("in/main.tf.json", STACK), ("specs/a.toml", specs)];
        let run = |said: &str, args: &[&str]| {
            run_with(&files, &format!("input=in specs=specs {said}"), args, "")
        };
        let gates = [
            (
                "attributes",
                "attributes=33",
                "attributes=34",
                [
                    "attributes: 1 of 3 attributes covered (33 %); 34 % are required: FAILED",
                    "- aws_db_instance.main $.storage_encrypted in/main.tf.json:1",
                ],
            ),
            (
                "clauses_proven",
                "proven=50",
                "proven=51",
                [
                    "clauses: 1 of 2 clauses proven (50 %); 51 % are required: FAILED",
                    "specs/a.toml:8",
                ],
            ),
        ];
        for (name, met, missed, sentences) in gates {
            let name = format!("run::coverage::{name}");
            // Alone, among others, and by a part of its name: always of all specs.
            for args in [&["--exact", &name][..], &["run::"], &["--skip", "in::"]] {
                run(met, args).is(0, &["1 passed; 0 failed"]);
                run(missed, args).is(101, &sentences);
            }
            run(missed, &[]).is(101, &sentences);
            assert!(run(met, &TERSE).listed().contains(&name.as_str()));
            assert!(!run("coverage=50", &TERSE).listed().contains(&name.as_str()));
        }
        Ok(())
    }),
    ("nothing_to_cover_meets_no_gate", || {
        let files = [
            ("in/main.tf.json", r#"{"output":{"x":{"value":"y"}}}"#),
            ("specs/a.toml", SPECS),
        ];
        run_with(&files, "input=in specs=specs coverage=0", &["run::"], "").is(
            101,
            &["coverage: 0 of 0 resources covered (nothing to cover); 0 % are required: FAILED"],
        );
        Ok(())
    }),
    ("what_does_not_count_is_configured", || {
        let config = |kind: &str| {
            format!(
                "inputs = [\"in\"]\nspecs = [\"specs\"]\n[coverage]\nresources = 100\n\
                 [[coverage.ignore]]\ntype = \"{kind}\"\nreason = \"of another team\"\n"
            )
        };
        let run = |config: &str| {
            let files = [
                ("in/main.tf.json", STACK),
                ("specs/a.toml", SPECS),
                ("stackspec.toml", config),
            ];
            run_with(&files, "config=stackspec.toml", &["run::"], "")
        };
        run(&config("aws_vpc")).is(0, &["1 passed"]);
        run(&config("aws_lb")).is(
            101,
            &[
                "1 of 2 resources covered (50 %); 100 % are required: FAILED",
                "ignored for nothing: stackspec.toml:5: type = \"aws_lb\"",
            ],
        );
        // A mutant of no operator is refused here too.
        let skip = "[[mutant.skip]]\ntype = \"*\"\noperator = \"dorp\"\nreason = \"x\"\n";
        run(&format!("{}{skip}", config("aws_vpc"))).is(101, &["did you mean `drop`?"]);
        Ok(())
    }),
    ("configuration_and_environment", || {
        let config = "inputs = [\"in\"]\nspecs = [\"specs\"]\nenv = [\"TRIAL_SUFFIX\"]\n[coverage]\nresources = 60\n";
        let files = [
            ("in/main.tf.json", STACK),
            ("specs/a.toml", SPECS),
            ("stackspec.toml", config),
        ];
        let came = run_with(&files, "config=stackspec.toml", &[], "gres");
        came.is(
            101,
            &[
                "in::a::asked             ... ok",
                "run::coverage::resources ... FAILED",
            ],
        );
        // Without leave the variable is not read.
        run_with(&files, BOTH, &["asked"], "gres").is(0, &["0 passed; 0 failed; 1 ignored"]);
        run_with(
            &files,
            "input=in specs=specs env=TRIAL_SUFFIX",
            &["asked"],
            "gres",
        )
        .is(0, &["1 passed"]);
        run_with(
            &files,
            "input=in specs=specs stack=db-gres suffix=gres",
            &TERSE,
            "",
        )
        .is(0, &["db::a::red: test"]);
        Ok(())
    }),
    ("names_from_outside_are_text", || {
        let manifest = r#"{"stacks":{"::error::x\u001b[31m":{"name":"::error::x\u001b[31m","synthesizedStackPath":"stacks/a/cdk.tf.json"}}}"#;
        let files = [
            ("cdktf.out/manifest.json", manifest),
            ("cdktf.out/stacks/a/cdk.tf.json", STACK),
            ("specs/a.toml", SPECS),
        ];
        let came = run_with(&files, "input=cdktf.out specs=specs", &[], "");
        came.is(101, &[]);
        for line in came.1.lines().chain(came.2.lines()) {
            assert!(!line.trim_start().starts_with("::"), "{line}");
            assert!(!line.contains('\u{1b}'), "{line}");
        }
        Ok(())
    }),
];
