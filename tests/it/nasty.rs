//! Files as people leave them, and a look at their text that shares nothing with what edits them.

use std::fs;
use std::ops::Range;

use faultbook::change::Step;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

pub(crate) const MARK: &str = "\u{feff}";

/// Numbers that are the same in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below another.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end
    }

    pub(crate) fn of<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// Every file of the corpus, as each system and editor saves it.
pub(crate) fn corpus() -> Vec<(String, String)> {
    let mut paths: Vec<_> =
        fs::read_dir("tests/fixtures/nasty").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        // Whatever git makes of line ends.
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let windows = text.replace('\n', "\r\n");
        let lines = text.split_inclusive('\n').enumerate();
        let mixed =
            lines.map(|(at, line)| if at % 2 == 0 { line.replace('\n', "\r\n") } else { line.to_owned() });
        files.push((format!("{name}, CRLF"), windows.clone()));
        files.push((format!("{name}, mixed"), mixed.collect()));
        files.push((format!("{name}, BOM"), format!("{MARK}{text}")));
        files.push((format!("{name}, BOM and CRLF"), format!("{MARK}{windows}")));
        files.push((format!("{name}, no end"), text.trim_end().to_owned()));
        files.push((name, text));
    }
    files
}

/// A text as data, by way of serde.
pub(crate) fn data(text: &str) -> Result<toml::Value, toml::de::Error> {
    toml::from_str::<toml::Table>(text.strip_prefix(MARK).unwrap_or(text)).map(toml::Value::Table)
}

/// Where the comments of a text stand.
pub(crate) fn comments(text: &str) -> Vec<Range<usize>> {
    let (mut at, mut comments) = (0, Vec::new());
    while at < text.len() {
        let rest = &text[at..];
        let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| rest.starts_with(quote));
        if rest.starts_with('#') {
            let end = rest.find('\n').map_or(rest.len(), |end| end);
            comments.push(at..at + rest[..end].trim_end_matches('\r').len());
            at += end;
        } else if let Some(quote) = quote {
            at += quote.len();
            while at < text.len() && !text[at..].starts_with(quote) {
                let is_escape = quote.starts_with('"') && text[at..].starts_with('\\');
                at += if is_escape { 1 } else { 0 };
                at += text[at..].chars().next().map_or(0, char::len_utf8);
            }
            at += quote.len();
            // Up to two more quotes may end a text of several lines.
            while quote.len() == 3 && text[at.min(text.len())..].starts_with(&quote[..1]) {
                at += 1;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    comments
}

/// A value that holds no other, or an empty one: the way to it, and where it stands with its key.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) path: Vec<Step>,
    pub(crate) value: Range<usize>,
    pub(crate) whole: Range<usize>,
}

/// The leaves of a text, in their order there.
pub(crate) fn leaves(text: &str) -> Vec<Leaf> {
    let shift = text.strip_prefix(MARK).map_or(0, |_| MARK.len());
    let table = DeTable::parse(&text[shift..]).unwrap().into_inner();
    let mut out = Vec::new();
    of_table(&table, &mut Vec::new(), &mut out);
    for leaf in &mut out {
        leaf.value = leaf.value.start + shift..leaf.value.end + shift;
        leaf.whole = leaf.whole.start + shift..leaf.whole.end + shift;
    }
    // An empty table under a header is no text of its own.
    out.retain(|leaf| !text[leaf.value.clone()].starts_with('[') || text[leaf.value.clone()].ends_with(']'));
    out.sort_by_key(|leaf| leaf.value.start);
    out
}

fn of_table(table: &DeTable<'_>, path: &mut Vec<Step>, out: &mut Vec<Leaf>) {
    for (key, value) in table {
        path.push(Step::Key(key.get_ref().to_string()));
        of_value(value, key.span().start, path, out);
        path.pop();
    }
}

fn of_value(value: &Spanned<DeValue<'_>>, from: usize, path: &mut Vec<Step>, out: &mut Vec<Leaf>) {
    match value.get_ref() {
        DeValue::Table(table) if !table.is_empty() => of_table(table, path, out),
        DeValue::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                of_value(item, item.span().start, path, out);
                path.pop();
            }
        }
        DeValue::Table(_) => {}
        _ => {
            let span = value.span();
            out.push(Leaf { path: path.clone(), whole: from.min(span.start)..span.end, value: span });
        }
    }
}

/// What differs between two texts: the stretch of the first that is not at its place in the second.
pub(crate) fn middle(before: &str, after: &str) -> (Range<usize>, usize) {
    let (a, b) = (before.as_bytes(), after.as_bytes());
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    (head..a.len() - tail, b.len() - tail - head)
}

/// Every stretch of equal length that could have been taken out to the same effect.
pub(crate) fn slides(text: &str, cut: &Range<usize>, is_cut: bool) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut slides = vec![cut.clone()];
    let (mut start, mut end) = (cut.start, cut.end);
    while is_cut && start > 0 && bytes[start - 1] == bytes[end - 1] {
        (start, end) = (start - 1, end - 1);
        slides.push(start..end);
    }
    slides
}

#[test]
fn comments_are_found_and_nothing_else_is() {
    let text = "a = \"# no\" # one\nb = '''\n# no\n''''' # two\nc = \"\"\"\\\"\"\"# no\n\"\"\" # three\n# four\r\n'#' = 1#";
    let found: Vec<_> = comments(text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, ["# one", "# two", "# three", "# four", "#"]);
}
