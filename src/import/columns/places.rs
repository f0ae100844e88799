//! A place of its own for each column.

use std::collections::HashSet;

use crate::import::columns::column::Column;
use crate::import::headings::families::is_function;
use crate::import::headings::meaning::Target;
use crate::import::headings::name::key;
use crate::import::mapping::Why;

/// Gives columns that would fill one field, of which a row has only one, each a place of its own.
pub(super) fn part_same(columns: &mut [Column]) {
    let is_free = |column: &&mut Column| matches!(column.target, Target::Extra(_)) && !column.is_said();
    if !columns.iter().any(|column| column.target.is("sources"))
        && let Some(function) = columns.iter_mut().filter(is_free).find(|column| is_function(&column.heading))
    {
        function.target = Target::Field("sources");
    }
    let sourced = columns.iter().any(|column| column.target.is("sources"));
    let mut seen: HashSet<String> = HashSet::new();
    for column in columns {
        // Without a column of sources, the cause is the source.
        if column.target.is("cause") && !sourced && !column.is_said() {
            (column.target, column.why) = (Target::Field("sources"), Why::OnlyCause);
        }
        let is_list = [
            "sources",
            "reactive",
            "preventative",
            "mitigation",
            "references",
            "tags",
            "detected_by",
            "confirm",
        ]
        .iter()
        .any(|field| column.target.is(field));
        let name = match &column.target {
            Target::Id => Some("id".to_owned()),
            Target::Due => Some("due".to_owned()),
            target if !is_list => target.field(),
            _ => None,
        };
        let is_own = matches!(column.target, Target::Extra(_));
        if name.is_some_and(|name| !is_own && !seen.insert(name)) {
            (column.target, column.why) = (Target::Extra(key(&column.heading)), Why::Taken);
        }
    }
}

/// Gives each key of the user's own a number where two columns would share it. A field keeps its own key free, since a
/// cell that is not understood is kept there.
pub(super) fn number_keys(columns: &mut [Column]) {
    let is_extra = |column: &&Column| matches!(column.target, Target::Extra(_));
    let mut taken: HashSet<String> =
        columns.iter().filter(|column| !is_extra(column)).map(|column| key(&column.heading)).collect();
    for column in columns {
        if let Target::Extra(key) = &mut column.target {
            let numbered = (2..).map(|number: usize| format!("{key}-{number}"));
            let free = std::iter::once(key.clone()).chain(numbered).find(|key| !taken.contains(key));
            *key = free.unwrap_or_default();
            taken.insert(key.clone());
        }
    }
}
