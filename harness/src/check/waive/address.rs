//! The address of a waiver, completed: `aws_sqs_queue.orders-{suffix}`.

use crate::config::{NameGlob, Waiver};
use crate::diagnostic::Diagnostic;
use crate::spec::{ParamValue, Params};

/// The glob with the values of params in the place of their names, every character of them as itself.
///
/// # Errors
/// What is in braces is no param, or one without a value.
pub(super) fn complete(
    glob: &NameGlob,
    waiver: &Waiver,
    params: &Params,
) -> Result<NameGlob, Box<Diagnostic>> {
    let (mut out, mut rest) = (String::new(), glob.text());
    while let Some((before, name, behind)) = next(rest) {
        out.push_str(before);
        let Some(param) = params.any(name) else {
            return Err(refused(name, waiver));
        };
        literally(param, &mut out);
        rest = behind;
    }
    out.push_str(rest);
    NameGlob::new(&out).map_err(|_| refused("", waiver))
}

/// The next `{name}`, with what stands before and behind it; `{a,b}` is an alternative of the glob.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let inner = &text[open + 1..];
        let end = inner.find(['{', '}', ','])?;
        if inner.as_bytes()[end] == b'}' {
            return Some((&text[..open], &inner[..end], &inner[end + 1..]));
        }
        from = open + 1;
    }
    None
}

fn literally(param: &ParamValue, out: &mut String) {
    let text = match param.value.as_str() {
        Some(text) => text.to_owned(),
        None => param.value.to_string(),
    };
    for c in text.chars() {
        match c {
            '*' | '?' | '[' | ']' | '{' | '}' | '!' | '\\' => out.extend(['[', c, ']']),
            c => out.push(c),
        }
    }
}

fn refused(name: &str, waiver: &Waiver) -> Box<Diagnostic> {
    let message = format!("`{{{name}}}` in the address of this waiver has no value");
    let help = "give the param that a spec declares a value, in `[params]` or with `--param`; \
                a glob needs no braces around one word";
    let place = &waiver.of.place;
    let error = Diagnostic::error(message).at(&place.file, place.span.clone(), "of this waiver");
    Box::new(error.help(help))
}
