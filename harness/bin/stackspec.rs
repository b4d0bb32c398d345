//! The command line: `stackspec`, and `cargo stackspec` by another name.

fn main() -> std::process::ExitCode {
    stackspec::cli::main()
}
