//! Where in the tree a block stands: constructs or modules, from the outside in.

/// The names on the way from the stack to a block: the modules of its address, or else the
/// constructs of its path without the stack's own and the block's.
///
/// `module.net["x"].aws_vpc.main` is in `module.net["x"]`; `payments/network/vpc` of the stack
/// `payments` is in `network`.
pub(super) fn scope(stack: &str, address: &str, construct_path: Option<&str>) -> Vec<String> {
    let modules = modules(address);
    if !modules.is_empty() {
        return modules;
    }
    let Some(path) = construct_path else {
        return Vec::new();
    };
    let mut names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
    names.pop();
    if names.first() == Some(&stack) {
        names.remove(0);
    }
    names.into_iter().map(str::to_owned).collect()
}

/// The modules that an address begins with, each with its key. Keys may hold dots and brackets.
fn modules(address: &str) -> Vec<String> {
    let mut modules = Vec::new();
    let mut rest = address;
    while let Some(module) = rest.strip_prefix("module.") {
        let Some(end) = dot(module) else {
            break;
        };
        modules.push(rest[.."module.".len() + end].to_owned());
        rest = &module[end + 1..];
    }
    modules
}

/// The first dot outside of a key.
fn dot(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0u32, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if depth > 0 => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            '.' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn stands(address: &str, construct_path: Option<&str>, expected: &[&str]) {
        assert_eq!(scope("payments", address, construct_path), expected);
    }

    #[test]
    fn a_block_stands_in_its_modules_or_constructs() {
        stands("aws_vpc.main", None, &[]);
        stands("aws_vpc.main", Some("payments/vpc"), &[]);
        stands("aws_vpc.main", Some("payments/network/vpc"), &["network"]);
        stands(
            "aws_vpc.main",
            Some("other/network/vpc"),
            &["other", "network"],
        );
        stands("aws_vpc.main", Some(""), &[]);
        stands("module.a.module.b.aws_x.y", None, &["module.a", "module.b"]);
        stands(
            r#"module.a["x.y]\"."].data.aws_x.y[0]"#,
            None,
            &[r#"module.a["x.y]\"."]"#],
        );
        stands("module.a", None, &[]);
        stands("module.", None, &[]);
    }
}
