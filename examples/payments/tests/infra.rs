//! The payments stack as native test cases: every spec is one, `cargo test` runs them.

fn main() -> std::process::ExitCode {
    stackspec::harness()
        .input("examples/payments/fixed/cdktf.out")
        .specs("examples/payments/specs")
        .param("suffix", "pr1234")
        .coverage(100)
        .run()
}
