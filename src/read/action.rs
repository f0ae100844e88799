//! Reads `[action.ID]`, and the actions in the lists of a failure.

use crate::finding::short;
use crate::model::Action;
use crate::model::Automation;
use crate::model::Id;
use crate::model::Measure;
use crate::read::failure::ratings;
use crate::read::fields::Fields;
use crate::read::reader::Reader;
use crate::read::value::Read;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

pub(crate) fn read(f: &mut Fields<'_, '_, '_>) -> Option<Action> {
    let action = f.require("action", "action");
    let read = Action {
        action: action.clone().unwrap_or_default(),
        owner: f.text("owner"),
        with: f.list("with"),
        due: f.get("due"),
        status: f.word("status"),
        effort: f.get("effort"),
        link: f.text("link"),
        reduces: f.table("reduces", ratings).map(Box::new),
        takes: f.get("takes"),
        command: f.text("command"),
        verify: f.text("verify"),
        automated: f.table("automated", automation).map(Box::new),
    };
    action.map(|_| read)
}

fn automation(f: &mut Fields<'_, '_, '_>) -> Automation {
    Automation { trigger: f.get("trigger"), guard: f.text("guard") }
}

/// Reads a list of actions: words, `{ use = "id" }`, or actions written out.
pub(crate) fn measures(f: &mut Fields<'_, '_, '_>, key: &'static str) -> Vec<Measure> {
    f.with(key, |value, reader| Some(reader.list(value, "a list of actions", measure))).unwrap_or_default()
}

pub(crate) fn measure(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Measure> {
    match value.get_ref() {
        Tree::String(_) => {
            let span = value.span();
            let text = String::read(value, reader)?;
            if text.trim().is_empty() {
                reader.bad_value(span, "the text is empty", None);
                return None;
            }
            Some(Measure::Words(text))
        }
        Tree::Table(table) if table.iter().any(|(key, _)| key.get_ref() == "use") => {
            reader.table(value, shared).flatten()
        }
        Tree::Table(_) => {
            reader.table(value, |f| read(f).map(|action| Measure::Inline(Box::new(action)))).flatten()
        }
        _ => {
            reader.wrong_type(
                &value,
                "an action",
                Some("write \"what is done\", or { use = \"id-of-an-action\" }"),
            );
            None
        }
    }
}

/// `{ use = "id" }`: everything else is said by the action itself.
fn shared(f: &mut Fields<'_, '_, '_>) -> Option<Measure> {
    let id: Option<Id> = f.get("use");
    for (key, _) in f.drain() {
        let message = format!("`use` stands alone, so `{}` is ignored", short(key.get_ref()));
        let help = id.as_ref().map(|id| format!("write it in [action.{id}]"));
        f.reader.say("unknown-key", key.span(), message, help);
    }
    id.map(|id| Measure::Shared { id })
}
