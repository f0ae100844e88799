//! Percentages as people write them: `99.95%`.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use serde::Serializer;

/// A share from 0 to 100 %. `101%`, `99.9` without the sign and `NaN%` cannot exist.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Percent(f64);

/// Why a text is not a [`Percent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a percentage is a number from 0 to 100 with a percent sign: \"99.9%\"")]
pub struct InvalidPercent;

impl Percent {
    /// A whole percentage.
    ///
    /// # Panics
    /// It is above 100.
    pub const fn of(whole: u8) -> Self {
        assert!(whole <= 100, "a share is at most 100 %");
        Self(whole as f64)
    }

    /// What is missing to the whole, as a number from 0 to 1: 0.001 for `99.9%`. Without the noise that a subtraction of
    /// binary fractions leaves.
    pub fn rest(self) -> f64 {
        ((100.0 - self.0) * 1e10).round() / 1e12
    }

    /// A share that was computed, from 0 to 1, with as many digits as tell anything: three of what is missing to 100 %.
    /// It is rounded down, so that it never looks better than it is.
    ///
    /// ```
    /// use faultbook::model::Percent;
    /// assert_eq!(Percent::of_share(0.9999f64.powi(3)).to_string(), "99.97%");
    /// ```
    pub fn of_share(share: f64) -> Self {
        /// What computing with fractions may lose, as a part of the last digit.
        const LOST: f64 = 1e-3;
        const MOST_DIGITS: i32 = 9;
        let percent = (share * 100.0).clamp(0.0, 100.0);
        let missing = 100.0 - percent;
        // Of 100 % nothing is missing, and of no number nothing is known.
        let digits = if missing > 0.0 { 2 - missing.log10().floor() as i32 } else { 0 };
        let scale = 10f64.powi(digits.clamp(0, MOST_DIGITS));
        let rounded = (percent * scale + LOST).floor() / scale;
        if rounded.is_finite() { Self(rounded) } else { Self(0.0) }
    }

    /// The share as a number from 0 to 1.
    pub fn share(self) -> f64 {
        self.0 / 100.0
    }
}

impl FromStr for Percent {
    type Err = InvalidPercent;

    fn from_str(text: &str) -> Result<Self, InvalidPercent> {
        let number = text.strip_suffix('%').ok_or(InvalidPercent)?.trim_end();
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Err(InvalidPercent);
        }
        let number: f64 = number.parse().map_err(|_| InvalidPercent)?;
        if (0.0..=100.0).contains(&number) { Ok(Self(number)) } else { Err(InvalidPercent) }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_share_with_its_sign_is_a_percentage() {
        for bad in ["", "%", "99.9", "101%", "-1%", "NaN%", "inf%", "1e1%", "99,9%", "99.9 percent"] {
            assert_eq!(bad.parse::<Percent>(), Err(InvalidPercent), "{bad}");
        }
        for good in ["0%", "99.95%", "100%"] {
            assert_eq!(good.parse::<Percent>().unwrap().to_string(), good);
        }
        assert_eq!("99.9%".parse::<Percent>().unwrap().rest(), 0.001);
        assert_eq!("99.9999999%".parse::<Percent>().unwrap().rest(), 1e-9);
        let shown = |share| Percent::of_share(share).to_string();
        for (share, text) in [
            (0.9999f64.powi(3), "99.97%"),
            (0.999, "99.9%"),
            (0.995 * 0.9995, "99.45%"),
            (0.99999999999, "99.999999999%"),
            (1.0, "100%"),
            (0.5, "50%"),
            (0.0, "0%"),
            (1e-300, "0%"),
            (-1.0, "0%"),
            (2.0, "100%"),
            (f64::NAN, "0%"),
        ] {
            assert_eq!(shown(share), text, "{share}");
        }
        assert!(("30%".parse::<Percent>().unwrap().share() - 0.3).abs() < 1e-12);
    }
}
