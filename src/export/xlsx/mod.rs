//! A workbook for spreadsheets: the failures, and the scales that their ratings are levels of.

mod book;
mod sheet;

use std::borrow::Cow;
use std::io;
use std::io::Write;

use crate::export::Format;
use crate::export::cell;
use crate::export::said::COLUMN;
use crate::export::said::Said;
use crate::export::xlsx::sheet::COLUMNS;
use crate::export::xlsx::sheet::Content;
use crate::export::xlsx::sheet::Offer;
use crate::export::xlsx::sheet::ROWS;
use crate::export::xlsx::sheet::Sheet;
use crate::export::xlsx::sheet::Style;
use crate::finding::short;
use crate::model::Kind;
use crate::model::Priority;
use crate::model::Scale;
use crate::model::ScaleName;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::Word;
use crate::model::shape::keys;
use crate::report::Column;
use crate::report::Field;
use crate::report::Listing;
use crate::report::Record;
use crate::report::Report;
use crate::report::Row;
use crate::report::Sort;
use crate::report::Value;
use crate::report::in_order;

pub(super) const FORMAT: Format = Format {
    id: "xlsx",
    page: include_str!("../xlsx.md"),
    report: Some(report),
    listing: Some(listing),
    verdict: None,
    binary: true,
};

fn report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let columns = report.columns_or(cell::COLUMNS);
    let said = Said::of(&columns);
    fits(report.rows.len(), columns.len() + usize::from(said.is_some()))?;
    let products: Vec<_> = columns.iter().map(|column| product(column, &columns, report)).collect();
    let style = |row: &Row<'_>| Style::of_priority(row.case.priority as usize);
    let rows = table("Failures", &report.rows, &columns, &products, said.as_ref(), style)?;
    let sheets = [offered(rows, Kind::Failure, &columns, report.scales), scales(report.scales)?];
    out.write_all(&book::bytes(&sheets)?)
}

fn listing(listing: &Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    fits(listing.rows.len(), listing.columns.len())?;
    let products = vec![None; listing.columns.len()];
    let rows =
        table(listing.kind.plural(), &listing.rows, &listing.columns, &products, None, |_| Style::PLAIN)?;
    let rows = offered(rows, listing.kind, &listing.columns, listing.scales);
    out.write_all(&book::bytes(&[rows, scales(listing.scales)?])?)
}

/// Refuses what is too large for a sheet.
fn fits(rows: usize, columns: usize) -> io::Result<()> {
    let refused = |what, is: usize, most: usize| {
        io::Error::other(format!(
            "{is} {what}, and a sheet has {most}; choose fewer of them, or the format csv"
        ))
    };
    match (rows, columns) {
        (rows, _) if rows >= ROWS => Err(refused("entries need a row each", rows, ROWS - 1)),
        (_, columns) if columns > COLUMNS => Err(refused("columns are asked for", columns, COLUMNS)),
        _ => Ok(()),
    }
}

/// A sheet with rows of any kind; `style` colours priorities.
fn table<R: Record>(
    name: &'static str,
    rows: &[R],
    columns: &[Column],
    products: &[Option<[usize; 3]>],
    said: Option<&Said>,
    style: impl Fn(&R) -> Style,
) -> io::Result<Sheet> {
    let headings = columns.iter().map(cell::heading).chain(said.map(|_| COLUMN.to_owned()));
    let mut sheet = Sheet::new(name, headings)?;
    sheet.hides_last = said.is_some();
    let rated = columns.iter().map(|column| matches!(column, Column::Field(field) if is_priority(field)));
    let rated: Vec<bool> = rated.collect();
    let contents = |rows: &[R]| -> Vec<Vec<Content>> {
        rows.iter().map(|row| cells(row, columns, products, said)).collect()
    };
    let mut left = rows.iter();
    in_order(rows, contents, |contents| {
        for (cells, row) in contents.into_iter().zip(&mut left) {
            let styles = rated.iter().map(|&is_rated| if is_rated { style(row) } else { Style::PLAIN });
            let styles = styles.chain(std::iter::once(Style::PLAIN));
            sheet.add(cells.into_iter().zip(styles), |column| {
                let heading = columns.get(column).map_or(COLUMN.to_owned(), cell::heading);
                format!("`{}` of the {} `{}`", short(&heading), row.kind(), row.id())
            })?;
        }
        Ok(())
    })?;
    Ok(sheet)
}

/// A sheet whose columns offer words to choose from.
fn offered(mut sheet: Sheet, kind: Kind, columns: &[Column], scales: &Scales) -> Sheet {
    for (at, column) in columns.iter().enumerate() {
        offer(kind, column, scales).iter().for_each(|offer| sheet.offer(at, offer));
    }
    sheet
}

