//! The top level of a large plan, read in parts on several threads.
//!
//! Where a part starts is a guess: at the first text that looks like the start of a member which
//! plans have at their top level. Each part is read member by member and must end exactly where the
//! next one starts, so that a wrong guess is found out, and then, as at anything that is not plain,
//! the whole is read again in one go, which says what is wrong.

use memchr::memmem;

use super::shape::{Module, Plain, Top};
use super::text::Doc;
use crate::threads;
use crate::value::Scan;

/// How the members start that halve a plan, as `terraform show -json` writes them.
const STARTS: [&str; 3] = [
    r#""resource_changes":[{"address":""#,
    r#""prior_state":{"format_version":""#,
    r#""configuration":{"provider_config":{"#,
];

/// A text below this size is not worth a thread.
const SMALLEST: usize = 1 << 20;

/// Reads the top level of a plan; the document's own text comes with it. `None` says nothing: the
/// text is small, or another kind of document, or has a fault.
pub(crate) fn read<'a>(doc: &Doc<'a>) -> Option<(Top<'a>, &'a str)> {
    let text = doc.rest();
    match text.len() < SMALLEST {
        true => None,
        false => read_text(text),
    }
}

fn read_text(text: &str) -> Option<(Top<'_>, &str)> {
    let start = text.len() - text.trim_start().len();
    let mut starts = vec![blank(
        text,
        text.get(start..)?.starts_with('{').then_some(start + 1)?,
    )];
    for member in STARTS {
        let from = *starts.last()?;
        let found = memmem::find(text.as_bytes().get(from..)?, member.as_bytes());
        starts.extend(found.map(|at| from + at));
    }
    if starts.len() < 2 {
        return None;
    }
    let parts = threads::each(starts.len(), |number| {
        part(text, *starts.get(number)?, starts.get(number + 1).copied())
    });
    let (mut whole, mut end) = (Top::default(), None);
    for part in parts {
        let part = part?;
        whole.add(part.top)?;
        end = part.end;
    }
    Some((whole, text.get(start..end?)?))
}

/// Some members of the top level.
struct Part<'a> {
    top: Top<'a>,
    /// Where the document ends, if it does.
    end: Option<usize>,
}

/// Reads the members from `at` to exactly `until`, or to the end of the document.
fn part(text: &str, mut at: usize, until: Option<usize>) -> Option<Part<'_>> {
    let mut top = Top::default();
    loop {
        if until.is_some_and(|until| at >= until) {
            return (Some(at) == until).then_some(Part { top, end: None });
        }
        let name = text.get(at..)?.strip_prefix('"')?;
        let name = name.get(..name.find('"')?)?;
        if name.contains(|c: char| c == '\\' || c < ' ') {
            return None;
        }
        at = blank(text, at + name.len() + 2);
        at = blank(text, at + text.get(at..)?.starts_with(':').then_some(1)?);
        macro_rules! read {
            ($field:ident) => {{
                top.names.push(stringify!($field));
                top.$field = value(text, &mut at)?;
            }};
        }
        match name {
            "planned_values" => read!(planned_values),
            "prior_state" => read!(prior_state),
            "resource_changes" => read!(resource_changes),
            "output_changes" => read!(output_changes),
            "variables" => read!(variables),
            "configuration" => read!(configuration),
            // Of a state, that is.
            "values" => return None,
            _ => top.rest.0.push((name.into(), value(text, &mut at)?)),
        }
        at = blank(text, at);
        match text.as_bytes().get(at)? {
            b',' => at = blank(text, at + 1),
            b'}' if until.is_none() => {
                let end = Some(at + 1);
                return Some(Part { top, end });
            }
            _ => return None,
        }
    }
}

/// Reads the value at a place, and moves on behind it. serde reads what is not plain.
fn value<'a, T: Plain<'a> + serde::Deserialize<'a>>(text: &'a str, at: &mut usize) -> Option<T> {
    let mut scan = Scan::at(text, *at, 1);
    if let Some(value) = T::plain(&mut scan) {
        *at = scan.offset();
        return Some(value);
    }
    let mut values = serde_json::Deserializer::from_str(text.get(*at..)?).into_iter::<T>();
    let value = values.next()?.ok()?;
    *at += values.byte_offset();
    Some(value)
}

/// The first place from `at` on that is not blank.
fn blank(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
    at + rest.iter().take_while(|byte| blank(byte)).count()
}

/// How many modules there may be in one another: a document has fewer levels in all than serde
/// reads, and what is read by members has one more.
const MAX_MODULES: usize = 32;

