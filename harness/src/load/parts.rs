//! The top level of a large plan, read in parts on several threads.
//!
//! Where a part starts is a guess: at a text that looks like the start of a member which plans have
//! at their top level. Each part is read member by member up to where another may start, and the
//! parts must then follow one another without a gap, so that a wrong guess is found out; then, as at
//! anything that is not plain, the whole is read again in one go, which says what is wrong.

use std::sync::OnceLock;

use memchr::memmem;

use super::shape::{Module, Plain, Top};
use super::text::Doc;
use crate::threads;
use crate::value::Scan;

/// How the members start that begin a part, as `terraform show -json` writes them.
const CHANGES: &str = r#""resource_changes":[{"address":""#;
const BEFORE: &str = r#""prior_state":{"format_version":""#;
const WRITTEN: &str = r#""configuration":{"provider_config":{"#;

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
    let first = text.get(start..)?.starts_with('{').then_some(start + 1)?;
    let first = blank(text, first);
    let starts = Starts::of(text);
    let begun: [&(dyn Fn() -> Option<usize> + Sync); 4] = [
        &|| Some(first),
        &|| starts.changes(),
        &|| starts.written(),
        &|| starts.before(),
    ];
    let parts = threads::each(begun.len(), |number| {
        begun[number]().map(|at| part(text, at))
    });
    // A member that is not there begins no part; a part with a fault makes all of it nothing.
    let mut parts: Vec<Part<'_>> = parts.into_iter().flatten().collect::<Option<_>>()?;
    parts.sort_by_key(|part| part.start);
    if parts.len() < 2 || parts.windows(2).any(|pair| pair[0].end != pair[1].start) {
        return None;
    }
    let (mut whole, mut last) = (Top::default(), None);
    for part in parts {
        // Only the last one ends the document.
        if last.is_some() {
            return None;
        }
        whole.add(part.top)?;
        last = part.closed.then_some(part.end);
    }
    Some((whole, text.get(start..last?)?))
}

/// Where members may start, searched when it is asked: while one thread searches, another reads.
struct Starts<'t> {
    text: &'t str,
    changes: OnceLock<Option<usize>>,
    written: OnceLock<Option<usize>>,
}

impl<'t> Starts<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            changes: OnceLock::new(),
            written: OnceLock::new(),
        }
    }

    /// Where what changes starts, and most of a plan's first half ends.
    fn changes(&self) -> Option<usize> {
        let find = || memmem::find(self.text.as_bytes(), CHANGES.as_bytes());
        *self.changes.get_or_init(find)
    }

    /// Where what is written starts, which is near the end.
    fn written(&self) -> Option<usize> {
        let find = || find_last(self.text, self.changes()?, self.text.len(), WRITTEN);
        *self.written.get_or_init(find)
    }

    /// Where what was before starts; it stands between the two, if there is something to stand there.
    fn before(&self) -> Option<usize> {
        find_last(self.text, self.changes()?, self.written()?, BEFORE)
    }
}

/// How much of a text is searched at once from its end.
const STRIDE: usize = 1 << 20;

/// Where `wanted` starts last between two places of a text.
fn find_last(text: &str, from: usize, until: usize, wanted: &str) -> Option<usize> {
    let finder = memmem::Finder::new(wanted);
    let mut end = until;
    while end > from {
        let start = end.saturating_sub(STRIDE).max(from);
        let stride = text.as_bytes().get(start..until.min(end + wanted.len()))?;
        if let Some(at) = finder.find_iter(stride).last() {
            return Some(start + at);
        }
        end = start;
    }
    None
}

/// Some members of the top level.
struct Part<'a> {
    start: usize,
    top: Top<'a>,
    /// Where the next part starts, or the document ends.
    end: usize,
    /// Whether it is the document that ends there.
    closed: bool,
}

/// Reads the members from `start` to one that may begin another part, or to the end of the document.
fn part(text: &str, start: usize) -> Option<Part<'_>> {
    let (mut top, mut at) = (Top::default(), start);
    loop {
        let rest = text.get(at..)?;
        if at > start
            && [CHANGES, BEFORE, WRITTEN]
                .iter()
                .any(|it| rest.starts_with(it))
        {
            let (end, closed) = (at, false);
            return Some(Part {
                start,
                top,
                end,
                closed,
            });
        }
        let name = rest.strip_prefix('"')?;
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
            b'}' => {
                let (end, closed) = (at + 1, true);
                return Some(Part {
                    start,
                    top,
                    end,
                    closed,
                });
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
    const CHANGED: &str = r#""resource_changes":[{"address":"a.b","type":"a","name":"b"}]"#;
    const PRIOR: &str = r#""prior_state":{"format_version":"1.0","values":{}}"#;
    const CONFIGURED: &str = r#""configuration":{"provider_config":{},"root_module":{}}"#;

    #[test]
    fn the_parts_make_the_whole() {
        let all = [
            r#""format_version":"1.2""#,
            PLANNED,
            CHANGED,
            PRIOR,
            CONFIGURED,
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
    fn the_last_is_found_across_strides() {
        let mut text = "x".repeat(3 * STRIDE);
        assert_eq!(find_last(&text, 0, text.len(), BEFORE), None);
        for at in [0, 7, STRIDE - 5, 2 * STRIDE - 1, 3 * STRIDE - BEFORE.len()] {
            text.replace_range(at..at + BEFORE.len(), BEFORE);
            assert_eq!(find_last(&text, 0, text.len(), BEFORE), Some(at));
            assert_eq!(find_last(&text, at, text.len(), BEFORE), Some(at));
            let end = at + BEFORE.len();
            assert_eq!(find_last(&text, at + 1, text.len(), BEFORE), None);
            assert_eq!(find_last(&text, at, end - 1, BEFORE), None);
        }
    }

    #[test]
    fn says_nothing_of_a_wrong_guess_or_a_fault() {
        let inside = format!(r#""values":{{{CHANGED}}}"#);
        let held = format!(r#""variables":{{"a":{{{CONFIGURED}}}}}"#);
        for members in [
            // Where a part would start is inside of another member.
            format!(r#""x":{{{CHANGED}}},{PLANNED}"#),
            format!("{CHANGED},{held}"),
            format!("{PLANNED},{inside}"),
            // One of them twice.
            format!("{PLANNED},{CHANGED},{PLANNED}"),
            format!("{CHANGED},{CHANGED}"),
            format!(r#""a":1,{CHANGED},"a":2"#),
            // Not JSON, or another shape.
            format!("{PLANNED},{CHANGED},"),
            format!("{PLANNED} {CHANGED}"),
            format!("{PLANNED}}},{CHANGED}"),
            format!(r#"{PLANNED},{CHANGED},"a""#),
            format!(r#"{PLANNED},{CHANGED},"a":nul"#),
            format!(r#"{PLANNED},{CHANGED},"\u0061":1"#),
            format!(r#""planned_values":[],{CHANGED}"#),
            // A second document.
            format!("{PLANNED}}},{{{CHANGED}"),
            format!("{PLANNED},{CHANGED}}}{{{CONFIGURED}"),
            // Nothing to part it by.
            PLANNED.to_owned(),
        ] {
            assert_eq!(told(&format!("{{{members}}}")), None, "{members}");
        }
        let cut = format!("{{{PLANNED},{CHANGED}");
        assert_eq!(told(&cut), None);
        let child = r#"{"child_modules":["#.repeat(40) + &"]}".repeat(40);
        let deep = format!(r#"{{"planned_values":{{"root_module":{child}}},{CHANGED}}}"#);
        assert_eq!(told(&deep), None);
    }
}
