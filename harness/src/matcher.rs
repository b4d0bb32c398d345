//! Matchers: one table of them, and what each says of a value.
//!
//! The table [`MATCHERS`] is the only place that lists matchers. The parser of spec files, the
//! documentation, `explain` and the tests all read it. [`judge`] is pure and three-valued: a
//! matcher holds if every value that the actual one may still come to satisfies it, does not hold
//! if none does, and is unknown otherwise. A value of the wrong type is neither: it is an error.

mod count;
mod judge;
mod same;
mod shape;
mod table;

pub use count::{CountOp, CountTest};
pub use judge::{Expected, WrongType, judge};
pub use same::same;
pub use table::{Accepts, MATCHERS, Matcher, MatcherInfo};
