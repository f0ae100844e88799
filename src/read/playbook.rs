//! Reads `[playbook]`, and what it shares with `faultbook.toml`.

use crate::finding::nearest;
use crate::model::Cadence;
use crate::model::Interval;
use crate::model::Playbook;
use crate::model::Priority;
use crate::model::Word;
use crate::read::fields::Fields;
use crate::read::reader::Reader;
use crate::read::value::Read;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

pub(crate) fn read(f: &mut Fields<'_, '_, '_>) -> Playbook {
    Playbook {
        title: f.text("title"),
        owner: f.text("owner"),
        review_every: f.with("review_every", cadence),
        tags: f.list("tags"),
        extra: f.extra(),
    }
}

/// Reads a duration, or a table of durations by priority.
pub(crate) fn cadence(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Cadence> {
    if !matches!(value.get_ref(), Tree::Table(_)) {
        return Interval::read(value, reader).map(Cadence::Always);
    }
    reader.table(value, |f| {
        let by_priority = f.drain().into_iter().filter_map(|(key, value)| {
            let name = key.get_ref().clone();
            let priority = Priority::from_word(&name).filter(|&priority| priority != Priority::Unrated);
            f.reader.named(&name, |reader| match priority {
                Some(priority) => Some((priority, Interval::read(value, reader)?)),
                None => {
                    let near = nearest(&name, Priority::WORDS.iter().copied());
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    reader.bad_value(key.span(), "this is no priority", help);
                    None
                }
            })
        });
        Cadence::ByPriority(by_priority.collect())
    })
}
