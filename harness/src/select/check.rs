//! What is refused before the grammar is asked: limits, and mistakes that it would accept, or
//! refuse without a place or a sentence.

use super::lex::{Kind, Token};
use super::{MAX_TEXT, QueryError};

/// How deep brackets and parentheses may nest. The grammar backtracks, so that this bounds its
/// time as well as its stack.
const MAX_NESTING: usize = 16;

/// How many descendant segments a query may have: each multiplies the nodes to visit.
const MAX_DESCENDANTS: usize = 2;

/// The largest integer of I-JSON (RFC 7493), and so of RFC 9535.
const MAX_INTEGER: u64 = (1 << 53) - 1;

const FUNCTIONS: [(&str, usize); 5] = [
    ("length", 1),
    ("count", 1),
    ("value", 1),
    ("match", 2),
    ("search", 2),
];

/// Refuses a text that is too long, before anything else looks at it.
pub(super) fn length(text: &str) -> Result<(), QueryError> {
    if text.len() > MAX_TEXT {
        let message = format!(
            "this is {} bytes long, and a query may have {MAX_TEXT}",
            text.len()
        );
        return Err(QueryError::new(0..text.len(), message)
            .help("split it into several clauses, or move values into a param"));
    }
    Ok(())
}

/// Refuses a text that does not start with `$`, or has blanks around it.
pub(super) fn starts_at_root(text: &str, tokens: &[Token]) -> Result<(), QueryError> {
    let Some(first) = tokens.first() else {
        return Err(QueryError::new(0..text.len(), "the query is empty").help("`$` is the root"));
    };
    let trimmed = text.trim_end().len();
    if first.kind != Kind::Root {
        let name = text.trim_start_matches(['.', '@']);
        let error = QueryError::new(first.span.clone(), "a query starts with `$`");
        return Err(error.help(match first.kind {
            Kind::Open => format!("write `${text}`"),
            _ => format!("write `$.{name}`"),
        }));
    }
    if first.span.start > 0 {
        let blank = 0..first.span.start;
        return Err(QueryError::new(blank, "blanks before the query").help("take them out"));
    }
    if trimmed < text.len() {
        let blank = trimmed..text.len();
        return Err(QueryError::new(blank, "blanks after the query").help("take them out"));
    }
    Ok(())
}

/// Refuses what the tokens alone show to be wrong.
pub(super) fn tokens(text: &str, tokens: &[Token]) -> Result<(), QueryError> {
    nesting(text, tokens)?;
    let mut descendants = 0;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let after = tokens.get(at + 1);
        match token.kind {
            Kind::Dot | Kind::DotDot => {
                if let Some(after) = after.filter(|after| after.span.start > token.span.end) {
                    let blank = token.span.end..after.span.start;
                    return Err(QueryError::new(blank, "a blank after the dot")
                        .help("take it out, or write the name as `['name']`"));
                }
                descendants += usize::from(token.kind == Kind::DotDot);
                if descendants > MAX_DESCENDANTS {
                    let message = format!("more than {MAX_DESCENDANTS} `..` in one query");
                    return Err(QueryError::new(token.span.clone(), message)
                        .help("each visits the whole document again; name the members instead"));
                }
            }
            Kind::Name => name(text, before, token, after, &tokens[at..])?,
            Kind::Number => number(text, token)?,
            Kind::ParenOpen if before.is_some_and(|before| before.kind == Kind::Open) => {
                return Err(
                    QueryError::new(token.span.clone(), "`[(` is no selector of RFC 9535")
                        .help("a filter is written `[?...]`, the last element `[-1]`"),
                );
            }
            _ => {}
        }
    }
    Ok(())
}

fn nesting(text: &str, tokens: &[Token]) -> Result<(), QueryError> {
    let mut open: Vec<&Token> = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Open | Kind::ParenOpen => open.push(token),
            Kind::Close | Kind::ParenClose => {
                let wanted = match token.kind {
                    Kind::Close => Kind::Open,
                    _ => Kind::ParenOpen,
                };
                if open.pop().is_none_or(|opened| opened.kind != wanted) {
                    let message = format!("this `{}` closes nothing", &text[token.span.clone()]);
                    return Err(QueryError::new(token.span.clone(), message)
                        .help("brackets and parentheses come in pairs"));
                }
            }
            _ => {}
        }
        if open.len() > MAX_NESTING {
            let message = format!("more than {MAX_NESTING} levels of brackets and parentheses");
            return Err(
                QueryError::new(token.span.clone(), message).help("split it into several clauses")
            );
        }
    }
    match open.last() {
        Some(token) => {
            let message = format!("this `{}` is never closed", &text[token.span.clone()]);
            Err(QueryError::new(token.span.clone(), message)
                .help("brackets and parentheses come in pairs"))
        }
        None => Ok(()),
    }
}

