//! Reads `[flow.ID]`.

use crate::model::Agreement;
use crate::model::Flow;
use crate::model::Health;
use crate::model::Objective;
use crate::model::Percent;
use crate::model::Step;
use crate::read::component::needed;
use crate::read::fields::Fields;
use crate::read::reader::Reader;
use crate::read::value::Read;
use crate::syntax::tree::Value;

pub(crate) fn read(f: &mut Fields<'_, '_, '_>) -> Flow {
    Flow {
        name: f.text("name"),
        kind: f.word("kind"),
        criticality: f.word("criticality"),
        time_critical: f.get("time_critical"),
        start: f.text("start"),
        end: f.text("end"),
        components: f
            .with("components", |value, reader| Some(reader.list(value, "a list of components", step)))
            .unwrap_or_default(),
        outcome: f.text("outcome"),
        alternative_to: f.get("alternative_to"),
        impact: f.text("impact"),
        owner: f.text("owner"),
        rto: f.get("rto"),
        rpo: f.get("rpo"),
        slo: f.table("slo", |f| Objective {
            target: f.with("target", target),
            window: f.get("window"),
            sli: f.text("sli"),
        }),
        health: f.table("health", |f| Health {
            healthy: f.text("healthy"),
            degraded: f.text("degraded"),
            unhealthy: f.text("unhealthy"),
        }),
        agreed: f.table("agreed", |f| Agreement { by: f.list("by"), on: f.get("on") }),
    }
}

fn step(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Step> {
    let ((component, strength), _) = needed(value, reader, |_| ())?;
    Some(Step { component, strength })
}

/// Reads the target of an objective. All or nothing is none: it would leave no error budget, or nothing else.
fn target(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Percent> {
    let span = value.span();
    let target = Percent::read(value, reader)?;
    if target.share() > 0.0 && target.share() < 1.0 {
        return Some(target);
    }
    let message = format!("an objective of {target} leaves no error budget to speak of");
    let help = "write what users would notice, such as \"99.9%\"".to_owned();
    reader.bad_value(span, &message, Some(help));
    None
}
