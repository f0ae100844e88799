//! FMEA: ratings in numbers, by the letters S, O and D, in lists, edits, tables and workbooks.

use std::io::Cursor;

use calamine::Data;
use calamine::Reader;
use calamine::Xlsx;
use faultbook::import::for_file;
use faultbook::model::ScaleName;
use faultbook::model::Word;
use faultbook::rank::METHODS;
use faultbook::report::FIELDS;
use faultbook::workspace::Workspace;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::lists::exported;
use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

/// By RPN `often` (3 × 10 × 10), `worst` (10 × 2 × 5), `words` (9 × 2 × 3), and first of all the one without an occurrence; by the matrix
/// `words` and `worst` come before `often`.
const PLAYBOOK: &str = r#"
[failure.often]
problem = "A page looks wrong"
severity = 3
likelihood = 10

[failure.worst]
problem = "Orders are lost"
severity = 10
likelihood = { level = 2, when = "on leap days", otherwise = 1 }
detection = 5

[failure.words]
problem = "A zone is gone"
severity = "high"
likelihood = "rare"
detection = "paged"
preventative = [{ action = "Run in two zones", reduces = { severity = 4 } }]

[failure.unrated]
problem = "Nobody looked yet"
severity = 7
"#;

fn world() -> World {
    World::of(PLAYBOOK).file("faultbook.toml", "format = 1\nrank = \"rpn\"\n")
}