/// A name: a function that is called, or a word that follows another one.
fn name(
    text: &str,
    before: Option<&Token>,
    token: &Token,
    after: Option<&Token>,
    rest: &[Token],
) -> Result<(), QueryError> {
    let word = &text[token.span.clone()];
    let is_member = before.is_some_and(|before| matches!(before.kind, Kind::Dot | Kind::DotDot));
    match after.map(|after| after.kind) {
        Some(Kind::ParenOpen) if is_member => Err(call_on_path(text, token)),
        Some(Kind::ParenOpen) => call(text, before, token, rest),
        // `@.type in [...]`: the second word is to blame; `not @.x`: the first.
        Some(Kind::Name) if is_member => Err(word_operator(text, &rest[1], word)),
        Some(Kind::Name | Kind::Text | Kind::Number | Kind::Current | Kind::Root) if !is_member => {
            Err(word_operator(text, token, word))
        }
        _ => Ok(()),
    }
}

fn word_operator(text: &str, blamed: &Token, before: &str) -> QueryError {
    let word = &text[blamed.span.clone()];
    let error = QueryError::new(
        blamed.span.clone(),
        format!("`{word}` is no operator of RFC 9535"),
    );
    error.help(match word {
        "in" | "one_of" => "compare with each value: `@.x == 'a' || @.x == 'b'`".to_owned(),
        "nin" => "compare with each value: `@.x != 'a' && @.x != 'b'`".to_owned(),
        "and" | "AND" => "\"and\" is written `&&`".to_owned(),
        "or" | "OR" => "\"or\" is written `||`".to_owned(),
        "not" | "NOT" => "\"not\" is written `!`".to_owned(),
        "contains" | "like" | "matches" => {
            "write `search(@.x, 'part')` or `match(@.x, 'whole')`".to_owned()
        }
        _ => format!("a name with blanks is written in brackets: `['{before} {word}']`"),
    })
}

fn call_on_path(text: &str, token: &Token) -> QueryError {
    let word = &text[token.span.clone()];
    QueryError::new(token.span.clone(), "a path has no methods").help(format!(
        "functions stand in filters and take the path as an argument: `[?{word}(@.x) > 1]`"
    ))
}

fn call(
    text: &str,
    before: Option<&Token>,
    token: &Token,
    rest: &[Token],
) -> Result<(), QueryError> {
    let word = &text[token.span.clone()];
    let error = |message: String| QueryError::new(token.span.clone(), message);
    let Some((_, wanted)) = FUNCTIONS.iter().find(|(name, _)| *name == word) else {
        let near = |(name, _): &&(&str, usize)| strsim::damerau_levenshtein(name, word) <= 2;
        let known = "the functions are length, count, value, match and search";
        return Err(error(format!("there is no function `{word}`")).help(
            match FUNCTIONS.iter().find(near) {
                Some((near, _)) => format!("did you mean `{near}`? {known}"),
                None => known.to_owned(),
            },
        ));
    };
    if rest[1].span.start > token.span.end {
        let blank = token.span.end..rest[1].span.start;
        let message = "a blank between the function and its parenthesis";
        return Err(QueryError::new(blank, message).help("take it out"));
    }
    let (mut depth, mut commas, mut end) = (0_usize, 0, rest.len());
    for (at, token) in rest.iter().enumerate().skip(1) {
        match token.kind {
            Kind::Open | Kind::ParenOpen => depth += 1,
            Kind::Close | Kind::ParenClose => depth -= 1,
            Kind::Comma if depth == 1 => commas += 1,
            _ => {}
        }
        if depth == 0 {
            end = at;
            break;
        }
    }
    let given = if end == 2 { 0 } else { commas + 1 };
    if given != *wanted {
        let plural = if *wanted == 1 {
            "argument"
        } else {
            "arguments"
        };
        let message = format!("`{word}` takes {wanted} {plural}, and here it has {given}");
        return Err(error(message));
    }
    let argument = &rest[2];
    let is_path = matches!(argument.kind, Kind::Root | Kind::Current);
    if matches!(word, "count" | "value") && !is_path {
        let message = format!("`{word}` takes a path, and this is none");
        return Err(QueryError::new(argument.span.clone(), message)
            .help(format!("write `{word}(@.list[*])`")));
    }
    let is_op = |token: Option<&Token>| token.is_some_and(|t| matches!(t.kind, Kind::Op(_)));
    if *wanted == 2 && (is_op(before) || is_op(rest.get(end + 1))) {
        return Err(
            error(format!("`{word}` is true or false, and cannot be compared")).help(format!(
                "write `{word}(...)`, or `!{word}(...)` for its opposite"
            )),
        );
    }
    Ok(())
}

fn number(text: &str, token: &Token) -> Result<(), QueryError> {
    let written = text[token.span.clone()].trim_start_matches('-');
    let end = written.find(|c: char| !c.is_ascii_digit());
    let integer = &written[..end.unwrap_or(written.len())];
    if integer.len() > 1 && integer.starts_with('0') {
        return Err(
            QueryError::new(token.span.clone(), "a number with a leading zero")
                .help("write it without, or as a string in quotes"),
        );
    }
    match integer.parse::<u64>() {
        Ok(value) if value <= MAX_INTEGER => Ok(()),
        _ => {
            let message = format!("integers go up to {MAX_INTEGER} (RFC 9535, section 2.1)");
            Err(QueryError::new(token.span.clone(), message))
        }
    }
}
