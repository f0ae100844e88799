//! A GitHub table with the columns of the reliability maturity model's third level.

use std::borrow::Cow;
use std::io;
use std::io::Write;

use crate::export::Format;
use crate::export::address;
use crate::export::said::COLUMN;
use crate::export::said::Said;
use crate::model::is_hidden;
use crate::model::is_terminal_control;
use crate::model::marked;
use crate::report::Column;
use crate::report::Listing;
use crate::report::Record;
use crate::report::Report;
use crate::report::Value;
use crate::report::in_order;

pub(super) const FORMAT: Format = Format {
    id: "markdown",
    page: include_str!("markdown.md"),
    report: Some(report),
    listing: Some(listing),
    verdict: None,
    binary: false,
};

const COLUMNS: &[&str] = &["priority", "problem", "risk", "sources", Report::OF_METHOD, "actions"];

fn report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let columns = report.columns_or(COLUMNS);
    table(&report.rows, &columns, Said::of(&columns).as_ref(), out)
}

fn listing(listing: &Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    table(&listing.rows, &listing.columns, None, out)
}

/// Writes rows of any kind.
fn table<R: Record>(
    rows: &[R],
    columns: &[Column],
    said: Option<&Said>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let headings: Vec<_> = columns.iter().map(|column| escaped(column.heading())).collect();
    writeln!(out, "| {} |", headings.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(columns.len()))?;
    let lines = |rows: &[R]| {
        let mut lines = String::new();
        for row in rows {
            let mut record = said.map(|said| said.row(row));
            lines.push('|');
            for column in columns {
                let value = column.shown(row);
                let bare = value.to_page();
                record.iter_mut().for_each(|record| record.cell(&bare));
                lines.extend([" ", &cell(&value, &bare), " |"]);
            }
            if let Some(record) = record {
                // Within the last cell, where no reader shows it and it stays with its row.
                lines.truncate(lines.len() - 1);
                lines.extend(["<!-- ", COLUMN, " ", &record.text, " --> |"]);
            }
            lines.push('\n');
        }
        lines
    };
    in_order(rows, lines, |lines| out.write_all(lines.as_bytes()))
}

/// A value whose bare text is known.
fn cell<'b>(value: &Value<'_>, bare: &'b str) -> Cow<'b, str> {
    let Value::Groups(groups) = value else { return escaped(bare) };
    let blocks = groups.iter().map(|(heading, items)| {
        let heading = if heading.is_empty() { String::new() } else { format!("**{heading}:**<br>") };
        heading + &escaped(&marked::dashed(items))
    });
    blocks.collect::<Vec<_>>().join("<br><br>").into()
}

/// Text as text: nothing in it becomes markup, a mention or a link to an issue, and a row stays one row. Addresses stay links.
fn escaped(text: &str) -> Cow<'_, str> {
    if !may_be_markup(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(found) = address::next(rest) {
        let (before, address) = (&rest[..found.start], &rest[found.clone()]);
        out.push_str(&without_closing(words(before), true));
        out.push_str(&link(address));
        rest = &rest[found.end..];
    }
    out.push_str(&without_closing(words(rest), false));
    Cow::Owned(out)
}

/// An address as a link: as it is where nothing in it means anything in Markdown, else between angle brackets, where nothing
/// does.
fn link(address: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-.:/?+=%,;'()".contains(letter);
    if address.chars().all(is_plain) && address.starts_with(['h', 'H']) {
        return Cow::Borrowed(address);
    }
    // What looks like an entity would be read as one.
    let mut parts = address.split('&');
    let mut out = format!("<{}", parts.next().unwrap_or_default());
    for part in parts {
        let name = part.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || letter == '#');
        out.push_str(if name.len() < part.len() && name.starts_with(';') { "&amp;" } else { "&" });
        out.push_str(part);
    }
    out.push('>');
    Cow::Owned(out)
}

/// Text without addresses, escaped.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        // Within a word it is part of a mail address, and mentions nobody.
        let is_mail = character == '@'
            && before.is_some_and(|letter: char| letter.is_ascii_alphanumeric())
            && rest.peek().is_some_and(char::is_ascii_alphanumeric);
        before = Some(character);
        match character {
            '@' if is_mail => out.push('@'),
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("@&#8203;"),
            '#' => out.push_str("#&#8203;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '!' | '$' => out.extend(['\\', character]),
            obeyed if is_terminal_control(obeyed) => {}
            // Right-to-left scripts need some of these, and a page shows them as they are.
            hidden if is_hidden(hidden) => out.push_str(&format!("&#{};", u32::from(hidden))),
            other => out.push(other),
        }
    }
    out
}

