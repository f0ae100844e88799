//! Workbooks, read back: by another library as a spreadsheet reads them, and as the files that they are made of.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;

use calamine::Data;
use calamine::Reader;
use calamine::Xlsx;
use faultbook::export;
use faultbook::model::Kind;
use faultbook::model::begins_formula;
use faultbook::model::is_terminal_control;
use faultbook::rank;
use faultbook::report::Column;
use faultbook::report::FIELDS;
use faultbook::report::Filter;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::fmea::product;
use crate::payloads::FORMULAS;
use crate::payloads::escaped;
use crate::payloads::where_any_text_may_stand;
use crate::world::World;
use crate::world::faultbook;
use crate::world::said;
use crate::world::today;

/// Columns that hold every kind of value.
const COLUMNS: &str =
    "priority,id,problem,risk,sources,severity,likelihood,detection,outage,status,reviewed,reactive,x-n";

const PLAYBOOK: &str = r#"
[failure.full]
problem = "Zone outage"
risk = "Nobody can\npay"
sources = ["db, the large one", "Human error"]
severity = "high"
likelihood = { level = "likely", when = "under load", otherwise = "rare" }
detection = "user"
outage = "partial"
reviewed = 2026-11-01
reactive = ["Fail over", "Tell users"]
x-n = 42

[failure.empty]
problem = "Something else"
severity = "low"
likelihood = "rare"
"#;

fn write(format: &str, workspace: &Workspace, view: ReportOptions) -> std::io::Result<Vec<u8>> {
    let write = export::find(format).unwrap().report.unwrap();
    let mut out = Vec::new();
    write(&workspace.report(view), &mut out)?;
    Ok(out)
}

fn view(columns: &str) -> ReportOptions {
    let names = columns.split(',').filter(|name| !name.is_empty());
    let columns = names.map(|name| Column::parse(Kind::Failure, name).unwrap()).collect();
    ReportOptions::new(rank::find("severity-first").unwrap(), today()).columns(columns).all(true)
}

