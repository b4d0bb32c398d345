//! The suite as native test cases: `cargo test` and `cargo nextest run` hold what is found in every
//! case against what the case says.

fn main() -> std::process::ExitCode {
    stackspec::suite("examples/model-regression/suite").run()
}
