//! What a list of failures can show: what was computed, then what is written.

use std::borrow::Cow;

use crate::model::Affects;
use crate::model::Criticality;
use crate::model::Measure;
use crate::model::Outage;
use crate::model::Priority;
use crate::model::Rating;
use crate::model::ScaleName;
use crate::model::Word;
use crate::rank;
use crate::rank::ActionPriority;
use crate::rank::Case;
use crate::rank::Score;
use crate::report::Field;
use crate::report::Row;
use crate::report::Sort;
use crate::report::Standing;
use crate::report::Value;
use crate::report::field::Source;

const fn field(
    name: &'static str,
    heading: &'static str,
    about: &'static str,
    sort: Sort,
    value: for<'r> fn(&'r Row<'_>) -> Value<'r>,
) -> Field {
    Field { name, heading, about, sort, source: Source::Row(value) }
}

/// The fields of failures that are not keys alone.
pub const FIELDS: &[Field] = &[
    field(
        "priority",
        "Priority",
        "the matrix's word for severity × likelihood",
        Sort::Words(Priority::WORDS, Priority::MEANS),
        |row| Value::Ranked(row.case.priority.word().into(), row.case.priority as u8),
    ),
    field("score", "Score", "the score of the method that orders the list", Sort::Number, |row| {
        scored(row.score)
    }),
    field("id", "ID", "the id", Sort::Text, |row| Value::Text(row.failure().id.as_str().into())),
    field("playbook", "Playbook", "the playbook it stands in", Sort::Text, |row| {
        Value::Text(row.failure().playbook.as_ref().into())
    }),
    field("problem", "Problem", "what goes wrong", Sort::Text, |row| {
        Value::Text(row.failure().problem.as_str().into())
    }),
    field("risk", "Risk", "what it means for users", Sort::Text, |row| {
        Value::text(row.failure().risk.as_deref())
    }),
    field("sources", "Potential source", "why it happens", Sort::Text, |row| {
        list(row.failure().sources.iter().map(|source| source.as_str()))
    }),
    field("affects", "Affects", "where it strikes", Sort::Text, |row| match &row.failure().affects {
        Affects::Sources => Value::Nothing,
        Affects::Components(ids) => list(ids.iter().map(|id| id.as_str())),
        Affects::Everything(all) => list(all.iter().copied()),
    }),
    field("flows", "Flows", "the flows it names", Sort::Text, |row| {
        list(row.failure().flows.iter().map(|id| id.as_str()))
    }),
    field("touches", "Touches", "the flows it names or reaches", Sort::Text, |row| {
        list(row.flows().into_iter().map(|flow| flow.id.as_str()))
    }),
    field(
        "criticality",
        "Criticality",
        "of the most critical flow it reaches",
        Sort::Words(Criticality::WORDS, Criticality::MEANS),
        |row| {
            row.case.criticality.map_or(Value::Nothing, |word| Value::Ranked(word.word().into(), word as u8))
        },
    ),
    field(
        "outage",
        "Outage",
        "how much of the workload is gone",
        Sort::Words(Outage::WORDS, Outage::MEANS),
        |row| {
            row.failure().outage.map_or(Value::Nothing, |word| Value::Ranked(word.word().into(), word as u8))
        },
    ),
    field("severity", "Severity", "how bad it is", Sort::Rating(ScaleName::Severity), |row| {
        rating(row.case.severity)
    }),
    field("likelihood", "Likelihood", "how often it happens", Sort::Rating(ScaleName::Likelihood), |row| {
        let (Some(written), Some(counts)) = (&row.failure().likelihood, row.case.likelihood) else {
            return Value::Nothing;
        };
        Value::Likelihood(written, counts)
    }),
    field("detection", "Detection", "how we learn of it", Sort::Rating(ScaleName::Detection), |row| {
        rating(row.case.detection)
    }),
    field("s", "S", "severity as a number", Sort::Number, |row| number(row.case.severity)),
    field("o", "O", "likelihood as a number", Sort::Number, |row| number(row.case.likelihood)),
    field("d", "D", "detection as a number", Sort::Number, |row| number(row.case.detection)),
    field("rpn", "RPN", "risk priority number", Sort::Number, |row| by("rpn", Some(&row.case))),
    field("ap", "AP", "action priority", Sort::Words(ActionPriority::WORDS, ActionPriority::MEANS), |row| {
        by("action-priority", Some(&row.case))
    }),
    field("bad_minutes", "Bad minutes a year", "what it is expected to cost", Sort::Number, |row| {
        by("bad-minutes", Some(&row.case))
    }),
    field(
        "residual_severity",
        "Residual severity",
        "after the planned actions",
        Sort::Rating(ScaleName::Severity),
        |row| row.residual().map_or(Value::Nothing, |case| rating(case.severity)),
    ),
    field(
        "residual_likelihood",
        "Residual likelihood",
        "after the planned actions",
        Sort::Rating(ScaleName::Likelihood),
        |row| row.residual().map_or(Value::Nothing, |case| rating(case.likelihood)),
    ),
    field(
        "residual_detection",
        "Residual detection",
        "after the planned actions",
        Sort::Rating(ScaleName::Detection),
        |row| row.residual().map_or(Value::Nothing, |case| rating(case.detection)),
    ),
    field(
        "residual_priority",
        "Residual priority",
        "the matrix's word after the planned actions",
        Sort::Words(Priority::WORDS, Priority::MEANS),
        |row| {
            let priority = |case: Case<'_>| Value::Ranked(case.priority.word().into(), case.priority as u8);
            row.residual().map_or(Value::Nothing, priority)
        },
    ),
    field("residual_s", "Residual S", "severity as a number after them", Sort::Number, |row| {
        row.residual().map_or(Value::Nothing, |case| number(case.severity))
    }),
    field("residual_o", "Residual O", "likelihood as a number after them", Sort::Number, |row| {
        row.residual().map_or(Value::Nothing, |case| number(case.likelihood))
    }),
    field("residual_d", "Residual D", "detection as a number after them", Sort::Number, |row| {
        row.residual().map_or(Value::Nothing, |case| number(case.detection))
    }),
    field("residual_rpn", "Residual RPN", "risk priority number after them", Sort::Number, |row| {
        by("rpn", row.residual().as_ref())
    }),
    field(
        "residual_ap",
        "Residual AP",
        "action priority after them",
        Sort::Words(ActionPriority::WORDS, ActionPriority::MEANS),
        |row| by("action-priority", row.residual().as_ref()),
    ),
    field("classes", "Classes", "what kind of failure it is", Sort::Text, |row| {
        list(row.failure().classes.iter().map(|class| class.word()))
    }),
    field("cause", "Cause", "what lies behind it", Sort::Text, |row| {
        Value::text(row.failure().cause.as_deref())
    }),
    field("owner", "Owner", "who owns it", Sort::Text, |row| Value::text(row.failure().owner.as_deref())),
    field("status", "Status", "where it stands", Sort::Words(Standing::WORDS, Standing::MEANS), |row| {
        Value::Ranked(row.standing.word().into(), row.standing as u8)
    }),
    field("reviewed", "Reviewed", "when it was last looked at", Sort::Since, |row| {
        row.failure().reviewed.map_or(Value::Nothing, Value::Date)
    }),
    field("accepted_until", "Accepted until", "the last day of its acceptance", Sort::Date, |row| {
        row.failure().accepted.as_ref().map_or(Value::Nothing, |accepted| Value::Date(accepted.until))
    }),
    field("detected_by", "Detected by", "the alerts that tell us", Sort::Text, |row| {
        list(row.failure().detected_by.iter().map(|alert| alert.as_str()))
    }),
    field("confirm", "Confirm", "how one makes sure", Sort::Text, |row| lines(&row.failure().confirm)),
    field("reactive", "Reactive actions", "what is done in an outage", Sort::Text, |row| {
        actions(row, &row.failure().reactive)
    }),
    field("preventative", "Preventative actions", "what is done before an outage", Sort::Text, |row| {
        actions(row, &row.failure().preventative)
    }),
    field("mitigation", "Mitigation", "actions not yet classified", Sort::Text, |row| {
        actions(row, &row.failure().mitigation)
    }),
    field("actions", "Actions", "all actions", Sort::Text, grouped),
    field("tags", "Tags", "free words", Sort::Text, |row| {
        list(row.failure().tags.iter().map(String::as_str))
    }),
    field("references", "References", "where one reads more", Sort::Text, |row| {
        lines(&row.failure().references)
    }),
];

