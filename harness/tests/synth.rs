//! `[synth]`: the synth output is made again where a source is newer, by one process, and what could
//! not be made is never judged.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use pretty_assertions::assert_eq;

const CONFIG: &str = r#"
inputs = ["out"]
specs = ["specs"]

[synth]
command = "sh synth.sh"
sources = ["*.src", "lib/**"]
"#;

/// Counts its runs, and writes what `main.src` says.
const SCRIPT: &str = r#"
echo run >> runs
echo "said on standard output"
mkdir -p out
printf '{"resource":{"aws_sqs_queue":{"q":{"name":"%s"}}}}' "$(cat main.src)" > out/cdk.tf.json
"#;

const SPEC: &str = r#"
[[spec]]
id       = "name"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", equal = "orders" } ]
"#;

/// An app, and what it came to.
struct App(tempfile::TempDir);

struct Came {
    code: Option<i32>,
    out: String,
    err: String,
}

impl App {
    fn new() -> App {
        let app = App(tempfile::tempdir().unwrap());
        for (path, text) in [
            ("stackspec.toml", CONFIG),
            ("synth.sh", SCRIPT),
            ("specs/q.toml", SPEC),
            ("main.src", "orders"),
            ("lib/deep/b.src", "b"),
        ] {
            app.write(path, text);
        }
        app
    }

    /// With another command or other keys.
    fn with(from: &str, to: &str) -> App {
        let app = App::new();
        let config = CONFIG.replace(from, to);
        assert!(config != CONFIG, "{from}");
        app.write("stackspec.toml", &config);
        app
    }

