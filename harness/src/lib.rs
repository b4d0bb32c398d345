//! stackspec: a test harness and assertion framework for what infrastructure tools synthesize.
//!
//! The modules stand on floors and arrows go down only (see `ARCHITECTURE.md`):
//!
//! | floor | modules |
//! |---|---|
//! | 0 ground | [`address`], [`value`], `facts`, [`diagnostic`] |
//! | 1 model | `template`, [`stack`], [`verdict`] |
//! | 2 | `load`, `select`, `matcher` |
//! | 3 spec | `spec` |
//! | 4 judgement | `check`, `coverage` |
//! | 6 reports | `report` |
//! | 7 faces | `cli`, `trial`, `expect` |

pub mod address;
pub mod diagnostic;
pub mod load;
pub mod matcher;
pub mod select;
pub mod spec;
pub mod stack;
pub mod value;
pub mod verdict;
