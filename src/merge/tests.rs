//! Merges by hand.

use super::*;

fn merged(base: &str, ours: &str, theirs: &str) -> String {
    let merged = merge(base, ours, theirs, &Markers::default()).unwrap();
    assert_eq!(merged.text.matches("<<<<<<< ours").count(), merged.conflicts.len());
    merged.text
}

const BASE: &str = "# head\n\n[failure.b]\nproblem = \"p\"\nseverity = \"low\" # sure?\nsources = [\"a\", \"b\"]\n\n[failure.d]\n\
                    problem = \"d\"\n";

fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

#[test]
fn fields_of_one_entry_are_merged() {
    let ours = with(&[("\"low\"", "\"high\""), ("[\"a\", \"b\"]", "[\"a\", \"b\", \"ours\"]")]);
    let theirs =
        with(&[("# sure?", "# sure"), ("\"b\"]", "\"c\"]\n# why\nowner = \"o\""), ("\"p\"", "\"q\"")]);
    assert_eq!(
        merged(BASE, &ours, &theirs),
        "# head\n\n[failure.b]\nproblem = \"q\"\nseverity = \"high\" # sure\nsources = [\"a\", \"c\", \"ours\"]\n# why\n\
         owner = \"o\"\n\n[failure.d]\nproblem = \"d\"\n"
    );
}

#[test]
fn entries_are_added_in_order_and_parted() {
    let new = |id: &str| format!("# {id}\n[failure.{id}]\nproblem = \"{id}\"\n\n");
    let ours = with(&[
        ("[failure.b]", &format!("{}[failure.b]", new("a"))),
        ("[failure.d]", &format!("{}[failure.d]", new("ca"))),
    ]);
    let theirs =
        format!("{}\n{}", with(&[("[failure.d]", &format!("{}[failure.d]", new("c")))]), new("e").trim_end());
    assert_eq!(
        merged(BASE, &ours, &theirs),
        with(&[
            ("[failure.b]", &format!("{}[failure.b]", new("a"))),
            ("[failure.d]", &format!("{}{}[failure.d]", new("c"), new("ca"))),
        ]) + "\n"
            + new("e").trim_end()
            + "\n"
    );
}

#[test]
fn what_both_changed_is_marked_and_nothing_else() {
    let ours = with(&[("\"low\"", "\"high\""), ("\"p\"", "\"q\"")]);
    let theirs = with(&[("\"low\"", "\"medium\""), ("\"d\"", "\"e\"")]);
    let marked =
        "<<<<<<< ours\nseverity = \"high\" # sure?\n=======\nseverity = \"medium\" # sure?\n>>>>>>> theirs\n";
    assert_eq!(
        merged(BASE, &ours, &theirs),
        with(&[("severity = \"low\" # sure?\n", marked), ("\"p\"", "\"q\""), ("\"d\"", "\"e\"")])
    );
    let found =
        merge(BASE, &ours, &theirs, &Markers { base: Some("base"), size: 9, ..Markers::default() }).unwrap();
    assert!(found.text.contains("||||||||| base\nseverity = \"low\" # sure?\n=========\n"), "{}", found.text);
    assert_eq!(found.conflicts[0].to_string(), "failure/b.severity");
}

#[test]
fn an_entry_removed_and_changed_is_marked_whole() {
    let ours = with(&[("\n[failure.d]\nproblem = \"d\"\n", "")]);
    let theirs = with(&[("\"d\"", "\"e\""), ("\"p\"", "\"q\"")]);
    let marked = "<<<<<<< ours\n=======\n[failure.d]\nproblem = \"e\"\n>>>>>>> theirs\n";
    assert_eq!(
        merged(BASE, &ours, &theirs),
        with(&[("[failure.d]\nproblem = \"d\"\n", marked), ("\"p\"", "\"q\"")])
    );
}

#[test]
fn the_same_id_added_twice_is_one_entry() {
    let ours = format!("{BASE}\n[failure.e]\nproblem = \"e\"\nowner = \"x\"\n");
    let theirs = format!("{BASE}\n[failure.e]\nproblem = \"e\"\nrisk = \"r\"\nowner = \"y\"\n");
    assert_eq!(
        merged(BASE, &ours, &theirs),
        format!(
            "{BASE}\n[failure.e]\nproblem = \"e\"\nrisk = \"r\"\n<<<<<<< ours\nowner = \"x\"\n=======\nowner = \"y\"\n\
             >>>>>>> theirs\n"
        )
    );
}

#[test]
fn runs_of_both_sides_are_kept() {
    let base = "[test.t]\ncovers = [\"a\"]\n[[test.t.runs]]\non = 2026-01-01\nresult = \"pass\"\n";
    let run = |on: &str| format!("\n# {on}\n[[test.t.runs]]\non = {on}\nresult = \"pass\"\n");
    let ours = base.replace("pass", "fail") + &run("2026-02-01");
    let theirs = base.to_owned() + &run("2026-03-01");
    assert_eq!(
        merged(base, &ours, &theirs),
        base.replace("pass", "fail") + &run("2026-02-01") + &run("2026-03-01")
    );
}

#[test]
fn the_file_ends_and_begins_as_ours_does() {
    let crlf = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    let ours = crlf(&with(&[("\"low\"", "\"high\"")]));
    let theirs = with(&[("\"p\"", "\"q\"")]);
    assert_eq!(merged(BASE, &ours, &theirs), crlf(&with(&[("\"low\"", "\"high\""), ("\"p\"", "\"q\"")])));
}

#[test]
fn comments_are_merged_as_text() {
    let ours = with(&[("# head", "# ours")]);
    let theirs = with(&[("# head", "# theirs"), ("\"d\"\n", "\"d\"\n\n# end\n")]);
    assert_eq!(
        merged(BASE, &ours, &theirs),
        with(&[
            ("# head\n", "<<<<<<< ours\n# ours\n=======\n# theirs\n>>>>>>> theirs\n"),
            ("\"d\"\n", "\"d\"\n\n# end\n")
        ])
    );
}

#[test]
fn lists_over_lines_keep_their_form() {
    let base = "[failure.a]\nproblem = 'x'\nsources = [\n  'a', # first\n  # of b\n  'b',\n]\n";
    let ours = base.replace("  'b',\n", "  'b',\n  'c',\n");
    let theirs = base.replace("  # of b\n", "  'z',\n  # of b\n");
    assert_eq!(
        merged(base, &ours, &theirs),
        base.replace("  # of b\n", "  'z',\n  # of b\n").replace("  'b',\n", "  'b',\n  'c',\n")
    );
    let theirs = base.replace("'b',\n", "'b', # lost?\n  'd',\n");
    assert!(merged(base, &ours, &theirs).contains("<<<<<<<"));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let broken = format!("{BASE}[failure.x\n");
    for (base, ours, theirs, whose) in
        [(BASE, BASE, broken.as_str(), None), (BASE, broken.as_str(), "[failure.q]\n", Some("our side"))]
    {
        let merged = merge(base, ours, theirs, &Markers::default());
        assert_eq!(merged.is_err(), whose.is_some());
        assert!(whose.is_none_or(|whose| merged.unwrap_err().message.starts_with(whose)));
    }
}
