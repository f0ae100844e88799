//! Cards, which are tables and lists of fields with their values, each about one failure → one table with a row for each.

mod card;
mod gate;

use std::collections::HashMap;
use std::collections::HashSet;

use crate::import::Cell;
use crate::import::Mapping;
use crate::import::Row;
use crate::import::Table;
use crate::import::cards::card::Card;
use crate::import::cards::card::Entry;
use crate::import::cards::gate::is_failure;
use crate::import::columns::looks::Looks;
use crate::import::headings::families::stands_in;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::stands_in_last;
use crate::import::headings::name::normal;
use crate::import::headings::section::kind;
use crate::import::headings::title::named;
use crate::import::source::grid::budget::Budget;
use crate::text_match::is_same;

/// How many columns cards may have together; what else they say stands in one more.
const COLUMNS: usize = 100;
/// Its heading.
const MORE: &str = "More";

/// Where cards stand together: the sheet, and what they stand below.
type Place = (Option<String>, Option<String>);

/// Replaces all cards of one section by one table, and drops lists that are not cards.
///
/// # Errors
/// Together they are too much.
pub(super) fn gathered(
    tables: Vec<Table>,
    looks: &Looks<'_>,
    mapping: &Mapping,
) -> Result<Vec<Table>, String> {
    let mut cards: Vec<Option<Card>> = tables.iter().map(|table| Card::of(table, mapping)).collect();
    choose(&tables, &mut cards, looks);
    share_titles(&mut cards);
    let mut places: HashMap<Place, usize> = HashMap::new();
    let mut groups: Vec<Vec<(usize, Card)>> = Vec::new();
    // The table that each group becomes stands where its first card did.
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (at, card) in cards.into_iter().enumerate() {
        let Some(card) = card else { continue };
        let place = (tables[at].sheet.clone(), card.section());
        let group = *places.entry(place).or_insert_with(|| {
            first.insert(at, groups.len());
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push((at, card));
    }
    let is_card: HashSet<usize> = groups.iter().flatten().map(|(at, _)| *at).collect();
    let mut budget = Budget::new();
    let mut gathered = Vec::with_capacity(tables.len() - is_card.len() + groups.len());
    let mut tables: Vec<Option<Table>> = tables.into_iter().map(Some).collect();
    for at in 0..tables.len() {
        if let Some(group) = first.get(&at) {
            let cards = std::mem::take(&mut groups[*group]);
            let of_them: Vec<Table> = cards.iter().filter_map(|(at, _)| tables[*at].take()).collect();
            let cards: Vec<Card> = cards.into_iter().map(|(_, card)| card).collect();
            gathered.push(table(of_them, cards, &mut budget)?);
        } else if !is_card.contains(&at) {
            gathered.extend(tables[at].take().filter(|table| !table.is_list));
        }
    }
    Ok(gathered)
}

/// Leaves the cards that are failures, and those beside them with the same fields: a level that nobody knows hides none.
fn choose(tables: &[Table], cards: &mut [Option<Card>], looks: &Looks<'_>) {
    let chosen: Vec<Option<bool>> =
        cards.iter().map(|card| card.as_ref().and_then(|card| is_failure(card, looks))).collect();
    let known = |card: &Card| -> HashSet<String> {
        card.entries.iter().filter(|entry| entry.target.is_some()).map(|entry| entry.name.clone()).collect()
    };
    let mut fields: HashMap<Place, HashSet<String>> = HashMap::new();
    for ((card, table), _) in
        cards.iter().zip(tables).zip(&chosen).filter(|(_, chosen)| **chosen == Some(true))
    {
        let Some(card) = card else { continue };
        fields.entry((table.sheet.clone(), card.section())).or_default().extend(known(card));
    }
    for ((card, table), chosen) in cards.iter_mut().zip(tables).zip(chosen) {
        let is_alike = |card: &Card| {
            let fields = fields.get(&(table.sheet.clone(), card.section()));
            let own = known(card);
            let are_known = own.len() >= 2 && fields.is_some_and(|fields| own.is_subset(fields));
            are_known && card.filled().next().is_some()
        };
        let is_one = chosen == Some(true) || chosen.is_none() && card.as_ref().is_some_and(is_alike);
        if !is_one {
            *card = None;
        }
    }
}

/// A title that several cards have names none of them, and neither does `Risk details`, which stands below one that does.
fn share_titles(cards: &mut [Option<Card>]) {
    let names = |card: &Card| {
        card.title.as_ref().is_some_and(|title| {
            let named = named(&title.text);
            named.name.is_some() || named.id.is_some() || named.is_marked
        })
    };
    for card in cards.iter_mut().flatten().filter(|card| !names(card)) {
        let higher = if card.above.len() > 1 { card.above.pop() } else { None };
        let own = std::mem::replace(&mut card.title, higher);
        if card.title.is_none() {
            card.above.extend(own);
        }
    }
    let mut times: HashMap<(usize, String), usize> = HashMap::new();
    let key = |card: &Card| card.title.as_ref().map(|title| (title.line, title.text.clone()));
    for key in cards.iter().flatten().filter_map(key) {
        *times.entry(key).or_default() += 1;
    }
    for card in cards.iter_mut().flatten() {
        let is_shared = key(card).and_then(|key| times.get(&key)).is_some_and(|times| *times > 1);
        if is_shared || !names(card) {
            card.above.extend(card.title.take());
            card.line = card.first;
        }
    }
}

impl Card {
    /// What it stands below, beside its own title.
    fn section(&self) -> Option<String> {
        let titles = || self.above.iter().rev();
        let section = titles().find(|title| kind(&title.text).is_some()).or(titles().next());
        section.map(|title| title.text.clone())
    }

    fn id(&self) -> Option<&str> {
        named(&self.title.as_ref()?.text).id
    }

    fn name(&self) -> Option<&str> {
        named(&self.title.as_ref()?.text).name
    }

    /// What says what fails by a field of its own.
    fn problem(&self) -> Option<&Entry> {
        self.filled().find(|entry| entry.is("problem"))
    }
}

/// The columns of a table that grows, by their names.
struct Columns {
    headings: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    fn place(&mut self, heading: &str, name: &str) -> Option<usize> {
        if let Some(at) = self.places.get(name) {
            return Some(*at);
        }
        let at = self.headings.len();
        (at < COLUMNS).then(|| {
            self.headings.push(heading.to_owned());
            self.places.insert(name.to_owned(), at);
            at
        })
    }

    fn of(&mut self, heading: &str, name: &str) -> usize {
        self.place(heading, name).unwrap_or(COLUMNS)
    }
}

/// The table of cards that stand together.
fn table(tables: Vec<Table>, cards: Vec<Card>, budget: &mut Budget) -> Result<Table, String> {
    let mut columns = Columns { headings: Vec::new(), places: HashMap::new() };
    let entries = || cards.iter().flat_map(|card| &card.entries);
    let heading = |wanted: &dyn Fn(&Entry) -> bool| {
        entries().find(|entry| wanted(entry)).map(|entry| entry.heading.clone())
    };
    let is_id = |entry: &Entry| entry.target == Some(Target::Id);
    let id = cards.iter().any(|card| card.id().is_some());
    let id = id.then(|| columns.of(&heading(&is_id).unwrap_or_else(|| "ID".to_owned()), "id"));
    let is_named = cards.iter().any(|card| card.problem().is_none() && card.name().is_some());
    let problem = heading(&|entry| entry.is("problem"));
    let problem = match (problem, is_named) {
        (Some(heading), _) => Some(columns.of(&heading, "problem")),
        (None, true) => Some(columns.of("Failure mode", "problem")),
        (None, false) => None,
    };
    let section = cards.first().and_then(Card::section);
    let mut rows = Vec::with_capacity(cards.len());
    for card in cards {
        let mut row = Row { line: card.line, ..Row::default() };
        let mut put = |at: usize, cell: Cell, budget: &mut Budget| -> Result<(), String> {
            budget.cells((at + 1).saturating_sub(row.cells.len()))?;
            if row.cells.len() <= at {
                row.cells.resize(at + 1, Cell::default());
            }
            let place = &mut row.cells[at];
            if place.is_blank() {
                *place = cell;
            } else {
                place.text.extend(["\n", &cell.text]);
                place.add_links(cell.links());
            }
            Ok(())
        };
        budget.row()?;
        if let (Some(at), Some(own)) = (id, card.id().filter(|_| !card.filled().any(is_id))) {
            put(at, Cell::new(own, Vec::new()), budget)?;
        }
        let said = card.problem().map(|entry| entry.cell.line());
        match (problem, card.name(), &said) {
            (Some(at), Some(name), None) => put(at, Cell::new(name, Vec::new()), budget)?,
            // What the heading says besides is kept.
            (_, Some(name), Some(said)) if !is_same(name, said) && normal(name) != normal(said) => {
                put(columns.of("Heading", "heading"), Cell::new(name, Vec::new()), budget)?;
            }
            _ => {}
        }
        let is_nameless = said.is_none() && card.name().is_none();
        let stand_in = problem.filter(|_| is_nameless).and_then(|_| card.stand_in());
        for (number, entry) in card.entries.into_iter().enumerate() {
            match (problem, columns.place(&entry.heading, &entry.name)) {
                (Some(problem), _) if stand_in == Some(number) => put(problem, entry.cell, budget)?,
                (_, Some(at)) => put(at, entry.cell, budget)?,
                (_, None) => {
                    let mut cell = entry.cell;
                    cell.text.insert_str(0, &format!("{}: ", entry.heading));
                    put(COLUMNS, cell, budget)?;
                }
            }
        }
        rows.push(row);
    }
    let mut headings = columns.headings;
    if rows.iter().any(|row| row.cells.len() > COLUMNS) {
        headings.push(MORE.to_owned());
    }
    for row in &mut rows {
        budget.cells(headings.len() - row.cells.len())?;
        row.cells.resize(headings.len(), Cell::default());
    }
    let remarks = tables.iter().flat_map(|table| table.remarks.clone()).collect();
    let (sheet, advice) = tables.first().map(|table| (table.sheet.clone(), table.advice)).unwrap_or_default();
    let line = rows.first().map_or(1, |row| row.line);
    Ok(Table { line, section, sheet, headings, rows, advice, remarks, ..Table::default() })
}

impl Card {
    /// The field that says what fails where no better one does.
    fn stand_in(&self) -> Option<usize> {
        let filled = || self.entries.iter().enumerate().filter(|(_, entry)| !entry.cell.is_blank());
        let of = |wanted: &dyn Fn(&str) -> bool| {
            filled().find(|(_, entry)| wanted(&entry.heading)).map(|(at, _)| at)
        };
        of(&|heading| stands_in(heading)).or_else(|| of(&|heading| stands_in_last(heading).is_some()))
    }
}
