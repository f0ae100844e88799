use super::*;

/// A grid of lines with cells parted by pipes. An empty line is an empty row.
fn grid(text: &str) -> Grid {
    let cells = |line: &str| line.split('|').map(|cell| Cell::new(cell, Vec::new())).collect();
    let rows =
        text.lines().enumerate().map(|(index, line)| Row { line: index + 1, cells: cells(line), said: None });
    Grid { rows: rows.collect(), ..Grid::default() }
}

/// Each table as its line, its section, its headings, and its rows.
fn told(grid: Grid) -> Vec<(usize, String, String, Vec<String>)> {
    let row = |row: &Row| {
        let cells: Vec<_> = row.cells.iter().map(|cell| &*cell.text).collect();
        format!("{}:{}", row.line, cells.join("|"))
    };
    let told = |table: &Table| {
        let section = table.section.clone().unwrap_or_default();
        (table.line, section, table.headings.join("|"), table.rows.iter().map(row).collect())
    };
    grid.tables().iter().map(told).collect()
}

fn one(line: usize, section: &str, headings: &str, rows: &[&str]) -> (usize, String, String, Vec<String>) {
    (line, section.to_owned(), headings.to_owned(), rows.iter().map(|row| (*row).to_owned()).collect())
}

#[test]
fn headings_are_found_below_titles_and_notes() {
    let wild = "FMEA\nTeam|Shop\n\nCheckout\n\n|Problem|Risk|Owner|\n|a|b|c|\n\n|d|e||\nTotal\n";
    let expected = one(6, "Checkout", "|Problem|Risk|Owner", &["7:|a|b|c", "9:|d|e|", "10:Total"]);
    assert_eq!(told(grid(wild)), [expected]);
    let remarks = grid(wild).tables()[0].remarks.clone();
    assert_eq!(remarks, [(1, "what stands above the headings is left out".to_owned())]);
    assert_eq!(told(grid("Problem|Risk\nrisk|owner\n")), [one(1, "", "Problem|Risk", &["2:risk|owner"])]);
    assert_eq!(told(grid("List\nName|Phone\nAnn|12\n")), [one(2, "List", "Name|Phone", &["3:Ann|12"])]);
    assert_eq!(told(grid("Problem\nx\n")), [one(1, "", "Problem", &["2:x"])]);
    assert_eq!(told(grid("\n|\n")), []);
    let odd = Grid { flaws: vec![(3, 0, "is odd".to_owned())], ..Grid::default() };
    assert_eq!(odd.tables()[0].unreadable.as_deref(), Some("no cell of it can be read"));
}

#[test]
fn a_row_of_another_length_stays_as_it_is() {
    let expected = one(1, "", "Problem|Risk", &["2:a", "3:a|b|c"]);
    assert_eq!(told(grid("Problem|Risk\na\na|b|c|\n")), [expected]);
}

#[test]
fn headings_again_begin_a_table() {
    let text =
        "Problem|Risk|Owner\na|b|c\n\nSecond\n\nProblem|Risk|Status\nd|e|f\nProblem|Risk|Status\ng|h|i\n";
    let expected = [
        one(1, "", "Problem|Risk|Owner", &["2:a|b|c"]),
        one(6, "Second", "Problem|Risk|Status", &["7:d|e|f"]),
        one(8, "", "Problem|Risk|Status", &["9:g|h|i"]),
    ];
    assert_eq!(told(grid(text)), expected);
    // Without an empty row it is a row like others, and a single cell is no title.
    let rows = ["2:a|b|c", "3:Second", "4:Problem|Status|Risk"];
    let text = "Problem|Risk|Owner\na|b|c\nSecond\nProblem|Status|Risk\n";
    assert_eq!(told(grid(text)), [one(1, "", "Problem|Risk|Owner", &rows)]);
}

