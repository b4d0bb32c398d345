//! Numbers and expressions that are params, put in their places: `count = "<= {max}"` and
//! `match = { param = "name_pattern" }`.

use super::right::compiled;
use super::{
    Clause, ClauseKind, CountTest, FromParam, Look, Match, Params, ParamsOfFile, Quantifier, Right,
    SpecFile, SpecSet, sure,
};
use crate::diagnostic::Diagnostic;

impl SpecSet {
    /// Puts the values of params where a clause compares a number of things with one, or holds texts
    /// against one. A param without a value leaves its specs as they are: they are skipped.
    ///
    /// # Errors
    /// A param that is no whole number, or no regular expression, where one must stand, or one with
    /// which a clause can never fail. No message repeats a value.
    pub fn bind(&mut self, params: &Params) -> Result<(), Vec<Diagnostic>> {
        let mut wrong = Vec::new();
        for file in &mut self.files {
            let values = params.of(&file.name);
            let mut refused = Vec::new();
            for clause in file.specs.iter_mut().flat_map(|spec| &mut spec.must) {
                bind_clause(clause, values, &mut refused);
            }
            wrong.extend(refused.into_iter().map(|it| it.shown(file)));
        }
        wrong.is_empty().then_some(()).ok_or(wrong)
    }
}

/// A value that cannot stand where it should.
struct Refused {
    name: String,
    why: &'static str,
    span: std::ops::Range<usize>,
}

impl Refused {
    fn shown(self, file: &SpecFile) -> Diagnostic {
        let Refused { name, why, span } = self;
        Diagnostic::error(format!("the value of the param `{name}` {why}")).at(
            &file.source,
            span,
            "it is compared here",
        )
    }
}

fn bind_clause(clause: &mut Clause, params: &ParamsOfFile, refused: &mut Vec<Refused>) {
    let span = clause.span.clone();
    match &mut clause.kind {
        ClauseKind::Any(clauses) => {
            for clause in clauses {
                bind_clause(clause, params, refused);
            }
        }
        ClauseKind::Look(look) => {
            let (quantifier, of_matchers) = bind_look(look, params);
            let why = quantifier.into_iter().map(|why| (why, span.clone()));
            for ((name, why), span) in why.chain(of_matchers) {
                refused.push(Refused { name, why, span });
            }
        }
    }
}

type Why = (String, &'static str);

fn bind_look(
    look: &mut Look,
    params: &ParamsOfFile,
) -> (Option<Why>, Vec<(Why, std::ops::Range<usize>)>) {
    let mut of_quantifier = None;
    if let Some(from) = &mut look.number
        && let Some(value) = params.get(&from.name)
        && let Quantifier::Count(test) | Quantifier::Distinct(test) | Quantifier::Sum(test) =
            &mut look.quantifier
    {
        of_quantifier = number(from, test, &value.value);
    }
    let of_matchers = look.matchers.iter_mut().filter_map(|matcher| {
        let why = bind_match(matcher, params)?;
        Some((why, matcher.span.clone()))
    });
    (of_quantifier, of_matchers.collect())
}

fn number(from: &mut FromParam, test: &mut CountTest, value: &serde_json::Value) -> Option<Why> {
    let Some(number) = value.as_u64() else {
        return Some((from.name.clone(), "is no whole number from 0"));
    };
    test.number = number;
    from.bound = true;
    match sure::count(*test) {
        Some(sure::Sure::Always) => Some((from.name.clone(), "makes a clause that never fails")),
        Some(sure::Sure::Never) => Some((from.name.clone(), "makes a clause that never holds")),
        None => None,
    }
}

fn bind_match(matcher: &mut Match, params: &ParamsOfFile) -> Option<Why> {
    let from = matcher.from.as_mut()?;
    let value = &params.get(&from.name)?.value;
    match &mut matcher.right {
        Right::Count(test) => return number(from, test, value),
        Right::Regex(patterns) => {
            let texts = value
                .as_array()
                .map_or(std::slice::from_ref(value), Vec::as_slice);
            let read = texts.iter().map(|text| compiled(text.as_str()?));
            let Some(read) = read.collect::<Option<Vec<_>>>() else {
                return Some((from.name.clone(), "is no regular expression"));
            };
            *patterns = read;
            from.bound = true;
        }
        _ => return None,
    }
    let name = from.name.clone();
    sure::decided(matcher).map(|_| (name, "makes a clause that never fails"))
}
