//! Dates as people write them.

use crate::model::Date;

/// Which number of `1/2/2026` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Order {
    DayFirst,
    MonthFirst,
    /// No date of the column tells.
    Unknown,
}

impl Order {
    /// The order that the dates of a column agree on.
    pub(in crate::import) fn of<'t>(cells: impl Iterator<Item = &'t str>) -> Self {
        let (mut day, mut month) = (false, false);
        for (a, b, _) in cells.filter_map(slashed) {
            day |= a > 12;
            month |= b > 12;
        }
        match (day, month) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => Self::Unknown,
        }
    }

    /// The date of a text: `2026-11-01`, with or without a time; `1.11.2026`; `1 Nov 2026`, `Nov 1, 2026`; and `1/11/2026`
    /// where the order is known, or does not matter.
    pub(in crate::import) fn date(self, text: &str) -> Option<Date> {
        let text = text.trim();
        let day =
            text.split_once(['T', ' ']).filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
        let iso = day.replace('/', "-");
        if let Ok(date) = iso.parse::<Date>() {
            return Some(date).filter(|date| date.year() > 0);
        }
        if let Some((a, b, year)) = slashed(day) {
            let (day, month) = match self {
                Self::DayFirst => (a, b),
                Self::MonthFirst => (b, a),
                Self::Unknown if a == b => (a, b),
                Self::Unknown => return None,
            };
            return made(year, month, day);
        }
        dotted(day).or_else(|| named(day))
    }
}

fn made(year: i16, month: i8, day: i8) -> Option<Date> {
    (year > 0).then(|| Date::new(year, month, day).ok()).flatten()
}

fn numbers(text: &str, gap: char) -> Option<(i16, i16, i16)> {
    let mut parts = text.split(gap).map(|part| part.trim().parse::<i16>().ok());
    let (a, b, c) = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some((a, b, c))
}

/// `1/11/2026`: the first two numbers, and the year.
fn slashed(text: &str) -> Option<(i8, i8, i16)> {
    let (a, b, year) = numbers(text.trim(), '/')?;
    let small = |number: i16| i8::try_from(number).ok().filter(|number| (1..=31).contains(number));
    (year >= 1000).then_some((small(a)?, small(b)?, year))
}

/// `1.11.2026`.
fn dotted(text: &str) -> Option<Date> {
    let (day, month, year) = numbers(text, '.')?;
    (year >= 1000).then_some(())?;
    made(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// `1 Nov 2026`, `Nov 1, 2026`, `1-Nov-2026`.
fn named(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_lowercase();
    let parts: Vec<&str> =
        lower.split([' ', ',', '-']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let [a, b, year] = parts.as_slice() else { return None };
    let (day, month) = if a.starts_with(char::is_alphabetic) { (b, a) } else { (a, b) };
    let month = MONTHS.iter().position(|name| month.len() >= 3 && month.starts_with(name))?;
    made(year.parse().ok().filter(|year| *year >= 1000)?, i8::try_from(month).ok()? + 1, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_they_are_sure() {
        let first = Date::new(2026, 11, 1).ok();
        for text in [
            "2026-11-01",
            "2026-11-01T10:02:00",
            "2026-11-01 10:02",
            "2026/11/01",
            "1.11.2026",
            "01.11.2026",
            "1 Nov 2026",
            "1 November 2026",
            "Nov 1, 2026",
            "1-Nov-2026",
        ] {
            assert_eq!(Order::Unknown.date(text), first, "{text}");
        }
        assert_eq!(Order::of(["1/11/2026", "24/12/2026"].into_iter()).date("1/11/2026"), first);
        assert_eq!(Order::of(["11/1/2026", "12/24/2026"].into_iter()).date("11/1/2026"), first);
        for text in ["1/11/2026", "Q3", "soon", "31.2.2026", "1.11.26", "0000-01-01", ""] {
            assert_eq!(Order::Unknown.date(text), None, "{text}");
        }
    }
}
