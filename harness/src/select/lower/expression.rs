//! The expressions of filters, lowered.

use jsonpath_rust::parser::model as tree;

use super::Lowering;
use crate::select::lex::{Kind, Token};
use crate::select::model::{Expr, Inner, Op, Operand};
use crate::select::{Anchor, QueryError, function};

impl Lowering<'_> {
    pub(super) fn logical(&mut self, tree: &tree::Filter) -> Result<Expr, QueryError> {
        let (parts, joint) = match tree {
            tree::Filter::Atom(atom) => return self.atom(atom),
            tree::Filter::Or(parts) => (parts, Kind::Or),
            tree::Filter::And(parts) => (parts, Kind::And),
        };
        let mut lowered = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.take(joint)?;
            }
            lowered.push(self.logical(part)?);
        }
        Ok(match joint {
            Kind::Or => Expr::Or(lowered),
            _ => Expr::And(lowered),
        })
    }

    fn atom(&mut self, tree: &tree::FilterAtom) -> Result<Expr, QueryError> {
        let (expr, not) = match tree {
            tree::FilterAtom::Filter { expr, not } => {
                self.negation(*not)?;
                self.take(Kind::ParenOpen)?;
                let expr = self.logical(expr)?;
                self.take(Kind::ParenClose)?;
                (expr, *not)
            }
            tree::FilterAtom::Test { expr, not } => {
                self.negation(*not)?;
                (self.test(expr)?, *not)
            }
            tree::FilterAtom::Comparison(comparison) => (self.comparison(comparison)?, false),
        };
        Ok(if not { Expr::Not(Box::new(expr)) } else { expr })
    }

    fn negation(&mut self, not: bool) -> Result<(), QueryError> {
        if not {
            self.take(Kind::Not)?;
        }
        Ok(())
    }

    fn test(&mut self, tree: &tree::Test) -> Result<Expr, QueryError> {
        match tree {
            tree::Test::RelQuery(_) | tree::Test::AbsQuery(_) => {
                Ok(Expr::Exists(self.inner(tree, false)?))
            }
            tree::Test::Function(call) => function::test(self, call),
        }
    }

    /// A query inside a filter; `tree` is one of the two query variants.
    pub(in crate::select) fn inner(
        &mut self,
        tree: &tree::Test,
        single: bool,
    ) -> Result<Inner, QueryError> {
        let (anchor, segments) = match tree {
            tree::Test::RelQuery(segments) => (Anchor::Current, segments),
            tree::Test::AbsQuery(query) => (Anchor::Root, &query.segments),
            tree::Test::Function(_) => return Err(self.disagree()),
        };
        self.anchor(anchor)?;
        Ok(Inner {
            anchor,
            segments: self.segments(segments)?,
            single,
        })
    }

    fn anchor(&mut self, anchor: Anchor) -> Result<Token, QueryError> {
        self.take(match anchor {
            Anchor::Root => Kind::Root,
            Anchor::Current => Kind::Current,
        })
    }

    fn comparison(&mut self, tree: &tree::Comparison) -> Result<Expr, QueryError> {
        let op = match tree {
            tree::Comparison::Eq(..) => Op::Equal,
            tree::Comparison::Ne(..) => Op::NotEqual,
            tree::Comparison::Lt(..) => Op::Less,
            tree::Comparison::Lte(..) => Op::LessEqual,
            tree::Comparison::Gt(..) => Op::Greater,
            tree::Comparison::Gte(..) => Op::GreaterEqual,
        };
        let (left, right) = tree.vals();
        let start = self.start();
        let left = Box::new(self.comparable(left)?);
        self.take(Kind::Op(op))?;
        let right = Box::new(self.comparable(right)?);
        Ok(Expr::Compare {
            op,
            left,
            right,
            span: start..self.stop(),
        })
    }

    fn comparable(&mut self, tree: &tree::Comparable) -> Result<Operand, QueryError> {
        match tree {
            tree::Comparable::Literal(literal) => function::literal(self, literal),
            tree::Comparable::Function(call) => function::value(self, call),
            tree::Comparable::SingularQuery(query) => {
                let (anchor, steps) = match query {
                    tree::SingularQuery::Current(steps) => (Anchor::Current, steps),
                    tree::SingularQuery::Root(steps) => (Anchor::Root, steps),
                };
                self.anchor(anchor)?;
                // The same segments as a longer spelling of them has.
                let step = |step: &tree::SingularQuerySegment| {
                    tree::Segment::Selector(match step {
                        tree::SingularQuerySegment::Index(index) => tree::Selector::Index(*index),
                        tree::SingularQuerySegment::Name(name) => {
                            tree::Selector::Name(name.clone())
                        }
                    })
                };
                let trees: Vec<tree::Segment> = steps.iter().map(step).collect();
                Ok(Operand::Query(Inner {
                    anchor,
                    segments: self.segments(&trees)?,
                    single: true,
                }))
            }
        }
    }
}
