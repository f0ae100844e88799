//! Amounts as people read them.

/// A number with at most two digits behind the point, and none where they say nothing.
pub(super) fn amount(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    // Less than a hundredth below nothing is nothing.
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A share as a percentage: `42 %`. What is there is never 0 %.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.5 { "under 1 %".to_owned() } else { format!("{percent:.0} %") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_digits_that_count() {
        let said = [0.0, 91.3125, 525.96, 2_629.8, 120.0, -0.001, -7.5].map(amount);
        assert_eq!(said, ["0", "91.31", "525.96", "2629.8", "120", "0", "-7.5"]);
        assert_eq!([0.0, 0.001, 0.2, 1.234].map(percent), ["0 %", "under 1 %", "20 %", "123 %"]);
    }
}
