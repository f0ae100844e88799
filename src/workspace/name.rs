//! Which entry a person means.

use crate::change::Refusal;
use crate::finding::nearest;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;

/// The entry that is named: `KIND/ID`, or the bare id where one kind alone has it.
///
/// # Errors
/// There is none, or there are several.
pub(super) fn resolve(
    name: &str,
    has: impl Fn(Kind, &str) -> bool,
    ids: impl FnOnce() -> Vec<String>,
) -> Result<EntryRef, Refusal> {
    let (kinds, id): (Vec<Kind>, &str) = match name.split_once('/') {
        Some((kind, id)) => {
            let kind = Kind::from_word(kind).ok_or_else(|| {
                Refusal::new(format!(
                    "`{kind}` is no kind of entry; the kinds are {}",
                    Kind::WORDS.join(", ")
                ))
            })?;
            (Some(kind).filter(|&kind| has(kind, id)).into_iter().collect(), id)
        }
        None => (Kind::ALL.iter().copied().filter(|&kind| has(kind, name)).collect(), name),
    };
    match (kinds.as_slice(), Id::new(id)) {
        (&[kind], Ok(id)) => Ok(EntryRef { kind, id }),
        ([], _) | (_, Err(_)) => {
            let ids = ids();
            let way_out = match nearest(id, ids.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`faultbook list` shows the failures".to_owned(),
            };
            Err(Refusal::new(format!("there is no entry `{name}`; {way_out}")))
        }
        (many, _) => {
            let names: Vec<_> = many.iter().map(|kind| format!("{kind}/{id}")).collect();
            Err(Refusal::new(format!("`{name}` may be {}; write one of them", names.join(" or "))))
        }
    }
}
