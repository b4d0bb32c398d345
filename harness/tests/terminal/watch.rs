//! `check --watch`, as a process.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use super::App;

/// Waits for a line that contains this.
#[track_caller]
fn wait_for(lines: &Receiver<String>, what: &str) {
    let mut all = String::new();
    loop {
        match lines.recv_timeout(Duration::from_secs(60)) {
            Ok(line) if line.contains(what) => return,
            Ok(line) => all.push_str(&line),
            Err(error) => {
                assert_eq!(error.to_string(), "", "`{what}` does not come:\n{all}");
                return;
            }
        }
    }
}

#[test]
fn what_changes_is_judged_again() {
    let app = App::new();
    app.write("stackspec.toml", "");
    let mut child = app
        .command(&["--watch"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (send, lines) = channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            // A pipe is not cleared.
            assert!(!line.contains('\u{1b}'));
            _ = send.send(line);
        }
    });
    wait_for(&lines, "FAILED: 1 spec on 1 stack: 1 fail");
    // A spec.
    app.write("specs/more.toml", "[[spec]]\nid = \"more\"\nresource = \"aws_sqs_queue\"\nmust = [ { at = \"$.fifo_queue\", equal = false } ]\n");
    wait_for(&lines, "FAILED: 2 specs on 1 stack: 1 fail, 1 pass");
    // An input.
    app.write(
        "in put/main.tf.json",
        "{\"resource\":{\"aws_sqs_queue\":{\"q\":{\"name\":\"orders\",\"fifo_queue\":true}}}}",
    );
    wait_for(&lines, "FAILED: 2 specs on 1 stack: 1 fail, 1 pass");
    // The configuration.
    app.write("stackspec.toml", "[coverage]\nattributes = 0\n");
    wait_for(&lines, "attributes covered");
    // What is broken ends nothing.
    app.write("specs/more.toml", "[[spec]\n");
    thread::sleep(Duration::from_secs(2));
    app.write("specs/more.toml", "[[spec]]\nid = \"more\"\nresource = \"aws_sqs_queue\"\nmust = [ { at = \"$.fifo_queue\", equal = true } ]\n");
    wait_for(&lines, "ok: 2 specs");
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Red twin: a report that lies among what is watched would be a change for ever.
#[test]
fn its_own_report_is_no_change() {
    let app = App::new();
    app.write("stackspec.toml", "");
    let mut child = app
        .command(&[
            "--watch",
            "--report",
            "junit=specs/o.xml",
            "--output",
            "in put/o.txt",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (send, lines) = channel();
    let err = BufReader::new(child.stderr.take().unwrap());
    thread::spawn(move || {
        for line in err.lines().map_while(Result::ok) {
            _ = send.send(line);
        }
    });
    wait_for(&lines, "watching ");
    let more = lines.recv_timeout(Duration::from_secs(3));
    assert!(more.is_err(), "{more:?}");
    child.kill().unwrap();
    child.wait().unwrap();
}
