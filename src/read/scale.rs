//! Reads `[scale.…]` and `[matrix]`.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::ops::Range;

use crate::finding::nearest;
use crate::finding::short;
use crate::model::Level;
use crate::model::Matrix;
use crate::model::Priority;
use crate::model::Scale;
use crate::model::Scales;
use crate::model::Word;
use crate::model::source::TableSource;
use crate::read::fields::Fields;
use crate::read::reader::Reader;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// Levels that are flawed, each with its scale.
type Lost = HashSet<(&'static str, String)>;

/// The priorities that a matrix may hold.
const CELLS: [Priority; 4] = [Priority::Low, Priority::Medium, Priority::High, Priority::Critical];

/// Reads the scales and the matrix of `faultbook.toml`.
pub(crate) fn read(f: &mut Fields<'_, '_, '_>) -> (Scales, Matrix) {
    let mut scales = Scales::default();
    let mut written: Option<Range<usize>> = None;
    let mut lost = Lost::new();
    f.table("scale", |f| {
        written = (f.has("severity") || f.has("likelihood")).then(|| f.span());
        for scale in [&mut scales.severity, &mut scales.likelihood, &mut scales.detection] {
            let read = f.with(scale.name(), |value, reader| {
                reader.table(value, |f| levels(scale.name(), f, &mut lost))?
            });
            *scale = read.unwrap_or_else(|| scale.clone());
        }
    });
    if let Some(matrix) = f.with("matrix", |value, reader| reader.table(value, |f| rows(f, &scales, &lost))) {
        return (scales, matrix);
    }
    let matrix = Matrix::default();
    if let Some(span) = written.filter(|_| lost.is_empty() && !matrix.fits(&scales)) {
        let message = "the default matrix does not fit these scales".to_owned();
        f.reader.within("scale", |reader| reader.say("bad-scale", span, message, Some(example(&scales))));
    }
    (scales, matrix)
}

/// What a matrix for these scales looks like.
fn example(scales: &Scales) -> String {
    let rows: Vec<_> = scales.severity.names().map(|name| format!("`{name}`")).collect();
    let columns: Vec<_> = scales.likelihood.names().collect();
    format!(
        "write a [matrix] with the rows {}, each with the cells for {}",
        rows.join(", "),
        columns.join(", ")
    )
}

fn levels(name: &'static str, f: &mut Fields<'_, '_, '_>, lost: &mut Lost) -> Option<Scale> {
    let span = f.span();
    let mut levels: Vec<Level> = Vec::new();
    let written = f.drain();
    let empty = written.is_empty();
    for (key, value) in written {
        let word = key.get_ref().to_string();
        let level = f.reader.named(&word, |reader| reader.table(value, |f| level(&word, f))?);
        let Some(level) = level else {
            lost.insert((name, word));
            continue;
        };
        if let Some(other) = levels.iter().find(|other| other.score == level.score) {
            let message =
                format!("`{}` and `{}` have the same score {}", other.name, level.name, level.score);
            f.reader.say(
                "bad-scale",
                key.span(),
                message,
                Some("give each level a score of its own".to_owned()),
            );
            lost.insert((name, word));
            continue;
        }
        let names = |level: &Level| {
            level.aliases.iter().chain([&level.name]).map(|n| n.to_lowercase()).collect::<Vec<_>>()
        };
        let taken: Vec<String> = levels.iter().flat_map(names).collect();
        if let Some(double) = names(&level).into_iter().find(|name| taken.contains(name)) {
            let message = format!("two levels answer to `{}`", short(&double));
            f.reader.say("bad-scale", key.span(), message, Some("a word names one level".to_owned()));
        }
        levels.push(level);
    }
    if empty {
        let help = "write for instance high = { score = 9, means = \"A complete outage\" }".to_owned();
        f.reader.say("bad-scale", span, format!("the {name} scale has no levels"), Some(help));
    }
    (!levels.is_empty()).then(|| Scale::new(name, levels))
}

fn level(name: &str, f: &mut Fields<'_, '_, '_>) -> Option<Level> {
    let span = f.span();
    let score = f.with("score", |value, reader| Some(score(&value, reader)));
    let is_explained = f.has("means");
    let means = f.text("means").unwrap_or_default();
    let aliases = f.list("aliases");
    if score.is_some() && !is_explained {
        let help = "add what it means for users: means = \"Customers cannot order\"".to_owned();
        f.reader.warn("bad-scale", span.clone(), format!("`{}` has no `means`", short(name)), help);
    }
    match score {
        Some(score) => Some(Level { name: name.to_owned(), score: score?, means, aliases }),
        None => {
            f.reader.say(
                "bad-scale",
                span,
                format!("`{}` has no score", short(name)),
                Some("add score = 1 to 10".to_owned()),
            );
            None
        }
    }
}

fn score(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<u8> {
    let number = match value.get_ref() {
        Tree::Integer(number) => u8::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    let score = number.filter(|number| (1..=10).contains(number));
    if score.is_none() {
        reader.say("bad-scale", value.span(), "a score is a whole number from 1 to 10".to_owned(), None);
    }
    score
}

fn rows(f: &mut Fields<'_, '_, '_>, scales: &Scales, lost: &Lost) -> Matrix {
    let span = f.span();
    // What depends on a level that is flawed is judged once that is corrected.
    let is_whole = !lost.iter().any(|(scale, _)| *scale == scales.likelihood.name());
    let columns = is_whole.then(|| scales.likelihood.levels().len());
    let mut rows = BTreeMap::new();
    let mut named = Vec::new();
    for (key, value) in f.drain() {
        let name = key.get_ref().to_string();
        named.push(name.clone());
        if lost.contains(&(scales.severity.name(), name.clone())) {
            continue;
        }
        if !scales.severity.names().any(|level| level == name) {
            let help = match nearest(&name, scales.severity.names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => example(scales),
            };
            let message = format!("the matrix row `{}` is no severity", short(&name));
            f.reader.named(&name, |reader| reader.say("bad-scale", key.span(), message, Some(help)));
            continue;
        }
        let row = f.reader.named(&name, |reader| row(value, columns, reader));
        rows.extend(row.map(|row| (name, row)));
    }
    for missing in scales.severity.names().filter(|level| !named.iter().any(|name| name == level)) {
        let message = format!("the matrix has no row for the severity `{missing}`");
        f.reader.say("bad-scale", span.clone(), message, Some(example(scales)));
    }
    Matrix::new(rows)
}

fn row(value: Value<'_>, columns: Option<usize>, reader: &mut Reader<'_>) -> Option<Vec<Priority>> {
    let span = value.span();
    let written = match value.get_ref() {
        Tree::Array(array) => array.len(),
        _ => usize::MAX,
    };
    let row = reader.list(value, "a list of priorities", cell);
    if row.len() < written {
        return None;
    }
    if let Some(columns) = columns.filter(|columns| row.len() != *columns) {
        let message = format!("the row has cells for {} of the {columns} likelihood levels", row.len());
        reader.say(
            "bad-scale",
            span,
            message,
            Some("write one cell for each level, by rising score".to_owned()),
        );
    } else if row.windows(2).any(|pair| pair[1] < pair[0]) {
        let help = "order the cells by rising likelihood".to_owned();
        reader.say("bad-scale", span, "the priority falls as the likelihood rises".to_owned(), Some(help));
    }
    Some(row)
}

fn cell(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Priority> {
    let Some(text) = value.get_ref().as_str() else {
        reader.wrong_type(&value, "a priority", None);
        return None;
    };
    let cell = Priority::from_word(text).filter(|priority| CELLS.contains(priority));
    if cell.is_none() {
        let words = CELLS.map(Word::word);
        let help = match nearest(text, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", words.join(", ")),
        };
        reader.say("bad-scale", value.span(), format!("`{}` is no priority", short(text)), Some(help));
    }
    cell
}
