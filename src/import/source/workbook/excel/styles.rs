//! Styles, of which only one thing counts: whether a number is shown as a date or a percentage.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::import::source::workbook::xml;
use crate::import::source::workbook::xml::BROKEN;

/// What a number is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Style {
    Number,
    Moment,
    Length,
    Percent,
}

/// The styles by number.
///
/// # Errors
/// The part is no XML.
pub(in crate::import) fn read(text: &str) -> Result<Vec<Style>, String> {
    let mut reader = xml::reader(text);
    let (mut codes, mut styles, mut inside) = (HashMap::new(), Vec::new(), false);
    loop {
        match reader.read_event().map_err(|_| BROKEN)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let code = xml::attribute(&tag, "formatCode").unwrap_or_default();
                    codes.extend(xml::number(&tag, "numFmtId").map(|id| (id, style(&code))));
                }
                "cellXfs" => inside = true,
                "xf" if inside => {
                    let id = xml::number(&tag, "numFmtId").unwrap_or(0);
                    styles.push(codes.get(&id).copied().unwrap_or_else(|| known(id)));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// The formats that every program knows; those from 27 on are dates in the languages of East Asia.
fn known(id: usize) -> Style {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Style::Moment,
        46 => Style::Length,
        9 | 10 => Style::Percent,
        _ => Style::Number,
    }
}

/// What a format shows: letters of dates outside quotes, or of a length of time within brackets, in its first section.
fn style(code: &str) -> Style {
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            ';' => break,
            // The next letter stands for itself, or for its width.
            '\\' | '_' | '*' => drop(letters.next()),
            '"' => drop(letters.by_ref().find(|&letter| letter == '"')),
            '[' => {
                let inner: String = letters.by_ref().take_while(|&letter| letter != ']').collect();
                let is_unit = |unit: char| inner.chars().all(|letter| letter.eq_ignore_ascii_case(&unit));
                if !inner.is_empty() && ['h', 'm', 's'].into_iter().any(is_unit) {
                    return Style::Length;
                }
            }
            'd' | 'm' | 'y' | 'h' | 's' => return Style::Moment,
            '%' => return Style::Percent,
            _ => {}
        }
    }
    Style::Number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_are_told_from_numbers() {
        for code in [
            "yyyy-mm-dd",
            "d/m/yy h:mm",
            "[$-409]d\\-mmm;@",
            "yyyy\"年\"m\"月\"",
            "h:mm AM/PM",
            "[Red]DD.MM.YYYY",
        ] {
            assert_eq!(style(code), Style::Moment, "{code}");
        }
        for code in [
            "General",
            "0.00E+00",
            "#,##0 \"days\"",
            "[Red]0",
            "0\\d",
            "_d0;yyyy",
            "@",
            "[",
            "\"d",
            "0\\%",
            "\"%\"",
            "",
        ] {
            assert_eq!(style(code), Style::Number, "{code}");
        }
        for code in ["0%", "0.00 %;[Red]-0.00 %", "[Blue]0%"] {
            assert_eq!(style(code), Style::Percent, "{code}");
        }
        for code in ["[h]:mm:ss", "[mm]:ss", "[SS]"] {
            assert_eq!(style(code), Style::Length, "{code}");
        }
    }

    #[test]
    fn styles_are_numbered_by_cell_formats() {
        let text = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\"/></numFmts><cellStyleXfs><xf \
                    numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf/><xf numFmtId=\"164\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>";
        assert_eq!(read(text).unwrap(), [Style::Number, Style::Moment, Style::Length]);
    }
}