fn rating<'a>(rating: Option<&'a Rating>) -> Value<'a> {
    rating.map_or(Value::Nothing, Value::Rating)
}

/// A rating as the number that counts in FMEA.
fn number<'a>(rating: Option<&Rating>) -> Value<'a> {
    rating.map_or(Value::Nothing, |rating| Value::Number(f64::from(rating.number())))
}

/// What a method says of a case, whichever orders the rows.
fn by<'a>(method: &str, case: Option<&Case<'_>>) -> Value<'a> {
    scored(rank::find(method).and_then(|method| method.score(case?)))
}

fn scored<'a>(score: Option<Score>) -> Value<'a> {
    match score {
        None => Value::Nothing,
        // A hundredth of a minute or of a point is more than anybody estimates.
        Some(Score::Number(number)) => Value::Number((number * 100.0).round() / 100.0),
        Some(Score::Class(class)) => Value::Ranked(class.word().into(), class as u8),
    }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> Value<'a> {
    Value::List(items.map(Cow::Borrowed).collect())
}

fn lines(items: &[String]) -> Value<'_> {
    Value::Lines(items.iter().map(|item| Cow::Borrowed(item.as_str())).collect())
}

/// The actions of a row, the classes told apart as the maturity model does, unless all are unclassified.
fn grouped<'r>(row: &'r Row<'_>) -> Value<'r> {
    let failure = row.failure();
    let alone = failure.reactive.is_empty() && failure.preventative.is_empty();
    let classes = [
        ("Reactive actions", &failure.reactive),
        ("Preventative actions", &failure.preventative),
        (if alone { "" } else { "Mitigation" }, &failure.mitigation),
    ];
    let written = classes.into_iter().filter(|(_, measures)| !measures.is_empty());
    Value::Groups(
        written
            .map(|(heading, measures)| {
                (heading, measures.iter().map(|measure| measure.text(row.book)).collect())
            })
            .collect(),
    )
}

fn actions<'r>(row: &'r Row<'_>, measures: &'r [Measure]) -> Value<'r> {
    Value::Lines(measures.iter().map(|measure| measure.text(row.book)).collect())
}
