//! Numbers and dates of workbooks as text.

use jiff::ToSpan as _;
use jiff::civil::date;

/// A number as a spreadsheet shows it: with at most 15 digits, and no more than it needs.
pub(in crate::import) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{}", value as i64);
    }
    format!("{value:.14e}").parse().unwrap_or(value).to_string()
}

/// A number as a percentage: `0.4` is `40%`.
pub(in crate::import) fn percent(value: f64) -> String {
    format!("{}%", number(value * 100.0))
}

/// A day and a time as Excel counts them, in days since the end of 1899, or since the beginning of 1904; `None` where there is no
/// such day. What is less than a day is a time alone.
pub(in crate::import) fn moment(value: f64, since_1904: bool) -> Option<String> {
    /// The last day of the year 9999.
    const LAST: f64 = 2_958_465.0;
    const DAY: i64 = 24 * 60 * 60;
    if !(0.0..=LAST).contains(&value) {
        return None;
    }
    let seconds = (value * DAY as f64).round() as i64;
    let (days, rest) = (seconds / DAY, seconds % DAY);
    if days == 0 && !since_1904 {
        return Some(clock(rest));
    }
    // Excel believes that there was a 29 February in 1900.
    let from = match (since_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, ..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    };
    let day = from.checked_add(days.days()).ok()?;
    Some(if rest == 0 { day.to_string() } else { format!("{day}T{}", clock(rest)) })
}

/// A length of time in days, as hours, minutes and seconds.
pub(in crate::import) fn length(value: f64) -> Option<String> {
    (0.0..1e9).contains(&value).then(|| clock((value * 86_400.0).round() as i64))
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A moment as OpenDocument writes it, without fractions of seconds and without a midnight.
pub(in crate::import) fn iso(text: &str) -> String {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    whole.strip_suffix("T00:00:00").unwrap_or(whole).to_owned()
}

/// A length of time as OpenDocument writes it: `PT10H02M00S` is `10:02:00`.
pub(in crate::import) fn iso_length(text: &str) -> Option<String> {
    let mut seconds: i64 = 0;
    for part in text.strip_prefix("PT")?.split_inclusive(['H', 'M', 'S']) {
        let (number, unit) = part.split_at_checked(part.len() - 1)?;
        let number: i64 =
            number.split(['.', ',']).next()?.parse().ok().filter(|&number: &i64| number < 1_000_000_000)?;
        let unit = match unit {
            "H" => 3600,
            "M" => 60,
            "S" => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number * unit)?;
    }
    Some(clock(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let numbers = [3.0, -0.0, -7.0, 0.1 + 0.2, 4.35, 1e15, 1.5e300, 1e-7, 123_456_789_012.5];
        let texts = numbers.map(number);
        assert_eq!(texts[..6], ["3", "0", "-7", "0.3", "4.35", "1000000000000000"]);
        assert_eq!((texts[6].len(), &*texts[7], &*texts[8]), (301, "0.0000001", "123456789012.5"));
    }

    #[test]
    fn moments_are_iso() {
        let at = |value| moment(value, false);
        assert_eq!(at(46_327.0).as_deref(), Some("2026-11-01"));
        assert_eq!(at(46_327.0 + 10.0 / 24.0 + 2.0 / 1440.0).as_deref(), Some("2026-11-01T10:02:00"));
        assert_eq!(at(46_326.999_999_99).as_deref(), Some("2026-11-01"));
        assert_eq!((at(1.0).as_deref(), at(59.0).as_deref()), (Some("1900-01-01"), Some("1900-02-28")));
        assert_eq!((at(61.0).as_deref(), at(0.5).as_deref()), (Some("1900-03-01"), Some("12:00:00")));
        assert_eq!(at(2_958_465.0).as_deref(), Some("9999-12-31"));
        assert_eq!(moment(44_865.0, true).as_deref(), Some("2026-11-01"));
        for odd in [-1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!((at(odd), moment(odd, true)), (None, None));
        }
        assert_eq!(moment(2_958_465.0, true), None);
        assert_eq!((length(1.5).as_deref(), length(f64::NAN)), (Some("36:00:00"), None));
        assert_eq!(iso("2026-11-01T00:00:00.000"), "2026-11-01");
        assert_eq!(iso("2026-11-01T10:02:00.5"), "2026-11-01T10:02:00");
        assert_eq!(iso_length("PT10H02M00.5S").as_deref(), Some("10:02:00"));
        for odd in ["P1D", "PT", "PTß", "PTH", "PT99999999999999999999H"] {
            assert!(iso_length(odd).is_none_or(|text| text == "00:00:00"), "{odd}");
        }
    }
}
