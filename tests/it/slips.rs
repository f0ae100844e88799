//! Slips in hand-written TOML: the message says what is wrong and what to write, as a tired reader needs it.

use faultbook::finding::Level;

use crate::world::World;
use crate::world::line;

/// What is written below `[failure.a]`, and what the first finding says.
const SLIPS: &[(&str, &str)] = &[
    ("reviewed = 01.11.2026", "`01.11.2026` is not a date (write the date as 2026-11-01"),
    ("reviewed = 1.11.2026", "(write the date as 2026-11-01"),
    ("reviewed = 2026/11/1", "(write the date as 2026-11-01"),
    ("reviewed = 2026.11.01", "(write the date as 2026-11-01"),
    ("reviewed = 11/01/2026", "(write the date as year, month and day: 2026-11-01"),
    ("reviewed = 1-11-26", "(write the date as year, month and day: 2026-11-01"),
    ("reviewed = \"2026-11-01\"", "(write it without quotes: 2026-11-01"),
    ("reviewed = \"last week\"", "(write a date, without quotes: 2027-03-31"),
    ("accepted = { by = \"a\", because = \"b\", until = \"next spring\" }", "(write a date, without quotes"),
    (
        "sources = [\"a\", \"b\"\nowner = \"x\"",
        ":3:11 failure/a: the list that begins here is not closed: `]` is missing",
    ),
    ("sources = [\n\"a\",\n\"b\"\nowner = \"x\"", ":3:11 failure/a: the list that begins here is not closed"),
    ("sources = [\"a\", [\"b\"]\n[component.b]", "the list that begins here is not closed"),
    ("sources = [\"a\", \"b\"", "the list that begins here is not closed: `]` is missing"),
    ("sources = [\"a\" \"b\"]", "missing comma between array elements"),
    (
        "estimate = { repair = \"1h\"\nowner = \"x\"",
        ":3:12 failure/a: the table that begins here is not closed: `}` is missing",
    ),
    ("risk = “Nobody can order”", "these are typographic quotes (write straight quotes: \"…\""),
    ("risk = „Niemand kann bestellen“", "these are typographic quotes"),
    ("risk = «Personne»", "these are typographic quotes"),
    ("risk = ‘Nobody’", "these are typographic quotes"),
    ("risk = ’Nobody’", "these are typographic quotes"),
    ("detected–by = [\"a\"]", "this is a typographic dash (write a hyphen: -"),
    ("owner = team — a", "this is a typographic dash"),
    (
        "risk = \"Nobody\ncan order\"",
        ":3:8 failure/a: this text is not closed: it ends at the end of the line",
    ),
    ("risk = 'Nobody\ncan order'", ":3:8 failure/a: this text is not closed: it ends at the end of the line"),
    ("risk = \"Nobody", "this text is not closed"),
    ("// a note", "`//` does not start a comment (start comments with #"),
    ("/* a note */", "`/*` does not start a comment"),
    ("<!-- a note -->", "`<!--` does not start a comment"),
    ("-- a note", "`--` does not start a comment"),
    ("; a note", "`;` does not start a comment"),
    ("owner: team-a", "this key has no value: `=` is missing"),
    ("owner team-a", "this key has no value: `=` is missing"),
    ("owner = team-a", "text needs quotes"),
    ("owner = orders", "text needs quotes"),
    ("owner =", "there is no value here"),
    ("owner = \"a\"\nowner = \"b\"", "this key is written twice"),
    ("estimate = \"1h\"", "(write estimate = { detect = \"30m\" }"),
    ("sources = \"orders-db\"", "(put it in brackets"),
];

fn said(playbook: impl AsRef<[u8]>) -> String {
    let world = World::new().file("playbooks/page.toml", playbook);
    world.lint().iter().find(|finding| finding.level == Level::Deny).map(line).unwrap_or_default()
}

#[test]
fn slips_are_named_and_corrected() {
    for (written, expected) in SLIPS {
        let text = format!("[failure.a]\nproblem = \"p\"\n{written}\n");
        let said = said(&text);
        assert!(said.contains(expected), "{text}\n{said}");
    }
}

/// What stands in a text of several lines is neither a comment nor a date.
#[test]
fn texts_of_several_lines_hold_no_slips() {
    for within in ["-- see \\q", "// see \\q", "\u{201c}so\u{201d} \\q", "on = 01.11.2026 \\q"] {
        let said = said(format!("[failure.a]\nproblem = \"p\"\nrisk = \"\"\"\n{within}\n\"\"\"\n"));
        assert!(said.contains("escape"), "{within}: {said}");
    }
}

#[test]
fn ids_with_other_letters_are_named_and_written_out() {
    for (id, slug) in
        [("größe", "groesse"), ("Überlast", "ueberlast"), ("zone outage", "zone-outage"), ("café", "cafe")]
    {
        let said = said(format!("[failure.{id}]\nproblem = \"p\"\n"));
        assert!(
            said.contains(&format!("`{id}` is not an id (use a-z, 0-9 and -; `{slug}` would do")),
            "{said}"
        );
    }
}

#[test]
fn tables_and_encodings_are_named() {
    let flow = said("[flow.f]\nslo = \"99.9\"\n");
    assert!(
        flow.contains("`slo` is text, but must be a table (write slo = { target = \"99.9%\" }"),
        "{flow}"
    );
    let bytes = said(b"[failure.a]\nproblem = \"p\"\nrisk = \"Gr\xf6\xdfe\"\n");
    assert!(
        bytes.contains("line 3, column 11: byte 0xf6 is not UTF-8 (it looks like Windows-1252)"),
        "{bytes}"
    );
}

#[test]
fn a_byte_order_mark_hides_no_slip() {
    for slip in ["[failure.zone outage]\n", "// a note\n", "owner = “me”\n"] {
        let of = |mark: &str| {
            let found = World::new().file("faultbook.toml", format!("{mark}{slip}format = 1\n")).lint();
            let about = |finding: &faultbook::report::Located| finding.message.to_string();
            found.iter().filter(|finding| finding.rule == "syntax").map(about).collect::<Vec<_>>()
        };
        assert!(
            of("").len() == 1 && of("") == of("\u{feff}"),
            "{slip}: {:?} and {:?}",
            of(""),
            of("\u{feff}")
        );
    }
}
