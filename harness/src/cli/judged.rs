//! What `check`, `coverage` and `mutate` have in common: what is judged, and the full judgement.

use std::path::Path;

use super::args::{InputArgs, RunArgs};
use super::settings::{Settings, Wants, settings};
use crate::check::{BuiltIns, Context, Run, Verdict, judge_one};
use crate::report::proof::{CoverageReport, MutationReport};
use crate::report::{human, json, lcov};
use crate::run::{Chosen, Inputs, Problems, environment};
