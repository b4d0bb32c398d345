//! Some members of a view hold one of a few words. A condition that compares with another is never
//! true: `@.kind == 'idenity'` leaves no row, and `count = 0` is green for ever; so is a clause that
//! forbids one, `{ at = "$.effect", not_equal = "allow" }`.

use std::ops::Range;

use super::{Kind, Objection, asked, kinds};
use crate::matcher::Matcher;
use crate::select::{Anchor, Pick, Query};
use crate::spec::{Filter, Match, Right, Spec, Template};
use crate::view::View;

/// The first comparison of a spec with a word that a view never says.
pub(super) fn object(spec: &Spec) -> Option<Objection> {
    let own = kinds::of_spec(spec);
    in_conditions(spec, &own).or_else(|| in_matchers(spec, &own))
}

fn in_matchers(spec: &Spec, own: &[Kind<'_>]) -> Option<Objection> {
    asked::looks(spec).into_iter().find_map(|look| {
        let there = kinds::of_over(&look.over);
        let of = match look.at.anchor() {
            Anchor::Current if !there.is_empty() => &there,
            _ => own,
        };
        let view = only_view(of)?;
        let member = only_name(&look.at)?;
        let all = view.words(member)?;
        look.matchers.iter().find_map(|matcher| {
            let word = literals(matcher)
                .into_iter()
                .find(|word| !all.contains(word))?;
            Some(unknown(&matcher.span, view, (member, word), &all))
        })
    })
}

/// The name that a query of one step takes.
fn only_name(at: &Query) -> Option<&str> {
    let [segment] = at.segments() else {
        return None;
    };
    match segment.selectors.as_slice() {
        [only] if !segment.descendant => match &only.pick {
            Pick::Name(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// The texts that a matcher compares with as they are.
fn literals(matcher: &Match) -> Vec<&str> {
    let whole = matches!(matcher.matcher, Matcher::Equal | Matcher::OneOf);
    match &matcher.right {
        Right::Value(Template::Plain(value)) if whole => match value {
            serde_json::Value::String(word) => vec![word],
            serde_json::Value::Array(list) => list.iter().filter_map(|it| it.as_str()).collect(),
            _ => Vec::new(),
        },
        Right::Value(Template::List(list)) if whole => {
            let text = |it| match it {
                &Template::Plain(serde_json::Value::String(ref word)) => Some(word.as_str()),
                _ => None,
            };
            list.iter().filter_map(text).collect()
        }
        _ => Vec::new(),
    }
}

fn in_conditions(spec: &Spec, own: &[Kind<'_>]) -> Option<Objection> {
    let of_own = spec.filter.as_ref().map(|filter| (filter, own.to_vec()));
    let mut filters: Vec<(&Filter, Vec<Kind<'_>>)> = of_own.into_iter().collect();
    for look in asked::looks(spec) {
        let at_hand = look.filter.as_ref();
        filters.extend(at_hand.map(|filter| (filter, kinds::of_over(&look.over))));
        for matcher in &look.matchers {
            if let Right::Elsewhere(from) = &matcher.right {
                let there = from.filter.as_ref();
                filters.extend(there.map(|filter| (filter, kinds::of_over(&from.over))));
            }
        }
    }
    filters.iter().find_map(|(filter, hand)| {
        let words = filter.condition.words();
        words.into_iter().find_map(|(anchor, member, word)| {
            let of = match anchor {
                Anchor::Current if !hand.is_empty() => hand,
                _ => own,
            };
            let view = only_view(of)?;
            let all = view.words(member)?;
            (!all.contains(&word)).then(|| unknown(&filter.span, view, (member, word), &all))
        })
    })
}

/// The view, if it is the only thing that there is.
fn only_view(kinds: &[Kind<'_>]) -> Option<View> {
    match kinds {
        [kind] => kind.view(),
        _ => None,
    }
}

fn unknown(
    span: &Range<usize>,
    view: View,
    (member, word): (&str, &str),
    all: &[&'static str],
) -> Objection {
    let view = view.word();
    Objection::Unknown {
        message: format!("`{member}` of the view `{view}` is never '{word}'"),
        help: Some(format!("it is one of: {}", all.join(", "))),
        span: span.clone(),
    }
}
