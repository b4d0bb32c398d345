//! `cargo stackspec ...`: the same command, as cargo finds it.

fn main() -> std::process::ExitCode {
    stackspec::cli::main()
}
