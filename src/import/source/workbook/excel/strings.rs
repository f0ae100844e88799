//! The texts that the cells of a workbook share.

use quick_xml::events::Event;

use crate::import::source::workbook::xml;
use crate::import::source::workbook::xml::BROKEN;
use crate::limits::SHARED;

/// Texts by number, in one piece, since there may be millions of empty ones.
pub(in crate::import) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads the part that holds them.
    ///
    /// # Errors
    /// It is no XML.
    pub(in crate::import) fn read(text: &str) -> Result<Self, String> {
        let mut reader = xml::reader(text);
        let mut strings = Self { text: String::new(), ends: Vec::new() };
        let (mut inside, mut phonetic) = (false, false);
        loop {
            let event = reader.read_event().map_err(|_| BROKEN)?;
            match &event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "t" => inside = !phonetic,
                    // How it is spoken stands beside the text in Japanese workbooks.
                    "rPh" => phonetic = true,
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "t" => inside = false,
                    "rPh" => phonetic = false,
                    "si" if strings.ends.len() == SHARED => {
                        return Err(format!("this workbook has more than {SHARED} texts"));
                    }
                    "si" => strings.ends.push(u32::try_from(strings.text.len()).unwrap_or(u32::MAX)),
                    _ => {}
                },
                Event::Eof => return Ok(strings),
                event if inside => xml::text(event, &mut strings.text),
                _ => {}
            }
        }
    }

    /// The text of a number, with what XML cannot hold as it is written.
    pub(in crate::import) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.text.get(start..end)
    }
}

/// A text in which `_x000D_` and the like are the characters that XML cannot hold.
pub(in crate::import) fn unescaped(text: &str) -> String {
    let unit = |part: &str| {
        let code = part.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
        code.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(code, 16).ok())?
    };
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut units = Vec::new();
        while let Some(unit) = unit(rest) {
            units.push(unit);
            rest = &rest[7..];
        }
        if units.is_empty() {
            plain.push_str("_x");
            rest = &rest[2..];
        }
        plain.push_str(&String::from_utf16_lossy(&units));
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_without_what_is_beside_them() {
        let text = "<sst><si><t>a</t></si><si/><si><r><t xml:space=\"preserve\"> b</t></r><r><t>&amp;c</t></r>\
                    <rPh><t>spoken</t></rPh></si></sst>";
        let strings = Strings::read(text).unwrap();
        let all: Vec<_> = (0..4).map(|index| strings.get(index)).collect();
        assert_eq!(all, [Some("a"), Some(""), Some(" b&c"), None]);
        assert!(Strings::read("<sst><si></sst>").is_err());
    }

    #[test]
    fn what_xml_cannot_hold_is_written_in_numbers() {
        assert_eq!(unescaped("a_x000D_\n_x005F_x000D_"), "a\r\n_x000D_");
        assert_eq!(unescaped("_xD83D__xDE42_ _xD83D_ _x12_ _xß"), "🙂 \u{fffd} _x12_ _xß");
    }
}
