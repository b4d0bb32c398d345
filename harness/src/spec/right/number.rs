//! Comparisons with a number of things.

use toml::de::DeValue;

use crate::spec::reader::{Entry, Reader, noun, number};
use crate::spec::scope::{Scope, placeholders};
use crate::spec::{CountOp, CountTest, FromParam, ParamKind, param};

/// `2`, `">= 2"` or `"<= {max}"`: with the param that the number is, which is put there later.
pub(in crate::spec) fn count(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    scope: &mut Scope,
) -> Option<(CountTest, Option<FromParam>)> {
    if let Some(text) = reader.as_text(entry.value)
        && let [(range, name)] = placeholders(text.value).as_slice()
        && text.value[range.end..].trim().is_empty()
        && let Some(test) = CountTest::parse(&format!("{}0", &text.value[..range.start]))
    {
        let takes = format!("`{}` compares with a number", entry.key);
        let place = (text.part(range.clone()), takes.as_str());
        if !scope.use_param(reader, name, &[ParamKind::Number], place) {
            let help = param::undeclared(name, &scope.declared);
            let message = format!("no param is called `{name}`");
            let found = reader.error(text.part(range.clone()), message, "");
            found.help.push(help);
            return None;
        }
        return Some((test, Some(FromParam::new(name))));
    }
    bare_count(reader, entry).map(|test| (test, None))
}

fn bare_count(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<CountTest> {
    let test = match entry.value.get_ref() {
        DeValue::Integer(_) => number(entry.value.get_ref())
            .and_then(|number| number.as_u64())
            .map(|number| CountTest {
                op: CountOp::Equal,
                number,
            }),
        DeValue::String(text) => CountTest::parse(text),
        _ => None,
    };
    if test.is_none() {
        let takes = "a whole number from 0, or a comparison as \">= 2\" or \"<= {max}\"";
        let found = reader.error(
            entry.value_span(),
            format!("`{}` takes {takes}", entry.key),
            match entry.value.get_ref() {
                DeValue::String(_) => "this is neither".to_owned(),
                value => format!("this is {}", noun(value)),
            },
        );
        found
            .notes
            .push("the comparisons are ==, !=, <, <=, > and >=".into());
    }
    test
}