/// The first words of each line that a command prints.
fn first_words(world: &World, args: &[&str]) -> Vec<String> {
    let output = world.run(args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| line.split_whitespace().next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn ten_levels_come_with_their_method() {
    let folder = tempfile::tempdir().unwrap();
    for (scale, method) in [("fmea-10", "rpn"), ("sources", "matrix")] {
        let run = faultbook(folder.path()).args(["init", "--scale", scale, scale]).output().unwrap();
        assert!(run.status.success(), "{}", said(&run));
        assert_eq!(Workspace::open(&folder.path().join(scale)).unwrap().method().id, method);
    }
}

#[test]
fn the_configured_method_orders_every_list() {
    let world = world();
    let order = ["unrated", "often", "worst", "words"];
    for args in [&["list", "--columns", "id"][..], &["export", "csv", "--columns", "id"]] {
        let listed: Vec<String> = first_words(&world, args).into_iter().skip(1).collect();
        let listed: Vec<&str> = listed.iter().map(|id| id.trim_matches('"')).collect();
        assert_eq!(listed, order, "{args:?}");
    }
    let text = String::from_utf8(world.run(&["list"]).stdout).unwrap();
    let cells: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().take(6).collect()).collect();
    assert_eq!(cells[0], ["PRIORITY", "RPN", "S", "O", "D", "ID"]);
    assert_eq!(cells[3], ["medium", "100", "10", "2", "5", "worst"]);
    let shown = String::from_utf8(world.run(&["show", "worst"]).stdout).unwrap();
    assert!(shown.contains("3 of 4 by rpn"), "{shown}");
    assert!(shown.contains("10 high\n"), "{shown}");
    assert!(shown.contains("2 rare (on leap days), otherwise 1 rare\n"), "{shown}");
}

/// What is no list of failures names them in the same order.
#[test]
fn gaps_and_work_follow_the_configured_method() {
    let failure = |id: &str, ratings: &str, more: &str| {
        format!("[failure.{id}]\nproblem = \"p {id}\"\n{ratings}\n{more}")
    };
    // By the matrix `a` comes first, by RPN `b`; both are medium.
    let (a, b) =
        ("severity = 10\nlikelihood = 1\ndetection = 1", "severity = 5\nlikelihood = 4\ndetection = 10");
    let world = |rank: &str, more: &str| {
        World::of(&[failure("a", a, more), failure("b", b, more)].concat())
            .file("faultbook.toml", format!("format = 1\nrank = \"{rank}\"\n"))
    };
    let json = |world: &World, command: &str| -> serde_json::Value {
        serde_json::from_slice(&world.run(&[command, "--json"]).stdout).unwrap()
    };
    let names = |items: &serde_json::Value, key: &str| -> Vec<String> {
        let name = |item: &serde_json::Value| item[key].as_str().unwrap_or_default().to_owned();
        items.as_array().unwrap().iter().map(name).filter(|name| !name.is_empty()).collect()
    };
    for (rank, order) in [("matrix", ["a", "b"]), ("rpn", ["b", "a"])] {
        let loose = json(&world(rank, ""), "coverage");
        assert_eq!(names(&loose["failures_outside"], "id"), order, "{rank}");
        let inside = world(rank, "flows = [\"f\"]\n");
        let inside =
            inside.file("playbooks/f.toml", "[component.c]\nowner = \"o\"\n[flow.f]\ncomponents = [\"c\"]\n");
        let gaps = json(&inside, "coverage");
        assert_eq!(names(&gaps["gaps"], "failure")[..2], order, "{rank}: {gaps}");
        let work =
            json(&world(rank, "preventative = [{ action = \"Do it\", status = \"planned\" }]\n"), "next");
        let subjects = order.map(|id| format!("failure/{id}.preventative[0]"));
        assert_eq!(names(&work["items"], "subject")[..2], subjects, "{rank}: {work}");
        let found = world(rank, "").run(&["search", "p", "--json"]);
        let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
        assert_eq!(
            found.to_string().find("\"a\"") < found.to_string().find("\"b\""),
            rank == "matrix",
            "{found}"
        );
    }
}

#[test]
fn lists_show_the_numbers_that_were_typed() {
    let world = world();
    let listed = world.run(&["list", "--by", "matrix", "--columns", "id,severity,likelihood,detection"]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    let line = |id: &str| {
        let line = listed.lines().find(|line| line.starts_with(id)).unwrap();
        line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("often"), "3 low 10 very-likely");
    assert_eq!(line("worst"), "10 high 2 rare (on leap days), otherwise 1 rare 5 noticed");
    assert_eq!(line("words"), "high rare paged", "a word stays a word");
    // Data has the level, and the number beside.
    let json = world.run(&["show", "often", "--json"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["entry"]["severity"], "low");
    assert_eq!(json["entry"]["numbers"]["severity"], 3);
    let json = world.run(&["list", "--json", "--columns", "severity,s", "--where", "id=often"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["failures"][0], serde_json::json!({"severity": "low", "s": 3.0}));
}

#[test]
fn one_vocabulary_names_the_ratings() {
    for (at, scale) in ScaleName::ALL.iter().enumerate() {
        for (before, value) in [("", "3"), ("residual_", "2"), ("residual.", "1")] {
            let name = format!("{before}{}", scale.letter());
            assert!(FIELDS.iter().any(|field| field.name == name.replace('.', "_")), "{name}");
            let world = world();
            let run = world.run(&["edit", "words", &format!("{name}={value}")]);
            assert!(run.status.success(), "{name}: {}", said(&run));
            let word = ["severity", "likelihood", "detection"][at];
            let text = String::from_utf8(world.files()["playbooks/page.toml"].clone()).unwrap();
            assert!(text.contains(&format!("{word} = {value}\n")), "{name}: {text}");
            let found =
                world.run(&["list", "--columns", "id", "--where", &format!("{name}<={value} id=words")]);
            assert_eq!(String::from_utf8(found.stdout).unwrap(), "ID\nwords\n", "{name}");
        }
    }
    let run = world().run(&["add", "Disk full", "--set", "s=8"]);
    assert!(run.status.success(), "{}", said(&run));
    let run = world().run(&["edit", "often", "accepted_by=cto", "accepted.until=2027-01-01"]);
    assert!(run.status.success(), "{}", said(&run));
}

#[test]
fn what_is_no_rating_is_refused_with_the_range_and_the_levels() {
    let world = world();
    for args in [
        &["edit", "often", "s=11"][..],
        &["edit", "often", "severity=0"],
        &["edit", "often", "severity=7.5"],
        &["edit", "often", "residual.s=-1"],
        &["add", "Disk full", "--severity", "11"],
    ] {
        let run = world.run(args);
        assert_eq!(run.status.code(), Some(2), "{args:?}");
        let said = said(&run);
        assert!(said.contains("is not a number from 1 to 10"), "{args:?}: {said}");
        assert!(
            said.contains("write one of `low`, `medium`, `high`, or a number from 1 to 10"),
            "{args:?}: {said}"
        );
        assert!(said.lines().count() <= 3, "{args:?}: {said}");
    }
    let run = world.run(&["edit", "often", "severity=dreadful"]);
    assert!(said(&run).contains("or a number from 1 to 10"), "{}", said(&run));
    let lines = |value: &str| {
        let text = format!("[failure.a]\nproblem = \"p\"\nseverity = {value}\n");
        let lines = World::of(&text).lines();
        lines.into_iter().find(|line| line.contains("a.severity")).unwrap()
    };
    let choices = "(write one of `low`, `medium`, `high`, or a number from 1 to 10)";
    assert!(lines("11").contains("`11` is not a number from 1 to 10") && lines("11").contains(choices));
    assert!(lines("\"dreadful\"").contains(choices), "{}", lines("\"dreadful\""));
    assert!(lines("\"9\"").contains("(write the number without quotes: 9)"), "{}", lines("\"9\""));
}

/// What an export of a workspace changes when it is imported again after an edit of the file.
fn again(rank: &str, format: &str, edit: impl Fn(Vec<u8>) -> Vec<u8>) -> (String, Vec<String>) {
    let mut texts = Texts::new().file("playbooks/page.toml", PLAYBOOK);
    texts.config = format!("format = 1\nrank = \"{rank}\"\n");
    let bytes = exported(format, &texts.open(), &[]);
    let ending = if format == "markdown" { "md" } else { format };
    assert!(for_file(&format!("a.{ending}")).is_some());
    let taken = texts.import(&format!("a.{ending}"), edit(bytes));
    let told = notes(&taken).into_iter().filter(|note| !note.starts_with("1:")).collect();
    (texts.files[0].1.clone(), told)
}

#[test]
fn tables_of_numbers_come_back() {
    for format in ["csv", "markdown", "xlsx"] {
        for method in METHODS {
            let (text, told) = again(method.id, format, |bytes| bytes);
            assert_eq!((text.as_str(), told), (PLAYBOOK, Vec::new()), "{format} by {}", method.id);
        }
    }
    let edited = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("3,10,\"\",300"), "{text}");
        text.replace("3,10,\"\",300", "4,10,\"\",400").into_bytes()
    };
    let (text, told) = again("rpn", "csv", edited);
    assert_eq!(
        (text, told),
        (PLAYBOOK.replace("severity = 3\n", "severity = 4\n"), Vec::new()),
        "the product follows"
    );
    // Without a rating that was edited it is a number that somebody typed.
    let product = |bytes: Vec<u8>| {
        String::from_utf8(bytes).unwrap().replace("3,10,\"\",300", "3,10,\"\",400").into_bytes()
    };
    let (text, told) = again("rpn", "csv", product);
    assert_eq!(text, PLAYBOOK);
    assert!(told.len() == 1 && told[0].contains("“400” was not imported"), "{told:?}");
}

/// The numbers themselves come back as well where nobody knows the failures.
#[test]
fn a_new_workspace_reads_the_numbers() {
    let world = world();
    for columns in ["id,problem,severity,likelihood,detection", "id,problem,s,o,d,rpn"] {
        let csv = world.run(&["export", "csv", "--columns", columns]).stdout;
        let mut texts = Texts::new();
        texts.import("a.csv", csv);
        let workspace = texts.open();
        let worst = workspace.book().failures.get("worst").unwrap();
        assert_eq!(worst.severity.as_ref().unwrap().written(), Some(10), "{columns}");
        assert_eq!(worst.detection.as_ref().unwrap().written(), Some(5), "{columns}");
        let likelihood = worst.likelihood.as_ref().unwrap().as_written().into_owned();
        let expected = if columns.contains("likelihood") { "2 (on leap days), otherwise 1" } else { "2" };
        assert_eq!(likelihood, expected, "{columns}");
    }
}

/// The formulas of a sheet, each with the cell and the result that is stored beside.
fn formulas(sheet: &str) -> Vec<(String, String, String)> {
    let cells = sheet.split("<c ").filter(|cell| cell.contains("<f>"));
    let between = |text: &str, before: &str, after: &str| {
        text.split_once(before).unwrap().1.split_once(after).unwrap().0.to_owned()
    };
    let parts =
        |cell: &str| [("r=\"", "\""), ("<f>", "</f>"), ("<v>", "</v>")].map(|(a, b)| between(cell, a, b));
    cells.map(|cell| parts(cell).into()).collect()
}

/// The cells of the severity, the occurrence and the detection in our only formula; `None`: it is another one.
pub(crate) fn product(formula: &str) -> Option<[&str; 3]> {
    let is_cell = |word: &&str| {
        let (letters, digits) = word.split_at(word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len()));
        let is_row = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        !letters.is_empty() && letters.bytes().all(|letter| letter.is_ascii_uppercase()) && is_row
    };
    let cells: Vec<&str> = formula.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_cell).collect();
    let &[s, o, _, _, d, _] = cells.as_slice() else { return None };
    let ours = format!("IF(OR({s}=\"\",{o}=\"\"),\"\",{s}*{o}*IF({d}=\"\",10,{d}))");
    (formula == ours).then_some([s, o, d])
}

