use super::*;

fn tables(text: &str) -> Vec<Table> {
    super::tables(text, &HashSet::new()).unwrap()
}

#[test]
fn tables_come_with_their_lines_sections_and_plain_text() {
    let text = "# &#10003; Modes\n\nText\n\n|Problem|Risk\n|---|---|\n| **Zone** `a`&amp;b | x<br/>- y [z](https://e.x)\\| |\n\n\
                **Second** part\n\n| A |\n|---|\n| 1 |\n| 2 |\n";
    let tables = tables(text);
    assert_eq!(tables.len(), 2);
    assert_eq!((tables[0].line, tables[0].section.as_deref()), (5, Some("Modes")));
    assert_eq!(tables[0].headings, ["Problem", "Risk"]);
    assert_eq!(tables[0].rows[0].line, 7);
    assert_eq!(tables[0].rows[0].cells[0].text, "Zone a&b");
    assert_eq!(tables[0].rows[0].cells[1].text, "x\n- y z|");
    assert_eq!(tables[0].rows[0].cells[1].links(), ["https://e.x"]);
    assert_eq!((tables[1].line, tables[1].section.as_deref()), (11, Some("Second part")));
    assert_eq!(tables[1].rows[1].line, 14);
}

#[test]
fn html_in_a_cell_keeps_its_meaning() {
    let cell = |text: &str| tables(&format!("| A |\n|---|\n| {text} |\n"))[0].rows[0].cells[0].text.clone();
    assert_eq!(cell("<ul><li>Do one</li><li>Do two</li></ul>"), "- Do one\n\n- Do two");
    assert_eq!(cell("four<br clear=\"all\">five<BR/>six"), "four\nfive\nsix");
    assert_eq!(
        cell("Delete <pod-name>, <del>call Bob</del> <b>now</b> ~~or never~~"),
        "Delete <pod-name>, ~~call Bob~~ now ~~or never~~"
    );
    assert_eq!(cell("<!-- a note -->x"), "x");
}

#[test]
fn what_is_beyond_the_columns_is_not_lost() {
    let rows = tables("| A | B |\n|---|---|\n| 1 | 2 | 3 \\| 4 | 5 |\n| 1 |\n")[0].rows.clone();
    let texts = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&rows[0]), ["1", "2", "3 \\| 4", "5"]);
    assert_eq!(texts(&rows[1])[0], "1");
}

#[test]
fn tables_of_html_are_read_with_what_stands_in_their_cells() {
    let told = |text: &str| {
        let rows =
            |table: &Table| table.rows.iter().map(|row| (row.line, row.cells[0].text.clone())).collect();
        let told = |table: &Table| (table.line, table.section.clone().unwrap_or_default(), rows(table));
        tables(text).iter().map(told).collect::<Vec<(usize, String, Vec<(usize, String)>)>>()
    };
    let row = |line, text: &str| (line, text.to_owned());
    let text = "# T\n\n<!-- <table><tr><td>Problem</td></tr></table> -->\n\n<table>\n<tr><th>Problem</th><th>Risk</th></tr>\n\n\
                    <tr><td>\n\n- **a** `<b>`\n- c\n\n</td><td>x</td></tr>\n</table>\n\n| Problem | Risk |\n|---|---|\n| d | y |\n";
    let expected =
        [(6, "T".to_owned(), vec![row(8, "- a <b>\n\n- c")]), (16, "T".to_owned(), vec![row(18, "d")])];
    assert_eq!(told(text), expected);
    // A table that is never closed ends at the next heading.
    let text =
        "<table><tr><td>Problem<td>Risk<tr><td>a<td>x\n\n# U\n\n<table><tr><td>Problem<td>Risk<tr><td>b<td>y";
    let expected = [(1, String::new(), vec![row(1, "a")]), (5, "U".to_owned(), vec![row(5, "b")])];
    assert_eq!(told(text), expected);
    assert_eq!(told("Type `<table><tr><td>Problem` and\n\n    <table><tr><td>Problem\n"), []);
}

#[test]
fn a_remark_on_the_encoding_goes_to_the_first_table() {
    let tables = read(b"| A |\n|---|\n| \xe9 |\n", &Mapping::default()).unwrap();
    assert_eq!((tables[0].rows[0].cells[0].text.as_str(), tables[0].remarks[0].0), ("é", 3));
}
