//! What kinds of thing a spec, a clause or a walk comes to.

use crate::facts::{Facts, Mode};
use crate::follow::End;
use crate::spec::{Over, Pattern, Selection, Spec, What};
use crate::stack::BlockKind;
use crate::view::View;

/// Things of one kind, by their type or name.
#[derive(Clone)]
pub(in crate::check) struct Kind<'q> {
    /// Blocks or rows; `None`: whatever there is.
    pub(in crate::check) what: Option<What>,
    globs: Globs<'q>,
}

#[derive(Clone, Copy)]
enum Globs<'q> {
    Patterns(&'q [Pattern]),
    One(&'q globset::GlobMatcher, &'q str),
    /// The resources that may hold rows of a view.
    Holders(View),
}

impl<'q> Kind<'q> {
    /// The view, if it is rows of one.
    pub(in crate::check) fn view(&self) -> Option<View> {
        match self.what {
            Some(What::Rows(view)) => Some(view),
            _ => None,
        }
    }

    /// Of rows of a view the resources that may hold them; else itself.
    pub(in crate::check) fn holders(&self) -> Kind<'q> {
        match self.view() {
            Some(view) => Kind {
                what: Some(What::Blocks(BlockKind::Resource)),
                globs: Globs::Holders(view),
            },
            None => self.clone(),
        }
    }

    /// What it names, for a message.
    pub(in crate::check) fn text(&self) -> Option<String> {
        let names = match (self.what, self.globs) {
            (Some(What::Rows(view)), _) => vec![view.word()],
            (_, Globs::One(_, text)) => vec![text],
            (_, Globs::Holders(view)) => vec![view.word()],
            (_, Globs::Patterns(patterns)) => patterns.iter().map(|it| it.text.as_str()).collect(),
        };
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        (!names.is_empty()).then(|| names.join(" or "))
    }

    /// The types that are written out among them, and not only met by a glob.
    pub(in crate::check) fn names(&self) -> impl Iterator<Item = &'q str> + use<'q> {
        let patterns = match self.globs {
            Globs::Patterns(patterns) => patterns,
            Globs::One(..) | Globs::Holders(_) => &[],
        };
        let written = patterns.iter().filter(|it| it.glob.is_none());
        written.map(|it| it.text.as_str())
    }

    /// The types among them that the facts know.
    pub(in crate::check) fn known<'f>(&self, facts: &'f Facts, mode: Mode) -> Vec<&'f str> {
        let all = || facts.type_names(mode);
        match self.globs {
            Globs::Patterns([]) => all().collect(),
            Globs::Patterns(patterns) => {
                let like = |it: &'q Pattern| {
                    let names = facts.types_like(mode, &it.text);
                    names.filter(|name| it.matches(name))
                };
                patterns.iter().flat_map(like).collect()
            }
            Globs::One(glob, text) => {
                let names = facts.types_like(mode, text);
                names.filter(|name| glob.is_match(name)).collect()
            }
            Globs::Holders(_) => all().filter(|name| self.matches(name)).collect(),
        }
    }

    /// Whether a type or name is one of them.
    pub(in crate::check) fn matches(&self, name: &str) -> bool {
        match self.globs {
            Globs::Patterns([]) => true,
            Globs::Patterns(patterns) => patterns.iter().any(|it| it.matches(name)),
            Globs::One(glob, _) => glob.is_match(name),
            Globs::Holders(view) => view.reads(BlockKind::Resource, name).is_some(),
        }
    }
}

/// The kinds of the subjects.
pub(in crate::check) fn of_spec(spec: &Spec) -> Vec<Kind<'_>> {
    match &spec.follow {
        Some(walk) => of_ends(walk.ends()),
        None => of_selection(&spec.selects),
    }
}

/// The kinds of what a clause or a right side looks at; none if that is the subject.
pub(in crate::check) fn of_over(over: &Over) -> Vec<Kind<'_>> {
    match over {
        Over::Subject => Vec::new(),
        Over::Walk(walk) => of_ends(walk.ends()),
        Over::Stack(selection) => of_selection(selection),
    }
}

/// The kinds that a selection chooses.
pub(in crate::check) fn of_selection(selection: &Selection) -> Vec<Kind<'_>> {
    vec![Kind {
        what: Some(selection.what),
        globs: Globs::Patterns(&selection.patterns),
    }]
}

/// The kinds that a hop arrives at.
pub(in crate::check) fn of_ends(ends: &[End]) -> Vec<Kind<'_>> {
    ends.iter().map(of_end).collect()
}

fn of_end(end: &End) -> Kind<'_> {
    match end {
        end if end.is_any() => Kind {
            what: None,
            globs: Globs::Patterns(&[]),
        },
        End::Type {
            kind, glob, text, ..
        } => Kind {
            what: Some(What::Blocks(*kind)),
            globs: Globs::One(glob, text),
        },
        End::View(view) => Kind {
            what: Some(What::Rows(*view)),
            globs: Globs::Patterns(&[]),
        },
    }
}
