//! Reads `[failure.ID]`.

use std::ops::Range;

use crate::model::Acceptance;
use crate::model::Affects;
use crate::model::Condition;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Escalation;
use crate::model::Estimate;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Likelihood;
use crate::model::Provenance;
use crate::model::Rating;
use crate::model::Ratings;
use crate::model::Status;
use crate::read::action::measures;
use crate::read::fields::Fields;
use crate::read::reader::Reader;
use crate::read::value::Read;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

pub(crate) fn read(f: &mut Fields<'_, '_, '_>) -> Option<Failure> {
    let scales = f.reader.scales;
    let problem = f.require("problem", "failure");
    let failure = Failure {
        problem: problem.clone().unwrap_or_default(),
        risk: f.text("risk"),
        sources: f.list("sources"),
        affects: f.with("affects", |value, reader| Some(affects(value, reader))).unwrap_or_default(),
        flows: f.list("flows"),
        outage: f.word("outage"),
        severity: f.with("severity", |value, reader| reader.rating(&value, &scales.severity)),
        likelihood: f.with("likelihood", likelihood),
        detection: f.with("detection", |value, reader| reader.rating(&value, &scales.detection)),
        classes: f.words("classes"),
        cause: f.text("cause"),
        owner: f.text("owner"),
        status: f.word("status").unwrap_or(Status::Open),
        reviewed: f.get("reviewed"),
        detected_by: f.list("detected_by"),
        confirm: f.list("confirm"),
        escalate: f.table("escalate", |f| Box::new(Escalation { after: f.get("after"), to: f.get("to") })),
        preventative: measures(f, "preventative"),
        reactive: measures(f, "reactive"),
        mitigation: measures(f, "mitigation"),
        tags: f.list("tags"),
        references: f.list("references"),
        imported: f.table("imported", provenance),
        estimate: f.table("estimate", |f| Box::new(estimate(f))),
        residual: f.table("residual", |f| Box::new(ratings(f))),
        accepted: f.table("accepted", acceptance).flatten().map(Box::new),
    };
    problem.map(|_| failure)
}

/// Reads where an entry came from.
pub(crate) fn provenance(f: &mut Fields<'_, '_, '_>) -> Box<Provenance> {
    Box::new(Provenance { from: f.text("from"), row: f.get("row"), said: f.text("said") })
}

/// Reads an estimate. Where it expects more bad minutes than there are, one of its times is wrong and does not count: one of more
/// than a year, else the time between occurrences.
fn estimate(f: &mut Fields<'_, '_, '_>) -> Estimate {
    const YEAR: f64 = 365.25;
    let mut spans = [0..0, 0..0, 0..0];
    let mut estimate = Estimate {
        detect: time(f, "detect", &mut spans[0]),
        repair: time(f, "repair", &mut spans[1]),
        affected: f.get("affected"),
        every: time(f, "every", &mut spans[2]),
    };
    if estimate.is_impossible() {
        let is_long = |time: Option<Duration>| time.is_some_and(|time| time.days() > YEAR);
        let (at, key, wrong) = match () {
            () if is_long(estimate.repair) => (1, "repair", estimate.repair.take()),
            () if is_long(estimate.detect) => (0, "detect", estimate.detect.take()),
            () => (2, "every", estimate.every.take().map(|every| *every)),
        };
        let wrong = wrong.map(|time| time.to_string()).unwrap_or_default();
        let message = format!("`{wrong}` makes more bad minutes a year than a year has minutes");
        let help =
            "correct it: an occurrence lasts for detect and repair, and `every` is the time to the next";
        f.reader.within(key, |reader| reader.bad_value(spans[at].clone(), &message, Some(help.to_owned())));
    }
    estimate
}

/// Reads a time, and says where it is written.
fn time<T: Read>(f: &mut Fields<'_, '_, '_>, key: &'static str, span: &mut Range<usize>) -> Option<T> {
    f.with(key, |value, reader| {
        *span = value.span();
        T::read(value, reader)
    })
}

