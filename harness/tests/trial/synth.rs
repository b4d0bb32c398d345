//! `[synth]` under a test runner: only a configuration that was named runs anything.

use super::{Body, STACK, run_with};

/// The program that synthesizes is a file that is copied.
const CONFIG: &str = "inputs = ['out']\nspecs = ['specs']\n[params]\nsuffix = 'gres'\n\
                      [synth]\ncommand = ['sh', 'synth.sh']\nsources = ['main.src']\n";

fn files<'t>(config: &'t str, script: &'t str) -> Vec<(&'t str, &'t str)> {
    vec![
        ("stackspec.toml", config),
        ("synth.sh", script),
        ("main.src", STACK),
        ("specs/a.toml", super::SPECS),
    ]
}

const SCRIPT: &str = "echo on standard output; mkdir -p out; cp main.src out/main.tf.json";

pub(super) const TESTS: [(&str, Body); 3] = [
    ("the_output_is_made_before_it_is_tested", || {
        let came = run_with(&files(CONFIG, SCRIPT), "config=stackspec.toml", &[], "");
        came.is(
            101,
            &[
                "note: `out` is not there: sh synth.sh",
                "test out::a::green ... ok",
                "test out::a::red ... FAILED",
            ],
        );
        // The runner's protocol is alone on standard output.
        assert!(!came.1.contains("on standard output"));
        let listed = run_with(
            &files(CONFIG, SCRIPT),
            "config=stackspec.toml",
            &["--list", "--format", "terse"],
            "",
        );
        assert_eq!(listed.0, 0);
        assert!(
            listed.1.lines().all(|line| line.ends_with(": test")),
            "{}",
            listed.1
        );
        Ok(())
    }),
    ("what_could_not_be_made_is_not_tested", || {
        let mut files = files(CONFIG, "exit 3");
        // First, so that it is never newer than its source.
        files.insert(0, ("out/main.tf.json", STACK));
        let came = run_with(&files, "config=stackspec.toml", &["no-such-case"], "");
        came.is(
            101,
            &["stackspec::inputs", "failed: it ended with 3", "1 failed"],
        );
        Ok(())
    }),
    ("without_a_configuration_nothing_runs", || {
        let mut files = files(CONFIG, "touch ran; exit 3");
        // First, so that it is never newer than its source.
        files.insert(0, ("out/main.tf.json", STACK));
        let came = run_with(&files, "input=out specs=specs suffix=gres", &["green"], "");
        came.is(0, &["1 passed"]);
        let came = run_with(&files, "config=stackspec.toml synth=no", &["green"], "");
        came.is(
            0,
            &["warning: `out` is not newer than `main.src`", "1 passed"],
        );
        Ok(())
    }),
];
