//! Edits of every layout that TOML allows.

use super::*;

const NASTY: &[&str] = &[
    "[failure.a]\nproblem = 'It''s'\n",
    "\u{feff}# head\r\n\r\n# about a\r\n[failure.a] # here\r\nproblem = \"x\" # why\r\n  severity = 'high'   # sure?\r\nsources = [\r\n  \"a\", # first\r\n  # between\r\n  'b' # last\r\n]\r\nx-own = { b = 1, a = 2 }",
    "failure.a.problem = \"x\"\nfailure.a.severity = \"high\" # s\nfailure.b.problem = \"y\"\nfailure.a.sources = [\"a\"]\n",
    "[failure]\na.problem = \"x\"\nb = { problem = \"y\" }\na.sources = [ \"a\", \"b\" ]\n\n[failure.a.estimate]\ndetect = \"5m\"\n",
    "[failure.a.estimate]\ndetect = \"5m\" # soon\n\n[component.c]\nname = \"C\"\n\n[failure.a]\nproblem = \"x\"\nsources = [] # none\n[failure.a.residual]\nseverity = 'low'",
    "[failure.a]\nproblem = \"\"\"\nlong\n# no comment\n[failure.b]\n\"\"\"\nestimate.detect = \"5m\"\nestimate.repair = \"1h\" # r\nsources = [\n\n]\n\n# tail\n",
    "[failure.a]\nproblem = \"x\"\n[[failure.a.preventative]]\naction = \"one\"\n# between\n[[failure.a.preventative]]\naction = \"two\"\nowner = \"o\"\n# tail\n[failure.b]\nproblem = \"y\"\n",
    "[failure.a]\n\tproblem=\"x\"\n\tescalate={after=\"15m\",to=\"lead\"}\n\tsources=[\"a\",\"b\",]#c\n\tlikelihood = { level = \"likely\", when = \"x\", otherwise = \"rare\" } # l\n",
    "\u{feff}\"failure\".\"a\".problem = 'x'\nfailure.a.title = 1\n'failure'.\"a\".sources = ['a',\n 'b']\n",
];

