//! How the parts of a workbook refer to each other.

use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::import::source::workbook::archive::Archive;
use crate::import::source::workbook::xml;
use crate::import::source::workbook::xml::BROKEN;

/// What one part says of another.
pub(in crate::import) struct Relation {
    pub(in crate::import) id: String,
    /// The last word of its type: `worksheet`.
    pub(in crate::import) kind: String,
    /// The part; or an address, where it is outside.
    pub(in crate::import) target: String,
    pub(in crate::import) outside: bool,
}

/// What a part says of others; the part without a name is the whole archive.
///
/// # Errors
/// It cannot be read.
pub(in crate::import) fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relation>, String> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let text = archive.read(&join(folder, &format!("_rels/{file}.rels")))?.unwrap_or_default();
    let mut reader = xml::reader(&text);
    let mut relations = Vec::new();
    loop {
        match reader.read_event().map_err(|_| BROKEN)? {
            Event::Start(tag) if tag.local_name().as_ref() == "Relationship" => {
                let value = |name| xml::attribute(&tag, name).unwrap_or_default();
                let (kind, target) = (value("Type"), value("Target"));
                let outside = value("TargetMode") == "External";
                relations.push(Relation {
                    id: value("Id"),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: if outside { target } else { join(folder, &target) },
                    outside,
                });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// The id of a relation in a tag, whatever the file calls the namespace.
pub(in crate::import) fn reference(tag: &BytesStart<'_>) -> Option<String> {
    let mut all = tag.attributes();
    let found =
        all.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == "id");
    found.map(|attribute| attribute.value.into_owned())
}

/// A target as seen from a folder.
fn join(folder: &str, target: &str) -> String {
    let start = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_folder() {
        assert_eq!(join("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(join("xl/worksheets", "../media/./a.png"), "xl/media/a.png");
        assert_eq!(join("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(join("", "../../a"), "a");
    }
}
