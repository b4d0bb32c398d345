//! The orders stack as native test cases: every spec is one, `cargo test` runs them.

fn main() -> std::process::ExitCode {
    stackspec::harness()
        .input("examples/orders/fixed/cdktf.out")
        .specs("examples/orders/specs")
        .library("aws/sqs")
        .param("suffix", "dev")
        .run()
}
