//! Reads the TOML that playbooks are made of, without the parser that knows all of TOML.
//!
//! It takes one `[kind.id]` with its sub-tables, plain keys, and values without escapes or lines of their own. Whatever
//! else stands there, right or wrong, makes it give up; then the parser reads the block, and says what is wrong. So
//! nothing is understood in two ways: a test holds both against each other, spans included. It saves two fifths of the
//! time of a lint.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::syntax::cursor::Cursor;
use crate::syntax::cursor::is_text;
use crate::syntax::tree::Growing;
use crate::syntax::tree::Key;
use crate::syntax::tree::Table;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// How deep lists and inline tables may lie in each other.
const DEPTH: usize = 4;

/// The table of a block, as the parser would give it; `None` where the parser must be asked.
pub(crate) fn parse(text: &str) -> Option<Table<'_>> {
    let mut cursor = Cursor::new(text);
    cursor.blank_lines()?;
    let (header, path) = cursor.header()?;
    let [kind, id] = <[Key<'_>; 2]>::try_from(path).ok()?;
    let mut fields = cursor.fields()?;
    while cursor.peek().is_some() {
        let (header, path) = cursor.header()?;
        let [again, same, key] = <[Key<'_>; 3]>::try_from(path).ok()?;
        if again != kind || same != id {
            return None;
        }
        let table = Tree::Table(cursor.fields()?.into_table());
        fields.insert(key, Spanned::new(header, table))?;
    }
    let entry = Spanned::new(header, Tree::Table(fields.into_table()));
    let whole = Spanned::new(kind.span(), Tree::Table(vec![(id, entry)]));
    Some(vec![(kind, whole)])
}

impl<'a> Cursor<'a> {
    /// `[a.b]`, where it stands, and its keys.
    fn header(&mut self) -> Option<(Range<usize>, Vec<Key<'a>>)> {
        let start = self.at;
        self.take(b'[')?;
        let mut path = Vec::with_capacity(3);
        path.push(self.key()?);
        while self.takes(b'.') {
            path.push(self.key()?);
        }
        self.take(b']')?;
        let span = start..self.at;
        self.line_end()?;
        Some((span, path))
    }

    /// The lines `key = value` up to the next header.
    fn fields(&mut self) -> Option<Growing<'a>> {
        let mut table = Growing::new(16);
        loop {
            self.blank_lines()?;
            if matches!(self.peek(), None | Some(b'[')) {
                return Some(table);
            }
            let (key, value) = self.field(DEPTH)?;
            self.line_end()?;
            table.insert(key, value)?;
        }
    }

    fn field(&mut self, depth: usize) -> Option<(Key<'a>, Value<'a>)> {
        let key = self.key()?;
        self.spaces();
        self.take(b'=')?;
        self.spaces();
        Some((key, self.value(depth)?))
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        let start = self.at;
        let value = match self.peek()? {
            quote @ (b'"' | b'\'') => self.string(quote)?,
            b'[' => self.list(depth.checked_sub(1)?)?,
            b'{' => self.table(depth.checked_sub(1)?)?,
            _ => self.word()?,
        };
        Some(Spanned::new(start..self.at, value))
    }

    /// A text on one line without escapes.
    fn string(&mut self, quote: u8) -> Option<Tree<'a>> {
        self.at += 1;
        let start = self.at;
        let end = start + memchr::memchr(quote, &self.text.as_bytes()[start..])?;
        self.at = end + 1;
        let text = &self.text[start..end];
        let plain =
            is_text(text.as_bytes()) && (quote == b'\'' || memchr::memchr(b'\\', text.as_bytes()).is_none());
        // Three quotes would begin a text of several lines.
        let single = !(text.is_empty() && self.peek() == Some(quote));
        (plain && single).then_some(Tree::String(Cow::Borrowed(text)))
    }

    fn list(&mut self, depth: usize) -> Option<Tree<'a>> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.blank_lines()?;
            if self.takes(b']') {
                break;
            }
            items.push(self.value(depth)?);
            self.blank_lines()?;
            if !self.takes(b',') {
                self.take(b']')?;
                break;
            }
        }
        Some(Tree::Array(items))
    }

    /// An inline table on one line.
    fn table(&mut self, depth: usize) -> Option<Tree<'a>> {
        self.at += 1;
        let mut table = Growing::new(3);
        loop {
            self.spaces();
            let (key, value) = self.field(depth)?;
            table.insert(key, value)?;
            self.spaces();
            if !self.takes(b',') {
                self.take(b'}')?;
                return Some(Tree::Table(table.into_table()));
            }
        }
    }

    /// `true`, `false`, a date or a whole number.
    fn word(&mut self) -> Option<Tree<'a>> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            self.at += 1;
        }
        let word = &self.text[start..self.at];
        match word {
            "true" => return Some(Tree::Boolean(true)),
            "false" => return Some(Tree::Boolean(false)),
            _ => {}
        }
        // A time may follow a date behind a space, and anything else behind a sign.
        let rest = &self.text.as_bytes()[self.at..];
        let ends = match rest {
            [b' ', next, ..] => !next.is_ascii_digit(),
            [next, ..] => matches!(next, b'\t' | b'\r' | b'\n' | b',' | b']' | b'}' | b'#'),
            [] => true,
        };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !ends {
            None
        } else if word.len() == 10
            && word.split('-').map(str::len).eq([4, 2, 2])
            && word.split('-').all(digits)
        {
            word.parse().ok().map(Tree::Date)
        } else if digits(word) {
            match DeValue::parse(word).ok()?.into_inner() {
                DeValue::Integer(number) => Some(Tree::Integer(number)),
                _ => None,
            }
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::DeTable;

    use super::*;

    /// Both put the keys of a table in an order of their own.
    fn sort(table: &mut Table<'_>) {
        table.sort_by_key(|(key, _)| key.span().start);
        for (_, value) in table {
            match value.get_mut() {
                Tree::Table(table) => sort(table),
                Tree::Array(items) => items.iter_mut().for_each(|item| {
                    if let Tree::Table(table) = item.get_mut() {
                        sort(table);
                    }
                }),
                _ => {}
            }
        }
    }

    /// What is taken must be what the parser takes, spans included. Whether it was taken.
    fn agrees(text: &str) -> bool {
        let Some(mut table) = parse(text) else { return false };
        let (parsed, errors) = DeTable::parse_recoverable(text);
        assert!(errors.is_empty(), "{text:?}: {errors:?}");
        let mut parsed = crate::syntax::tree::table(parsed.into_inner());
        sort(&mut table);
        sort(&mut parsed);
        assert_eq!(format!("{table:?}"), format!("{parsed:?}"), "{text:?}");
        true
    }

    #[test]
    fn plain_entries_are_read_as_the_parser_reads_them() {
        for text in [
            "[failure.a]\n",
            "# above\n\n[failure.a] # beside\nproblem = \"ü 🔥\" # why\r\nrisk = ''\n\n",
            "[failure.a]\nsources = [ \"a\", 'b', # c\n  { use = \"x\", n = 1 },\n]\nempty = []\n",
            "[failure.a]\nreviewed = 2026-02-28\nyes = true\nno=false\nn = 12\n  indented\t=\t[[1], [2026-01-01]]",
            "[failure.a]\nx = 1\n[failure.a.estimate]\ndetect = \"5m\"\n[failure.a.residual]\n",
        ] {
            assert!(agrees(text), "{text:?}");
        }
    }

    #[test]
    fn everything_else_is_left_to_the_parser() {
        for text in ["", "x = 1\n", "[failure]\n", "[[failure.a]]\n", "[failure . a]\n", "[failure.\"a\"]\n"]
        {
            assert!(parse(text).is_none(), "{text:?}");
        }
        let rest = "[failure.b]¦[failure.a.b.c]¦x = 1\n[failure.a.x]¦x = 1\nx = 2¦x.y = 1¦x = \"a\\nb\"¦x = \"\"\"a\"\"\"¦\
                    x = \"a\nb\"¦x = \"a\u{7f}\"¦x = 2026-02-30¦x = 2026-02-03 10:00:00¦x = 012¦x = 1.5¦x = {}¦\
                    x = { a = 1, }¦x = { a = 1\n}¦x = 1 y = 2¦x = 1\r¦# \u{1}¦x =¦x";
        for rest in rest.split('¦') {
            assert!(parse(&format!("[failure.a]\n{rest}")).is_none(), "{rest:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn pieces_are_read_as_the_parser_reads_them(pieces in prop::collection::vec(piece(), 0..24)) {
            agrees(&format!("[failure.a]{}", pieces.concat()));
        }

        #[test]
        fn fields_are_read_as_the_parser_reads_them(
            fields in prop::collection::vec((rarely(), value(), rarely()), 0..6)
        ) {
            let lines = fields.iter().enumerate();
            let lines = lines.map(|(at, (before, value, after))| format!("k{at}{before}={before}{value}{after}\n"));
            agrees(&format!("[failure.a]\n{}", lines.collect::<String>()));
        }
    }

    fn rarely() -> impl Strategy<Value = &'static str> {
        prop_oneof![8 => Just(""), 1 => piece()]
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        one_of(
            "\n¦ ¦¦\t¦\r\n¦\r¦# c¦=¦a¦b = ¦c=¦\"¦'¦\"x\"¦'y'¦\"\"¦''¦[¦]¦{¦}¦,¦.¦-¦1¦0¦2026-01-31¦2026-13-01¦true¦tru¦\\¦\
             [failure.a.b]¦[failure.a.c]\n¦ü¦\0¦\u{7f}¦\u{feff}¦10:00:00¦T¦inf¦_¦+1¦0x1",
        )
    }

    fn value() -> impl Strategy<Value = &'static str> {
        one_of(
            "1¦-1¦+1¦0¦00¦1_000¦0x1f¦1e3¦1.5¦inf¦nan¦true¦false¦truex¦99999999999999999999¦2026-01-31¦2026-02-29¦\
             2024-02-29¦0000-01-01¦2026-00-10¦2026-1-1¦2026-01-01T10:00:00Z¦2026-01-01 10:00:00¦2026-01-01 ¦10:00:00¦\
             \"x\"¦'y'¦\"\"¦''¦\"\"\"x\"\"\"¦'''x'''¦\"a'b\"¦'a\"b\\'¦\"a#b\"¦\"a\\tb\"¦[]¦[1,2]¦[ 1 , ]¦[,]¦[1 2]¦\
             [\n1, # c\n2\n]¦[[[1]]]¦[[[[[1]]]]]¦{ a = 1 }¦{a=1,b=\"x\"}¦{ a = 1, a = 2 }¦{ a.b = 1 }¦\
             { a = { b = [1] } }¦{ }¦{ a = 1\n}¦{ a = 1, }¦",
        )
    }

    fn one_of(choices: &'static str) -> impl Strategy<Value = &'static str> {
        prop::sample::select(choices.split('¦').collect::<Vec<_>>())
    }
}
