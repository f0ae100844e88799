//! Files that were made to take all memory or all time, imported by the binary where memory is scarce: each is refused in
//! words, and nothing is written.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Cursor;
use std::io::Write as _;
use std::process::Command;
use std::process::Output;
use std::time::Duration;
use std::time::Instant;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::world::World;

/// The address space that a run has, in KiB.
const MEMORY: usize = 900_000;

/// How many times 64 KiB is more than what may be unpacked. More than that would only take longer to make.
const MUCH: usize = 130 * 16;

/// More than any of these takes on a slow machine that does other work too.
const LONG: Duration = Duration::from_secs(40);

/// What a workbook has beside its sheet and its texts.
const PARTS: &[(&str, &str)] = &[
    (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"a\" Type=\"http://x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
    ),
    ("xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" Type=\"http://x/worksheet\" Target=\"sheet.xml\"/>\
         <Relationship Id=\"b\" Type=\"http://x/sharedStrings\" Target=\"strings.xml\"/></Relationships>",
    ),
];

/// An archive of parts, each of a text that is repeated between a head and a foot.
fn archive(parts: &[(&str, [&str; 3], usize)]) -> Vec<u8> {
    const CHUNK: usize = 1 << 16;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, [head, body, foot], times) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(head.as_bytes()).unwrap();
        let at_once = (CHUNK / body.len().max(1)).clamp(1, (*times).max(1));
        let chunk = body.repeat(at_once);
        (0..times / at_once).for_each(|_| zip.write_all(chunk.as_bytes()).unwrap());
        zip.write_all(foot.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn xlsx(sheet: [&str; 3], times: usize, strings: [&str; 3], more: usize) -> Vec<u8> {
    let mut parts: Vec<_> = PARTS.iter().map(|(name, text)| (*name, [*text, "", ""], 0)).collect();
    parts.push(("xl/sheet.xml", sheet, times));
    parts.push(("xl/strings.xml", strings, more));
    archive(&parts)
}

fn ods(head: &str, body: &str, times: usize) -> Vec<u8> {
    let head = format!("<d><table:table table:name=\"S\">{head}");
    archive(&[("content.xml", [&head, body, "</table:table></d>"], times)])
}

/// Imports a file where memory is scarce.
fn import(world: &World, name: &str, bytes: &[u8]) -> Output {
    fs::write(world.path().join(name), bytes).unwrap();
    let line = format!("ulimit -v {MEMORY}; exec \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &line, "sh", env!("CARGO_BIN_EXE_faultbook"), "import", name]);
    let began = Instant::now();
    let output = command.current_dir(world.path()).env("RAYON_NUM_THREADS", "2").output().unwrap();
    assert!(began.elapsed() < LONG, "{name} took {:?}", began.elapsed());
    fs::remove_file(world.path().join(name)).unwrap();
    output
}

/// Checks that a file is refused with certain words, and that nothing is written.
fn refused(name: &str, bytes: &[u8], words: &str) {
    let world = World::bare().file("faultbook.toml", "format = 1\n");
    let output = import(&world, name, bytes);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{name}: {said}");
    assert!(said.contains(words), "{name}: {said}");
    assert!(output.stdout.is_empty(), "{name}");
    assert!(!world.path().join("playbooks").exists(), "{name}: something was written");
}

const ROW: &str = "<row><c t=\"str\"><v>Problem</v></c><c t=\"str\"><v>Risk</v></c></row>";

#[test]
fn archives_that_unpack_to_very_much_are_refused() {
    let sheet = format!("<worksheet><sheetData>{ROW}{ROW}</sheetData></worksheet>");
    let words = "unpacks to more than 128 MiB";
    let zeros = "\0".repeat(1 << 16);
    refused("sheet.xlsx", &xlsx(["", &zeros, ""], MUCH, ["<sst/>", "", ""], 0), words);
    refused("texts.xlsx", &xlsx([&sheet, "", ""], 0, ["<sst>", &zeros, "</sst>"], MUCH), words);
}

#[test]
fn a_cell_that_stands_many_times_is_refused() {
    let long = "x".repeat(32_000);
    let cells = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(500));
    let strings = format!("<sst><si><t>{long}</t></si></sst>");
    let sheet = ["<worksheet><sheetData>", &cells, "</sheetData></worksheet>"];
    refused("shared.xlsx", &xlsx(sheet, 50, [&strings, "", ""], 0), "more than 128 MiB of text");
    let cell = |text: &str| {
        format!("<table:table-cell table:number-columns-repeated=\"16777216\">{text}</table:table-cell>")
    };
    let row = |times: &str, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
    };
    refused("wide.ods", &ods("", &row("16777216", &cell("<text:p>x</text:p>")), 1), "more than 1000 columns");
    let text = format!("<table:table-cell><text:p>{long}</text:p></table:table-cell>");
    refused("long.ods", &ods("", &row("1048576", &text), 1), "more than 128 MiB of text");
    // What holds nothing costs nothing, however often it stands there.
    refused("empty.ods", &ods("", &row("16777216", &cell("")), 1_000), "nothing to import in");
}

