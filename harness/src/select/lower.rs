//! From jsonpath-rust's tree to ours, in step with the tokens.

use jsonpath_rust::parser::model as tree;
use jsonpath_rust::parser::parse_json_path;

use super::lex::{self, Kind, Token};
use super::model::{Filter, Pick, Segment, Selector, Slice};
use super::refused::refused;
use super::{QueryError, check};

mod expression;

/// How many segments a query may have, with those in its filters. No document is as deep, and the
/// evaluator recurses once a segment.
const MAX_SEGMENTS: usize = 128;

/// What is put around a condition to make a query of it.
const BEFORE: &str = "$[?";
const AFTER: &str = "]";

/// Lowers a query.
pub(super) fn query(text: &str) -> Result<Vec<Segment>, QueryError> {
    check::length(text)?;
    let tokens = lex::lex(text)?;
    check::starts_at_root(text, &tokens)?;
    check::tokens(text, &tokens)?;
    let tree = parse_json_path(text).map_err(|error| refused(text, &tokens, &error, 0))?;
    let mut lowering = Lowering::new(text, tokens);
    lowering.take(Kind::Root)?;
    let segments = lowering.segments(&tree.segments)?;
    lowering.end()?;
    Ok(segments)
}

/// Lowers a condition.
pub(super) fn condition(text: &str) -> Result<Filter, QueryError> {
    check::length(text)?;
    let inner = lex::lex(text)?;
    if inner.is_empty() {
        return Err(QueryError::new(0..text.len(), "the condition is empty")
            .help("write a test such as `@.name` or a comparison such as `@.type == 'a'`"));
    }
    if inner[0].kind == Kind::Question {
        return Err(
            QueryError::new(inner[0].span.clone(), "a condition stands without `?`")
                .help("`[?...]` is how a filter is written inside a query"),
        );
    }
    // Brackets come in pairs after this, so that the text cannot leave the filter it is put in.
    check::tokens(text, &inner)?;
    let mut depth = 0_usize;
    for token in &inner {
        match token.kind {
            Kind::Open | Kind::ParenOpen => depth += 1,
            Kind::Close | Kind::ParenClose => depth = depth.saturating_sub(1),
            Kind::Comma if depth == 0 => {
                return Err(
                    QueryError::new(token.span.clone(), "a condition is one expression")
                        .help("join its parts with `&&` or `||`"),
                );
            }
            _ => {}
        }
    }
    let wrapped = format!("{BEFORE}{text}{AFTER}");
    let tree =
        parse_json_path(&wrapped).map_err(|error| refused(text, &inner, &error, BEFORE.len()))?;
    let mut lowering = Lowering::new(text, inner);
    match tree.segments.as_slice() {
        [tree::Segment::Selector(tree::Selector::Filter(filter))] => {
            let expr = lowering.logical(filter)?;
            lowering.end()?;
            Ok(Filter { expr })
        }
        _ => Err(
            QueryError::new(0..text.len(), "a condition is one expression")
                .help("join its parts with `&&` or `||`"),
        ),
    }
}

/// A place in the tokens. Methods take the tokens that belong to a part of the tree.
pub(super) struct Lowering<'t> {
    pub(super) text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    segments: usize,
}

impl<'t> Lowering<'t> {
    fn new(text: &'t str, tokens: Vec<Token>) -> Self {
        Self {
            text,
            tokens,
            at: 0,
            segments: 0,
        }
    }

    pub(super) fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// The next token, which the tree says is a `kind`.
    pub(super) fn take(&mut self, kind: Kind) -> Result<Token, QueryError> {
        match self.tokens.get(self.at) {
            Some(token) if token.kind == kind => {
                self.at += 1;
                Ok(token.clone())
            }
            _ => Err(self.disagree()),
        }
    }

    fn try_take(&mut self, kind: Kind) -> bool {
        let matches = self.peek() == Some(kind);
        self.at += usize::from(matches);
        matches
    }

