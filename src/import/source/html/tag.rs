//! A tag, and what it means for the text of a cell.

/// How far a cell may reach; as in browsers.
const COLUMNS: usize = 1_000;
const ROWS: usize = 65_534;

/// A tag that is being read.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: String,
    /// How many columns and rows a cell covers.
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Where it leads.
    pub(super) link: Option<String>,
    /// What stands for it where it is not shown.
    pub(super) alt: Option<String>,
    attribute: String,
}

impl Tag {
    pub(super) fn new(name: &[u8]) -> Self {
        Self { name: String::from_utf8_lossy(name).into_owned(), columns: 1, rows: 1, ..Self::default() }
    }

    /// Takes the name of an attribute, whose value follows if it has one.
    pub(super) fn attribute(&mut self, name: &[u8]) {
        const KNOWN: &[&[u8]] = &[b"colspan", b"rowspan", b"href", b"alt"];
        self.attribute.clear();
        if KNOWN.contains(&name) {
            self.attribute.push_str(&String::from_utf8_lossy(name));
        }
    }

    pub(super) fn value(&mut self, value: &[u8]) {
        let text = || String::from_utf8_lossy(value).trim().to_owned();
        match (self.attribute.as_str(), self.name.as_str()) {
            ("colspan", _) => self.columns = number(&text()).clamp(1, COLUMNS),
            // None at all reaches to the end.
            ("rowspan", _) => {
                self.rows = Some(number(&text())).filter(|&rows| rows > 0).unwrap_or(ROWS).min(ROWS)
            }
            ("href", "a") if self.link.is_none() => self.link = Some(text()).filter(|link| leads(link)),
            ("alt", "img") if self.alt.is_none() => self.alt = Some(text()),
            _ => {}
        }
    }
}

/// A number of cells; what is none counts as one.
fn number(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 => 1,
        _ => text[..digits].parse().unwrap_or(usize::MAX),
    }
}

/// Whether a link leads out of the page.
fn leads(link: &str) -> bool {
    let lower = link.get(..11).unwrap_or(link).to_ascii_lowercase();
    !link.is_empty() && !["#", "javascript:", "data:"].iter().any(|other| lower.starts_with(other))
}

/// Whether an element holds nothing that a reader of the page sees.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "noembed"
            | "noframe"
            | "iframe"
            | "template"
            | "title"
            | "plaintext"
    )
}

/// The level of a heading.
pub(super) fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// What a tag within a cell stands for.
pub(super) fn mark(name: &str, is_end: bool) -> &'static str {
    match name {
        "li" if !is_end => "\n- ",
        "del" | "s" | "strike" => "~~",
        "br" if is_end => "",
        "address" | "article" | "blockquote" | "br" | "dd" | "details" | "div" | "dl" | "dt" | "figure"
        | "footer" | "header" | "hr" | "li" | "ol" | "p" | "pre" | "section" | "summary" | "table" | "ul" => {
            "\n"
        }
        name if level(name).is_some() => "\n",
        _ => "",
    }
}
