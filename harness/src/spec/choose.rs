//! What a spec, a clause or a right side chooses: `resource` and its sisters, `view`, `follow`.

use std::sync::Arc;

use super::reader::{Entry, Reader, Table, listed};
use super::scope::Scope;
use super::{Filter, Over, Selection, Walk, What, keys, pattern, query};
use crate::diagnostic::nearest;
use crate::follow::Follow;
use crate::stack::BlockKind;
use crate::view::View;

/// The kinds that a clause or a right side chooses from; views besides.
const IN_CLAUSES: [BlockKind; 3] = [BlockKind::Resource, BlockKind::Data, BlockKind::Output];

/// The key of rows.
const VIEW: &str = "view";

/// The one key that says what a spec selects.
pub(super) fn subjects(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Selection> {
    let entries = table.entries();
    let mut chosen = entries.iter().filter(|entry| is_selection(entry.key));
    let mut words: Vec<_> = BlockKind::ALL.iter().map(|kind| kind.word()).collect();
    words.push(VIEW);
    let Some(entry) = chosen.next() else {
        // A key that was refused may have been meant for this one.
        let meant = |entry: &&Entry<'_>| {
            keys::SPEC_ALIASES
                .iter()
                .any(|(word, ours)| *word == entry.key && words.contains(ours))
                || (!keys::SPEC.iter().any(|key| key.name == entry.key)
                    && nearest(entry.key, words.iter().copied()).is_some())
        };
        if !entries.iter().any(|entry| meant(&entry)) {
            let found = reader.error(table.head(), "this spec does not say what it selects", "");
            found.help.push(format!(
                "add one of {}, as `resource = \"aws_s3_bucket\"`",
                listed(&words)
            ));
        }
        return None;
    };
    let mut one = true;
    for other in chosen {
        let message = format!(
            "a spec selects one kind of thing, and this one has `{}` already",
            entry.key
        );
        let found = reader.error(other.span(), message, "");
        found.help.push("write a spec for each".into());
        one = false;
    }
    selection(reader, *entry).filter(|_| one)
}

/// What a clause or a right side looks at; `None` if that is wrong.
pub(super) fn over(reader: &mut Reader<'_>, table: Table<'_>, scope: &Scope) -> Option<Over> {
    let entries = table.entries();
    let mut chosen = entries
        .iter()
        .filter(|entry| is_selection(entry.key) || entry.key == "follow");
    let Some(entry) = chosen.next() else {
        return Some(Over::Subject);
    };
    if let Some(other) = chosen.next() {
        let message = format!("`{}` beside `{}`", other.key, entry.key);
        let found = reader.error(other.key_span(), message, "");
        found
            .notes
            .push("one looks at what is reached from the subject, the other at the whole stack, or at another kind of thing".into());
        found.help.push("write a clause for each".into());
        return None;
    }
    if entry.key == "follow" {
        return walk(reader, *entry, scope).map(Over::Walk);
    }
    let known = IN_CLAUSES.iter().any(|kind| kind.word() == entry.key);
    if entry.key != VIEW && !known {
        let message = format!("`{}` selects subjects, and this is no spec", entry.key);
        let found = reader.error(entry.key_span(), message, "");
        let mut words: Vec<_> = IN_CLAUSES.iter().map(|kind| kind.word()).collect();
        words.push(VIEW);
        found.help.push(format!(
            "here it may be one of {}, or `follow`",
            listed(&words)
        ));
        return None;
    }
    selection(reader, *entry).map(Over::Stack)
}

/// Whether a key chooses blocks or rows.
pub(super) fn is_selection(key: &str) -> bool {
    key == VIEW || BlockKind::ALL.iter().any(|kind| kind.word() == key)
}

fn selection(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<Selection> {
    let kind = BlockKind::ALL.into_iter().find(|it| it.word() == entry.key);
    let (what, patterns) = match kind {
        Some(kind) => (What::Blocks(kind), pattern::read(reader, entry, kind)),
        None => (What::Rows(view(reader, entry)?), Vec::new()),
    };
    Some(Selection {
        what,
        patterns,
        span: entry.span(),
    })
}

fn view(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<View> {
    let text = reader.text(entry)?;
    let views = View::ALL.map(|view| (view.word(), view));
    if let Some((_, view)) = views.iter().find(|(word, _)| *word == text.value) {
        return Some(*view);
    }
    let words = View::ALL.map(View::word);
    let message = format!("no view is called `{}`", text.value);
    let found = reader.error(text.span(), message, "");
    match nearest(text.value, words) {
        Some(near) => found.help.push(format!("did you mean \"{near}\"?")),
        None => found
            .notes
            .push(format!("the views are {}", listed(&words))),
    }
    None
}

/// `follow = "..."`.
pub(super) fn walk(reader: &mut Reader<'_>, entry: Entry<'_>, scope: &Scope) -> Option<Walk> {
    let text = reader.text(entry)?;
    let before = reader.errors();
    scope.refuse_placeholders(reader, text, "follow");
    if reader.errors() > before {
        return None;
    }
    match Follow::parse(text.value) {
        Ok(follow) => Some(Walk {
            follow: Arc::new(follow),
            span: text.inner(),
        }),
        Err(error) => {
            let start = error.span.start;
            let end = error.span.end.max(start + 1);
            let label = error.message;
            let found = reader.error(text.part(start..end), "this is no walk", label);
            found.help.extend(error.help);
            None
        }
    }
}

/// `where = "..."`.
pub(super) fn filter(reader: &mut Reader<'_>, entry: Entry<'_>, scope: &Scope) -> Option<Filter> {
    let text = reader.text(entry)?;
    scope.refuse_placeholders(reader, text, "where");
    let condition = query::condition(reader, text)?;
    Some(Filter {
        condition: Arc::new(condition),
        span: text.inner(),
    })
}

/// The `where` of a clause or a right side, which needs something to choose from.
pub(super) fn filter_of(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    over: &Over,
    scope: &Scope,
) -> Option<Filter> {
    let entry = table.get("where")?;
    if !over.has_nodes() {
        let message = "`where` has nothing to choose from: this looks at the subject alone";
        let found = reader.error(entry.key_span(), message, "");
        found
            .help
            .push("to choose elements, write a filter into the path: `$.rule[?@.x == 'y']`".into());
        found
            .help
            .push("to choose subjects, write `where` beside `must`".into());
        return None;
    }
    filter(reader, entry, scope)
}
