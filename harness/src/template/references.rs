//! What a template refers to: every reference in it, with all of its parts.

use std::str::FromStr;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, ForExpr, FuncCall, Traversal, TraversalOperator};
use hcl_edit::template::{ForDirective, Template};
use hcl_edit::visit::{self, Visit};

use super::hole::IMPURE;
use super::{Part, Reference};
use crate::address::Key;

/// The references of a template in the order in which they are written, each as often as it is
/// written: those inside function calls, indexes and the bodies of `for` as well. Names that a
/// `for` binds are none. Empty if the text is no template, or none that parses.
///
/// ```
/// use stackspec::template::references;
/// let found = references("${aws_subnet.a[0].id}-${[for s in var.subnets : s.id]}");
/// let written: Vec<String> = found.iter().map(ToString::to_string).collect();
/// assert_eq!(written, ["aws_subnet.a[0].id", "var.subnets"]);
/// ```
pub fn references(text: &str) -> Vec<Reference> {
    if !text.contains("${") && !text.contains("%{") {
        return Vec::new();
    }
    if let Some(path) = plain(text) {
        return vec![named(path)];
    }
    let Ok(template) = Template::from_str(text) else {
        return Vec::new();
    };
    let mut found = Collector::new(text);
    found.visit_template(&template);
    found.found
}

/// The `a.b.c` of a text that is `${a.b.c}`, by far the commonest template there is. Names only:
/// whatever else may stand there is left to the parser.
pub(super) fn plain(text: &str) -> Option<&str> {
    let path = text.strip_prefix("${")?.strip_suffix('}')?;
    let name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    let root = path.split('.').next().unwrap_or_default();
    let literal = matches!(root, "null" | "true" | "false");
    (!literal && path.split('.').all(name)).then_some(path)
}

/// The reference of a path of names.
pub(super) fn named(path: &str) -> Reference {
    let parts = path.split('.').map(|name| Part::Name(name.into()));
    Reference {
        parts: parts.collect(),
    }
}

/// The reference that a traversal begins with, and how many of its operators that took: all of
/// them. `None` if it does not start at a name.
pub(super) fn of_traversal(traversal: &Traversal, source: &str) -> Option<Reference> {
    let mut parts = root(&traversal.expr, source)?;
    for operator in &traversal.operators {
        parts.push(part(operator.value(), source));
    }
    Some(Reference { parts })
}

fn root(expression: &Expression, source: &str) -> Option<Vec<Part>> {
    match expression {
        Expression::Variable(name) => Some(vec![Part::Name(name.as_str().into())]),
        Expression::Parenthesis(inner) => root(inner.inner(), source),
        Expression::Traversal(inner) => of_traversal(inner, source).map(|found| found.parts),
        _ => None,
    }
}

fn part(operator: &TraversalOperator, source: &str) -> Part {
    match operator {
        TraversalOperator::GetAttr(name) => Part::Name(name.as_str().into()),
        TraversalOperator::LegacyIndex(index) => Part::Key(Key::Index(*index.value())),
        TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => Part::Splat,
        TraversalOperator::Index(index) => match index {
            Expression::String(name) => Part::Key(Key::Name(name.as_str().into())),
            Expression::Number(number) => match number.value().as_u64() {
                Some(index) => Part::Key(Key::Index(index)),
                None => Part::UnknownKey(written(index, source).into()),
            },
            index => Part::UnknownKey(written(index, source).into()),
        },
    }
}

/// An expression as it is written in its source.
pub(super) fn written<'t>(expression: &Expression, source: &'t str) -> &'t str {
    let text = expression.span().and_then(|span| source.get(span));
    text.unwrap_or_default().trim()
}

/// Walks an expression and notes its references.
pub(super) struct Collector<'t> {
    source: &'t str,
    bound: Vec<Box<str>>,
    pub(super) found: Vec<Reference>,
    /// Whether a function is called that may give another result each time.
    pub(super) impure: bool,
}

impl<'t> Collector<'t> {
    /// A collector for expressions whose spans are in `source`.
    pub(super) fn new(source: &'t str) -> Self {
        Self {
            source,
            bound: Vec::new(),
            found: Vec::new(),
            impure: false,
        }
    }

    fn note(&mut self, reference: Reference) {
        let root = reference.name(0).unwrap_or_default();
        if !self.bound.iter().any(|name| **name == *root) {
            self.found.push(reference);
        }
    }

