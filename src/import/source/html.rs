//! HTML in the cells of Markdown.

/// What an HTML tag in a cell means for its text. What is no tag of HTML, as `<pod-name>`, is text.
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
