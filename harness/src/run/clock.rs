//! What only a face may ask for: the day, and whether it is a service that runs us.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::date::Date;

/// Today, in UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "a face: what is known expires on a day, and `--today` names another"
)]
pub(crate) fn today() -> Date {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Date::of_unix_day(u32::try_from(since.as_secs() / 86_400).unwrap_or(u32::MAX))
}

/// Whether a CI service runs this process: `CI` is set, and not to `false`.
/// Source: GitHub, GitLab, `CircleCI`, Buildkite and Travis set `CI=true`.
pub(crate) fn under_ci(environment: &dyn Fn(&str) -> Option<String>) -> bool {
    environment("CI").is_some_and(|ci| !ci.is_empty() && ci != "false")
}
