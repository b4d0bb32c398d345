//! Some members of a view hold one of a few words. A condition that compares with another is never
//! true: `@.kind == 'idenity'` leaves no row, and `count = 0` is green for ever.

use super::{Kind, Objection, asked, kinds};
use crate::select::Anchor;
use crate::spec::{Filter, Right, Spec};
use crate::view::View;

/// The first comparison of a spec's conditions with a word that a view never says.
pub(super) fn object(spec: &Spec) -> Option<Objection> {
    let own = kinds::of_spec(spec);
    let of_own = spec.filter.as_ref().map(|filter| (filter, own.clone()));
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
                _ => &own,
            };
            let view = only_view(of)?;
            let all = view.words(member)?;
            (!all.contains(&word)).then(|| unknown(filter, view, (member, word), &all))
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
    filter: &Filter,
    view: View,
    (member, word): (&str, &str),
    all: &[&'static str],
) -> Objection {
    let view = view.word();
    Objection::Unknown {
        message: format!("`{member}` of the view `{view}` is never '{word}'"),
        help: Some(format!("it is one of: {}", all.join(", "))),
        span: filter.span.clone(),
    }
}