/// An acceptance without a readable end or that ends before it begins accepts nothing.
fn acceptance(f: &mut Fields<'_, '_, '_>) -> Option<Acceptance> {
    let (span, written) = (f.span(), f.has("until"));
    let (by, because, on) = (f.text("by"), f.text("because"), f.get("on"));
    let mut place = 0..0;
    let mut until: Option<Date> = time(f, "until", &mut place);
    if let Some(on) = on.filter(|on| until.is_some_and(|until| until < *on)) {
        let message = format!("this acceptance ends before it begins, on {on}");
        let help = "correct `on` or `until`; the risk does not count as accepted until then".to_owned();
        f.reader.within("until", |reader| reader.bad_value(place, &message, Some(help)));
        until = None;
    }
    if !written {
        let help = "add until = 2027-03-31; the risk does not count as accepted until then".to_owned();
        f.reader.say("missing-key", span, "this acceptance has no `until`".to_owned(), Some(help));
    }
    Some(Acceptance { by, because, on, until: until? })
}

/// Reads the ratings that are hoped for.
pub(crate) fn ratings(f: &mut Fields<'_, '_, '_>) -> Ratings {
    let scales = f.reader.scales;
    Ratings {
        severity: f.with("severity", |value, reader| reader.rating(&value, &scales.severity)),
        likelihood: f.with("likelihood", |value, reader| reader.rating(&value, &scales.likelihood)),
        detection: f.with("detection", |value, reader| reader.rating(&value, &scales.detection)),
    }
}

/// `["*"]`, or ids of components.
pub(crate) fn affects<'i>(value: Value<'i>, reader: &mut Reader<'_>) -> Affects {
    let is_everything = |item: &Value<'i>| item.get_ref().as_str() == Some("*");
    if let Tree::Array(array) = value.get_ref()
        && array.len() == 1
        && array.iter().all(is_everything)
    {
        return Affects::EVERYTHING;
    }
    Affects::Components(reader.list(value, "a list of components", |item, reader| {
        if is_everything(&item) {
            reader.bad_value(item.span(), "`*` is the whole workload and stands alone", None);
            return None;
        }
        <Id as crate::read::value::Read>::read(item, reader)
    }))
}

/// A level; a level under a condition; or a list of conditions. Where one part of it cannot be read nothing of it
/// counts, lest the failure rank by the milder rest.
pub(crate) fn likelihood(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Likelihood> {
    let scale = &reader.scales.likelihood;
    match value.get_ref() {
        Tree::Table(_) => {
            let case = reader.table(value, case)??;
            Likelihood::conditional(Vec::from_iter(case.condition), case.otherwise)
        }
        Tree::Array(_) => {
            let span = value.span();
            let read = |item, reader: &mut Reader<'_>| Some(reader.table(item, case).flatten());
            let cases: Vec<Option<Case>> = reader.list(value, "a list of conditions", read);
            let cases: Vec<Case> = cases.into_iter().collect::<Option<_>>()?;
            let mut others: Vec<_> = cases.iter().filter_map(|case| case.otherwise.clone()).collect();
            if others.len() > 1 {
                reader.bad_value(span, "two levels hold at all other times", None);
                return None;
            }
            Likelihood::conditional(
                cases.into_iter().filter_map(|case| case.condition).collect(),
                others.pop(),
            )
        }
        _ => reader.rating(&value, scale).map(Likelihood::always),
    }
}

/// A level under a condition, or one for all other times, or both.
struct Case {
    condition: Option<Condition>,
    otherwise: Option<Rating>,
}

fn case(f: &mut Fields<'_, '_, '_>) -> Option<Case> {
    let scale = &f.reader.scales.likelihood;
    let (span, written, both) = (f.span(), f.has("level"), f.has("otherwise"));
    let level = f.with("level", |value, reader| reader.rating(&value, scale));
    let when = f.text("when");
    let otherwise = f.with("otherwise", |value, reader| reader.rating(&value, scale));
    let missing = match (written, both, &when) {
        (false, _, _) => Some("there is no `level`"),
        (true, true, None) => Some("`otherwise` needs a `when`"),
        _ => None,
    };
    if let Some(missing) = missing {
        let example = "write { level = \"likely\", when = \"under heavy load\", otherwise = \"rare\" }";
        f.reader.bad_value(span, missing, Some(example.to_owned()));
        return None;
    }
    if both && otherwise.is_none() {
        return None;
    }
    let level = level?;
    Some(match when {
        Some(when) => Case { condition: Some(Condition { level, when }), otherwise },
        None => Case { condition: None, otherwise: Some(level) },
    })
}