/// Whether a text must be looked at letter by letter. Most need not, and are told from the others at a glance.
fn may_be_markup(text: &str) -> bool {
    const MARKUP: u8 = 1;
    const COLON: u8 = 2;
    const HYPHEN: u8 = 4;
    /// What each byte may be a part of.
    const KINDS: [u8; 256] = {
        let mut kinds = [MARKUP; 256];
        let harmless = b" .,'/;()%\"?+=";
        let mut at = 0;
        while at < 256 {
            if (at as u8).is_ascii_alphanumeric() {
                kinds[at] = 0;
            }
            at += 1;
        }
        let mut at = 0;
        while at < harmless.len() {
            kinds[harmless[at] as usize] = 0;
            at += 1;
        }
        kinds[b':' as usize] = COLON;
        kinds[b'-' as usize] = HYPHEN;
        kinds
    };
    let kinds = text.bytes().fold(0, |kinds, byte| kinds | KINDS[usize::from(byte)]);
    let names_issue = || text.as_bytes().windows(3).any(|part| part.eq_ignore_ascii_case(b"gh-"));
    kinds & MARKUP != 0 || kinds & COLON != 0 && text.contains("://") || kinds & HYPHEN != 0 && names_issue()
}

/// Breaks the words by which GitHub closes an issue: `fixes https://…` and `closes GH-1`; an address may follow the text. What
/// names an issue by `#` is broken already.
fn without_closing(text: String, then_address: bool) -> String {
    const WORDS: &[&str] =
        &["fix", "fixes", "fixed", "close", "closes", "closed", "resolve", "resolves", "resolved"];
    let lower = text.to_ascii_lowercase();
    let length_of =
        |at: usize, of: fn(char) -> bool| lower.len() - at - lower[at..].trim_start_matches(of).len();
    let mut cuts = Vec::new();
    let mut at = 0;
    while at < lower.len() {
        let end = at + length_of(at, |c| c.is_ascii_alphanumeric());
        let closes = WORDS.contains(&&lower[at..end]);
        let next = end + if closes { length_of(end, |c| matches!(c, ' ' | ':')) } else { 0 };
        let names_issue = lower[next..].starts_with("http")
            || lower[next..].starts_with("gh-")
            || then_address && next == lower.len();
        cuts.extend((next > end && names_issue).then_some(end));
        at = next + length_of(next, |c| !c.is_ascii_alphanumeric());
    }
    let mut out = text;
    for at in cuts.into_iter().rev() {
        out.insert_str(at, "&#8203;");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        assert_eq!(escaped("a|b\nc\\"), "a\\|b<br>c\\\\");
        assert_eq!(escaped("fixes #12 by @me"), "fixes #&#8203;12 by @&#8203;me");
        assert_eq!(
            escaped("<img src=x> [a](b) `c` *d* _e_"),
            "&lt;img src=x&gt; \\[a\\](b) \\`c\\` \\*d\\* \\_e\\_"
        );
        assert_eq!(escaped("\u{1b}[31mred\r"), "\\[31mred");
        assert_eq!(
            escaped("Fixes: https://x/issues/1 closes GH-2"),
            "Fixes&#8203;: https://x/issues/1 closes&#8203; GH-2"
        );
        assert_eq!(escaped("a\u{202e}b fixes things"), "ab fixes things");
        assert_eq!(escaped("שלום\u{200f}!"), "שלום&#8207;\\!");
        assert_eq!(escaped("Zone outage, p99: 2.5 s"), "Zone outage, p99: 2.5 s");
    }

    #[test]
    fn addresses_stay_links() {
        for (text, written) in [
            ("https://example.com/a", "https://example.com/a"),
            ("https://example.com/a#b", "<https://example.com/a#b>"),
            ("https://medium.com/@user/x", "<https://medium.com/@user/x>"),
            ("mailto:a@b.example", "<mailto:a@b.example>"),
            ("ask a.b@c.example", "ask a.b@c.example"),
            ("<https://x/a#1>", "&lt;<https://x/a#1>&gt;"),
            ("[text](https://x/#frag)", "\\[text\\](<https://x/#frag>)"),
            ("https://x/a_b*c~d!$e", "<https://x/a_b*c~d!$e>"),
            ("https://x/?a=1&b=2&copy;=3#4", "<https://x/?a=1&b=2&amp;copy;=3#4>"),
            ("fixes https://github.com/o/r/issues/1#i", "fixes&#8203; <https://github.com/o/r/issues/1#i>"),
            ("@me https://x/#1 #2", "@&#8203;me <https://x/#1> #&#8203;2"),
            ("https://x/#a|@me", "<https://x/#a>\\|@&#8203;me"),
            ("https://x/#a>@me", "<https://x/#a>&gt;@&#8203;me"),
            ("https://x/#a\n@me", "<https://x/#a><br>@&#8203;me"),
            ("https://@me #1", "https://@&#8203;me #&#8203;1"),
            ("http:@me", "http:@&#8203;me"),
        ] {
            assert_eq!(escaped(text), written, "{text}");
        }
    }
}
