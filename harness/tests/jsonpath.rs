//! `JSONPath` against the compliance suite of RFC 9535, against another implementation, and against
//! the rules of a stack.

#[cfg(test)]
#[path = "jsonpath/compliance.rs"]
mod compliance;
#[cfg(test)]
#[path = "jsonpath/conditions.rs"]
mod conditions;
#[cfg(test)]
#[path = "jsonpath/differential.rs"]
mod differential;
#[cfg(test)]
#[path = "jsonpath/embedded.rs"]
mod embedded;
#[cfg(test)]
#[path = "jsonpath/refusals.rs"]
mod refusals;
#[cfg(test)]
#[path = "jsonpath/soundness.rs"]
mod soundness;
#[cfg(test)]
#[path = "jsonpath/stack_mode.rs"]
mod stack_mode;
#[cfg(test)]
#[path = "jsonpath/support.rs"]
mod support;
