//! The command line: `stackspec`. `cargo-stackspec.rs` is the same for cargo.

fn main() -> std::process::ExitCode {
    stackspec::cli::main()
}
