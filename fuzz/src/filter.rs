//! `--where`: any text is read or refused, and a condition and its opposite part the rows.

use std::sync::LazyLock;

use faultbook::model::Kind;
use faultbook::rank::DEFAULT;
use faultbook::report::Filter;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::TODAY;
use crate::seeds;
use crate::text;

/// A workspace with every field that a filter may name.
static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| seeds::workspace("tests/fixtures/format-1"));

/// Reads a filter and asks it of every row.
pub fn filter(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let shown = |text: &str| {
        let filter = Filter::parse(Kind::Failure, text, &WORKSPACE.config().scales, *TODAY).ok()?;
        let view = ReportOptions::new(DEFAULT, *TODAY).filter(filter).all(true);
        Some(WORKSPACE.report(view).rows.len())
    };
    shown(text);
    let one_term = !text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    for (sign, opposite) in [("=", "!="), ("~", "!~")] {
        let Some((name, value)) = text.split_once(sign).filter(|_| one_term) else { continue };
        let opposite = shown(&format!("{name}{opposite}{value}"));
        if let (Some(is), Some(is_not), false) =
            (shown(text), opposite, name.contains(['<', '>', '!', '~', '=']))
        {
            let all = WORKSPACE.book().failures.len();
            assert_eq!(is + is_not, all, "{text} and its opposite show {is} and {is_not} of {all}");
        }
    }
}