/// Calculates our only formula as a spreadsheet does, from the numbers in a sheet.
fn calculated(formula: &str, number: impl Fn(&str) -> Option<f64>) -> String {
    let [s, o, d] = product(formula).unwrap_or_else(|| panic!("{formula}"));
    match (number(s), number(o)) {
        (Some(s), Some(o)) => (s * o * number(d).unwrap_or(10.0)).to_string(),
        _ => String::new(),
    }
}

#[test]
fn the_number_in_a_workbook_is_a_formula_over_its_row() {
    let world = world();
    let columns = "id,rpn,o,d,s,score,residual_s,residual_o,residual_d,residual_rpn,severity,ap";
    let workbook = world.run(&["export", "xlsx", "--columns", columns]).stdout;
    let mut archive = zip::ZipArchive::new(Cursor::new(&workbook)).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet)
        .unwrap();
    let mut read = Xlsx::new(Cursor::new(&workbook)).unwrap();
    let range = read.worksheet_range("Failures").unwrap();
    let number = |cell: &str| {
        let (letter, row) = cell.split_at(1);
        let column = u32::from(letter.as_bytes()[0] - b'A');
        match range.get_value((row.parse::<u32>().unwrap() - 1, column)) {
            Some(Data::Float(number)) => Some(*number),
            _ => None,
        }
    };
    let formulas = formulas(&sheet);
    assert_eq!(formulas.len(), 4 * 3, "three columns of four failures: {formulas:?}");
    for (cell, formula, value) in &formulas {
        let row = &cell[1..];
        assert_eq!(formula.matches(row).count(), 6, "{cell}: {formula}");
        assert_eq!(calculated(formula, number), *value, "{cell}: {formula}");
    }
    let of = |cell: &str| formulas.iter().find(|(at, ..)| at == cell).map(|(.., value)| value.as_str());
    // By RPN: unrated, often, worst, words.
    assert_eq!(["B2", "B3", "B4", "B5"].map(of), [Some(""), Some("300"), Some("100"), Some("54")]);
    assert_eq!(["F3", "J3", "J5"].map(of), [Some("300"), Some(""), Some("24")]);
    // A rating that was typed as a number is a number to calculate with, and a word stays one.
    assert_eq!((number("K3"), number("K5")), (Some(3.0), None));
    // Without all three there is nothing to calculate from.
    let few = world.run(&["export", "xlsx", "--columns", "id,rpn,s,o"]).stdout;
    let mut read = Xlsx::new(Cursor::new(few)).unwrap();
    assert!(read.worksheet_formula("Failures").unwrap().rows().flatten().all(String::is_empty));
}