    fn end(&self) -> Result<(), QueryError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.disagree()),
        }
    }

    /// Where the next token starts.
    pub(super) fn start(&self) -> usize {
        let next = self.tokens.get(self.at);
        next.map_or(self.text.len(), |token| token.span.start)
    }

    /// Where the last token taken ends.
    pub(super) fn stop(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(0, |token| token.span.end)
    }

    /// The grammar read something else than stands there.
    fn disagree(&self) -> QueryError {
        let end = self.text.len()..self.text.len();
        let span = self.tokens.get(self.at).map_or(end, |t| t.span.clone());
        QueryError::new(span, "this cannot be read in one way only (RFC 9535)")
            .help("take out blanks inside names, and write unusual names as `['name']`")
    }

    pub(super) fn segments(&mut self, trees: &[tree::Segment]) -> Result<Vec<Segment>, QueryError> {
        let mut segments = Vec::with_capacity(trees.len());
        for tree in trees {
            let segment = match tree {
                tree::Segment::Descendant(inner) => self.segment(inner, true)?,
                tree => self.segment(tree, false)?,
            };
            segments.push(segment);
            self.segments += 1;
            if self.segments > MAX_SEGMENTS {
                let start = self.start();
                let message = format!("more than {MAX_SEGMENTS} segments in one query");
                return Err(QueryError::new(
                    start.min(self.stop())..self.stop(),
                    message,
                ));
            }
        }
        Ok(segments)
    }

    fn segment(&mut self, tree: &tree::Segment, descendant: bool) -> Result<Segment, QueryError> {
        let start = self.start();
        let dotted = match descendant {
            true => {
                self.take(Kind::DotDot)?;
                self.peek() != Some(Kind::Open)
            }
            false => self.try_take(Kind::Dot),
        };
        let trees = match tree {
            tree::Segment::Selector(one) => std::slice::from_ref(one),
            tree::Segment::Selectors(several) => several.as_slice(),
            tree::Segment::Descendant(_) => return Err(self.disagree()),
        };
        let selectors = match (dotted, trees) {
            (true, [one]) => vec![self.dotted(one)?],
            (true, _) => return Err(self.disagree()),
            (false, trees) => self.bracketed(trees)?,
        };
        Ok(Segment {
            descendant,
            selectors,
            span: start..self.stop(),
        })
    }

    fn dotted(&mut self, tree: &tree::Selector) -> Result<Selector, QueryError> {
        match tree {
            tree::Selector::Wildcard => Ok(Selector {
                pick: Pick::Wildcard,
                span: self.take(Kind::Star)?.span,
            }),
            tree::Selector::Name(name) => self.short_name(name),
            _ => Err(self.disagree()),
        }
    }

    /// A name after a dot. The grammar skips blanks inside it; the token does not.
    fn short_name(&mut self, name: &str) -> Result<Selector, QueryError> {
        let at = self.at;
        let span = self.take(Kind::Name)?.span;
        if &self.text[span.clone()] != name {
            self.at = at;
            return Err(self.disagree());
        }
        Ok(Selector {
            pick: Pick::Name(name.into()),
            span,
        })
    }

    fn bracketed(&mut self, trees: &[tree::Selector]) -> Result<Vec<Selector>, QueryError> {
        self.take(Kind::Open)?;
        let mut selectors = Vec::with_capacity(trees.len());
        for (index, tree) in trees.iter().enumerate() {
            if index > 0 {
                self.take(Kind::Comma)?;
            }
            selectors.push(self.selector(tree)?);
        }
        self.take(Kind::Close)?;
        Ok(selectors)
    }

    fn selector(&mut self, tree: &tree::Selector) -> Result<Selector, QueryError> {
        let start = self.start();
        let pick = match tree {
            tree::Selector::Name(name) => {
                self.take(Kind::Text)?;
                Pick::Name(name.as_str().into())
            }
            tree::Selector::Wildcard => {
                self.take(Kind::Star)?;
                Pick::Wildcard
            }
            tree::Selector::Index(index) => {
                self.take(Kind::Number)?;
                Pick::Index(*index)
            }
            tree::Selector::Slice(first, end, step) => {
                self.bound(*first)?;
                self.take(Kind::Colon)?;
                self.bound(*end)?;
                if self.try_take(Kind::Colon) {
                    self.bound(*step)?;
                }
                Pick::Slice(Slice {
                    start: *first,
                    end: *end,
                    step: step.unwrap_or(1),
                })
            }
            tree::Selector::Filter(filter) => {
                self.take(Kind::Question)?;
                let expr = self.logical(filter)?;
                Pick::Filter(Box::new(Filter { expr }))
            }
        };
        Ok(Selector {
            pick,
            span: start..self.stop(),
        })
    }

    fn bound(&mut self, bound: Option<i64>) -> Result<(), QueryError> {
        if bound.is_some() {
            self.take(Kind::Number)?;
        }
        Ok(())
    }
}
