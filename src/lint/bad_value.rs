//! Values that are impossible: most are found while reading; names of methods are known only here.

use crate::finding::Place;
use crate::finding::nearest;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::rank::METHODS;
use crate::rank::find;

pub(super) const RULE: Rule = Rule { check, ..Rule::structural("bad-value", include_str!("bad_value.md")) };

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let rank = &scope.config.rank;
    if find(rank).is_some() {
        return;
    }
    let ids = METHODS.iter().map(|method| method.id);
    let help = match nearest(rank, ids.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", ids.collect::<Vec<_>>().join(", ")),
    };
    remarks.say(Place::config("rank"), format!("`rank`: `{rank}` is no method")).help(help);
}
