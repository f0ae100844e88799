//! Pieces of XML. No entity is ever expanded but the five that XML has, and numbers.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

/// What is said of a part that is no XML.
pub(in crate::import) const BROKEN: &str = "this workbook is damaged (a part of it is no XML)";

/// A reader of a part, for which `<a/>` is the same as `<a></a>`.
pub(in crate::import) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// The value of an attribute, by its full name.
pub(in crate::import) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let found = all.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// An attribute that is a number from 0 on.
pub(in crate::import) fn number(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(tag, name)?.trim().parse().ok()
}

/// Adds what an event holds as text.
pub(in crate::import) fn text(event: &Event<'_>, to: &mut String) {
    match event {
        Event::Text(text) => to.push_str(&text.xml10_content()),
        Event::CData(text) => to.push_str(&text.xml10_content()),
        Event::GeneralRef(name) => match name.resolve_char_ref() {
            Ok(Some(character)) => to.push(character),
            _ => match &*name.xml10_content() {
                "amp" => to.push('&'),
                "lt" => to.push('<'),
                "gt" => to.push('>'),
                "quot" => to.push('"'),
                "apos" => to.push('\''),
                other => to.extend(["&", other, ";"]),
            },
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entity_is_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a d=\"&c;\" e='&lt;&#65;'>&amp;&c;&#x42;</a>";
        let (mut reader, mut seen) = (reader(bomb), String::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) => {
                    assert_eq!(attribute(&tag, "d"), None);
                    assert_eq!(attribute(&tag, "e").as_deref(), Some("<A"));
                }
                event => text(&event, &mut seen),
            }
        }
        assert_eq!(seen, "&&c;B");
    }
}
