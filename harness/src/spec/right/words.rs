//! Right sides that are words of some language: names, IAM actions, networks, references, versions.

use serde_json::Value;
use toml::de::DeValue;

use super::{Site, value};
use crate::matcher::{
    Accepts, Matcher, MatcherInfo, is_action, is_network, names_service, why_no_constraint,
};
use crate::spec::reader::{Entry, Reader, Text};
use crate::spec::scope::Scope;
use crate::spec::{Right, Template};

/// A text or a list of texts, each of which must be a word of the matcher's language.
pub(super) fn texts(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    info: &MatcherInfo,
    scope: &mut Scope,
    site: Site,
) -> Option<Right> {
    let before = reader.errors();
    let texts = reader.texts(entry);
    if texts.is_empty() && reader.errors() == before {
        let found = reader.error(
            entry.value_span(),
            "this list is empty: it names nothing",
            "",
        );
        found
            .help
            .push(format!("write `{} = {}`", entry.key, info.example));
    }
    for text in &texts {
        word(reader, *text, info);
    }
    if reader.errors() > before {
        return None;
    }
    value(reader, entry, scope, site)
}

/// Refuses a text that is no word, where no param or path is to be put into it.
fn word(reader: &mut Reader<'_>, text: Text<'_>, info: &MatcherInfo) {
    if text.value.is_empty() {
        reader.error(
            text.span(),
            format!("a text of `{}` is empty", info.name),
            "",
        );
        return;
    }
    if text.value.contains('{') {
        return;
    }
    match info.accepts {
        Accepts::Actions if !names_service(text.value) && !text.value.contains(['*', '?']) => {
            let message = "`covers` takes an action or an ARN, and this names no service";
            let found = reader.error(text.span(), message, "");
            found
                .help
                .push("write the service before it, as `s3:GetObject`".into());
        }
        Accepts::Actions if !is_action(text.value) => {
            let message = "`covers` takes an action, not a pattern";
            let found = reader.error(text.span(), message, "`*` and `?` belong to the value");
            found
                .help
                .push("name an action that the value must not, or must, let through".into());
        }
        Accepts::Networks if !is_network(text.value) => {
            let found = reader.error(text.span(), "this is no network", "");
            found
                .help
                .push("write a CIDR block as \"10.0.0.0/8\", or an address".into());
        }
        _ => {}
    }
    if info.matcher == Matcher::ZipEntry && text.value.chars().all(|c| c == '*') {
        reader.error(
            text.span(),
            "every entry is like this: it can never fail",
            "",
        );
    }
}

/// Globs over references, their braces taken apart.
pub(super) fn references(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    scope: &Scope,
) -> Option<Right> {
    if matches!(entry.value.get_ref(), DeValue::Boolean(_)) {
        let found = reader.wrong(entry, "a glob over types, or a list of them");
        found
            .help
            .push("for \"refers to anything\" write `not_literal = true`".into());
        return None;
    }
    let before = reader.errors();
    let mut globs = Vec::new();
    for text in reader.texts(entry) {
        scope.refuse_placeholders(reader, text, entry.key);
        match braces(text.value) {
            Some(all) if all.iter().all(|glob| is_reference(glob)) => {
                globs.extend(all.into_iter().map(Value::from));
            }
            _ => {
                let message = "this is no glob over references";
                let found = reader.error(text.span(), message, "");
                found.help.push(
                    "write a type (`aws_kms_key`), a type and an attribute (`aws_kms_key.arn`), \
                     `data.aws_vpc` or `var.*`"
                        .into(),
                );
            }
        }
    }
    (reader.errors() == before).then(|| Right::Value(Template::Plain(Value::Array(globs))))
}

fn is_reference(glob: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || "_-*?.".contains(c);
    !glob.is_empty() && glob.chars().all(name) && !glob.chars().all(|c| c == '*')
}

/// The alternatives of a glob with `{a,b}` in it, at most 256 of them.
fn braces(glob: &str) -> Option<Vec<String>> {
    let Some(close) = glob.find('}') else {
        return (!glob.contains('{')).then(|| vec![glob.to_owned()]);
    };
    let open = glob[..close].rfind('{')?;
    let mut all = Vec::new();
    for part in glob[open + 1..close].split(',') {
        all.extend(braces(&format!(
            "{}{part}{}",
            &glob[..open],
            &glob[close + 1..]
        ))?);
    }
    (all.len() <= 256).then_some(all)
}

/// A version constraint.
pub(super) fn constraint(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    scope: &mut Scope,
    site: Site,
) -> Option<Right> {
    let text = reader.text(entry)?;
    let why = why_no_constraint(text.value).filter(|_| !text.value.contains('{'));
    if let Some(why) = why {
        let found = reader.error(text.span(), why, "");
        found
            .help
            .push("write one as \">= 5.0, < 7\" or \"~> 6.0\"".into());
        return None;
    }
    value(reader, entry, scope, site)
}
