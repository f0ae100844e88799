//! The day that counts as today.

use std::time::SystemTime;

use anyhow::Context as _;
use faultbook::model::Date;

/// Reads `--today`.
pub(in crate::cli) fn parse(text: &str) -> Result<Date, String> {
    text.parse()
        .ok()
        .filter(|date: &Date| date.year() > 0)
        .ok_or_else(|| "write a date as 2026-11-20".to_owned())
}

/// `SOURCE_DATE_EPOCH` where it is set, else the system's clock, both in UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks the clock and the environment for the day"
)]
pub(in crate::cli) fn today() -> anyhow::Result<Date> {
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text
            .trim()
            .parse()
            .with_context(|| format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds"))?,
        Err(_) => {
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
        }
    };
    on_day(seconds / 86_400).context("the day lies beyond the year 9999; give --today")
}

fn on_day(days: u64) -> Option<Date> {
    let epoch = Date::new(1970, 1, 1).ok()?;
    let days = jiff::Span::new().try_days(i64::try_from(days).ok()?).ok()?;
    epoch.checked_add(days).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_and_end_with_the_year_9999() {
        assert_eq!(on_day(0), Date::new(1970, 1, 1).ok());
        assert_eq!(on_day(20_777), Date::new(2026, 11, 20).ok());
        assert_eq!(on_day(2_932_897), None);
        assert_eq!(on_day(u64::MAX), None);
    }
}
