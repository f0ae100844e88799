//! When something happened: a day, or an instant.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde::Serializer;

/// A date, or a date and time with an offset. Shown as it was written; ordered by time, where a day begins at midnight UTC.
///
/// ```
/// use faultbook::model::Moment;
/// let at = |text: &str| text.parse::<Moment>().unwrap();
/// assert!(at("2026-03-04") < at("2026-03-04T10:02:00+02:00"));
/// assert_eq!(at("2026-03-04T10:02:00+02:00").minutes_until(&at("2026-03-04T08:40:00Z")), Some(38.0));
/// assert!("2026-03-04T10:02:00".parse::<Moment>().is_err(), "without an offset nobody knows when that was");
/// ```
#[derive(Clone, Debug)]
pub struct Moment {
    written: Box<str>,
    date: Date,
    instant: Option<Timestamp>,
}

/// Why a text is not a [`Moment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time is a date, a time of day and an offset: 2026-03-04T10:02:00Z")]
pub struct InvalidMoment;

impl Moment {
    /// The day on which it was, where it was written down.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The instant, where more than the day is written.
    pub fn instant(&self) -> Option<Timestamp> {
        self.instant
    }

    /// The minutes from this instant to a later one; less than zero where that is earlier. `None`: of one only the day is known.
    pub fn minutes_until(&self, later: &Self) -> Option<f64> {
        Some(later.instant?.duration_since(self.instant?).as_secs_f64() / 60.0)
    }

    /// The first instant that it may be.
    fn begin(&self) -> Timestamp {
        let midnight = || self.date.to_zoned(TimeZone::UTC).map(|day| day.timestamp());
        self.instant.or_else(|| midnight().ok()).unwrap_or(Timestamp::MIN)
    }
}

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Self { written: date.to_string().into(), date, instant: None }
    }
}

impl FromStr for Moment {
    type Err = InvalidMoment;

    fn from_str(text: &str) -> Result<Self, InvalidMoment> {
        const DAY: usize = "2026-03-04".len();
        let date = text.get(..DAY).and_then(|date| date.parse().ok()).ok_or(InvalidMoment)?;
        let instant = if text.len() > DAY { Some(text.parse().map_err(|_| InvalidMoment)?) } else { None };
        Ok(Self { written: text.into(), date, instant })
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.begin(), self.instant).cmp(&(other.begin(), other.instant))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}
