//! A spec in words.

mod right;

use std::fmt::Write as _;

use self::right::{comparison, said};
use super::library::is_shipped;
use super::{
    BUILT_IN, Case, Clause, ClauseKind, Expect, Filter, Level, Look, Over, Param, Quantifier,
    Selection, Spec, SpecFile, TogetherScope, UnknownPolicy, What, WhenEmpty, example, groups_of,
    looks_at,
};
use crate::diagnostic::escape_lines;
use crate::matcher::Matcher;
use crate::stack::BlockKind;

/// The spec in words: the fault, why it is bad and what to do, what is selected, what must hold
/// of it (each clause in the words of the table of matchers), params and cases. Plain text that
/// is Markdown as well; ends with a line break.
pub fn explain(spec: &Spec, file: &SpecFile) -> String {
    // A spec file may be somebody else's: what it says is shown, and does nothing.
    escape_lines(&words(spec, file))
}

fn words(spec: &Spec, file: &SpecFile) -> String {
    let mut out = format!("# {}\n", super::full_name(&file.name, &spec.id));
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
    if let Some(source) = &spec.source {
        _ = writeln!(out, "\nThe rule: {}", source.trim());
    }
    if !spec.refs.is_empty() {
        _ = writeln!(out, "\nAnswers: {}", spec.refs.join(", "));
    }
    let groups = groups_of(&file.name, spec);
    if !groups.is_empty() && file.name != BUILT_IN {
        _ = writeln!(out, "\nGroups: {}", groups.join(", "));
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
    if let Some(used) = params(spec, file) {
        _ = writeln!(out, "\n## Params\n\n{used}");
    }
    if let Some(text) = example::faulty(spec) {
        _ = writeln!(out, "\n## Example\n\n{text}");
    }
    if let Some(text) = example::sound(spec) {
        _ = writeln!(out, "\n## Use instead\n\n{text}");
    }
    if !spec.cases.is_empty() {
        let cases: Vec<_> = spec.cases.iter().map(case).collect();
        _ = writeln!(out, "\n## Cases\n\n{}", cases.join("\n"));
    }
    // Nobody has the file of a spec that ships.
    if is_shipped(file) {
        let text = &file.source.text;
        let spec = text
            .find("[[spec.case]]")
            .map_or(&text[..], |at| &text[..at]);
        _ = writeln!(
            out,
            "\n## As it is written\n\n```toml\n{}\n```",
            spec.trim()
        );
    }
    out
}

/// The params that the spec uses, a line each.
pub(super) fn params(spec: &Spec, file: &SpecFile) -> Option<String> {
    let used = file.params.iter();
    let used = used.filter(|param| spec.uses.contains(&param.name));
    let lines: Vec<_> = used.map(param).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What the spec selects.
pub(super) fn selection(spec: &Spec) -> String {
    let mut every = format!("Every {}", chosen(&spec.selects));
    match (spec.selects.what, &spec.follow) {
        (_, Some(walk)) => {
            every = format!(
                "Everything that `{}` reaches from every {}",
                walk.follow.text,
                chosen(&spec.selects)
            );
        }
        (What::Blocks(BlockKind::Backend), None) => {
            every = format!("The backend, if its type is {}", spec.selects.names());
        }
        (What::Blocks(BlockKind::Document), None) => {
            every = "The whole file of each stack, as one document".to_owned();
        }
        _ => {}
    }
    let filter = spec.filter.as_ref().map(only);
    let inputs: Vec<_> = spec.inputs.iter().map(|form| form.word()).collect();
    let inputs = match inputs.is_empty() {
        true => String::new(),
        false => format!(" It is judged on these inputs only: {}.", inputs.join(", ")),
    };
    format!("{every}{}.{inputs}", filter.unwrap_or_default())
}

/// What a selection chooses, in the singular.
fn chosen(selection: &Selection) -> String {
    let noun = match selection.what {
        What::Rows(view) => return format!("row of the view `{}`", view.word()),
        What::Blocks(BlockKind::Resource) => "resource of type",
        What::Blocks(BlockKind::Data) => "data source of type",
        What::Blocks(BlockKind::Output) => "output called",
        What::Blocks(BlockKind::Variable) => "input variable called",
        What::Blocks(BlockKind::Provider) => "configuration of the provider",
        What::Blocks(BlockKind::Backend) => "backend of type",
        What::Blocks(BlockKind::Module) => "module call called",
        What::Blocks(BlockKind::Document) => return "whole file".to_owned(),
    };
    format!("{noun} {}", selection.names().replace("`, `", "` or `"))
}

/// A condition.
fn only(filter: &Filter) -> String {
    let text = filter.condition.text();
    format!(", of these only those for which `{text}`")
}

/// What a clause or a right side looks at besides the subject, and which of it.
fn nodes(over: &Over, filter: &Option<Filter>) -> Option<String> {
    let all = match over {
        Over::Subject => return None,
        Over::Walk(walk) => format!("what `{}` reaches from it", walk.follow.text),
        Over::Stack(selection) => format!("every {} of the stack", chosen(selection)),
    };
    let only = filter.as_ref().map(|filter| {
        let text = filter.condition.text();
        format!(" (of these only those for which `{text}`)")
    });
    Some(format!("{all}{}", only.unwrap_or_default()))
}

fn built_in_policy(spec: &Spec) -> String {
    format!(
        "{} `[levels]` in stackspec.toml sets another: `{} = \"off\"`, `\"warn\"` or `\"deny\"`. It \
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

/// Where a clause looks: `` `$.name` ``, `` `@.name` of what ... reaches ``, of all subjects.
fn place(look: &Look) -> String {
    let mut at = format!("`{}`", look.at.text());
    if let Some(nodes) = nodes(&look.over, &look.filter) {
        at = match look.at.segments().is_empty() {
            true => nodes,
            false => format!("{at} of {nodes}"),
        };
    }
    if let Some(together) = &look.together {
        let whose = match together.scope {
            TogetherScope::Stack => "of all subjects of a stack together",
            TogetherScope::Run => "of all subjects of the run together",
        };
        at = format!("{at}, {whose}");
        if let Some(per) = &together.per {
            _ = write!(
                at,
                ", each group with the same `{}` by itself",
                per.at.text()
            );
        }
    }
    at
}

fn look_sentence(look: &Look, indent: &str) -> String {
    let at = place(look);
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
            let which = if look.matchers.is_empty() && look.before.is_none() {
                ""
            } else {
                " of this kind"
            };
            format!(
                "The number of values at {at}{which} is {}",
                comparison(test, look.number.as_ref())
            )
        }
        Quantifier::Unique => format!("No two values at {at} are the same"),
        Quantifier::Distinct(test) => format!(
            "The number of different values at {at} is {}",
            comparison(test, look.number.as_ref())
        ),
        Quantifier::Sum(test) => format!(
            "The sum of the values at {at} is {}",
            comparison(test, look.number.as_ref())
        ),
        Quantifier::Disjoint => {
            format!("No two of the ranges of addresses at {at} overlap")
        }
    };
    if let Some(named) = &look.named {
        let named: Vec<_> = named
            .iter()
            .map(|it| format!("`{}`", it.as_str()))
            .collect();
        _ = write!(out, ", of those whose name is like {}", named.join(" or "));
    }
    if look.optional && look.quantifier != Quantifier::Every {
        out.push_str("; nothing there is fine");
    }
    if let Some(default) = &look.default {
        _ = write!(out, "; where nothing is written, `{default}` counts");
    }
    if let Some(rewrite) = &look.rewrite {
        let (before, after) = (&rewrite.before, &rewrite.after);
        _ = write!(out, "; of each value `{before}{{}}{after}` is made first");
    }
    let said: Vec<String> = look.matchers.iter().map(said).collect();
    let ordered = look
        .before
        .as_ref()
        .map(|_| "`ordered`: is created before the subject".to_owned());
    for (at, line) in said.into_iter().chain(ordered).enumerate() {
        out.push_str(if at == 0 { ":" } else { "" });
        _ = write!(out, "\n{indent}- {line}");
    }
    out
}

fn param(param: &Param) -> String {
    let mut out = format!("- `{}`", param.name);
    if let Some(description) = &param.description {
        _ = write!(out, ": {}", description.trim());
    }
    _ = write!(out, "; {}", param.kind.noun());
    match (param.table, &param.default) {
        (Some(table), _) => {
            _ = write!(
                out,
                ", by default the table `{}`: {} ({}",
                table.name, table.title, table.source
            );
            match &table.checked {
                Some(day) => _ = write!(out, ", checked on {day})"),
                None => out.push(')'),
            }
        }
        (None, Some(default)) => _ = write!(out, ", by default `{default}`"),
        (None, None) => out.push_str("; without a value this spec is skipped"),
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
        Expect::Skip => format!("- is skipped: {title}"),
        Expect::Fail { address } => format!("- fails at `{address}`: {title}"),
    }
}
