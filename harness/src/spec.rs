//! Spec files: what must hold, read and explained without any stack.
//!
//! [`model`] is what a validated spec is; the parser builds it, judgement reads it.

pub mod model;

pub use model::*;
