//! What is written only if it is asked for: native test cases, and workflows.

use super::found::Found;
use super::write::NewFile;
use crate::cli::args::Service;

/// tests/infra.rs
pub(super) const TEST: &str = "\
//! Each spec is a test case: `cargo test --test infra`, `cargo test --test infra -- --list`.

fn main() -> std::process::ExitCode {
    stackspec::harness().config(\"stackspec.toml\").run()
}
";

/// A Cargo.toml of a crate that holds nothing but the tests.
pub(super) const CARGO: &str = "\
[package]
name    = \"infra-tests\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dev-dependencies]
stackspec = { version = \"0.1\", default-features = false }

[[test]]
name    = \"infra\"
harness = false
";

/// What a Cargo.toml that is there needs.
pub(super) const ADD: &str = "\
add this to Cargo.toml, which is there already:
  [dev-dependencies]
  stackspec = { version = \"0.1\", default-features = false }

  [[test]]
  name    = \"infra\"
  harness = false
";

/// A workflow that runs `stackspec check` at each push.
pub(super) fn workflow(service: Service, found: &Found) -> NewFile {
    match service {
        Service::Github => NewFile::new(".github/workflows/stackspec.yml", github(found)),
        Service::Gitlab => NewFile::new(".gitlab-ci.yml", gitlab(found)),
        Service::Jenkins => NewFile::new("Jenkinsfile", jenkins(found)),
    }
}

/// The commands that make the input; none if it is taken as it lies there.
fn before(found: &Found) -> Vec<String> {
    match &found.command {
        Some(command) if found.is_cdktf => {
            let npm = (command.first() == Some(&"npx")).then(|| "npm ci".to_owned());
            npm.into_iter().chain([command.join(" ")]).collect()
        }
        _ => Vec::new(),
    }
}

/// What to write where the input has to be made.
fn hint(found: &Found) -> &'static str {
    match (before(found).is_empty(), found.is_plan) {
        (false, _) => "",
        (_, true) => {
            "make the plan here: terraform plan -out tfplan && terraform show -json tfplan > plan.json"
        }
        _ => "make the input here, unless it is in the repository",
    }
}

fn github(found: &Found) -> String {
    let mut out = String::from(
        "name: stackspec\n\non: [push, pull_request]\n\npermissions:\n  contents: read\n\n\
         jobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n",
    );
    for command in before(found) {
        out.push_str(&format!("      - run: {command}\n"));
    }
    if !hint(found).is_empty() {
        out.push_str(&format!("      # {}\n", hint(found)));
    }
    out + "      - run: cargo install stackspec --locked\n      - run: stackspec check\n"
}

fn gitlab(found: &Found) -> String {
    let mut out = String::from("stackspec:\n  image: rust:latest\n  script:\n");
    for command in before(found) {
        out.push_str(&format!("    - {command}\n"));
    }
    if before(found).iter().any(|it| it.starts_with("npm")) {
        out.insert_str(0, "# The image needs Node.js beside Rust.\n");
    }
    if !hint(found).is_empty() {
        out.push_str(&format!("    # {}\n", hint(found)));
    }
    out + "    - cargo install stackspec --locked\n    - stackspec check\n"
}

fn jenkins(found: &Found) -> String {
    let mut out = String::from(
        "pipeline {\n    agent any\n    stages {\n        stage('stackspec') {\n            steps {\n",
    );
    for command in before(found) {
        out.push_str(&format!("                sh '{command}'\n"));
    }
    if !hint(found).is_empty() {
        out.push_str(&format!("                // {}\n", hint(found)));
    }
    out + "                sh 'cargo install stackspec --locked'\n                sh 'stackspec check'\n\
           \u{20}           }\n        }\n    }\n}\n"
}
