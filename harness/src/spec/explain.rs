//! A spec in words.

use std::fmt::Write as _;

use super::{
    BUILT_IN, Case, Clause, ClauseKind, CountOp, CountTest, Expect, Level, Look, Match, Param,
    Quantifier, Right, Spec, SpecFile, Template, TemplatePiece, UnknownPolicy, WhenEmpty, looks_at,
};
use crate::matcher::{Accepts, Matcher};
use crate::stack::BlockKind;

/// The spec in words: the fault, why it is bad and what to do, what is selected, what must hold
/// of it (each clause in the words of the table of matchers), params and cases. Plain text that
/// is Markdown as well; ends with a line break.
pub fn explain(spec: &Spec, file: &SpecFile) -> String {
    let mut out = format!("# {}::{}\n", file.name, spec.id);
    if file.name == BUILT_IN {
        out.push_str("\nbuilt into stackspec\n");
    } else {
        let before = file.source.text.get(..spec.span.start);
        let line = before.unwrap_or_default().matches('\n').count() + 1;
        _ = writeln!(out, "\n{}:{line}", file.source.path.display());
    }
    if let Some(title) = &spec.title {
        _ = writeln!(out, "\nThe fault: {title}");
    }
    if let Some(why) = &spec.why {
        _ = writeln!(out, "\nWhy it is bad: {}", why.trim());
    }
    if let Some(fix) = &spec.fix {
        _ = writeln!(out, "\nInstead: {}", fix.trim());
    }
    if !spec.refs.is_empty() {
        _ = writeln!(out, "\nSee also: {}", spec.refs.join(", "));
    }
    if file.name == BUILT_IN {
        let looks = looks_at(&spec.id).unwrap_or_default();
        _ = writeln!(out, "\n## What it looks at\n\nOn a synth output: {looks}.");
        _ = writeln!(out, "\n## What red means\n\n{}", built_in_policy(spec));
        return out;
    }
    _ = writeln!(out, "\n## What it looks at\n\n{}", selection(spec));
    _ = writeln!(out, "\n## What must hold of each\n");
    for (at, clause) in spec.must.iter().enumerate() {
        _ = writeln!(out, "{}. {}", at + 1, sentence(clause, "   "));
    }
    _ = writeln!(out, "\n## What red means\n\n{}", policy(spec));
    let used = file
        .params
        .iter()
        .filter(|param| spec.uses.contains(&param.name));
    let used: Vec<_> = used.map(param).collect();
    if !used.is_empty() {
        _ = writeln!(out, "\n## Params\n\n{}", used.join("\n"));
    }
    if !spec.cases.is_empty() {
        let cases: Vec<_> = spec.cases.iter().map(case).collect();
        _ = writeln!(out, "\n## Cases\n\n{}", cases.join("\n"));
    }
    out
}

/// What the spec selects.
fn selection(spec: &Spec) -> String {
    let patterns: Vec<_> = spec
        .patterns
        .iter()
        .map(|pattern| format!("`{}`", pattern.text))
        .collect();
    let patterns = patterns.join(" or ");
    let every = match spec.what {
        BlockKind::Resource => format!("Every resource of type {patterns}"),
        BlockKind::Data => format!("Every data source of type {patterns}"),
        BlockKind::Output => format!("Every output called {patterns}"),
        BlockKind::Variable => format!("Every input variable called {patterns}"),
        BlockKind::Provider => format!("Every configuration of the provider {patterns}"),
        BlockKind::Backend => format!("The backend, if its type is {patterns}"),
        BlockKind::Module => format!("Every module call called {patterns}"),
        BlockKind::Document => "The whole file of each stack, as one document".to_owned(),
    };
    let filter = spec.filter.as_ref().map(|filter| {
        format!(
            ", of these only those for which `{}`",
            filter.condition.text()
        )
    });
    let inputs: Vec<_> = spec.inputs.iter().map(|form| form.word()).collect();
    let inputs = match inputs.is_empty() {
        true => String::new(),
        false => format!(" It is judged on these inputs only: {}.", inputs.join(", ")),
    };
    format!("{every}{}.{inputs}", filter.unwrap_or_default())
}

fn built_in_policy(spec: &Spec) -> String {
    format!(
        "{} `[builtin]` in stackspec.toml sets another: `{} = \"off\"`, `\"warn\"` or `\"deny\"`. It \
         is judged without being asked for, and covers nothing.",
        level(spec.level),
        spec.id
    )
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "`deny`: red fails the run.",
        Level::Warn => "`warn`: red is printed and fails nothing.",
        Level::Off => "`off`: it is not judged.",
    }
}

fn policy(spec: &Spec) -> String {
    let level = level(spec.level);
    let empty = match spec.when_empty {
        WhenEmpty::Fail => "If there is nothing to look at, that is red too.",
        WhenEmpty::Skip => "If there is nothing to look at, it is skipped.",
    };
    let unknown = match spec.unknown {
        UnknownPolicy::Fail => "What hangs on a value that is not known before apply is red too.",
        UnknownPolicy::Warn => {
            "What hangs on a value that is not known before apply is only printed."
        }
    };
    format!("{level} {empty} {unknown}")
}