impl<'a> Top<'a> {
    /// Adds the members of a part further down; `None` if one is there twice, or nests deep.
    fn add(&mut self, part: Top<'a>) -> Option<()> {
        macro_rules! add {
            ($($field:ident)*) => {
                $(self.$field = self.$field.take().or(part.$field);)*
            };
        }
        add!(planned_values prior_state resource_changes output_changes variables configuration);
        self.names.extend(part.names);
        self.rest.0.extend(part.rest.0);
        let planned = self.planned_values.iter();
        let before = self
            .prior_state
            .iter()
            .filter_map(|state| state.values.as_ref());
        let shallow = planned
            .chain(before)
            .filter_map(|values| values.root_module.as_ref())
            .all(|root| is_shallow(root, MAX_MODULES));
        let rest = self.rest.0.iter().map(|(name, _)| name.as_ref());
        let mut names: Vec<&str> = rest.chain(self.names.iter().copied()).collect();
        names.sort_unstable();
        let once = names.windows(2).all(|pair| pair[0] != pair[1]);
        (shallow && once).then_some(())
    }
}

fn is_shallow(module: &Module<'_>, levels: usize) -> bool {
    let mut children = module.child_modules.iter().flatten();
    levels > 0 && children.all(|child| is_shallow(child, levels - 1))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    /// The names of the members, the resources that changes are about, and the document.
    fn told(text: &str) -> Option<(Vec<String>, Vec<String>, &str)> {
        let (top, document) = read_text(text)?;
        let rest = top.rest.0.iter().map(|(name, _)| name.to_string());
        let mut names: Vec<String> = rest
            .chain(top.names.iter().map(|it| (*it).into()))
            .collect();
        names.sort();
        let changes = top.resource_changes.iter().flatten();
        let changes = changes.map(|change| change.address.0.to_string());
        Some((names, changes.collect(), document))
    }

    const PLANNED: &str = r#""planned_values":{"root_module":{"resources":[]}}"#;
    const CHANGES: &str = r#""resource_changes":[{"address":"a.b","type":"a","name":"b"}]"#;
    const BEFORE: &str = r#""prior_state":{"format_version":"1.0","values":{}}"#;
    const WRITTEN: &str = r#""configuration":{"provider_config":{},"root_module":{}}"#;

    #[test]
    fn the_parts_make_the_whole() {
        let all = [
            r#""format_version":"1.2""#,
            PLANNED,
            CHANGES,
            BEFORE,
            WRITTEN,
        ];
        let mut names = [
            "configuration",
            "format_version",
            "planned_values",
            "prior_state",
            "resource_changes",
        ]
        .map(str::to_owned)
        .to_vec();
        let document = format!("{{{}}}", all.join(","));
        let changes = vec!["a.b".to_owned()];
        let expected = Some((names.clone(), changes.clone(), document.as_str()));
        assert_eq!(told(&document), expected);
        let spaced = format!("{{ {} , \"errored\" : false }}", all.join(" ,\n "));
        names.insert(1, "errored".to_owned());
        let text = format!("\n {spaced}\n");
        assert_eq!(told(&text), Some((names, changes, spaced.as_str())));
        // What follows the document is for others to say.
        let more = format!("{document} x");
        assert_eq!(told(&more), expected);
    }

    #[test]
    fn says_nothing_of_a_wrong_guess_or_a_fault() {
        let inside = format!(r#""values":{{{CHANGES}}}"#);
        let held = format!(r#""variables":{{"a":{{{WRITTEN}}}}}"#);
        for members in [
            // Where a part would start is inside of another member.
            format!(r#""x":{{{CHANGES}}},{PLANNED}"#),
            format!("{CHANGES},{held}"),
            format!("{PLANNED},{inside}"),
            // One of them twice.
            format!("{PLANNED},{CHANGES},{PLANNED}"),
            format!("{CHANGES},{CHANGES}"),
            format!(r#""a":1,{CHANGES},"a":2"#),
            // Not JSON, or another shape.
            format!("{PLANNED},{CHANGES},"),
            format!("{PLANNED} {CHANGES}"),
            format!("{PLANNED}}},{CHANGES}"),
            format!(r#"{PLANNED},{CHANGES},"a""#),
            format!(r#"{PLANNED},{CHANGES},"a":nul"#),
            format!(r#"{PLANNED},{CHANGES},"\u0061":1"#),
            format!(r#""planned_values":[],{CHANGES}"#),
            // Nothing to part it by.
            PLANNED.to_owned(),
        ] {
            assert_eq!(told(&format!("{{{members}}}")), None, "{members}");
        }
        let cut = format!("{{{PLANNED},{CHANGES}");
        assert_eq!(told(&cut), None);
        let child = r#"{"child_modules":["#.repeat(40) + &"]}".repeat(40);
        let deep = format!(r#"{{"planned_values":{{"root_module":{child}}},{CHANGES}}}"#);
        assert_eq!(told(&deep), None);
    }
}
