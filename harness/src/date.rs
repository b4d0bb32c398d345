//! Days, as people write them.

use std::fmt;

/// A day of the Gregorian calendar. Days are compared in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads `2027-01-31`.
    ///
    /// ```
    /// use stackspec::date::Date;
    /// assert!(Date::read("2027-01-31").unwrap() < Date::read("2027-02-01").unwrap());
    /// assert_eq!(Date::read("2027-02-30"), None);
    /// ```
    pub fn read(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let mut number = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok())?
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let year = i32::from(year);
        let known = parts.next().is_none() && (1..=12).contains(&month);
        let fits = known && (1..=days_of(year, month)).contains(&day);
        fits.then_some(Date { year, month, day })
    }

    /// The day that begins this many days after 1970-01-01.
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    ///
    /// ```
    /// use stackspec::date::Date;
    /// assert_eq!(Date::of_unix_day(20_000).to_string(), "2024-10-04");
    /// ```
    pub fn of_unix_day(days: u32) -> Date {
        let shifted = i64::from(days) + 719_468;
        let era = shifted / 146_097;
        let of_era = shifted % 146_097;
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        // A day that is counted in 32 bits has a year of seven digits at most.
        Date {
            year: i32::try_from(year).unwrap_or(i32::MAX),
            month: u8::try_from(month).unwrap_or(12),
            day: u8::try_from(day).unwrap_or(31),
        }
    }
}

fn days_of(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// As it is read.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_read_as_it_is_written() {
        for day in (0..80_000).step_by(13) {
            let date = Date::of_unix_day(day);
            assert_eq!(Date::read(&date.to_string()), Some(date));
            assert!(date < Date::of_unix_day(day + 1));
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        let none = [
            "",
            "2027",
            "2027-1-1",
            "2027-00-10",
            "2027-13-01",
            "2027-04-31",
            "2100-02-29",
            "2027-01-01-",
            "2027-01-01T00:00:00Z",
            "+027-01-01",
            "2027-01-0\u{661}",
        ];
        for text in none {
            assert_eq!(Date::read(text), None, "{text}");
        }
        assert!(Date::read("2000-02-29").is_some());
    }
}