fn edits() -> Vec<Edit> {
    let path = |path: &str| path.parse::<Path>().unwrap();
    let table = |pairs: &[(&str, &str)]| {
        Value::Table(pairs.iter().map(|(k, v)| ((*k).to_owned(), Value::text(*v))).collect())
    };
    let mut edits = Vec::new();
    for key in [
        "problem",
        "severity",
        "risk",
        "estimate.detect",
        "estimate.repair",
        "escalate.to",
        "escalate.x",
        "accepted.by",
        "residual.severity",
        "x-own",
        "likelihood",
        "unknown",
    ] {
        edits.push(Edit::Set(path(key), Value::text("new \"value\" # \\ \n[failure.b]\n'''\"\"\"")));
        edits.push(Edit::Clear(path(key)));
    }
    for key in ["sources", "preventative", "tags", "detected_by"] {
        edits.push(Edit::Add(path(key), Value::text("n")));
        edits.push(Edit::Add(path(key), table(&[("action", "t")])));
        edits.push(Edit::Set(path(key), Value::texts(["a", "z"])));
        edits.push(Edit::Set(path(key), Value::texts(["q"])));
        edits.push(Edit::Set(path(key), Value::List(vec![])));
        edits.push(Edit::Clear(path(key)));
        edits.push(Edit::Clear(path(&format!("{key}[0]"))));
        edits.push(Edit::Clear(path(&format!("{key}[1]"))));
    }
    edits.push(Edit::Set(path("preventative[0].owner"), Value::text("me")));
    edits.push(Edit::Set(path("preventative[1].due"), Value::text("me")));
    edits.push(Edit::Set(path("escalate"), table(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")])));
    edits.push(Edit::Set(path("estimate"), table(&[("repair", "2h")])));
    edits.push(Edit::Set(
        path("accepted"),
        table(&[("by", "1"), ("because", "2"), ("on", "3"), ("until", "4")]),
    ));
    edits.push(Edit::Clear(path("estimate")));
    edits.push(Edit::Clear(path("preventative")));
    edits
}

#[test]
fn any_edit_of_any_layout_changes_nothing_else() {
    let root = [Step::Key("failure".to_owned()), Step::Key("a".to_owned())];
    let (mut done, mut refused) = (0, Vec::new());
    for text in NASTY {
        for first in edits() {
            let Ok(after) = edit(text, &root, &first) else {
                if let (Err(CannotSplice::Layout(path)), false) =
                    (edit(text, &root, &first), matches!(first, Edit::Add(_, Value::Text(_))))
                {
                    refused.push(format!("{path} {first:?} in {text:?}"));
                }
                continue;
            };
            done += 1;
            assert_eq!(text.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
            assert_eq!(text.ends_with('\n'), after.ends_with('\n'), "{first:?}\n{text}\n----\n{after}");
            assert_eq!(text.contains('\r'), after.contains('\r'));
            assert!(
                !text.contains('\r') || after.matches('\n').count() == after.matches("\r\n").count(),
                "{after:?}"
            );
            for second in edits() {
                if matches!(second, Edit::Add(_, Value::Text(_))) {
                    continue;
                }
                if let Err(CannotSplice::Layout(path)) = edit(&after, &root, &second) {
                    refused.push(format!("{path} {second:?} in {after:?}"));
                } else {
                    done += 1;
                }
            }
        }
    }
    assert!(done > 10_000, "{done}");
    assert!(refused.is_empty(), "{refused:#?}");
}

/// Lists of five elements as people write them.
const LISTS: &[&str] = &[
    "['a', 'b', 'c', 'd', 'e']",
    "[ 'a','b',  'c' , 'd', 'e', ]",
    "[\n  'a',\n  'b', # b\n  # above c\n  'c',\n  'd',\n  'e',\n]",
    "[\n  'a', 'b',\n  'c', 'd', 'e'\n]",
    "[\n  'a', # a\n  'b',\n  'c',\n\n  'd',\n  'e' # e\n  # tail\n]",
    "['a', 'b', # two\n 'c',\n 'd', 'e']",
    "['a'\n, 'b'\n, 'c'\n, 'd'\n, 'e'\n]",
];

#[test]
fn elements_that_go_and_come_together_do_so_as_one_by_one() {
    let path = Path::key("tags");
    for list in LISTS {
        let text = format!("tags = {list}\n");
        for kept in 0..32_usize {
            for added in 0..3 {
                let is_kept = |at: &usize| kept >> at & 1 == 1;
                let old: Vec<&str> = (0..5).filter(is_kept).map(|at| ["a", "b", "c", "d", "e"][at]).collect();
                let new = &["x", "y"][..added];
                if old.is_empty() && !list.contains('\n') {
                    continue;
                }
                let wanted = Value::texts(old.into_iter().chain(new.iter().copied()));
                let adds: Vec<Edit> =
                    new.iter().map(|new| Edit::Add(path.clone(), Value::text(*new))).collect();
                let clears =
                    (0..5).rev().filter(|at| !is_kept(at)).map(|at| Edit::Clear(path.then_index(at)));
                let singly = clears
                    .chain(adds.iter().cloned())
                    .try_fold(text.clone(), |text, one| edit(&text, &[], &one));
                let together = edit(&text, &[], &Edit::Set(path.clone(), wanted));
                assert_eq!(together.is_ok(), singly.is_ok(), "{text}");
                if let (Ok(together), Ok(singly)) = (together, singly) {
                    // One by one may leave two spaces where at once leaves one.
                    let spaces = |text: &str| text.replace("  ", " ").replace("  ", " ");
                    assert_eq!(spaces(&together), spaces(&singly), "{text}");
                }
                if kept == 31 && !adds.is_empty() {
                    assert_eq!(edit_at_once(&text, &[], &adds), singly_added(&text, &adds), "{text}");
                }
            }
        }
    }
}

fn singly_added(text: &str, adds: &[Edit]) -> Result<String, CannotSplice> {
    adds.iter().try_fold(text.to_owned(), |text, one| edit(&text, &[], one))
}
