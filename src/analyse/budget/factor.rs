//! Systemic factors as a person writes them: `no runbook: detect +30m, frequency +10%`.

use std::str::FromStr;

use crate::model::Interval;
use crate::rank::Factor;

/// A factor with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedFactor {
    /// What people call it.
    pub name: String,
    /// What it does to every failure.
    pub factor: Factor,
}

/// Why a text is no factor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}; write for instance \"no runbook: detect +30m, repair +5m, frequency +10%\"")]
pub struct BadFactor {
    reason: String,
}

impl FromStr for NamedFactor {
    type Err = BadFactor;

    fn from_str(text: &str) -> Result<Self, BadFactor> {
        let bad = |reason: String| BadFactor { reason };
        let (name, parts) = text
            .split_once(':')
            .ok_or_else(|| bad("a factor has a name, a colon, and what it adds".to_owned()))?;
        let name = name.trim();
        if name.is_empty() {
            return Err(bad("the factor has no name".to_owned()));
        }
        let mut factor = Factor::default();
        for part in parts.split(',').map(str::trim) {
            let (what, more) = part.split_once('+').unwrap_or((part, ""));
            let (what, more) = (what.trim(), more.trim());
            let minutes = || {
                let duration: Interval = more.parse().map_err(|error| bad(format!("`{part}`: {error}")))?;
                Ok(duration.minutes())
            };
            let known = match what {
                "detect" => &mut factor.detect,
                "repair" => &mut factor.repair,
                "frequency" => &mut factor.more,
                _ => return Err(bad(format!("`{part}` adds to none of detect, repair and frequency"))),
            };
            *known += if what == "frequency" { share(more, part)? } else { minutes()? };
        }
        Ok(Self { name: name.to_owned(), factor })
    }
}

/// A rise in percent, which may be above 100.
fn share(text: &str, part: &str) -> Result<f64, BadFactor> {
    let digits = text.strip_suffix('%').map(str::trim_end);
    let is_number = |digits: &&str| digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = digits.filter(is_number).and_then(|digits| digits.parse::<f64>().ok());
    let share = number.map(|percent| percent / 100.0).filter(|share| *share > 0.0 && *share <= 1_000.0);
    share.ok_or_else(|| BadFactor {
        reason: format!("`{part}`: a rise is a percentage above 0, such as +10%"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let named: NamedFactor = "no runbook: detect +30m, repair + 2h,frequency +10%".parse().unwrap();
        assert_eq!(named.name, "no runbook");
        assert_eq!((named.factor.detect, named.factor.repair), (30.0, 120.0));
        assert!((named.factor.more - 0.1).abs() < 1e-12);
        let twice: NamedFactor = "both: detect +30m, detect +30m".parse().unwrap();
        assert!((twice.factor.detect - 60.0).abs() < 1e-9);
    }

    #[test]
    fn everything_else_is_refused_with_an_example() {
        for bad in [
            "",
            "no runbook",
            ": detect +30m",
            "a: ",
            "a: detect",
            "a: detect 30m",
            "a: detect -30m",
            "a: detect +30",
            "a: detect +0m",
            "a: frequency +10",
            "a: frequency +0%",
            "a: frequency +NaN%",
            "a: frequency +1e9%",
            "a: frequency +99999999%",
            "a: colour +1m",
            "a: detect +30m,",
        ] {
            let error = bad.parse::<NamedFactor>().unwrap_err().to_string();
            assert!(error.contains("write for instance"), "{bad}: {error}");
        }
    }
}