/// The cells of a row, and last what they say, where that is kept.
fn cells(
    row: &impl Record,
    columns: &[Column],
    products: &[Option<[usize; 3]>],
    said: Option<&Said>,
) -> Vec<Content> {
    let mut record = said.map(|said| said.row(row));
    let mut cells = Vec::with_capacity(columns.len() + 1);
    for (column, product) in columns.iter().zip(products) {
        let value = column.shown(row);
        let bare = cell::bare(&value);
        record.iter_mut().for_each(|record| record.cell(&bare));
        cells.push(match (product, &value) {
            (Some(of), Value::Number(number)) => Content::Product(*of, Some(*number)),
            (Some(of), Value::Nothing) => Content::Product(*of, None),
            _ => of_bare(&value, bare),
        });
    }
    cells.extend(record.map(|record| Content::Text(record.text)));
    cells
}

/// The columns that a column of risk priority numbers is the product of, where the table has them.
fn product(column: &Column, columns: &[Column], report: &Report<'_>) -> Option<[usize; 3]> {
    let of = match column.name() {
        "score" => report.method.score.map_or("", |scoring| scoring.field),
        name => name,
    };
    let before = of.strip_suffix("rpn")?;
    let place = |scale: ScaleName| {
        let name = [before, scale.letter()].concat();
        columns.iter().position(|column| column.name() == name)
    };
    Some([place(ScaleName::Severity)?, place(ScaleName::Likelihood)?, place(ScaleName::Detection)?])
}

fn is_priority(field: &Field) -> bool {
    matches!(field.sort, Sort::Words(words, _) if words == Priority::WORDS)
}

fn content(value: &Value<'_>) -> Content {
    of_bare(value, cell::bare(value))
}

/// The content of a cell for a value whose bare text is known.
fn of_bare(value: &Value<'_>, bare: Cow<'_, str>) -> Content {
    match value {
        Value::Number(number) => Content::Number(*number),
        Value::Rating(rating) if rating.written().is_some() => Content::Number(rating.number().into()),
        value => Content::Text(cell::guarded(value, bare).into_owned()),
    }
}

/// The words to choose from in a column. They help, and forbid nothing: files also take aliases, numbers, and
/// likelihoods with conditions. What is computed cannot be chosen.
fn offer(kind: Kind, column: &Column, scales: &Scales) -> Option<Offer> {
    let key = keys(kind).iter().find(|key| key.name == column.name())?;
    let (formula, warns) = match key.shape {
        Shape::Word(words) => (format!("\"{}\"", words.words.join(",")), true),
        Shape::Rating(scale) => (range(scale, scales)?, true),
        Shape::Likelihood => (range(ScaleName::Likelihood, scales)?, false),
        _ => return None,
    };
    Some(Offer { formula, warns })
}

/// The cells that hold the levels of a scale. A list in the rule itself could neither be long nor hold commas.
fn range(name: ScaleName, scales: &Scales) -> Option<String> {
    let before = ScaleName::ALL.iter().take_while(|&&other| other != name);
    let first = 2 + before.map(|&other| scales.get(other).levels().len()).sum::<usize>();
    let last = first + scales.get(name).levels().len() - 1;
    (first <= last).then(|| format!("Scales!$B${first}:$B${last}"))
}

/// The levels of all scales, so that a reader knows what the words mean.
fn scales(scales: &Scales) -> io::Result<Sheet> {
    let headings = Scale::COLUMNS;
    let mut sheet = Sheet::new("Scales", headings.map(str::to_owned).into_iter())?;
    for &name in ScaleName::ALL {
        for level in scales.get(name).levels() {
            let text = |text: &str| content(&Value::Text(text.into()));
            let aliases = level.aliases().iter().map(|alias| alias.as_str().into()).collect();
            let cells = [
                text(name.word()),
                text(level.name()),
                Content::Number(level.score().into()),
                text(level.means()),
                content(&Value::List(aliases)),
            ];
            sheet.add(cells.map(|cell| (cell, Style::PLAIN)).into_iter(), |column| {
                format!("`{}` of a level of the scale `{}`", headings[column], name.word())
            })?;
        }
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_for_a_sheet_is_refused() {
        assert!(fits(1_048_575, 16_384).is_ok());
        let said = |rows, columns| fits(rows, columns).unwrap_err().to_string();
        assert_eq!(
            said(1_048_576, 1),
            "1048576 entries need a row each, and a sheet has 1048575; choose fewer of them, or the format csv"
        );
        assert_eq!(
            said(1, 16_385),
            "16385 columns are asked for, and a sheet has 16384; choose fewer of them, or the format csv"
        );
    }
}