/// A clause: how many of the values where, and below it each matcher. `indent` stands before all
/// lines but the first.
fn sentence(clause: &Clause, indent: &str) -> String {
    match &clause.kind {
        ClauseKind::Look(look) => look_sentence(look, indent),
        ClauseKind::Any(clauses) => {
            let inner = format!("{indent}  ");
            let each = clauses.iter().map(|clause| sentence(clause, &inner));
            let each: Vec<_> = each.map(|said| format!("{indent}- {said}")).collect();
            format!("One of these holds:\n{}", each.join("\n"))
        }
    }
}

fn look_sentence(look: &Look, indent: &str) -> String {
    let at = format!("`{}`", look.at.text());
    let mut out = match look.quantifier {
        Quantifier::Every
            if look
                .matchers
                .iter()
                .any(|read| read.matcher == Matcher::Absent) =>
        {
            return format!("Nothing is written at {at}");
        }
        Quantifier::Every if look.optional => format!("Every value at {at}, if there is one"),
        Quantifier::Every if look.default.is_some() => format!("Every value at {at}"),
        Quantifier::Every => format!("Every value at {at}, and there must be one"),
        Quantifier::Some => format!("At least one value at {at}"),
        Quantifier::None => format!("Not one value at {at}"),
        Quantifier::Count(test) => {
            let which = if look.matchers.is_empty() {
                ""
            } else {
                " of this kind"
            };
            format!(
                "The number of values at {at}{which} is {}",
                comparison(test)
            )
        }
    };
    if look.optional && look.quantifier != Quantifier::Every {
        out.push_str("; nothing there is fine");
    }
    if let Some(default) = &look.default {
        _ = write!(out, "; where nothing is written, `{default}` counts");
    }
    for (at, read) in look.matchers.iter().enumerate() {
        out.push_str(if at == 0 { ":" } else { "" });
        _ = write!(out, "\n{indent}- {}", said(read));
    }
    out
}

/// A matcher with its right side, and what it says.
fn said(read: &Match) -> String {
    let info = read.matcher.info();
    let right = match &read.right {
        Right::Value(_) if info.accepts == Accepts::True => String::new(),
        Right::Value(template) => format!(" `{}`", shown(template)),
        Right::Param(name) => format!(" the param `{name}`"),
        Right::At(query) => format!(" what stands at `{}`", query.text()),
        Right::Regex(list) => {
            let list: Vec<_> = list
                .iter()
                .map(|regex| format!("`{}`", regex.as_str()))
                .collect();
            format!(" {}", list.join(" or "))
        }
        Right::Count(test) => format!(" {}", comparison(*test)),
    };
    let (not, never) = if read.negated {
        ("not_", "it is not so that it ")
    } else {
        ("", "")
    };
    format!("`{not}{}`{right}: {never}{}", info.name, info.says)
}

fn comparison(test: CountTest) -> String {
    let op = match test.op {
        CountOp::Equal => return test.number.to_string(),
        CountOp::NotEqual => "not ",
        CountOp::Less => "below ",
        CountOp::AtMost => "at most ",
        CountOp::Greater => "above ",
        CountOp::AtLeast => "at least ",
    };
    format!("{op}{}", test.number)
}

/// A right side as JSON, with its placeholders as they are written.
fn shown(template: &Template) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match template {
        Template::Plain(value) => value.to_string(),
        Template::Text(pieces) => quoted(&pieces.iter().map(piece).collect::<String>()),
        Template::List(list) => {
            let list: Vec<_> = list.iter().map(shown).collect();
            format!("[{}]", list.join(","))
        }
        Template::Map(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", quoted(name), shown(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

fn piece(piece: &TemplatePiece) -> String {
    match piece {
        TemplatePiece::Literal(text) => text.clone(),
        TemplatePiece::Param(name) => format!("{{{name}}}"),
        TemplatePiece::Path(query) => format!("{{{}}}", query.text()),
    }
}

fn param(param: &Param) -> String {
    let mut out = format!("- `{}`", param.name);
    if let Some(description) = &param.description {
        _ = write!(out, ": {}", description.trim());
    }
    _ = write!(out, "; {}", param.kind.noun());
    match &param.default {
        Some(default) => _ = write!(out, ", by default `{default}`"),
        None => out.push_str("; without a value this spec is skipped"),
    }
    if let Some(env) = &param.env {
        _ = write!(
            out,
            "; set by the environment variable `{env}`, where `stackspec.toml` allows it"
        );
    }
    if param.identity {
        out.push_str("; it differs by environment, so names leave it out");
    }
    out
}

fn case(case: &Case) -> String {
    let title = case.title.as_deref().unwrap_or("a stack");
    match &case.expect {
        Expect::Pass => format!("- passes: {title}"),
        Expect::Fail { address } => format!("- fails at `{address}`: {title}"),
    }
}