#[test]
fn parts_that_share_their_bytes_are_refused() {
    let mut bytes = archive(&[("a", ["", "\0", ""], 1 << 20)]);
    let directory = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let (entry, tail) = (bytes[directory..end].to_vec(), bytes[end..].to_vec());
    bytes.truncate(directory);
    (0..50_000).for_each(|_| bytes.extend_from_slice(&entry));
    bytes.extend_from_slice(&tail);
    refused("overlap.xlsx", &bytes, "more than 10000 parts");
}

#[test]
fn xml_that_goes_deep_and_entities_take_nothing() {
    let deep = xlsx(["<worksheet><sheetData>", "<a>", ""], 300_000, ["<sst/>", "", ""], 0);
    refused("deep.xlsx", &deep, "nothing to import in");
}

#[test]
fn yaml_that_repeats_itself_is_refused() {
    let entity = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n";
    let laugh: String = (1..12)
        .map(|level| format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(",")))
        .collect();
    let laugh = format!("a0: &a0 [x, x, x, x, x, x, x, x, x]\n{laugh}{entity}");
    refused("laugh.yaml", laugh.as_bytes(), "repeats itself too much");
    let anchors: String = (0..100_000).map(|at| format!("  k{at}: &n{at} v\n")).collect();
    refused("anchors.yaml", format!("{entity}spec:\n{anchors}").as_bytes(), "repeats itself too much");
    let deep = format!("{entity}spec: {}\n", "[".repeat(200_000));
    refused("deep.yaml", deep.as_bytes(), "no YAML that can be read");
    let tag = format!("{entity}spec: !!python/object/apply:os.system [\"true\"]\n");
    refused("tag.yaml", tag.as_bytes(), "unsupported tag");
}

#[test]
fn text_that_is_none_is_refused_and_too_much_of_it_is_left_out() {
    refused("zeros.csv", &[0; 1 << 20], "no text");
    refused("mark.csv", b"\xef\xbb\xbf", "nothing to import in");
    refused("empty.md", b"", "nothing to import in");
    refused("book.csv", &xlsx(["", "", ""], 0, ["", "", ""], 0), "its name should end in .xlsx");
    let cell = format!("Problem,Risk,Severity\nDisk full,\"{}\",high\n", "y ".repeat(1 << 20));
    refused("cell.csv", cell.as_bytes(), "too large for an entry");
    let open = format!("Problem,Risk\nDisk full,\"{}", "a,b\n".repeat(200_000));
    refused("quote.csv", open.as_bytes(), "a quote is not closed here");
    let nested = format!("{}<tr><td>Problem</td></tr>", "<table>".repeat(100_000));
    refused("nested.md", nested.as_bytes(), "tables within 16 others are not read");
    refused("nested.html", nested.as_bytes(), "tables within 16 others are not read");
    let span = |attribute: &str| format!("<td {attribute}=1000000>x").repeat(900);
    let bomb = format!("<table><tr>{}{}", span("rowspan"), "<tr><td>".repeat(100_000));
    refused("tall.html", bomb.as_bytes(), "this file is too large");
    let bomb = format!("<table>{}", "<tr><td colspan=1000000>x".repeat(100_000));
    refused("wide.html", bomb.as_bytes(), "this file is too large");
}

/// A table of a thousand columns is none of failures, and its headings are searched only so far.
#[test]
fn a_table_of_a_thousand_columns_is_passed_over() {
    let headings: Vec<String> = (0..998).map(|at| format!("c{at}")).collect();
    let row = format!("\nThe disk is full,Slow{}", ",v".repeat(998));
    let table = format!("Problem,Risk,{}{}", headings.join(","), row.repeat(10));
    let world = World::bare().file("faultbook.toml", "format = 1\n");
    let output = import(&world, "wide.csv", table.as_bytes());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("it has 1000 columns"), "{said}");
}