fn rows(workbook: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut workbook = Xlsx::new(Cursor::new(workbook)).unwrap();
    assert_eq!(workbook.sheet_names(), ["Failures", "Scales"]);
    workbook.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn texts(workbook: &[u8], sheet: &str) -> Vec<Vec<String>> {
    rows(workbook, sheet).iter().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

/// The files within a workbook.
fn parts(workbook: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let count = archive.len();
    let part = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    };
    (0..count).map(part).collect()
}

/// A table as CSV, of which the workbook has the same texts.
fn records(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_table_is_that_of_csv() {
    let workspace = World::of(PLAYBOOK).open();
    for columns in ["", COLUMNS, "x-n,owner,id", "id"] {
        let view = view(columns);
        let (workbook, csv) = (
            write("xlsx", &workspace, view.clone()).unwrap(),
            write("csv", &workspace, view.clone()).unwrap(),
        );
        assert_eq!(texts(&workbook, "Failures"), records(&csv), "{columns}");
        assert_eq!(workbook, write("xlsx", &workspace, view).unwrap(), "the bytes differ");
    }
    let filter = Filter::parse(Kind::Failure, "severity=high", &workspace.config().scales, today()).unwrap();
    let few = write("xlsx", &workspace, view("id").filter(filter)).unwrap();
    assert_eq!(texts(&few, "Failures"), [["id"], ["full"]]);
    let none = Workspace::from_texts("format = 1\n", []);
    assert_eq!(texts(&write("xlsx", &none, view("id,risk")).unwrap(), "Failures"), [["id", "risk", "said"]]);
}

#[test]
fn only_numbers_are_numbers() {
    let workbook = write("xlsx", &World::of(PLAYBOOK).open(), view(COLUMNS)).unwrap();
    let row = rows(&workbook, "Failures").remove(1);
    for (column, cell) in COLUMNS.split(',').zip(row) {
        assert_eq!(matches!(cell, Data::Float(_)), column == "x-n", "{column}: {cell:?}");
    }
}

#[test]
fn a_workbook_is_a_table_to_work_with() {
    let workspace = World::of(PLAYBOOK).open();
    let parts = parts(&write("xlsx", &workspace, view(COLUMNS)).unwrap());
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains("<autoFilter ref=\"A1:N3\"/>"), "{sheet}");
    assert!(sheet.contains("topLeftCell=\"A2\"") && sheet.contains("state=\"frozen\""), "{sheet}");
    let lists: Vec<(&str, &str)> = sheet
        .split("<dataValidation ")
        .skip(1)
        .map(|list| {
            assert!(list.contains("type=\"list\"") && list.contains("errorStyle=\"information\""), "{list}");
            let between =
                |before: &str, after: &str| list.split_once(before).unwrap().1.split_once(after).unwrap().0;
            (between("sqref=\"", "\""), between("<formula1>", "</formula1>"))
        })
        .collect();
    let expected = [
        ("F2:F1048576", "Scales!$B$2:$B$4"),
        ("G2:G1048576", "Scales!$B$5:$B$8"),
        ("H2:H1048576", "Scales!$B$9:$B$12"),
        ("I2:I1048576", "\"none,degraded,partial,external-only,full\""),
        ("J2:J1048576", "\"draft,open,mitigated,retired\""),
    ];
    assert_eq!(lists, expected);
    let likelihood = sheet.split("<dataValidation ").find(|list| list.contains("sqref=\"G2:")).unwrap();
    assert!(
        !likelihood.contains("showErrorMessage"),
        "conditions of a likelihood are no mistake: {likelihood}"
    );
    // The word of a priority stands in a colour of its own.
    let style = |cell: &str| {
        let (_, rest) = sheet.split_once(&format!("<c r=\"{cell}\" s=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    assert_ne!(style("A2"), style("A3"));
    assert_eq!(style("C2"), style("C3"));
    assert!(parts["docProps/core.xml"].contains("2000-01-01T00:00:00Z"), "{}", parts["docProps/core.xml"]);
}

#[test]
fn scales_stand_beside_the_table() {
    let config = "format = 1\n[scale.severity]\nbad = { score = 7, means = \"=1+1\", aliases = [\"b\", \"worse, much\"] }\n\
                  \"so, \\\"so\\\"\" = { score = 2 }\n";
    let workspace = World::of(PLAYBOOK).file("faultbook.toml", config).open();
    let workbook = write("xlsx", &workspace, view("severity")).unwrap();
    let texts = texts(&workbook, "Scales");
    assert_eq!(texts[0], ["scale", "level", "score", "means", "aliases"]);
    assert_eq!(texts[1], ["severity", "so, \"so\"", "2", "", ""]);
    assert_eq!(texts[2], ["severity", "bad", "7", "'=1+1", "• b\n• worse, much"]);
    let sheet = &parts(&workbook)["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains("<formula1>Scales!$B$2:$B$3</formula1>"), "{sheet}");
}

/// No text is a formula or a link, in whatever column, and none is lost.
#[test]
fn nothing_in_a_workbook_is_obeyed() {
    for formula in FORMULAS {
        let own = format!(
            "[failure.orders-store-times-out]\nx-a = \"{0}\"\n\"x-{0}\" = [\"{0}\"]\nx-b = {{ \"{0}\" = \"{0}\" }}\n",
            escaped(formula)
        );
        let (config, playbook) = where_any_text_may_stand(|_| escaped(formula));
        let playbook = playbook.replace("[failure.orders-store-times-out]\n", &own);
        let workspace = Workspace::from_texts(&config, [("playbooks/page.toml", playbook.as_str())]);
        let names = FIELDS.iter().map(|field| field.name.to_owned());
        let names = names.chain(["x-a".to_owned(), "x-b".to_owned(), format!("x-{formula}")]);
        let columns: Vec<_> = names.map(|name| Column::parse(Kind::Failure, &name).unwrap()).collect();
        let view = view("").columns(columns);
        let workbook = write("xlsx", &workspace, view.clone()).unwrap();
        let same = records(&write("csv", &workspace, view).unwrap());
        assert_eq!(texts(&workbook, "Failures"), same, "{formula:?}");
        for cell in rows(&workbook, "Failures").iter().chain(&rows(&workbook, "Scales")).flatten() {
            let Data::String(text) = cell else { continue };
            assert!(!begins_formula(text) && !text.contains(is_terminal_control), "{formula:?}: {text:?}");
        }
        for (name, part) in parts(&workbook) {
            // The risk priority number is a formula, made of cells alone.
            let mut formulas = part.split("<f>").skip(1).map(|rest| rest.split_once("</f>").unwrap().0);
            assert!(formulas.all(|formula| product(formula).is_some()), "{name}: {part}");
            let is_active = ["<f ", "<hyperlink", "TargetMode", "externalLink", "ddeLink"];
            assert_eq!(is_active.iter().find(|active| part.contains(**active)), None, "{name}: {part}");
        }
    }
}

/// Whatever a text looks like, it is the text that comes back.
#[test]
fn text_comes_back_as_it_is() {
    let hostile = [
        "_x0041_",
        "_x000D_ and _x005F_x0041_",
        "_xABCD_xABCD_",
        "<r><t>rich</t></r>",
        "<r></si><si><t>a</t></si><r>_x0041_</r>",
        "<r>\u{a0}\n </r>",
        "</t></si></sst>",
        "<![CDATA[x]]> &amp; &#65; \"'",
        "https://example.com/?a=b",
        "mailto:a@b.c",
        "a\u{fffe}b\u{ffff}",
        "_x003D\u{fffe}1",
        "\u{1f525} \u{e000} \u{fdd0} \u{10ffff}",
        " a  b ",
        "0123",
        "1e5",
        "true",
        "2026-11-20",
        "\u{2028}a\u{200b}",
    ];
    for text in hostile {
        let playbook =
            format!("[failure.a]\nproblem = \"p\"\nrisk = \"{0}\"\nx-a = \"{0}\"\n", escaped(text));
        let workspace = World::of(&playbook).open();
        let workbook = write("xlsx", &workspace, view("risk,x-a")).unwrap();
        let csv = records(&write("csv", &workspace, view("risk,x-a")).unwrap());
        assert_eq!(texts(&workbook, "Failures"), csv, "{text:?}");
        assert_eq!(rows(&workbook, "Failures")[1][1], Data::String(text.to_owned()), "{text:?}");
    }
}

/// A cell that is too long is refused in words, and the file that was there stays.
#[test]
fn nothing_is_cut() {
    let world = |letter: &str, times: usize| {
        World::of(&format!("[failure.a]\nproblem = \"p\"\nrisk = \"{}\"\n", letter.repeat(times)))
    };
    for (letter, times) in [("é", 32_767), ("\u{1f525}", 16_383)] {
        let workbook = write("xlsx", &world(letter, times).open(), view("risk")).unwrap();
        assert_eq!(texts(&workbook, "Failures")[1][0], letter.repeat(times));
        let error = write("xlsx", &world(letter, times + 1).open(), view("risk")).unwrap_err().to_string();
        assert_eq!(
            error,
            "`risk` of the failure `a` is longer than the 32,767 characters that a cell of a workbook can hold; \
             leave the column out, or choose the format csv"
        );
    }
    let world = world("a", 32_768).file("a.xlsx", "old");
    let output = world.run(&["export", "xlsx", "-o", "a.xlsx"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).starts_with("error: `risk` of the failure `a` is longer"), "{}", said(&output));
    assert_eq!(world.files()["a.xlsx"], b"old");
    assert!(world.run(&["export", "xlsx", "-o", "a.xlsx", "--columns", "id"]).status.success());
    assert_eq!(texts(&world.files()["a.xlsx"], "Failures"), [["id"], ["a"]]);
}

#[test]
fn a_pipe_gets_the_workbook() {
    let world = World::of(PLAYBOOK);
    let output = world.run(&["export", "xlsx", "--columns", "id"]);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert_eq!(texts(&output.stdout, "Failures"), [["id"], ["full"], ["empty"]]);
}

/// A terminal gets a hint instead.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_no_workbook() {
    // Either end of such a pair counts as a terminal.
    let terminal = std::fs::File::options().read(true).write(true).open("/dev/ptmx").unwrap();
    let world = World::of(PLAYBOOK);
    let output = faultbook(world.path()).args(["export", "xlsx"]).stdout(terminal).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        said(&output),
        "error: xlsx is binary and cannot be shown in a terminal; write it to a file: `-o FILE`\n"
    );
}
