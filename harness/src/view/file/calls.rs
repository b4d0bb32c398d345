//! Calls of functions that read a file, found in an expression. Nothing is evaluated.

use std::str::FromStr;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, FuncCall};
use hcl_edit::template::Template;
use hcl_edit::visit::{self, Visit};

use crate::template;
use crate::value::Node;

/// Functions whose first argument is the path of a file.
/// Source: "Built-in Functions", Terraform language. `fileset` takes a folder and a pattern.
const FUNCTIONS: [&str; 10] = [
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "filesha1",
    "filesha256",
    "filesha512",
    "templatefile",
];

/// A call.
pub(super) struct Call {
    /// The function.
    pub(super) function: &'static str,
    /// Its first argument.
    pub(super) path: Node<'static>,
}

/// The calls in an expression, as it is written without `${` and `}`; or in a template, where a
/// directive makes the whole of it one expression.
pub(super) fn of(expression: &str) -> Vec<Call> {
    if !FUNCTIONS.iter().any(|name| expression.contains(name)) {
        return Vec::new();
    }
    let mut found = Found {
        text: expression,
        calls: Vec::new(),
    };
    if let Ok(parsed) = Expression::from_str(expression) {
        found.visit_expr(&parsed);
    } else if let Ok(parsed) = Template::from_str(expression) {
        found.visit_template(&parsed);
    }
    found.calls
}

/// What was found so far.
struct Found<'e> {
    text: &'e str,
    calls: Vec<Call>,
}

impl Visit for Found<'_> {
    fn visit_func_call(&mut self, call: &FuncCall) {
        let function = FUNCTIONS
            .iter()
            .find(|name| call.name.namespace.is_empty() && **name == call.name.name.as_str());
        if let (Some(function), Some(argument)) = (function, call.args.iter().next()) {
            let path = self.argument(argument);
            self.calls.push(Call { function, path });
        }
        visit::visit_func_call(self, call);
    }
}

impl Found<'_> {
    /// The value of an argument: a text, a text with holes, or a hole.
    fn argument(&self, argument: &Expression) -> Node<'static> {
        if let Expression::String(text) = argument {
            return Node::text(text.as_str().to_owned());
        }
        let written = argument.span().and_then(|span| self.text.get(span));
        let written = written.unwrap_or_default().trim();
        let template = match argument {
            Expression::StringTemplate(_) => written
                .strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'))
                .map(str::to_owned),
            _ => None,
        };
        let template = template.unwrap_or_else(|| format!("${{{written}}}"));
        template::read(template.into())
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn calls(expression: &str, expected: &[&str]) {
        let found: Vec<String> = of(expression)
            .iter()
            .map(|call| format!("{} {}", call.function, call.path.render()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn wherever_a_file_is_read() {
        calls(r#"file("a.sh")"#, &[r#"file "a.sh""#]);
        calls(
            r#"base64encode(templatefile("${path.module}/a.tpl", {b = file(var.b)}))"#,
            &[r#"templatefile "${path.module}/a.tpl""#, "file ${var.b}"],
        );
        calls(r#"%{ if var.a }${file("a")}%{ endif }"#, &[r#"file "a""#]);
        calls(r#"file(join("/", ["a", "b"]))"#, &[r#"file "a/b""#]);
        calls("data.archive_file.x.output_path", &[]);
        calls(r#"profile("a")"#, &[]);
        calls(r#"provider::x::file("a")"#, &[]);
        calls("fileset(path.module, \"*\")", &[]);
    }
}
