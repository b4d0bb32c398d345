//! Matchers: one table of them, and what each says of a value.
//!
//! The table [`MATCHERS`] is the only place that lists matchers. The parser of spec files, the
//! documentation, `explain` and the tests all read it.

pub use table::{Accepts, MATCHERS, Matcher, MatcherInfo};

mod table;
