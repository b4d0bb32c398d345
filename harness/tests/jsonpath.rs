//! JSONPath against the compliance suite of RFC 9535, against another implementation, and against
//! the rules of a stack.

#[path = "jsonpath/compliance.rs"]
mod compliance;
#[path = "jsonpath/conditions.rs"]
mod conditions;
#[path = "jsonpath/differential.rs"]
mod differential;
#[path = "jsonpath/refusals.rs"]
mod refusals;
#[path = "jsonpath/stack_mode.rs"]
mod stack_mode;
#[path = "jsonpath/support.rs"]
mod support;
