//! Function calls and literals: well-typed (RFC 9535, section 2.4.3), or refused.

use jsonpath_rust::parser::model as tree;

use super::QueryError;
use super::lex::Kind;
use super::lower::Lowering;
use super::model::{Expr, Operand, is_singular};
use super::pattern::{Cache, Pattern, compile};
use crate::value::{Kind as Is, Node, Number};

/// A call that stands alone as a test: only `match` and `search` are true or false.
pub(super) fn test(at: &mut Lowering<'_>, call: &tree::TestFunction) -> Result<Expr, QueryError> {
    let (text, pattern, whole) = match call {
        tree::TestFunction::Match(text, pattern) => (text, pattern, true),
        tree::TestFunction::Search(text, pattern) => (text, pattern, false),
        call => {
            let name = at.take(Kind::Name)?;
            let word = &at.text[name.span.clone()];
            let message = format!("`{word}` gives a value, and a value is no test");
            let error = QueryError::new(name.span.clone(), message);
            return Err(match call {
                tree::TestFunction::Custom(..) => {
                    QueryError::new(name.span.clone(), format!("there is no function `{word}`"))
                        .help("the functions are length, count, value, match and search")
                }
                _ => error.help(format!("compare it: `{word}(...) > 0`")),
            });
        }
    };
    open(at)?;
    let text = Box::new(value_argument(at, text)?);
    at.take(Kind::Comma)?;
    let pattern_start = at.start();
    let operand = value_argument(at, pattern)?;
    let pattern_span = pattern_start..at.stop();
    at.take(Kind::ParenClose)?;
    let pattern = match operand {
        Operand::Literal(node) => match node.as_str() {
            None => Pattern::Never,
            Some(written) => Pattern::Fixed(compile(written, whole).map_err(|why| {
                let message = format!("this regular expression does not compile: {why}");
                QueryError::new(pattern_span, message).help(
                    "it is an I-Regexp (RFC 9485); a literal bracket, dot or star is written `\\\\.`",
                )
            })?),
        },
        operand => Pattern::Dynamic {
            operand: Box::new(operand),
            whole,
            cache: Cache::default(),
        },
    };
    Ok(Expr::Regex { text, pattern })
}

/// A call whose result is compared, or is an argument.
pub(super) fn value(
    at: &mut Lowering<'_>,
    call: &tree::TestFunction,
) -> Result<Operand, QueryError> {
    let operand = match call {
        tree::TestFunction::Length(argument) => {
            open(at)?;
            Operand::Length(Box::new(value_argument(at, argument)?))
        }
        tree::TestFunction::Count(argument) => {
            open(at)?;
            Operand::Count(nodes_argument(at, argument, "count")?)
        }
        tree::TestFunction::Value(argument) => {
            open(at)?;
            Operand::Value(nodes_argument(at, argument, "value")?)
        }
        _ => {
            let name = at.take(Kind::Name)?;
            let word = &at.text[name.span.clone()];
            let message = format!("`{word}` is true or false, and a value is wanted here");
            return Err(QueryError::new(name.span.clone(), message)
                .help("length, count and value give a value"));
        }
    };
    at.take(Kind::ParenClose)?;
    Ok(operand)
}

/// A literal.
pub(super) fn literal(
    at: &mut Lowering<'_>,
    literal: &tree::Literal,
) -> Result<Operand, QueryError> {
    let token = at.take(match literal {
        tree::Literal::Int(_) | tree::Literal::Float(_) => Kind::Number,
        tree::Literal::String(_) => Kind::Text,
        tree::Literal::Bool(_) | tree::Literal::Null => Kind::Name,
    })?;
    Ok(Operand::Literal(match literal {
        tree::Literal::Int(value) => Node::new(Is::Number(Number::from(*value))),
        tree::Literal::Float(value) => match Number::from_f64(*value) {
            Some(number) => Node::new(Is::Number(number)),
            None => {
                return Err(QueryError::new(token.span, "this number is too large")
                    .help("numbers go up to about 1.8e308"));
            }
        },
        tree::Literal::String(value) => Node::text(value.clone()),
        tree::Literal::Bool(value) => Node::new(Is::Bool(*value)),
        tree::Literal::Null => Node::new(Is::Null),
    }))
}

fn open(at: &mut Lowering<'_>) -> Result<(), QueryError> {
    at.take(Kind::Name)?;
    at.take(Kind::ParenOpen)?;
    Ok(())
}

/// An argument of which one value is wanted.
fn value_argument(at: &mut Lowering<'_>, tree: &tree::FnArg) -> Result<Operand, QueryError> {
    let start = at.start();
    match tree {
        tree::FnArg::Literal(written) => literal(at, written),
        tree::FnArg::Filter(_) => Err(logical_argument(at)),
        tree::FnArg::Test(test) => match test.as_ref() {
            tree::Test::Function(call) => value(at, call),
            query => {
                let inner = at.inner(query, true)?;
                if is_singular(&inner.segments) {
                    return Ok(Operand::Query(inner));
                }
                let message = "this may select several values, and the function takes one";
                Err(QueryError::new(start..at.stop(), message)
                    .help("use names and indexes only, or `value(...)` around it"))
            }
        },
    }
}

/// An argument of which nodes are wanted.
fn nodes_argument(
    at: &mut Lowering<'_>,
    tree: &tree::FnArg,
    word: &str,
) -> Result<super::model::Inner, QueryError> {
    match tree {
        tree::FnArg::Test(test) if !matches!(test.as_ref(), tree::Test::Function(_)) => {
            at.inner(test, false)
        }
        tree::FnArg::Filter(_) => Err(logical_argument(at)),
        _ => {
            let start = at.start();
            let message = format!("`{word}` takes a path, and this is none");
            Err(QueryError::new(start..start + 1, message)
                .help(format!("write `{word}(@.list[*])`")))
        }
    }
}

fn logical_argument(at: &Lowering<'_>) -> QueryError {
    let start = at.start();
    QueryError::new(
        start..start + 1,
        "a function takes a path or a literal, no expression",
    )
    .help("write the test around the function, not inside it")
}
