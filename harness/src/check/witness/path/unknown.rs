//! What is said of a name that nothing has, and what may have been meant.

use super::place::{Below, Place, Stepped, below, name_step, near};
use super::seen::Move;
use super::{Held, Walk, lists};
use crate::check::witness::Objection;
use crate::select::Selector;
use crate::value::shorthand;

impl<'r, 's> Held<'_, 'r, 's> {
    pub(super) fn unknown(
        &self,
        walk: &Walk<'_, 'r, 's>,
        selector: &Selector,
        name: &str,
        mut names: Vec<String>,
    ) -> Objection {
        let seen = walk.names.seen.names(&walk.path);
        let place = walk.before(selector);
        if names.is_empty() {
            names.extend(near(name, seen.iter().map(String::as_str)));
        }
        names.dedup();
        let mut meant: Vec<String> = names
            .iter()
            .take(3)
            .map(|name| format!("`{name}`"))
            .collect();
        meant.extend(
            self.elsewhere(walk, selector, name)
                .map(|(path, _)| format!("`{path}`")),
        );
        Objection::Unknown {
            message: format!(
                "nothing is called `{name}` at `{place}`: neither the provider facts nor any \
                 stack of this run know that name"
            ),
            help: (!meant.is_empty()).then(|| format!("did you mean {}?", meant.join(" or "))),
            span: walk.span(selector),
        }
    }

    /// No place that `..` comes to has the name.
    pub(super) fn unknown_below(
        &self,
        walk: &Walk<'_, 'r, 's>,
        selector: &Selector,
        name: &str,
        places: &[Place<'r>],
    ) -> Objection {
        let span = walk.span(selector);
        let elsewhere = self.elsewhere(walk, selector, name);
        if let Some((path, Some(text))) = &elsewhere {
            return Objection::Misfit {
                message: format!("`..` does not enter the text at `{text}`"),
                help: Some(format!("write `{path}`")),
                span,
            };
        }
        let known = below(places);
        let names = known
            .iter()
            .filter_map(|below| below.path.rsplit('.').next())
            .map(|step| step.trim_end_matches("[*]"));
        let mut meant = near(name, names);
        meant.extend(elsewhere.map(|(path, _)| path));
        let meant: Vec<String> = meant.iter().map(|name| format!("`{name}`")).collect();
        Objection::Unknown {
            message: format!(
                "nothing is called `{name}` anywhere below: neither the provider facts nor any \
                 stack of this run know that name"
            ),
            help: (!meant.is_empty()).then(|| format!("did you mean {}?", meant.join(" or "))),
            span,
        }
    }

    /// The nearest place that has the name, first below the walk and then below the root: what to
    /// write, and the text that it is in, if `..` does not come to it.
    fn elsewhere(
        &self,
        walk: &Walk<'_, 'r, 's>,
        selector: &Selector,
        name: &str,
    ) -> Option<(String, Option<String>)> {
        let before = walk.before(selector);
        // After `..` the way to a place below is not what is written, and what is written in a
        // filter must often lead to a single value.
        let below_any = walk.path.iter().any(|step| match step {
            Move::Segment(segment) => segment.descendant,
            Move::Child(deep) => *deep,
        });
        let here = (!below_any && !walk.in_filter)
            .then(|| (before.to_owned(), &walk.places, walk.path.as_slice()));
        let root = match walk.in_filter {
            true => "$",
            false => before.get(..1).unwrap_or("$"),
        };
        let top = (!walk.in_filter || below_any)
            .then(|| (root.to_owned(), &walk.names.roots, [].as_slice()));
        [here, top]
            .into_iter()
            .flatten()
            .find_map(|(start, places, path)| {
                let seen = walk.names.seen.find(path, name);
                let (way, text) = match seen {
                    Some(seen) => (seen.path, seen.text),
                    None => {
                        let known = |below: &Below<'r>| {
                            lists(below.place)
                                && matches!(name_step(below.place, name, false), Stepped::To(_))
                        };
                        let below = below(places).into_iter().find(known)?;
                        (format!("{}{}", below.path, shorthand(name)), below.text)
                    }
                };
                let text = text.map(|end| {
                    let text = format!("{start}{}", way.get(..end).unwrap_or_default());
                    text.trim_start_matches(['$', '@', '.']).to_owned()
                });
                Some((format!("{start}{way}"), text))
            })
    }
}