#[test]
fn headings_may_stand_in_two_rows() {
    let tables = grid("FMEA\nProblem|Risk|Rating|||Owner\n||Sev|Occ|Det|\na|b|1|2|3|c\n").tables();
    assert_eq!(tables[0].headings, ["Problem", "Risk", "Sev", "Occ", "Det", "Owner"]);
    assert_eq!(tables[0].groups, ["", "", "Rating", "Rating", "Rating", ""]);
    assert_eq!((tables[0].line, tables[0].rows[0].line), (2, 4));
    assert_eq!(tables[0].section.as_deref(), Some("FMEA"));
    // Merged cells come filled.
    let filled = "Problem|Rating|Rating|After|After\nProblem|Sev|Occ|Sev|Occ\na|1|2|3|4\n";
    let tables = grid(filled).tables();
    assert_eq!(tables[0].headings, ["Problem", "Sev", "Occ", "Sev", "Occ"]);
    assert_eq!(tables[0].groups, ["", "Rating", "Rating", "After", "After"]);
    // A title that is merged above the headings is none of them, and a row of words is a row.
    let titled = grid("T|T|T\nProblem|Sev|Occ\na|1|2\n").tables();
    assert_eq!((titled[0].section.as_deref(), titled[0].groups.len()), (Some("T"), 0));
    assert_eq!(grid("Problem|Risk||Severity\na|b|Owner|high\n").tables()[0].rows.len(), 1);
}

#[test]
fn a_title_across_all_columns_parts_a_table() {
    let mut parted = grid("Problem|Risk|Owner\nA|A|A\na|b|c\nB|B|B\nC|C|C\nd|e|f\nD|D\n");
    parted.sheet = Some("S".to_owned());
    parted.merged = HashMap::from([(2, (0, 2)), (4, (0, 2)), (5, (0, 3)), (7, (0, 1))]);
    let expected = [
        one(2, "A", "Problem|Risk|Owner", &["3:a|b|c"]),
        one(5, "C", "Problem|Risk|Owner", &["6:d|e|f", "7:D|D"]),
    ];
    assert_eq!(told(parted), expected);
}

#[test]
fn a_small_table_of_something_else_is_one_of_its_own() {
    let wide = "Problem|Risk|Owner|Severity|Cause|Status\na|b|c|1|d|e\n\n";
    let first = one(1, "", "Problem|Risk|Owner|Severity|Cause|Status", &["2:a|b|c|1|d|e"]);
    let below = format!("{wide}Components\nName|Team\nBroker|Ops\n");
    assert_eq!(told(grid(&below)), [first, one(5, "Components", "Name|Team", &["6:Broker|Ops"])]);
    // A row that was begun below a title of no table.
    let begun = format!("{wide}Later\nThe disk may be full|Writes fail\nb|c\n");
    assert_eq!(told(grid(&begun))[0].3.len(), 4);
    // As wide as the table above.
    let more = format!("{wide}Later\nx|y|z|2\nb|c\n");
    assert_eq!(told(grid(&more))[0].3.len(), 4);
}

#[test]
fn a_note_is_no_title() {
    let tables = grid("FMEA\nOwner: Ann\nWe met in May.\nProblem|Risk|Owner\na|b|c\n").tables();
    assert_eq!(tables[0].section.as_deref(), Some("FMEA"));
    assert_eq!(tables[0].remarks[0].0, 2);
}

#[test]
fn a_remark_goes_to_the_table_that_it_is_about() {
    let mut grid = grid("Problem|Risk|Owner\na|b|c\n\nProblem|Risk|Owner\nd|e|f\n");
    grid.flaws = vec![(5, 1, "is odd".to_owned()), (2, 7, "is odd".to_owned())];
    grid.remarks = vec![(1, "read".to_owned())];
    let remarks: Vec<_> = grid.tables().into_iter().map(|table| table.remarks).collect();
    assert_eq!(remarks[0], [(1, "read".to_owned()), (2, "a cell is odd".to_owned())]);
    assert_eq!(remarks[1], [(5, "the cell under “Risk” is odd".to_owned())]);
}

#[test]
fn many_tables_take_no_time() {
    let mut long = grid(&"Problem|Risk|Owner\na|b|c\n".repeat(20_000));
    long.flaws = (1..=40_000).map(|line| (line, 0, "is odd".to_owned())).collect();
    assert_eq!(long.tables().len(), 20_000);
}
