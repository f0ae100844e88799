//! Finds entries by their words, without an index: everything is in memory anyway once it is read.

use std::borrow::Cow;
use std::cmp::Reverse;

use crate::finding::nearest;
use crate::model::AnyEntry;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::model::Leaf;
use crate::model::Measure;
use crate::model::Reference;
use crate::parallel;
use crate::report::Report;
use crate::report::Row;
use crate::text_match::Query;
use crate::text_match::Snippet;
use crate::text_match::vocabulary;

/// An entry that was found.
#[derive(Clone, Debug)]
pub struct Hit<'r> {
    /// Which entry.
    pub entry: EntryRef,
    /// Its row, where it is a failure.
    pub row: Option<&'r Row<'r>>,
    /// Its problem, name or action; empty where it has none.
    pub title: Cow<'r, str>,
    /// How well it fits; more is better.
    pub weight: u32,
    /// Where the first word was found that its id and title do not hold, and what stands there.
    pub found: Option<(&'static str, Snippet)>,
}

/// A word that nothing holds, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The word.
    pub word: String,
    /// A word of the workspace that is written nearly so; `None` where there is none.
    pub near: Option<String>,
}

/// A text of an entry: the field that it stands in, and what a word found in it weighs.
type Text<'a> = (&'static str, u32, Cow<'a, str>);

/// Where a word weighs most: in what an entry is called by.
const NAME: u32 = 8;
/// Where it weighs much: what it does to whom, why, and how one knows it.
const NATURE: u32 = 4;
/// Everything else.
const REST: u32 = 2;

impl Report<'_> {
    /// The entries in which all words are found, the best first: failures of the report, then the others kind by kind. Of failures that fit equally well the more urgent comes first.
    pub fn search(&self, query: &Query) -> Vec<Hit<'_>> {
        /// How many failures make it worth to start threads.
        const PARALLEL: usize = 4_000;
        let look = |(at, row)| Some((at, failure(row, query)?));
        let rows = self.rows.iter().enumerate().collect();
        let mut hits: Vec<(usize, Hit<'_>)> = parallel::filter_map(rows, PARALLEL, look);
        hits.sort_by_key(|(at, hit)| (Reverse(hit.weight), *at));
        let others = others(self.book).filter_map(|(entry, texts)| hit(entry, None, texts, query));
        let mut others: Vec<_> = others.collect();
        others.sort_by_cached_key(|hit| (hit.entry.kind, Reverse(hit.weight), hit.entry.id.clone()));
        hits.into_iter().map(|(_, hit)| hit).chain(others).collect()
    }

    /// What entries are searched by: of each its id, its title, and its other texts.
    pub fn texts(&self) -> impl Iterator<Item = (EntryRef, Vec<Cow<'_, str>>)> {
        let failures = self.rows.iter().map(|row| {
            let entry = EntryRef { kind: Kind::Failure, id: row.failure().id.clone() };
            (entry, texts_of_failure(row))
        });
        let all = failures.chain(others(self.book));
        all.map(|(entry, texts)| (entry, texts.into_iter().map(|(_, _, text)| text).collect()))
    }

    /// The words that are found nowhere, each with the nearest one that is. Empty where each is found, but not all in one entry.
    pub fn near(&self, query: &Query) -> Vec<Near> {
        let text = self.texts().flat_map(|(_, texts)| texts).collect::<Vec<_>>().join("\n");
        let words = vocabulary(&text);
        let near = |word: &str| Near {
            word: word.to_owned(),
            near: nearest(word, words.iter().map(String::as_str)).map(str::to_owned),
        };
        query.missing_from(&words).words().map(near).collect()
    }
}

fn failure<'r>(row: &'r Row<'_>, query: &Query) -> Option<Hit<'r>> {
    let entry = EntryRef { kind: Kind::Failure, id: row.failure().id.clone() };
    hit(entry, Some(row), texts_of_failure(row), query)
}

