//! Durations as people write them: `30m`, `4h`, `90d`, `6mo`, `1y`.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;
use serde::Serializer;

use crate::model::word::words;

words! {
    /// The units of a [`Duration`].
    pub enum Unit as "unit" {
        /// Seconds.
        Second = "s",
        /// Minutes.
        Minute = "m",
        /// Hours.
        Hour = "h",
        /// Days of 24 hours.
        Day = "d",
        /// Weeks of seven days.
        Week = "w",
        /// Calendar months, clamped to the month's end.
        Month = "mo",
        /// Calendar years.
        Year = "y",
    }
}

/// A whole number of one unit; zero too. `4` without a unit and `-1h` cannot exist.
///
/// ```
/// use faultbook::model::{Date, Duration};
/// let half_a_year: Duration = "6mo".parse().unwrap();
/// assert_eq!(half_a_year.after(Date::new(2026, 8, 31).unwrap()), Date::new(2027, 2, 28).ok());
/// assert!("4".parse::<Duration>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    count: u32,
    unit: Unit,
}

/// Why a text is not a [`Duration`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a duration is a whole number and a unit: 30m, 4h, 90d, 2w, 6mo or 1y")]
pub struct InvalidDuration;

impl Duration {
    /// The greatest number of units.
    const MAX: u32 = 10_000_000;

    /// How many days it takes on average: a year has 365.25, a month a twelfth of that.
    pub fn days(self) -> f64 {
        self.minutes() / 1_440.0
    }

    /// How many minutes it takes on average.
    pub fn minutes(self) -> f64 {
        const DAY: f64 = 1_440.0;
        let count = f64::from(self.count);
        match self.unit {
            Unit::Second => count / 60.0,
            Unit::Minute => count,
            Unit::Hour => count * 60.0,
            Unit::Day => count * DAY,
            Unit::Week => count * DAY * 7.0,
            Unit::Month => count * DAY * 365.25 / 12.0,
            Unit::Year => count * DAY * 365.25,
        }
    }

    /// The date that lies this long after `date`; `None` past the year 9999. Less than a day counts as none.
    pub fn after(self, date: Date) -> Option<Date> {
        date.checked_add(self.span()?).ok()
    }

    /// The date that lies this long before `date`; `None` before the year -9999. Less than a day counts as none.
    pub fn before(self, date: Date) -> Option<Date> {
        date.checked_sub(self.span()?).ok()
    }

    fn span(self) -> Option<Span> {
        let count = i64::from(self.count);
        let span = Span::new();
        let span = match self.unit {
            Unit::Second => span.try_days(count / 86_400),
            Unit::Minute => span.try_days(count / 1_440),
            Unit::Hour => span.try_days(count / 24),
            Unit::Day => span.try_days(count),
            Unit::Week => span.try_weeks(count),
            Unit::Month => span.try_months(count),
            Unit::Year => span.try_years(count),
        };
        span.ok()
    }
}

impl FromStr for Duration {
    type Err = InvalidDuration;

    fn from_str(text: &str) -> Result<Self, InvalidDuration> {
        use crate::model::Word;
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = text.split_at(digits);
        let count: u32 = count.parse().map_err(|_| InvalidDuration)?;
        let unit = Unit::from_word(unit).ok_or(InvalidDuration)?;
        if count > Self::MAX { Err(InvalidDuration) } else { Ok(Self { count, unit }) }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A [`Duration`] above zero: how often something happens or is to be done, how much work something is.
///
/// ```
/// use faultbook::model::Interval;
/// assert_eq!("2w".parse::<Interval>().unwrap().days(), 14.0);
/// assert!("0d".parse::<Interval>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Interval(Duration);

/// Why a text is not an [`Interval`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a duration here is a whole number above zero and a unit: 30m, 4h, 90d, 2w, 6mo or 1y")]
pub struct InvalidInterval;

impl FromStr for Interval {
    type Err = InvalidInterval;

    fn from_str(text: &str) -> Result<Self, InvalidInterval> {
        text.parse().ok().filter(|duration: &Duration| duration.count > 0).map(Self).ok_or(InvalidInterval)
    }
}

impl Deref for Interval {
    type Target = Duration;

    fn deref(&self) -> &Duration {
        &self.0
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_with_a_unit_is_a_duration() {
        for bad in
            ["", "4", "h", "-1h", "1.5h", "1 h", "4H", "1h30m", "99999999999d", "20000000d", "６mo", "4mn"]
        {
            assert_eq!(bad.parse::<Duration>(), Err(InvalidDuration), "{bad}");
        }
        for good in ["0m", "5s", "30m", "4h", "90d", "2w", "6mo", "1y"] {
            assert_eq!(good.parse::<Duration>().unwrap().to_string(), good);
        }
        for bad in ["0m", "00d", "4", "-1h"] {
            assert_eq!(bad.parse::<Interval>(), Err(InvalidInterval), "{bad}");
        }
        assert_eq!("90d".parse::<Interval>().unwrap().days(), 90.0);
    }

    #[test]
    fn months_clamp_to_the_end() {
        let date = |y, m, d| Date::new(y, m, d).unwrap();
        let after = |text: &str, from| text.parse::<Duration>().unwrap().after(from);
        assert_eq!(after("1mo", date(2026, 1, 31)), Some(date(2026, 2, 28)));
        assert_eq!(after("1y", date(2028, 2, 29)), Some(date(2029, 2, 28)));
        assert_eq!(after("90d", date(2026, 11, 1)), Some(date(2027, 1, 30)));
        assert_eq!(after("36h", date(2026, 11, 1)), Some(date(2026, 11, 2)));
        assert_eq!(after("10000000y", date(2026, 11, 1)), None);
        assert_eq!(after("10000000d", date(9999, 11, 1)), None);
    }
}
