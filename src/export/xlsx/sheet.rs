//! A sheet of a workbook, as the XML that it becomes. Cells hold their own texts: nothing is shared, so rows can be written one by one.

use std::fmt::Write as _;
use std::io;

/// How many rows a sheet has, that of the headings included.
pub(super) const ROWS: usize = 1 << 20;
/// How many columns a sheet has.
pub(super) const COLUMNS: usize = 1 << 14;
/// What a cell can hold, in units of UTF-16.
const LONGEST: usize = 32_767;
/// The narrowest and the widest column, in letters.
const WIDTHS: (usize, usize) = (9, 50);

/// The style of a cell: its number in `parts/styles.xml`.
#[derive(Clone, Copy)]
pub(super) struct Style(usize);

impl Style {
    /// Text that wraps, from the top.
    pub(super) const PLAIN: Self = Self(1);
    const HEADING: Self = Self(2);

    /// The colour of the priority of this number.
    pub(super) fn of_priority(number: usize) -> Self {
        Self(3 + number)
    }
}

/// What stands in a cell.
pub(super) enum Content {
    Number(f64),
    Text(String),
    /// A risk priority number as a formula over the severity, the occurrence and the detection in these columns of the row, with its value.
    Product([usize; 3], Option<f64>),
}

/// The only formula that a sheet holds. It is made of cells alone, and counts as faultbook does: nothing without a severity or an
/// occurrence, and 10 where nobody says how the failure is detected.
fn product([severity, occurrence, detection]: [&str; 3], row: usize) -> String {
    let (s, o, d) = (format!("{severity}{row}"), format!("{occurrence}{row}"), format!("{detection}{row}"));
    format!("IF(OR({s}=\"\",{o}=\"\"),\"\",{s}*{o}*IF({d}=\"\",10,{d}))")
}

/// A list of words that the cells of a column offer.
pub(super) struct Offer {
    /// The words, or the cells that hold them, as a formula.
    pub(super) formula: String,
    /// Whether the spreadsheet warns when a cell holds another word. It never forbids one.
    pub(super) warns: bool,
}

/// A sheet with headings that grows by rows.
pub(super) struct Sheet {
    pub(super) name: &'static str,
    /// The letters of its columns.
    columns: Vec<String>,
    widths: Vec<usize>,
    /// The XML of its rows, and how many there are.
    xml: String,
    rows: usize,
    offers: Vec<String>,
    /// Whether its last column is not shown.
    pub(super) hides_last: bool,
}