/// The entry, if all words are found in its texts, of which the first two are its id and its title.
fn hit<'r>(
    entry: EntryRef,
    row: Option<&'r Row<'r>>,
    texts: Vec<Text<'r>>,
    query: &Query,
) -> Option<Hit<'r>> {
    let weight = query.weigh(texts.iter().map(|(_, weight, text)| (*weight, text.as_ref())))?;
    let title = texts.get(1).map(|(_, _, text)| text.clone()).unwrap_or_default();
    // What is shown beside the title is the first text that tells more than it does.
    let rest = query.missing_in(&[entry.id.as_str(), &title]);
    let telling = texts.iter().skip(2).find(|(_, _, text)| rest.snippet(text).is_some());
    let found = telling.and_then(|(field, _, text)| Some((*field, rest.snippet(text)?)));
    Some(Hit { entry, row, title, weight, found })
}

fn texts_of_failure<'r>(row: &'r Row<'_>) -> Vec<Text<'r>> {
    let (failure, book) = (row.failure(), row.book);
    let mut texts: Vec<Text<'r>> =
        vec![("id", NAME, failure.id.as_str().into()), ("problem", NAME, failure.problem.as_str().into())];
    texts.extend(failure.risk.as_deref().map(|risk| ("risk", NATURE, risk.into())));
    texts.extend(failure.sources.iter().map(|source| ("sources", NATURE, source_text(source, book))));
    texts.extend(failure.cause.as_deref().map(|cause| ("cause", NATURE, cause.into())));
    let alerts = failure.detected_by.iter();
    texts.extend(alerts.map(|alert| ("detected_by", NATURE, alert.as_str().into())));
    texts.extend(failure.tags.iter().map(|tag| ("tags", NATURE, tag.as_str().into())));
    let flows = failure.flows.iter().map(|id| match book.flows.get(id.as_str()) {
        Some(flow) => called(id.as_str(), flow.name.as_deref()),
        None => id.as_str().into(),
    });
    texts.extend(flows.map(|flow| ("flows", NATURE, flow)));
    let lists = [
        ("reactive", &failure.reactive),
        ("preventative", &failure.preventative),
        ("mitigation", &failure.mitigation),
    ];
    for (field, measures) in lists {
        texts.extend(measures.iter().map(|measure| (field, REST, measure_text(measure, book))));
    }
    texts.extend(failure.confirm.iter().map(|step| ("confirm", REST, step.as_str().into())));
    texts
}

fn source_text<'r>(source: &'r Reference, book: &'r Book) -> Cow<'r, str> {
    match source.id().and_then(|id| book.components.get(id.as_str())) {
        Some(component) => called(source.as_str(), component.name.as_deref()),
        None => source.as_str().into(),
    }
}

fn measure_text<'r>(measure: &'r Measure, book: &'r Book) -> Cow<'r, str> {
    match (measure, measure.text(book)) {
        (Measure::Shared { id }, text) if text != id.as_str() => format!("{text} ({id})").into(),
        (_, text) => text,
    }
}

/// An id with the name that people use.
fn called<'r>(id: &'r str, name: Option<&'r str>) -> Cow<'r, str> {
    name.map_or(Cow::Borrowed(id), |name| format!("{name} ({id})").into())
}

/// All entries that are no failures, with their texts. Of an entry that could not be read only the id is known.
fn others(book: &Book) -> impl Iterator<Item = (EntryRef, Vec<Text<'_>>)> {
    let read = book.entries().filter(|entry| entry.kind() != Kind::Failure);
    let read = read.map(|entry| (entry.entry_ref(), texts_of(entry)));
    let mentions = book.mentions.iter();
    read.chain(
        mentions.map(|mention| (mention.entry.clone(), vec![("id", NAME, mention.entry.id.as_str().into())])),
    )
}

fn texts_of(entry: AnyEntry<'_>) -> Vec<Text<'_>> {
    let mut texts: Vec<Text<'_>> = vec![
        ("id", NAME, entry.id().as_str().into()),
        ("title", NAME, entry.title().unwrap_or_default().into()),
    ];
    entry.walk(&mut |leaf, key, _| match leaf {
        Leaf::Text(text) if !key.title => texts.push((key.name, REST, text.into())),
        _ => {}
    });
    texts
}
