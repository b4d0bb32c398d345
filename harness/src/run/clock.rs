//! The day, which only a face may ask for.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::suite::Date;

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
