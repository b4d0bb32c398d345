//! Survivors by class, each with the smallest spec that would kill them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::mutant::{Mutant, Outcome, Survivors};
use super::operator::Operator;
use super::written::{Place, Scalar, class_of, written};
use crate::check::{Run, Subject, focus, judge, redacted};
use crate::diagnostic::SourceFile;
use crate::spec::{self, Params, SpecSet, toml_text};
use crate::stack::{BlockKind, Model};
use crate::threads;
use crate::verdict;

/// How many different values a spec lists; more are no choice that somebody made.
const MAX_VALUES: usize = 6;

/// The survivors of a run, the classes with the most of them first.
pub(super) fn of(run: &Run<'_>, mutants: &[Mutant]) -> Vec<Survivors> {
    let mut classes: BTreeMap<(&str, BlockKind, &str, &str), Vec<usize>> = BTreeMap::new();
    for (at, mutant) in mutants.iter().enumerate() {
        if mutant.outcome == Outcome::Survived {
            let key = (
                mutant.stack.as_str(),
                mutant.kind,
                mutant.type_name.as_str(),
                &*mutant.class,
            );
            classes.entry(key).or_default().push(at);
        }
    }
    let classes: Vec<_> = classes.into_iter().collect();
    let mut found = threads::each(classes.len(), |number| {
        let ((stack, kind, type_name, class), all) = &classes[number];
        let subject = run.stacks.iter().find(|it| it.model.stack().name == *stack);
        let operators: BTreeSet<Operator> = all.iter().map(|at| mutants[*at].operator).collect();
        let offered = subject.map_or_else(Vec::new, |subject| {
            killers(&subject.model, *kind, type_name, class, &operators)
        });
        let holds = |text: &String| {
            subject.is_some_and(|subject| {
                let is_shown = redacted(&subject.model, text.clone()) == *text;
                is_shown && holds(subject, text)
            })
        };
        Survivors {
            stack: (*stack).to_owned(),
            kind: *kind,
            type_name: (*type_name).to_owned(),
            class: (*class).into(),
            mutants: all.clone(),
            spec: offered.into_iter().find(holds),
        }
    });
    let weight = |survivors: &Survivors| -> usize {
        survivors
            .mutants
            .iter()
            .map(|at| mutants[*at].stands_for)
            .sum()
    };
    found.sort_by_cached_key(|survivors| std::cmp::Reverse(weight(survivors)));
    found
}

/// Whether a stack passes the spec in a text.
fn holds(subject: &Subject<'_>, text: &str) -> bool {
    let source = SourceFile {
        path: "offered.toml".into(),
        text: text.into(),
    };
    let set = spec::parse(&source, "offered").and_then(|file| SpecSet::new(vec![file]));
    let Ok(set) = set else { return false };
    let params = Params::default();
    let (stack, facts) = (subject.model.stack(), subject.model.facts());
    let run = Run {
        stacks: vec![Subject {
            model: Model::focused(stack, facts, focus(stack, &set)),
            role: subject.role.clone(),
        }],
        specs: &set,
        params: &params,
    };
    let verdicts = judge(&run);
    !verdicts.is_empty()
        && verdicts
            .iter()
            .all(|it| it.outcome == verdict::Outcome::Pass)
}

/// The smallest specs that may hold now and fail for changes of a class, the strictest first.
fn killers(
    model: &Model<'_>,
    kind: BlockKind,
    type_name: &str,
    class: &str,
    operators: &BTreeSet<Operator>,
) -> Vec<String> {
    let Some((head, matcher)) = killer(model, kind, type_name, class, operators) else {
        return Vec::new();
    };
    let spec = |rest: &str| format!("{head}must = [ {{ {matcher}{rest} }} ]\n");
    let mut specs = vec![spec("")];
    // That it may be missing takes the point out of these.
    if !matcher.ends_with("present = true") && !matcher.contains("count = ") {
        specs.push(spec(", optional = true"));
    }
    specs
}