impl Sheet {
    /// A sheet of headings.
    pub(super) fn new(name: &'static str, headings: impl Iterator<Item = String>) -> io::Result<Self> {
        let headings: Vec<String> = headings.collect();
        // The button of the filter takes room.
        let widths = headings.iter().map(|heading| (heading.chars().count() + 3).clamp(WIDTHS.0, WIDTHS.1));
        let (widths, columns) = (widths.collect(), (0..headings.len()).map(letters).collect());
        let mut sheet = Self {
            name,
            columns,
            widths,
            xml: String::new(),
            rows: 0,
            offers: Vec::new(),
            hides_last: false,
        };
        let cells = headings.into_iter().map(|heading| (Content::Text(heading), Style::HEADING));
        sheet.add(cells, |column| format!("the heading of column {}", column + 1))?;
        Ok(sheet)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// A text is longer than a cell can hold; `what` says which.
    pub(super) fn add(
        &mut self,
        cells: impl Iterator<Item = (Content, Style)>,
        what: impl Fn(usize) -> String,
    ) -> io::Result<()> {
        self.rows += 1;
        let Self { xml, rows, .. } = self;
        write!(xml, "<row r=\"{rows}\">").map_err(io::Error::other)?;
        for (at, (content, Style(style))) in cells.enumerate() {
            let column = &self.columns[at];
            match content {
                Content::Text(text) if text.is_empty() => Ok(()),
                Content::Number(number) if number.is_finite() => {
                    write!(xml, "<c r=\"{column}{rows}\" s=\"{style}\"><v>{number}</v></c>")
                }
                Content::Product(of, value) => {
                    let formula = product(of.map(|at| self.columns[at].as_str()), *rows);
                    let kind = if value.is_none() { " t=\"str\"" } else { "" };
                    let value = value.map(|value| value.to_string()).unwrap_or_default();
                    write!(
                        xml,
                        "<c r=\"{column}{rows}\" s=\"{style}\"{kind}><f>{formula}</f><v>{value}</v></c>"
                    )
                }
                Content::Number(number) => {
                    write!(
                        xml,
                        "<c r=\"{column}{rows}\" s=\"{style}\" t=\"inlineStr\"><is><t>{number}</t></is></c>"
                    )
                }
                Content::Text(text) => {
                    if text.len() > LONGEST && text.encode_utf16().count() > LONGEST {
                        return Err(too_long(&what(at)));
                    }
                    if self.widths[at] < WIDTHS.1 && *rows > 1 {
                        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
                        self.widths[at] = self.widths[at].max((longest + 1).min(WIDTHS.1));
                    }
                    let space = if text.trim().len() < text.len() { " xml:space=\"preserve\"" } else { "" };
                    write!(xml, "<c r=\"{column}{rows}\" s=\"{style}\" t=\"inlineStr\"><is><t{space}>").map(
                        |()| {
                            push_text(xml, &text);
                            xml.push_str("</t></is></c>");
                        },
                    )
                }
            }
            .map_err(io::Error::other)?;
        }
        xml.push_str("</row>");
        Ok(())
    }

    /// Lets the cells of a column offer words, also in rows that somebody adds below.
    pub(super) fn offer(&mut self, column: usize, Offer { formula, warns }: &Offer) {
        let column = &self.columns[column];
        let warns = if *warns { " showErrorMessage=\"1\"" } else { "" };
        self.offers.push(format!(
            "<dataValidation type=\"list\" errorStyle=\"information\" allowBlank=\"1\" showInputMessage=\"1\"{warns} \
             errorTitle=\"Not in the list\" error=\"This is none of the words of the list. You may keep it, and import says \
             what it makes of it.\" sqref=\"{column}2:{column}{ROWS}\"><formula1>{formula}</formula1></dataValidation>"
        ));
    }

    /// The range of all that it holds: `$A$1:$L$5`, or without the signs.
    pub(super) fn range(&self, sign: &str) -> String {
        let last = self.columns.last().map_or("A", String::as_str);
        format!("{sign}A{sign}1:{sign}{last}{sign}{}", self.rows)
    }

    /// The XML of the sheet; `selected`: it is the one that is shown first.
    pub(super) fn write(&self, selected: bool, out: &mut impl io::Write) -> io::Result<()> {
        let (range, selected) = (self.range(""), if selected { " tabSelected=\"1\"" } else { "" });
        write!(
            out,
            "{}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"{range}\"/>\
             <sheetViews><sheetView{selected} workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" \
             activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView></sheetViews>\
             <sheetFormatPr defaultRowHeight=\"15\"/><cols>",
            super::book::HEAD
        )?;
        for (number, width) in (1..).zip(&self.widths) {
            let hidden = if self.hides_last && number == self.widths.len() { " hidden=\"1\"" } else { "" };
            // A column is as wide as its letters and a margin.
            write!(
                out,
                "<col min=\"{number}\" max=\"{number}\" width=\"{width}.7109375\" style=\"{}\" customWidth=\"1\"{hidden}/>",
                Style::PLAIN.0
            )?;
        }
        write!(out, "</cols><sheetData>{}</sheetData><autoFilter ref=\"{range}\"/>", self.xml)?;
        if !self.offers.is_empty() {
            let count = self.offers.len();
            write!(out, "<dataValidations count=\"{count}\">{}</dataValidations>", self.offers.concat())?;
        }
        write!(out, "</worksheet>")
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
fn letters(column: usize) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    if column < 26 { letter.into() } else { letters(column / 26 - 1) + letter.encode_utf8(&mut [0; 4]) }
}

/// Writes a text as XML. What XML cannot hold is written as `_xFFFE_`, and text that looks like that is escaped.
fn push_text(xml: &mut String, text: &str) {
    // What is escaped begins with an underscore once it is written.
    let looks_escaped = |rest: &str| {
        let code = rest.as_bytes().get(1..6);
        code.is_some_and(|code| code[0] == b'x' && code[1..].iter().all(u8::is_ascii_hexdigit))
            && rest[6..].starts_with(['_', '\r', '\u{fffe}', '\u{ffff}'])
    };
    for (at, letter) in text.char_indices() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\r' => xml.push_str("_x000D_"),
            '\u{fffe}' => xml.push_str("_xFFFE_"),
            '\u{ffff}' => xml.push_str("_xFFFF_"),
            '_' if looks_escaped(&text[at..]) => xml.push_str("_x005F_"),
            other => xml.push(other),
        }
    }
}

/// Says which cell is too long, and what to do.
fn too_long(what: &str) -> io::Error {
    io::Error::other(format!(
        "{what} is longer than the 32,767 characters that a cell of a workbook can hold; leave the column out, or choose the format csv"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let names: Vec<_> = [0, 25, 26, 701, 702, COLUMNS - 1].into_iter().map(letters).collect();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn what_xml_cannot_hold_is_told_from_what_looks_so() {
        let mut xml = String::new();
        push_text(&mut xml, "a<b>&\r_x000D_\u{fffe}_xABCD_xABCD_ _xß_x12_ _x003D\r");
        assert_eq!(
            xml,
            "a&lt;b&gt;&amp;_x000D__x005F_x000D__xFFFE__x005F_xABCD_x005F_xABCD_ _xß_x12_ _x005F_x003D_x000D_"
        );
    }
}
