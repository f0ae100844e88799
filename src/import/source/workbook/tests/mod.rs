mod ods;
mod xlsx;

use super::*;

fn cell(text: &str) -> Cell {
    Cell::new(text, Vec::new())
}

#[test]
fn merged_cells_take_the_value_of_the_first() {
    let (mut sheet, mut budget) = (Sheet::new("S", false), Budget::new());
    for (row, column, text) in [
        (0, 0, "Component"),
        (0, 1, "Problem"),
        (0, 2, "Risk"),
        (1, 0, "A"),
        (1, 1, "x"),
        (3, 1, "y"),
        (5, 2, "z"),
    ] {
        sheet.put(row, column, cell(text), &mut budget).unwrap();
    }
    sheet.merge(Merge { rows: (1, 3), columns: (0, 0) });
    sheet.merge(Merge { rows: (3, 3), columns: (1, 16_000) });
    sheet.merge(Merge { rows: (9, usize::MAX), columns: (0, usize::MAX) });
    let table = sheet.tables(&mut budget, &Mapping::default()).unwrap().remove(0);
    let rows: Vec<_> =
        table.rows.iter().map(|row| row.cells.iter().map(|c| &*c.text).collect::<Vec<_>>()).collect();
    assert_eq!(rows, [vec!["A", "x"], vec!["A", "y", "y"], vec!["", "", "z"]]);
    assert_eq!((table.rows[1].line, table.sheet.as_deref()), (4, Some("S")));
}

#[test]
fn rows_in_any_order_are_put_in_order() {
    let (mut sheet, mut budget) = (Sheet::new("S", false), Budget::new());
    for (row, column, text) in [(2, 0, "c"), (0, 0, "Problem"), (2, 1, "d"), (0, 1, "Risk")] {
        sheet.put(row, column, cell(text), &mut budget).unwrap();
    }
    let table = sheet.tables(&mut budget, &Mapping::default()).unwrap().remove(0);
    assert_eq!(
        (table.headings.join("|"), table.rows[0].cells[1].text.as_str()),
        ("Problem|Risk".to_owned(), "d")
    );
}

#[test]
fn what_is_too_much_is_refused() {
    let (mut sheet, mut budget) = (Sheet::new("S", false), Budget::new());
    let refused = sheet.put(1_048_575, 16_383, cell("x"), &mut budget);
    assert_eq!(refused, Err("the sheet “S” has more than 1000 columns".to_owned()));
    sheet.put(1_048_575, 999, cell("x"), &mut budget).unwrap();
    let many = (0..2_000).try_for_each(|row| sheet.put(row, 999, cell("x"), &mut budget));
    assert!(many.is_err_and(|reason| reason.starts_with("this file is too large: more than 2000000 cells")));
    // A long text that is merged over many rows.
    let (mut sheet, mut budget) = (Sheet::new("S", false), Budget::new());
    sheet.put(0, 0, cell(&"x".repeat(1 << 20)), &mut budget).unwrap();
    (0..1_000).for_each(|row| sheet.put(row, 1, cell("x"), &mut budget).unwrap());
    sheet.merge(Merge { rows: (0, 999), columns: (0, 0) });
    assert_eq!(
        sheet.tables(&mut budget, &Mapping::default()),
        Err("the cells hold more than 128 MiB of text".to_owned())
    );
}
