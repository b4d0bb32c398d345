//! stackspec: a test harness and assertion framework for what infrastructure tools synthesize.
//!
//! The modules stand on floors and arrows go down only (see `ARCHITECTURE.md`):
//!
//! | floor | modules |
//! |---|---|
//! | 0 ground | [`address`], [`date`], [`value`], [`facts`], [`diagnostic`], [`exit`], [`files`], `threads` |
//! | 1 model | `template`, [`verdict`], [`stack`], [`graph`], [`view`] |
//! | 2 | `load`, `select`, `matcher`, [`follow`] |
//! | 3 spec | [`spec`], [`config`] |
//! | 4 judgement | `check`, `coverage` |
//! | 5 proof | [`proof`], [`suite`](mod@suite) |
//! | 6 reports | [`report`], [`schema`](mod@schema) |
//! | 7 faces | `run`, the way in that they share; [`cli`], [`trial`], [`expect`] |

pub mod address;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod coverage;
pub mod date;
pub mod diagnostic;
pub mod exit;
pub mod expect;
pub mod facts;
pub mod files;
pub mod follow;
pub mod graph;
pub mod load;
pub mod matcher;
pub mod proof;
pub mod report;
mod run;
pub mod schema;
pub mod select;
pub mod spec;
pub mod stack;
pub mod suite;
pub mod template;
mod threads;
pub mod trial;
pub mod value;
pub mod verdict;
pub mod view;

pub use expect::Stack;
pub use trial::{Harness, SuiteHarness, harness, suite};
