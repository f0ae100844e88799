//! What Markdown does not read: what was meant as a table and is none, and HTML in cells.

/// What a writer meant as a table and Markdown takes for something else: the lines above its headings, and why.
pub(in crate::import) fn missed(block: &str) -> Option<(usize, &'static str)> {
    let headings = block.lines().skip(1).position(is_rule)?;
    match block.trim_start() {
        // Whoever comments a table out wants it gone.
        comment if comment.starts_with("<!--") => None,
        html if html.starts_with('<') => {
            Some((headings, "it stands inside HTML; put an empty line before its headings"))
        }
        _ => {
            Some((headings, "its headings and the line of dashes below them differ in their number of cells"))
        }
    }
}

/// The tables in a block of code that is never closed: the lines above each, and why it is not read.
pub(in crate::import) fn swallowed(block: &str) -> Vec<(usize, &'static str)> {
    let bare = |line: &str| line.trim_start_matches(['>', ' ', '\t']).trim_end().to_owned();
    let mut lines = block.lines();
    let fence = bare(lines.next().unwrap_or(""));
    let mark = if fence.starts_with('~') { '~' } else { '`' };
    let length = fence.len() - fence.trim_start_matches(mark).len();
    let last = bare(lines.next_back().unwrap_or(""));
    if last.len() >= length && last.trim_start_matches(mark).is_empty() {
        return Vec::new();
    }
    let pairs = block.lines().zip(block.lines().skip(1)).enumerate();
    let tables =
        pairs.filter(|(_, (headings, rule))| headings.contains('|') && !is_rule(headings) && is_rule(rule));
    tables.map(|(above, _)| (above, "it stands in a code block that is never closed")).collect()
}

/// Whether a line is that of dashes below headings.
fn is_rule(line: &str) -> bool {
    let rest = line.trim().trim_start_matches('>').trim_start();
    rest.contains("--") && rest.contains('|') && rest.chars().all(|letter| "|-: \t".contains(letter))
}

/// The text that an HTML tag in a cell stands for. Anything that is not an HTML tag, such as `<pod-name>`, stays text.
pub(super) fn plain(html: &str) -> &str {
    const INLINE: &[&str] = &[
        "a", "b", "big", "code", "em", "font", "i", "img", "kbd", "mark", "small", "span", "strong", "sub",
        "sup", "u",
    ];
    let tag = html.trim_start_matches(['<', '/']);
    let name =
        tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or("").to_ascii_lowercase();
    match name.as_str() {
        "li" if !html.starts_with("</") => "\n- ",
        "br" | "p" | "div" | "li" | "ul" | "ol" => "\n",
        "del" | "s" | "strike" => "~~",
        "" => "",
        name if INLINE.contains(&name) => "",
        _ => html,
    }
}

#[cfg(test)]
mod tests {
    use crate::import::Table;
    use std::collections::HashSet;

    use crate::import::source::markdown::tables;

    #[test]
    fn a_block_of_code_that_is_never_closed_hides_no_table() {
        let lines = |text: &str| {
            let unreadable = |table: &Table| (table.line, table.unreadable.is_some());
            tables(text, &HashSet::new()).unwrap().iter().map(unreadable).collect::<Vec<_>>()
        };
        let table = "| A | B |\n|---|---|\n| 1 | 2 |\n";
        assert_eq!(lines(&format!("```sh\nls\n\n{table}\n{table}")), [(4, true), (8, true)]);
        assert_eq!(lines(&format!("~~~~\n{table}~~~\n")), [(2, true)]);
        assert_eq!(lines(&format!("```\n{table}```\n\n{table}")), [(7, false)]);
        assert_eq!(lines(&format!("> ```\n> {}> ```\n", table.replace("\n|", "\n> |"))), []);
        assert_eq!(lines("```"), []);
    }

    #[test]
    fn what_was_meant_as_a_table_does_not_vanish() {
        let missed = |text: &str| {
            let tables = tables(text, &HashSet::new()).unwrap();
            tables.first().map(|table| (table.line, table.unreadable.is_some()))
        };
        assert_eq!(missed("# T\n\n| A | B | C |\n|---|---|\n| 1 | 2 | 3 |\n"), Some((3, true)));
        assert_eq!(missed("<div>\n| A | B |\n|---|---|\n| 1 | 2 |\n</div>\n"), Some((2, true)));
        assert_eq!(missed("<div>\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n</div>\n"), Some((3, false)));
        assert_eq!(missed("<!--\n| A | B |\n|---|---|\n| 1 | 2 |\n-->\n"), None);
        assert_eq!(missed("a | b\n\n---\n\nc -- d | e\n"), None);
    }
}