    fn at(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    /// Sets when a file changed, in seconds from now.
    fn changed(&self, path: &str, seconds: i64) {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000);
        let by = Duration::from_secs(seconds.unsigned_abs());
        let time = if seconds < 0 { now - by } else { now + by };
        let file = File::options().write(true).open(self.at(path)).unwrap();
        file.set_modified(time).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackspec"));
        command
            .current_dir(self.0.path())
            .args(args)
            .env("XDG_CACHE_HOME", self.at(".cache"))
            .env_remove("STACKSPEC_NO_SYNTH")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Came {
        came(self.command(args))
    }

    /// How often the command ran.
    fn runs(&self) -> usize {
        fs::read_to_string(self.at("runs")).map_or(0, |text| text.lines().count())
    }

    /// Forgets what was made from what.
    fn forget(&self) {
        fs::remove_dir_all(self.at(".cache")).unwrap();
    }
}

fn came(mut command: Command) -> Came {
    let output = command.output().unwrap();
    Came {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Came {
    #[track_caller]
    fn is(&self, code: i32, sentences: &[&str]) -> &Came {
        let both = format!("{}{}", self.out, self.err);
        assert_eq!(self.code, Some(code), "{both}");
        for sentence in sentences {
            assert!(both.contains(sentence), "`{sentence}` is not in:\n{both}");
        }
        self
    }

    /// Nothing was judged.
    #[track_caller]
    fn is_refused(&self, code: i32, sentences: &[&str]) {
        self.is(code, sentences);
        assert_eq!(self.out, "");
    }
}

#[test]
fn an_output_that_is_missing_or_old_is_made() {
    let app = App::new();
    let came = app.run(&["check"]);
    came.is(0, &["note: `out` is not there: sh synth.sh", "1 pass"]);
    assert!(came.err.contains("said on standard output") && !came.out.contains("said"));
    app.run(&["check"]).is(0, &[]);
    app.run(&["coverage"]).is(0, &[]);
    app.run(&["mutate"]).is(0, &[]);
    assert_eq!(app.runs(), 1);
    // Red twin: what is judged is what the program says now.
    app.write("main.src", "invoices");
    let came = app.run(&["check"]);
    came.is(100, &["`out` is not newer than `main.src`", "\"invoices\""]);
    assert_eq!(app.runs(), 2);
    app.write("lib/deep/b.src", "c");
    app.run(&["mutate"]).is(4, &["`lib/deep/b.src`"]);
    app.write("lib/new.src", "c");
    app.run(&["coverage"]).is(0, &[]);
    assert_eq!(app.runs(), 4);
}

/// What the report says stays alone on standard output.
#[test]
fn standard_output_is_for_the_report() {
    let app = App::new();
    let came = app.run(&["check", "--message-format", "json"]);
    came.is(0, &[]);
    for line in came.out.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    assert_eq!(app.runs(), 1);
}

/// Times alone, where it is not known what the output was made from.
#[test]
fn times() {
    let app = App::new();
    app.run(&["check"]).is(0, &[]);
    let set = |main: i64, lib: i64, out: i64| {
        app.forget();
        for (path, at) in [
            ("main.src", main),
            ("lib/deep/b.src", lib),
            ("out/cdk.tf.json", out),
        ] {
            app.changed(path, at);
        }
        let before = app.runs();
        app.run(&["check"]).is(0, &[]);
        app.runs() - before
    };
    assert_eq!(set(-9, -9, -5), 0, "older sources");
    assert_eq!(set(-9, -4, -5), 1, "a newer source");
    // What is as old may be newer by less than the file system tells.
    assert_eq!(set(-9, -5, -5), 1, "as old");
    // A clock that was wrong: a source of the year 2090. Once is enough.
    assert_eq!(set(2_000_000_000, -9, -5), 1, "a source of the future");
    app.run(&["check"]).is(0, &[]);
    assert_eq!(app.runs(), 4);
}

/// What it was made from is remembered: a source that is gone, or was put back, has no newer time.
#[test]
fn a_source_that_is_gone_or_older() {
    let app = App::new();
    app.write("other.src", "x");
    app.run(&["check"]).is(0, &[]);
    fs::remove_file(app.at("other.src")).unwrap();
    app.run(&["check"])
        .is(0, &["are not those that the synth output was made from"]);
    app.changed("main.src", -1_000_000);
    app.run(&["check"]).is(0, &["are not those"]);
    assert_eq!(app.runs(), 3);
    // Another command is another output.
    app.write(
        "stackspec.toml",
        &CONFIG.replace("sh synth.sh", "sh ./synth.sh"),
    );
    app.run(&["check"]).is(0, &["sh ./synth.sh"]);
    app.run(&["check"]).is(0, &[]);
    assert_eq!(app.runs(), 4);
    // As is another folder.
    app.write(
        "stackspec.toml",
        &CONFIG.replace("sh synth.sh\"", "sh ./synth.sh\"\nfolder = \"./\""),
    );
    app.run(&["check"]).is(0, &["are not those"]);
    assert_eq!(app.runs(), 5);
}

/// Red twins: what could not be made is never judged, whatever lies there.
#[test]
fn a_command_that_fails() {
    for (command, sentences) in [
        (
            "\"sh -e fails.sh\"",
            &[
                "`sh -e fails.sh` failed: it ended with 3",
                "what an older run left",
            ][..],
        ),
        (
            "\"no-such-program-here synth\"",
            &["cannot be run: there is no such program", "install it"],
        ),
        (
            "\"./no-such-program\"",
            &["cannot be run: there is no such program"],
        ),
        (
            "\"true\"",
            &[
                "`true` ended well, and left `out` as it was",
                "keeps_unchanged = true",
            ],
        ),
        (
            "\"rm -r out\"",
            &[
                "`rm -r out` ended well, and `out` is not there",
                "`output` in `[synth]`",
            ],
        ),
    ] {
        let app = App::new();
        app.write("fails.sh", "echo wrong >&2\nexit 3\n");
        app.run(&["check"]).is(0, &["1 pass"]);
        app.write(
            "stackspec.toml",
            &CONFIG.replace("\"sh synth.sh\"", command),
        );
        app.write("main.src", "invoices");
        for verb in ["check", "coverage", "mutate"] {
            let mut all = vec!["`main.src`"];
            all.extend(sentences);
            if command == "\"rm -r out\"" {
                // The first run took it away: why it is made again is another reason.
                all.remove(0);
                app.write("out/cdk.tf.json", "{}");
                app.changed("out/cdk.tf.json", -9);
            }
            app.run(&[verb]).is_refused(102, &all);
        }
        // As a report, too.
        let came = app.run(&["check", "--message-format", "json"]);
        assert_eq!(came.code, Some(102));
        assert!(came.out.contains("\"exit_code\":102"), "{}", came.out);
    }
    let app = App::with("[synth]", "[synth]\nfolder = \"no-folder\"");
    app.run(&["check"])
        .is_refused(2, &["no file below `no-folder` is like `*.src`"]);
}

/// Red twins: a command that writes everything and then fails, or is killed with us, leaves what looks
/// like a synth output. It is none, however often it is asked for.
#[test]
fn what_a_failed_run_has_written() {
    let app = App::new();
    app.write("fail", "");
    app.write(
        "synth.sh",
        &format!("{SCRIPT}\n[ ! -e fail ] || exit 1\n[ ! -e kill ] || kill -9 $PPID\n"),
    );
    for verb in ["check", "coverage", "mutate", "check"] {
        app.run(&[verb])
            .is_refused(102, &["`sh synth.sh` failed: it ended with 1"]);
    }
    assert_eq!(app.runs(), 4);
    let came = app.run(&["check", "--no-synth"]);
    came.is(
        0,
        &["warning: the last run of the command has not ended well, and is judged as it is"],
    );
    fs::remove_file(app.at("fail")).unwrap();
    app.write("kill", "");
    assert_eq!(app.run(&["check"]).code, None, "it was killed");
    fs::remove_file(app.at("kill")).unwrap();
    app.run(&["check"]).is(
        0,
        &["note: the last run of the command has not ended well: sh synth.sh"],
    );
    app.run(&["check"]).is(0, &[]);
    assert_eq!(app.runs(), 6);
}

/// Red twin: a command whose output nobody reads would never run, and what is judged would grow old.
#[test]
fn an_output_that_is_no_input() {
    let queue = r#"{"resource":{"aws_sqs_queue":{"q":{"name":"orders"}}}}"#;
    let app = App::with("[synth]", "[synth]\noutput = \"other\"");
    app.write("out/cdk.tf.json", queue);
    app.run(&["check"]).is(
        0,
        &["warning: `[synth]` is not run: no input is in `other`, which it writes"],
    );
    // Red twin of the warning: an input that was named is what was asked for.
    app.write("named/cdk.tf.json", queue);
    let came = app.run(&["check", "named"]);
    assert!(!came.is(0, &[]).err.contains("[synth]"), "{}", came.err);
    assert_eq!(app.runs(), 0);
}

#[test]
fn a_command_that_leaves_what_would_be_the_same() {
    let app = App::new();
    app.run(&["check"]).is(0, &[]);
    let keeps = CONFIG.replace("\"sh synth.sh\"", "\"true\"\nkeeps_unchanged = true");
    app.write("stackspec.toml", &keeps);
    app.write("main.src", "orders");
    app.run(&["check"]).is(0, &["main.src", "1 pass"]);
    // That is remembered: another process need not ask again.
    let came = app.run(&["check"]);
    assert_eq!((came.err.as_str(), came.code), ("", Some(0)));
}

/// Red twins: a glob that matches nothing would never make an output old.
#[test]
fn sources_that_are_not_there() {
    for (sources, code, sentence) in [
        ("[\"*.srcs\"]", 2, "no file below `.` is like `*.srcs`"),
        (
            "[\"*.src\", \"libs/**\"]",
            2,
            "no file below `libs` is like `libs/**`",
        ),
        ("[\"deep/*.src\"]", 2, "is like `deep/*.src`"),
        ("[\"**/deep/*.src\"]", 0, "1 pass"),
        ("[\".gen/**\"]", 0, "1 pass"),
        (
            "[\"**/x.gen\"]",
            2,
            "`**` enters no folder that begins with `.`",
        ),
    ] {
        let app = App::with("[\"*.src\", \"lib/**\"]", sources);
        app.write(".gen/x.gen", "");
        let came = app.run(&["check"]);
        assert_eq!(came.code, Some(code), "{sources}");
        came.is(code, &[sentence]);
    }
    let app = App::with("sources = [\"*.src\", \"lib/**\"]", "");
    app.run(&["check"])
        .is_refused(2, &["there is no program in `.`"]);
    app.write("main.ts", "");
    app.run(&["check"]).is(0, &[]);
    app.write("node_modules/a/index.js", "");
    app.run(&["check"]).is(0, &[]);
    assert_eq!(app.runs(), 1);
    app.write("config/prod.json", "{}");
    app.run(&["check"]).is(0, &[]);
    assert_eq!(app.runs(), 2);
}

#[test]
fn without_synth_what_is_old_is_said() {
    let app = App::new();
    app.run(&["check", "--no-synth"]).is(102, &["out"]);
    app.run(&["check"]).is(0, &[]);
    let quiet = app.run(&["check", "--no-synth"]);
    assert_eq!((quiet.err.as_str(), quiet.code), ("", Some(0)));
    app.write("main.src", "invoices");
    let warned = [
        "warning: ",
        "and is judged as it is",
        "sh synth.sh",
        "1 pass",
    ];
    for verb in ["check", "coverage", "mutate"] {
        app.run(&[verb, "--no-synth"]).is(0, &warned[..3]);
    }
    let with = |value: &str| {
        let mut command = app.command(&["check"]);
        command.env("STACKSPEC_NO_SYNTH", value);
        came(command)
    };
    with("1").is(0, &warned);
    assert_eq!(app.runs(), 1);
    with("0").is(100, &["invoices"]);
    assert_eq!(app.runs(), 2);
}

/// Red twins: a command runs only for the inputs of a configuration that is the user's own.
#[test]
fn what_is_not_asked_runs_nothing() {
    let app = App::new();
    app.write(
        "other/main.tf.json",
        "{\"resource\":{\"aws_sqs_queue\":{\"q\":{\"name\":\"orders\"}}}}",
    );
    app.run(&["check", "other"]).is(0, &[]);
    // What lies in an input configures nothing.
    app.write(
        "other/stackspec.toml",
        "[synth]\ncommand = \"touch ../ran\"\noutput = \".\"\nsources = \"*\"",
    );
    app.run(&["check", "other"]).is(0, &[]);
    let mut inside = app.command(&["check", ".", "--specs", "../specs"]);
    inside.current_dir(app.at("other"));
    came(inside).is(0, &["is not read"]);
    // Nor does a case of a suite, and a suite runs nothing of its configuration either.
    app.write("suite/a/case.toml", "");
    app.write(
        "suite/a/main.tf.json",
        "{\"resource\":{\"aws_sqs_queue\":{\"q\":{\"name\":\"orders\"}}}}",
    );
    app.write(
        "suite/a/stackspec.toml",
        "[synth]\ncommand = \"touch ran\"\n",
    );
    app.run(&["suite", "run", "suite"]).is(0, &[]);
    app.write("suite/a/case.toml", "[synth]\ncommand = \"touch ran\"\n");
    app.run(&["suite", "run", "suite"])
        .is(103, &["`synth` takes a text in quotes"]);
    app.run(&["list", "specs"]).is(0, &[]);
    app.run(&["test"]).is(4, &[]);
    assert_eq!(app.runs(), 0);
    for ran in ["ran", "other/ran", "suite/ran", "suite/a/ran"] {
        assert!(!app.at(ran).exists(), "{ran}");
    }
    // The output by another name is the output.
    let name = app.at("./lib/../out");
    app.run(&["check", name.to_str().unwrap()]).is(0, &[]);
    assert_eq!(app.runs(), 1);
    let none = App::with("inputs = [\"out\"]", "");
    none.run(&["check", "out"])
        .is_refused(2, &["does not say what it writes"]);
}

/// Of many processes one synthesizes, as under `cargo nextest`.
#[test]
fn one_of_many() {
    let app = App::new();
    app.write("synth.sh", &format!("sleep 1\n{SCRIPT}"));
    let start = |_| -> Child {
        let mut command = app.command(&["check"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let all: Vec<Child> = (0..6).map(start).collect();
    let mut waited = 0;
    for child in all {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let err = String::from_utf8(output.stderr).unwrap();
        waited += usize::from(err.contains("waiting for it"));
    }
    assert_eq!(app.runs(), 1);
    assert!(waited > 0);
}

/// A command that changes its own sources would never come to an end.
#[test]
fn a_command_that_writes_its_sources() {
    let app = App::new();
    app.write("synth.sh", &format!("{SCRIPT}\necho x >> lib/made.src"));
    app.run(&["check"])
        .is(0, &["lib/made.src` changed while", "it is no source"]);
    assert_eq!(app.runs(), 2);
    // What it left is what it was made from.
    app.run(&["check"]).is(0, &[]);
    assert_eq!(app.runs(), 2);
}

/// What Terraform and assets put beside the stacks says nothing of when they were made.
#[test]
fn what_is_beside_the_stacks_does_not_count() {
    let app = App::new();
    app.run(&["check"]).is(0, &[]);
    let path = Path::new("out/.terraform/providers/x.tf.json");
    app.write(path.to_str().unwrap(), "{}");
    app.write("out/terraform.x.tfstate", "{}");
    app.run(&["check"]).is(0, &[]);
    assert_eq!(app.runs(), 1);
    app.forget();
    app.changed("main.src", -3);
    app.changed("lib/deep/b.src", -3);
    app.changed("out/cdk.tf.json", -4);
    app.run(&["check"]).is(0, &[]);
    assert_eq!(app.runs(), 2);
}
