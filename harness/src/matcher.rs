//! Matchers: one table of them, and what each says of a value.
//!
//! The table [`MATCHERS`] is the only place that lists matchers. The parser of spec files, the
//! documentation, `explain` and the tests all read it. [`judge`] is pure and three-valued: a
//! matcher holds if every value that the actual one may still come to satisfies it, does not hold
//! if none does, and is unknown otherwise. A value of the wrong type is neither: it is an error.

mod archive;
mod count;
mod covers;
mod judge;
mod keys;
mod network;
mod origin;
mod same;
mod shape;
mod table;
mod version;

pub use count::{CountOp, CountTest};
pub(crate) use covers::{is_action, names_service};
pub use judge::{Beside, Expected, WrongType, judge, judge_beside};
pub(crate) use network::{is_network, overlapping};
pub use same::same;
pub use table::{Accepts, MATCHERS, Matcher, MatcherInfo};
pub(crate) use version::why_no_constraint;
