//! What kinds of thing a spec, a clause or a walk comes to.

use crate::follow::End;
use crate::spec::{Over, Pattern, Selection, Spec, What};

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
}

impl Kind<'_> {
    /// What it names, for a message.
    pub(in crate::check) fn text(&self) -> Option<String> {
        let names = match (self.what, self.globs) {
            (Some(What::Rows(view)), _) => vec![view.word()],
            (_, Globs::One(_, text)) => vec![text],
            (_, Globs::Patterns(patterns)) => patterns.iter().map(|it| it.text.as_str()).collect(),
        };
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        (!names.is_empty()).then(|| names.join(" or "))
    }

    /// Whether a type or name is one of them.
    pub(in crate::check) fn matches(&self, name: &str) -> bool {
        match self.globs {
            Globs::Patterns([]) => true,
            Globs::Patterns(patterns) => patterns.iter().any(|it| it.matches(name)),
            Globs::One(glob, _) => glob.is_match(name),
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
