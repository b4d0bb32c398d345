//! What a clause says besides path and matchers: `together` with `per`, `as`, `ordered`.

use std::ops::Range;
use std::sync::Arc;

use super::query::{self, Start};
use super::reader::{Entry, Reader, Table};
use super::scope::Scope;
use super::{Over, Per, Rewrite, Together, TogetherScope};

/// `together`, and `per` with it. `hand`: the clause looks at other things than the subject.
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    hand: bool,
    inside_any: bool,
) -> Option<Together> {
    let per = table.get("per");
    let Some(entry) = table.get("together") else {
        if let Some(per) = per {
            let message = "`per` groups what `together` judges, and this clause has no `together`";
            let found = reader.error(per.span(), message, "");
            found
                .help
                .push("add `together = \"stack\"`, or leave `per` out".into());
        }
        return None;
    };
    if hand {
        let message =
            "`together` judges the values of the subjects, and this clause looks elsewhere";
        let found = reader.error(entry.key_span(), message, "");
        found.help.push(
            "`follow` beside `must` makes what is reached the subjects; without `together` a clause judges all that it looks at"
                .into(),
        );
        return None;
    }
    if inside_any {
        let message = "`together` inside an `any`: it is about all subjects, the `any` about each";
        let found = reader.error(entry.key_span(), message, "");
        found.help.push("write it as a clause of its own".into());
        return None;
    }
    let text = reader.text(entry)?;
    let scopes = [("stack", TogetherScope::Stack), ("run", TogetherScope::Run)];
    let scope = reader.choice(text, "together", &scopes)?;
    let read = |reader: &mut Reader<'_>, entry: Entry<'_>| {
        let text = reader.text(entry)?;
        let at = query::query(reader, text, Start::Subject)?;
        if !at.is_singular() {
            let message = "`per` takes a path to one value: names and indexes only";
            let found = reader.error(text.span(), message, "");
            found.help.push("write `per = \"$.vpc_id\"`".into());
            return None;
        }
        Some(Per {
            at: Arc::new(at),
            span: text.inner(),
        })
    };
    let per = match per {
        Some(entry) => Some(read(reader, entry)?),
        None => None,
    };
    Some(Together { scope, per })
}

/// `as = "/aws/lambda/{}"`.
pub(super) fn rewrite(reader: &mut Reader<'_>, entry: Entry<'_>, scope: &Scope) -> Option<Rewrite> {
    let text = reader.text(entry)?;
    scope.refuse_placeholders(reader, text, "as");
    let mut parts = text.value.split("{}");
    let rewrite = match (parts.next(), parts.next(), parts.next()) {
        (Some(before), Some(after), None) => Rewrite {
            before: before.to_owned(),
            after: after.to_owned(),
        },
        _ => {
            let message = "`as` takes a text with one `{}` in it, where the value goes";
            let found = reader.error(text.span(), message, "");
            found.help.push("write `as = \"/aws/lambda/{}\"`".into());
            return None;
        }
    };
    if rewrite.before.is_empty() && rewrite.after.is_empty() {
        let message = "this `as` changes nothing";
        reader
            .error(text.span(), message, "")
            .help
            .push("leave it out".into());
        return None;
    }
    Some(rewrite)
}

/// `ordered = "before"`: its bytes.
pub(super) fn ordered(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    over: &Over,
) -> Option<Range<usize>> {
    let entry = table.get("ordered")?;
    if !matches!(over, Over::Walk(_)) {
        let message = "`ordered` says that what was followed is created before the subject, and nothing is followed here";
        let found = reader.error(entry.key_span(), message, "");
        found
            .help
            .push("add `follow = \"-> aws_api_gateway_method\"`".into());
        return None;
    }
    let text = reader.text(entry)?;
    reader.choice(text, "ordered", &[("before", ())])?;
    Some(entry.span())
}