    /// The references inside the indexes on the way, outermost first as they are written.
    fn indexes(&mut self, traversal: &Traversal) {
        let mut inner = &traversal.expr;
        while let Expression::Parenthesis(parenthesis) = inner {
            inner = parenthesis.inner();
        }
        if let Expression::Traversal(inner) = inner {
            self.indexes(inner);
        }
        for operator in &traversal.operators {
            if let TraversalOperator::Index(index) = operator.value() {
                self.visit_expr(index);
            }
        }
    }
}

impl Visit for Collector<'_> {
    fn visit_expr(&mut self, expression: &Expression) {
        if let Expression::Variable(name) = expression {
            self.note(named_root(name.as_str()));
        } else {
            visit::visit_expr(self, expression);
        }
    }

    fn visit_traversal(&mut self, traversal: &Traversal) {
        match of_traversal(traversal, self.source) {
            Some(reference) => {
                self.note(reference);
                self.indexes(traversal);
            }
            None => visit::visit_traversal(self, traversal),
        }
    }

    fn visit_func_call(&mut self, call: &FuncCall) {
        self.impure |= IMPURE.contains(&call.name.name.as_str());
        visit::visit_func_call(self, call);
    }

    fn visit_for_expr(&mut self, it: &ForExpr) {
        self.visit_expr(&it.intro.collection_expr);
        let before = self.bound.len();
        let names = it.intro.key_var.iter().chain([&it.intro.value_var]);
        self.bound.extend(names.map(|name| name.as_str().into()));
        for part in it.key_expr.iter().chain([&it.value_expr]) {
            self.visit_expr(part);
        }
        if let Some(cond) = &it.cond {
            self.visit_expr(&cond.expr);
        }
        self.bound.truncate(before);
    }

    fn visit_for_directive(&mut self, it: &ForDirective) {
        self.visit_expr(&it.for_expr.collection_expr);
        let before = self.bound.len();
        let names = it.for_expr.key_var.iter().chain([&it.for_expr.value_var]);
        self.bound.extend(names.map(|name| name.as_str().into()));
        self.visit_template(&it.for_expr.template);
        self.bound.truncate(before);
    }
}

fn named_root(name: &str) -> Reference {
    Reference {
        parts: vec![Part::Name(name.into())],
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = references(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_reference_with_its_parts() {
        for (text, expected) in [
            ("plain", &[][..]),
            ("$${not.one}", &[]),
            ("${broken", &[]),
            ("${true}", &[]),
            ("${var.x}", &["var.x"]),
            ("${aws_x.y.arn}/*", &["aws_x.y.arn"]),
            ("${ aws_x.y[0].arn }", &["aws_x.y[0].arn"]),
            ("${aws_x.y.0.arn}", &["aws_x.y[0].arn"]),
            (r#"${aws_x.y["k"].arn}"#, &[r#"aws_x.y["k"].arn"#]),
            ("${aws_x.y[*].arn}", &["aws_x.y[*].arn"]),
            ("${aws_x.y.*.arn}", &["aws_x.y[*].arn"]),
            (
                "${aws_x.y[count.index].arn}",
                &["aws_x.y[count.index].arn", "count.index"],
            ),
            ("${aws_x.y[each.key]}", &["aws_x.y[each.key]", "each.key"]),
            ("${(aws_x.y).arn}", &["aws_x.y.arn"]),
            ("${join(\",\", [var.a, \"${var.b}\"])}", &["var.a", "var.b"]),
            ("${one(aws_x.y[*]).id}", &["aws_x.y[*]"]),
            (
                "${[for k, v in var.m : \"${k}${v.x}${var.y}\" if v]}",
                &["var.m", "var.y"],
            ),
            (
                "${{for k in var.m : k => local.z[k]}}",
                &["var.m", "local.z[k]"],
            ),
            ("${[for k in k : k]}", &["k"]),
            (
                "%{ for s in var.l }${s}${var.q}%{ endfor }",
                &["var.l", "var.q"],
            ),
            (
                "%{ if var.a }${var.b}%{ else }${var.c}%{ endif }",
                &["var.a", "var.b", "var.c"],
            ),
            ("${{ a = var.b, (var.c) = 1 }}", &["var.b", "var.c"]),
            (
                "${jsonencode({ a = [local.x ? 1 : var.z] })}",
                &["local.x", "var.z"],
            ),
            (
                "${data.aws_x.y.z}${each.value[\"a\"]}",
                &["data.aws_x.y.z", r#"each.value["a"]"#],
            ),
        ] {
            check(text, expected);
        }
    }
}
