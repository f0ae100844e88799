//! Merges a header, or a key with its value, that both sides have and at least one changed.

use crate::change::Value;
use crate::merge::Conflict;
use crate::merge::inline;
use crate::merge::list;
use crate::merge::output::Output;
use crate::merge::three;
use crate::syntax::outline::What;
use crate::syntax::units::Unit;

/// Merges a unit in its three parts: the comments above, what it says, and the comment behind.
pub(super) fn merge(
    at: &Conflict,
    base: Option<&Unit<'_>>,
    ours: &Unit<'_>,
    theirs: &Unit<'_>,
    out: &mut Output,
) {
    let whole = |unit: &Unit<'_>| format!("{}{}", unit.lead, unit.line);
    let lead = three(base.map_or("", |base| base.lead), ours.lead, theirs.lead);
    let behind = three(base.map_or(out.feed, behind), behind(ours), behind(theirs));
    match (lead, said(base, ours, theirs), behind) {
        (Some(lead), Some(said), Some(behind)) => {
            out.push(lead);
            out.push(&said);
            out.push(behind);
        }
        _ => {
            let base = base.map(whole).unwrap_or_default();
            out.conflict(at.clone(), &base, &whole(ours), &whole(theirs));
        }
    }
}

/// A header, or a key with its value, without the comments around it.
pub(super) fn code<'t>(unit: &Unit<'t>) -> &'t str {
    &unit.line[..unit.statement.span.end - unit.at]
}

fn behind<'t>(unit: &Unit<'t>) -> &'t str {
    &unit.line[unit.statement.span.end - unit.at..]
}

/// What the unit says once it is merged. What only looks different says the same.
fn said(base: Option<&Unit<'_>>, ours: &Unit<'_>, theirs: &Unit<'_>) -> Option<String> {
    if let Some(text) = three(base.map_or("", code), code(ours), code(theirs)) {
        return Some(text.to_owned());
    }
    let (What::Pair(_), What::Pair(_)) = (&ours.statement.what, &theirs.statement.what) else {
        return Some(code(ours).to_owned());
    };
    let (mine, their) = (value(ours)?, value(theirs)?);
    if mine == their {
        return Some(code(ours).to_owned());
    }
    let base = base?;
    let before = value(base)?;
    if before == their {
        return Some(code(ours).to_owned());
    }
    if before == mine {
        return Some(code(theirs).to_owned());
    }
    list::merge(base, ours, theirs).or_else(|| inline::merge(base, ours, theirs))
}

/// The value of a pair.
pub(super) fn value(unit: &Unit<'_>) -> Option<Value> {
    let What::Pair(node) = &unit.statement.what else { return None };
    let written = &unit.line[node.span.start - unit.at..node.span.end - unit.at];
    match Value::document(&format!("x = {written}")).ok()? {
        Value::Table(mut pairs) => pairs.pop().map(|(_, value)| value),
        _ => None,
    }
}
