//! Texts as they are read, against the toml crate: the same data at the same places, or the same error.

use proptest::prelude::*;

use crate::syntax::events::Builder;
use crate::syntax::nodes::Nodes;
use crate::syntax::scan::Scanner;
use crate::syntax::tree::Table;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;
use crate::syntax::tree::read;
use crate::syntax::tree::recovered;

const CASES: u32 = if option_env!("FAULTBOOK_FULL").is_some() { 300_000 } else { 2_000 };

/// Tables in the order of the text, with all places.
fn shown(value: &Value<'_>) -> String {
    let said = match value.get_ref() {
        Tree::Table(table) => shown_table(table),
        Tree::Array(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        other => format!("{other:?}"),
    };
    format!("{:?} {said}", value.span())
}

fn shown_table(table: &Table<'_>) -> String {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    let pair = |(key, value): &(_, _)| format!("{key:?} = {}", shown(value));
    format!("{{{}}}", pairs.into_iter().map(pair).collect::<Vec<_>>().join(", "))
}

/// Whether a text is sound, which both must say alike. What the scanner takes must be what the parser reports.
fn agree(text: &str) -> bool {
    let mut builder = Builder::new(text, 0);
    if Scanner::new(&mut builder, text).run().is_some() {
        let (made, error) = Nodes::reported(Builder::new(text, 0));
        assert!(error.is_none(), "{text:?}: {error:?}");
        assert_eq!(format!("{:?}", builder.finish()), format!("{made:?}"), "{text:?}");
    }
    let (value, error) = recovered(text);
    match (read(text), error) {
        (Ok(read), None) => {
            let Tree::Table(table) = value.get_ref() else { panic!("{text:?}") };
            assert_eq!(shown_table(&read.table), shown_table(table), "{text:?}");
            true
        }
        (Err(ours), Some(theirs)) => {
            assert_eq!((ours.message, ours.span), (theirs.message, theirs.span), "{text:?}");
            false
        }
        (ours, theirs) => panic!("{text:?}: {ours:?} {theirs:?}"),
    }
}

/// A file of everything that TOML has.
const ALL: &str = "\u{feff}# head\r\nb.c = 1\nb.d = { x.y = 1, x.z = [ { q = 'a' }, \"b\\u0041\" ], w = {} }\n\n[failure.a] # here\n\
    \"k\\t\" . 'v' = \"ü 🔥\"\nt = \"\"\"\nlong \\\n  \"\"x\"\" \\\\ \"\"\"\nl = '''\n'a'''''\nn = [1_000, 0xfF, 0o7_7, 0b1, +1, -0]\n\
    f = [1.5, 1e3, +inf, nan, -1_0.0]\nd = [2026-01-31, 2026-01-31T10:00:00Z, 2026-01-31 10:00:00.5, 10:00:00, 0000-01-01]\n\
    o = [true, false, # c\n\n]\n[[failure.a.runs]]\non = 1\n[failure.a.runs.more]\nm = 1\n[[failure.a.runs]]\n[x.y.z]\n[x]\ny.a = 1\n";

#[test]
fn everything_is_read_wherever_it_is_cut_off() {
    let sound = ALL.char_indices().filter(|(at, _)| agree(&ALL[..*at])).count();
    assert!(agree(ALL) && sound > 20, "{sound}");
    for (at, letter) in ALL.char_indices().step_by(3) {
        let rest = &ALL[at + letter.len_utf8()..];
        for other in
            ["", "\"", "'", "\\", "\n", "\r", " ", "=", ".", "[", "]", "{", "}", ",", "\u{7f}", "0", "_", "a"]
        {
            agree(&format!("{}{other}{rest}", &ALL[..at]));
        }
    }
}

#[test]
fn files_of_this_repository_are_read() {
    for text in [
        include_str!("../../faultbook.toml"),
        include_str!("../../Cargo.toml"),
        include_str!("../../Cargo.lock"),
        include_str!("../../deny.toml"),
    ] {
        assert!(agree(text));
    }
}

#[test]
fn deep_and_wide_texts_are_read() {
    for depth in [79, 80, 81, 82, 200] {
        agree(&format!("x = {}{}", "[".repeat(depth), "]".repeat(depth)));
        agree(&format!("x = {}1{}", "{a = ".repeat(depth), "}".repeat(depth)));
        agree(&format!("{}a = 1", "a.".repeat(depth)));
        agree(&format!("[{}a]\nb = 1", "a.".repeat(depth)));
        agree(&format!("x = {{ {}a = 1 }}", "a.".repeat(depth)));
    }
    let wide: String = (0..300).map(|n| format!("k{n} = {n}\n")).collect();
    assert!(agree(&wide));
    assert!(!agree(&format!("{wide}k7 = 1\n")) && !agree(&format!("{wide}k299.x = 1\n")));
    let tables: String = (0..300).map(|n| format!("[t.k{n}.x]\n[t.k{n}]\n")).collect();
    assert!(agree(&tables) && !agree(&format!("{tables}[t.k7]\n")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_are_read(pieces in prop::collection::vec(piece(), 0..24)) {
        agree(&pieces.concat());
    }

    #[test]
    fn any_lines_are_read(lines in prop::collection::vec(line(), 0..12)) {
        agree(&lines.concat());
    }
}

fn piece() -> impl Strategy<Value = &'static str> {
    one_of(
        "\n¦ ¦¦\t¦\r\n¦\r¦# c¦=¦a¦b = ¦c=¦\"¦'¦\"x\"¦'y'¦\"\"¦''¦\"\"\"¦'''¦[¦]¦[[¦]]¦{¦}¦,¦.¦-¦1¦0¦2026-01-31¦2026-13-01¦true¦\
         tru¦\\¦\\n¦\\x41¦\n[a.b]\n¦\n[[a.b]]\n¦\na = ¦\na.b = ¦ü¦\0¦\u{7f}¦\u{feff}¦10:00:00¦T¦inf¦_¦+1¦0x1",
    )
}

fn line() -> impl Strategy<Value = String> {
    let key = || one_of("a¦b¦a.b¦a.c¦b.a¦a.b.c¦\"a\"¦'b'.a¦\"\\u0061\"¦ a . b ¦¦a.¦ü¦\"\"\"a\"\"\"");
    prop_oneof![
        3 => key().prop_map(|key| format!("[{key}]\n")),
        2 => key().prop_map(|key| format!("[[{key}]]\n")),
        8 => (key(), value(), key(), value()).prop_map(|(a, b, c, d)| {
            format!("{a} = {}\n", b.replace('@', &format!("{c} = {d}")))
        }),
        1 => piece().prop_map(str::to_owned),
    ]
}

fn value() -> impl Strategy<Value = &'static str> {
    one_of(
        "1¦-1¦+1¦++1¦0¦00¦1_000¦1__0¦0x1f¦0X1¦0xg¦1e3¦1.5¦.5¦5.¦inf¦-nan¦Inf¦true¦True¦false¦truex¦99999999999999999999¦\
         2026-01-31¦2026-02-29¦2024-02-29¦0000-01-01¦2026-00-10¦2026-1-1¦2026-01-01T10:00:00Z¦2026-01-01 10:00:00¦\
         2026-01-01T10:00¦10:00:00.5¦10:61:00¦2026-01-01 ¦\"x\"¦'y'¦\"\"¦''¦\"\"\"x\"\"\"¦'''x'''¦\"\"\"\n x \\\n y\"\"\"¦\
         \"a'b\"¦'a\"b\\'¦\"a#b\"¦\"a\\tb\"¦\"\\q\"¦\"\\ud800\"¦\"\\e\"¦\"a¦'a¦\"\"\"a¦[]¦[1,2]¦[ 1 , ]¦[,]¦[1 2]¦[\n1, # c\n2\n]¦\
         [[[1]]]¦[1¦{ @ }¦{@,@}¦{ @, }¦{ @\n}¦{ a = 1, a = 2 }¦{ a.b = 1, a.c = 2 }¦{ a = 1, a.b = 2 }¦{ a.b = 1, a = 2 }¦{ }¦\
         {¦[{ @ }, { @ }]¦{ x = { @ }, x.y = 1 }¦{ x = [1], x.y = 1 }¦= 1¦¦x¦1 y = 2",
    )
}

fn one_of(choices: &'static str) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices.split('¦').collect::<Vec<_>>())
}
