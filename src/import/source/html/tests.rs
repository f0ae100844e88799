use super::*;
use crate::import::Row;
use crate::limits::CELLS;

fn read(text: &str) -> Vec<Table> {
    super::read(text.as_bytes(), &Mapping::default()).unwrap()
}

fn texts(row: &Row) -> String {
    row.cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("|")
}

/// Each table as its line, its section, and its rows with their lines, from the headings on.
fn told(text: &str) -> Vec<(usize, String, Vec<String>)> {
    let told = |table: &Table| {
        let rows = table.rows.iter().map(|row| format!("{}:{}", row.line, texts(row)));
        let rows = std::iter::once(table.headings.join("|")).chain(rows).collect();
        (table.line, table.section.clone().unwrap_or_default(), rows)
    };
    read(text).iter().map(told).collect()
}

fn one(line: usize, section: &str, rows: &[&str]) -> (usize, String, Vec<String>) {
    (line, section.to_owned(), rows.iter().map(|row| (*row).to_owned()).collect())
}

#[test]
fn a_page_gives_its_tables_with_their_lines_and_titles() {
    let page = "<!DOCTYPE html><title>No title</title><style>td { x }</style>\n<h1>Shop</h1>\n<h2>Search &amp; <i>find</i></h2>\n\
        <!-- <table><tr><td>gone</td></tr></table> -->\n<TABLE class=x><thead><tr><th>Problem<th>Risk</thead>\n\
        <tbody><tr><td>Zone&nbsp;<b>down</b>\n  again<td>x<script>no</script></tbody>\n<tr><td>b<td>y</table>\n\
        <p><strong>Second</strong> part</p><table><caption>Third</caption><tr><td>Problem<td>Risk<tr><td>c<td>z";
    let expected = [
        one(5, "Search & find", &["Problem|Risk", "6:Zone down again|x", "8:b|y"]),
        one(9, "Third", &["Problem|Risk", "9:c|z"]),
    ];
    assert_eq!(told(page), expected);
}

#[test]
fn cells_keep_lists_lines_and_links() {
    let cell = |text: &str| {
        let page = format!("<table><tr><td>Problem<td>Risk<tr><td>{text}<td>x</table>");
        read(&page)[0].rows[0].cells[0].clone()
    };
    assert_eq!(cell("<ul><li>Do one</li><li><p>Do two</p></li></ul>").text, "- Do one\n\n- Do two");
    assert_eq!(cell("a<br>b<br/>c<p>d</p><div>e</div>f").text, "a\nb\nc\nd\n\ne\nf");
    assert_eq!(cell("&lt;pod&gt; &#x2713; &copy;<del>x</del>").text, "<pod> ✓ ©~~x~~");
    assert_eq!(cell("<pre>a\nb</pre>c\nd").text, "a\nb\nc d");
    let linked = cell("<a href='https://e.x/a&amp;b'>y</a> <a href=#top>z</a> <img src=i.png alt='(!)'>");
    assert_eq!((linked.text.as_str(), linked.links()), ("y z (!)", &["https://e.x/a&b".to_owned()][..]));
}

#[test]
fn merged_cells_are_filled() {
    let page = "<table><tr><th>Component<th>Problem<th>Risk<th>Owner\n<tr><td rowspan=2>DB<td>a<td>x<td rowspan=0>Ann\n\
        <tr><td>b<td>y\n<tr><td colspan=2>c<td>z\n</table>";
    let rows = ["Component|Problem|Risk|Owner", "2:DB|a|x|Ann", "3:DB|b|y|Ann", "4:c|c|z|Ann"];
    assert_eq!(told(page), [one(1, "", &rows)]);
    let groups = "<table><tr><th rowspan=2>Problem<th colspan=2>After actions<tr><th>S<th>O<tr><td>a<td>1<td>2</table>";
    assert_eq!(read(groups)[0].groups, ["", "After actions", "After actions"]);
}

#[test]
fn tables_within_tables_are_read_once() {
    let inner = "<table><tr><td>Problem<td>Risk</tr><tr><td>a<td>x</tr></table>";
    let page = format!("<table><tr><td><h3>Title</h3>{inner}\n</td></tr></table>\n{inner}");
    let expected = [one(1, "Title", &["Problem|Risk", "1:a|x"]), one(3, "Title", &["Problem|Risk", "3:a|x"])];
    assert_eq!(told(&page), expected);
}

#[test]
fn floods_are_bounded() {
    let deep = format!("{}<tr><td>Problem<td>Risk", "<table><tr><td>".repeat(100_000));
    let tables = read(&deep);
    assert!(tables.len() == 1 && tables[0].unreadable.is_some(), "{tables:?}");
    let refused = |page: &str| super::read(page.as_bytes(), &Mapping::default()).unwrap_err();
    let wide = "<tr><td colspan=1000>x".repeat(CELLS / 1_000);
    assert!(refused(&format!("<table>{wide}")).starts_with("this file is too large"));
    let tall = format!("<table><tr>{}{}", "<td rowspan=1000000>x".repeat(1_000), "<tr><td>".repeat(3_000));
    assert!(refused(&tall).starts_with("this file is too large"));
    assert!(refused(&"<table><tr><td>x</table>".repeat(1_001)).contains("more than 1000 tables"));
    let attributes: String = (0..200_000).map(|at| format!(" a{at}")).collect();
    assert_eq!(read(&format!("<table{attributes}><tr><td>Problem<td>Risk<tr><td>a<td>b</table>")).len(), 1);
}
