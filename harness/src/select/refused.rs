//! What the grammar refuses, in our words.

use jsonpath_rust::parser::errors::JsonPathError;
use pest::error::InputLocation;

use super::QueryError;
use super::lex::{Kind, Token};

/// An error of the grammar in our words. `shift` is how many bytes stand before `text` in what the
/// grammar was given.
pub(super) fn refused(
    text: &str,
    tokens: &[Token],
    error: &JsonPathError,
    shift: usize,
) -> QueryError {
    let JsonPathError::PestError(error) = error else {
        return QueryError::new(0..text.len(), format!("not a query of RFC 9535: {error}"));
    };
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.saturating_sub(shift),
    };
    let index = tokens.iter().position(|token| token.span.end > at);
    let index = index.unwrap_or(tokens.len());
    // `[?true]`, `@.a && 'b'`: the literal is to blame, not what follows it.
    let literal = index.checked_sub(1).map(|before| &tokens[before]);
    let literal = literal.filter(|token| is_literal(text, token));
    let ends = tokens.get(index).map(|token| token.kind);
    if let (Some(literal), None | Some(Kind::Close | Kind::And | Kind::Or)) = (literal, ends) {
        return QueryError::new(literal.span.clone(), "a literal alone is no test")
            .help("compare it with something: `@.name == 'a'`");
    }
    if index == tokens.len() {
        return QueryError::new(text.len()..text.len(), "this ends too early")
            .help("a name, a value or a closing bracket is missing");
    }
    let found = &tokens[index];
    let before = index.checked_sub(1).map(|before| tokens[before].kind);
    let written = &text[found.span.clone()];
    let error = QueryError::new(
        found.span.clone(),
        format!("`{written}` does not fit here (RFC 9535)"),
    );
    match (before, found.kind) {
        (_, Kind::Op(_)) => error.help(
            "only a literal, a path to a single value (names and indexes), or length(), count(), \
             value() can be compared; for any of several write a filter: `@.list[?@ == 1]`",
        ),
        (Some(Kind::Op(_)), Kind::Open) => {
            error.help("a list is no literal; compare with each value: `@.x == 'a' || @.x == 'b'`")
        }
        (Some(Kind::Op(_)), Kind::Name) => error.help("a string stands in quotes: `'text'`"),
        (Some(Kind::Dot), Kind::Number) => error.help("an index stands in brackets: `[0]`"),
        (Some(Kind::Open | Kind::Comma), Kind::Name) => error.help(format!(
            "a name in brackets stands in quotes: `'{written}'`"
        )),
        (Some(Kind::Open), Kind::Current) => error.help("a filter is written `[?...]`"),
        _ => error.help(
            "a query is `$` followed by `.name`, `['name']`, `[0]`, `[*]`, `..name` or `[?filter]`",
        ),
    }
}

fn is_literal(text: &str, token: &Token) -> bool {
    match token.kind {
        Kind::Text | Kind::Number => true,
        Kind::Name => matches!(&text[token.span.clone()], "true" | "false" | "null"),
        _ => false,
    }
}