/// How a spec begins, and what its clause says.
fn killer(
    model: &Model<'_>,
    kind: BlockKind,
    type_name: &str,
    class: &str,
    operators: &BTreeSet<Operator>,
) -> Option<(String, String)> {
    let key = kind.word();
    if class == "$" {
        return whole(model, kind, type_name, operators);
    }
    let mut values: Vec<Value> = Vec::new();
    let (mut all, mut holes, mut numbers) = (0, BTreeSet::new(), BTreeSet::new());
    for (id, block) in model.stack().blocks_of(kind) {
        if &*block.type_name != type_name {
            continue;
        }
        let Some(written) = written(model, id) else {
            continue;
        };
        let same = |place: &&Place| class_of(&place.path) == class;
        numbers.insert(
            written
                .leaves
                .iter()
                .chain(&written.blocks)
                .filter(same)
                .count(),
        );
        let of_class = written.leaves.iter().filter(same);
        for leaf in of_class {
            all += 1;
            match &leaf.scalar {
                _ if leaf.secret => return None,
                Some(Scalar::Json(value)) => values.push(value.clone()),
                Some(Scalar::Text(pieces)) => match pieces.as_slice() {
                    [super::text::Piece::Literal(text)] => values.push(text.as_str().into()),
                    [super::text::Piece::Hole(expression)] => _ = holes.insert(expression.clone()),
                    _ => return None,
                },
                Some(Scalar::Unknown) | None => return None,
            }
        }
    }
    let mut distinct: Vec<&Value> = Vec::new();
    for value in &values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    let nothing = all == 0;
    let gone = |operator: &Operator| matches!(operator, Operator::Drop | Operator::DropBlock);
    if class.ends_with("[*]") && operators.iter().all(gone) {
        // That one element of several is gone shows in their number alone.
        let number = numbers.first().filter(|_| numbers.len() == 1)?;
        let clause = format!("at = {}, count = \"{number}\"", toml_text(class));
        return Some((head(type_name, class, key), clause));
    }
    let matcher = match (distinct.as_slice(), holes.len()) {
        // A nested block: it has to be there.
        ([], 0) if nothing => "present = true".to_owned(),
        ([], 1..) => reference(&holes)?,
        ([value], 0) => format!("equal = {}", toml(value)?),
        (several, 0) if several.len() <= MAX_VALUES => {
            let list: Option<Vec<String>> = several.iter().map(|value| toml(value)).collect();
            format!("one_of = [{}]", list?.join(", "))
        }
        (several, 0) => alike(several)?,
        _ => return None,
    };
    let clause = format!("at = {}, {matcher}", toml_text(class));
    Some((head(type_name, class, key), clause))
}

/// A spec that counts the blocks of a type.
fn whole(
    model: &Model<'_>,
    kind: BlockKind,
    type_name: &str,
    operators: &BTreeSet<Operator>,
) -> Option<(String, String)> {
    let count = model
        .stack()
        .blocks_of(kind)
        .filter(|(_, it)| &*it.type_name == type_name)
        .count();
    let counted = operators.contains(&Operator::Remove) || operators.contains(&Operator::Duplicate);
    let clause = format!("together = \"stack\", count = \"{count}\"");
    counted.then(|| (head(type_name, "count", kind.word()), clause))
}

fn head(type_name: &str, class: &str, key: &str) -> String {
    let id: String = format!("{type_name}-{class}")
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let mut id: String = id
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if id.len() > 60 {
        // Cut ids of two paths may be one.
        id.truncate(52);
        let rest = super::rank(type_name, class, key) >> 40;
        id = format!("{}-{rest:06x}", id.trim_end_matches('-'));
    }
    format!(
        "[[spec]]\nid = \"{id}\"\n{key} = {}\n",
        toml_text(type_name)
    )
}

/// What expressions have in common: the type and the attribute that they take.
fn reference(holes: &BTreeSet<String>) -> Option<String> {
    let glob = |expression: &String| {
        let reference = crate::template::Reference::parse(expression)?;
        let at = if reference.name(0)? == "data" { 2 } else { 1 };
        let name = reference.name(at)?;
        let (before, after) = expression.split_once(&format!(".{name}"))?;
        Some(format!("{before}.*{after}"))
    };
    if let (Some(only), 1) = (holes.first(), holes.len()) {
        return Some(format!("reference = {}", toml_text(only)));
    }
    let globs: Option<BTreeSet<String>> = holes.iter().map(glob).collect();
    let globs = globs?;
    match globs.len() {
        1 => Some(format!("reference = {}", toml_text(globs.first()?))),
        _ => None,
    }
}

/// What many texts have in common: a beginning or an end.
fn alike(values: &[&Value]) -> Option<String> {
    let texts: Option<Vec<&str>> = values.iter().map(|value| value.as_str()).collect();
    let texts = texts?;
    let (first, rest) = texts.split_first()?;
    let common = |part: &dyn Fn(usize) -> Option<String>, has: &dyn Fn(&str, &str) -> bool| {
        let all = |part: &String| rest.iter().all(|text| has(text, part));
        (3..=first.len()).rev().filter_map(part).find(all)
    };
    let from_end = |n: usize| first.get(first.len() - n..).map(str::to_owned);
    let from_start = |n: usize| first.get(..n).map(str::to_owned);
    let end = common(&from_end, &|text, end| text.ends_with(end));
    let start = common(&from_start, &|text, start| text.starts_with(start));
    match (end, start) {
        (Some(end), _) => Some(format!(
            "match = {}",
            toml_text(&format!("{}$", regex::escape(&end)))
        )),
        (None, Some(start)) => Some(format!(
            "match = {}",
            toml_text(&format!("^{}", regex::escape(&start)))
        )),
        (None, None) => None,
    }
}

/// A value in TOML.
fn toml(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(toml_text(text)),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}
