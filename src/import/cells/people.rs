//! Cells that name people, and the addresses that stand behind their names.

use crate::import::Cell;
use crate::import::cells::binding::Place;

/// Whether a link is the address of somebody whom the cell names anyway, and so no reference.
pub(in crate::import) fn is_mail(link: &str, Place { cell, binding }: Place<'_>) -> bool {
    let Some(address) = address(link) else { return false };
    let is_owner = binding.target.is("owner") && !cell.is_blank();
    is_owner || cell.text.to_lowercase().contains(&address.to_lowercase())
}

/// The owner in a cell: the name, or the address if there is no name. Reads `<ann@example.com>` and wiki links such as
/// `[Ann](mailto:ann@example.com)`.
pub(in crate::import) fn owner(cell: &Cell) -> String {
    let text = cell.sentence();
    let linked = || text.strip_prefix('[')?.strip_suffix(')')?.split_once("](");
    let named = linked().and_then(|(name, link)| {
        let address = address(link).filter(|_| !name.contains(['[', ']']))?;
        Some(if name.trim().is_empty() { address } else { name.trim() })
    });
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(&text);
    named.or_else(|| address(bare)).unwrap_or(&text).to_owned()
}

/// The address of a link such as `mailto:ann@example.com?subject=x`, or of one that is an address alone.
fn address(link: &str) -> Option<&str> {
    let link = link.trim();
    let scheme = link.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let bare = scheme.map_or(link, |scheme| &link[scheme.len()..]);
    let address = bare.split('?').next().unwrap_or(bare);
    let (person, host) = address.split_once('@')?;
    let is_odd = |letter: char| letter.is_whitespace() || ":/<>()[],;@".contains(letter);
    (!person.is_empty() && !host.is_empty() && !person.contains(is_odd) && !host.contains(is_odd))
        .then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_a_name_or_an_address() {
        let owner = |text: &str| owner(&Cell::new(text, Vec::new()));
        for (text, expected) in [
            ("<ann@example.com>", "ann@example.com"),
            ("mailto:ann@example.com?subject=x", "ann@example.com"),
            ("[Ann](mailto:ann@example.com)", "Ann"),
            ("[](mailto:ann@example.com)", "ann@example.com"),
            ("Ann <ann@example.com>", "Ann <ann@example.com>"),
            ("[Ann](https://example.com/ann)", "[Ann](https://example.com/ann)"),
            ("@ann, @bob", "@ann, @bob"),
            ("<ops>", "<ops>"),
            ("SRE", "SRE"),
        ] {
            assert_eq!(owner(text), expected, "{text}");
        }
    }
}
