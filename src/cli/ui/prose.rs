//! Markdown of our own pages, as wide as the terminal.

use crate::cli::ui::columns::aligned;
use crate::cli::ui::columns::wrap;

/// Wraps paragraphs and items of lists, and puts tables into columns. Headings and code stay as they are.
pub(in crate::cli) fn fitted(page: &str, width: usize) -> String {
    let mut out = String::new();
    let mut is_code = false;
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        if is_code || line.starts_with("```") || line.starts_with('#') || line.trim().is_empty() {
            out.extend([line, "\n"]);
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(line) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(cells(line));
            }
            rows.retain(|row| !row.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':'))));
            aligned(&rows, 0, Some(width)).iter().for_each(|line| out.extend([line, "\n"]));
        } else {
            let mut text = line.trim().to_owned();
            while let Some(line) = lines.next_if(|line| goes_on(line)) {
                text.extend([" ", line.trim()]);
            }
            let sign = sign(&text);
            let lead = line.len() - line.trim_start().len();
            let indent = " ".repeat(lead + sign);
            let wrapped =
                wrap(text.get(sign..).unwrap_or_default(), width.saturating_sub(indent.len()).max(20));
            for (index, line) in wrapped.lines().enumerate() {
                match index {
                    0 => out.extend([&indent[..lead], &text[..sign], line, "\n"]),
                    _ => out.extend([&indent, line, "\n"]),
                }
            }
        }
    }
    out
}

/// The cells of a row of a table.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches('|');
    let line = line.strip_suffix('|').unwrap_or(line).replace("\\|", "\u{0}");
    line.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
}

/// Whether a line belongs to the paragraph or the item above it.
fn goes_on(line: &str) -> bool {
    let text = line.trim_start();
    !text.is_empty() && !["#", "|", "```"].iter().any(|sign| text.starts_with(sign)) && sign(text) == 0
}

/// The length of the sign of an item of a list: `- `, `1. `.
fn sign(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 if text.starts_with("- ") => 2,
        1.. if text[digits..].starts_with(". ") => digits + 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_fit() {
        let page = "# a title that is not wrapped\n\nOne two three\nfour five.\n\n- one two three four\n  five six\n- b\n\
            10. six seven eight nine\n\n```toml\nkey = \"longer than the width of it\"\n```\n\n| a | b \\| c |\n|---|:-:|\n| `x` | one two three four five six |\n";
        let wrapped = "# a title that is not wrapped\n\nOne two three four five.\n\n- one two three four five\n  six\n- b\n\
            10. six seven eight nine\n\n```toml\nkey = \"longer than the width of it\"\n```\n\na    b | c\n`x`  one two three four\n     five six\n";
        assert_eq!(fitted(page, 26), wrapped);
        assert_eq!(fitted("One two three four five six seven", 20), "One two three four\nfive six seven\n");
    }
}
