//! What the heading of a column means.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::import::headings::contained::contained;
use crate::import::headings::families::FAMILIES;
use crate::import::headings::families::RESIDUAL;
use crate::import::headings::families::is_residual;
use crate::import::headings::families::stands_in;
use crate::import::headings::families::stands_in_too;
use crate::import::headings::name::key;
use crate::import::headings::name::normal;

/// Names of columns, each with what it means.
static HEADINGS: LazyLock<HashMap<&'static str, Target>> = LazyLock::new(|| {
    let lines = lines().filter(|(field, _)| !FAMILIES.contains(field));
    lines.flat_map(|(field, names)| names.map(move |name| (name, Target::named(field)))).collect()
});

/// The lines of `headings.txt`: what each stands for, and its names.
pub(in crate::import) fn lines() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    let lines = include_str!("headings.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).map(|(field, names)| (field, names.split("; ")))
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Target {
    /// The id.
    Id,
    /// A field of a failure, as it is written in paths.
    Field(&'static str),
    /// A field that the user chose.
    Chosen(String),
    /// Actions of all classes.
    Actions,
    /// When the actions of the row are due.
    Due,
    /// The priority, which is checked and never stored.
    Priority,
    /// Severity × likelihood × detection, which is checked and never stored.
    Rpn,
    /// What faultbook computes itself, and so does not store.
    Computed,
    /// A key of the user's own, without its `x-`.
    Extra(String),
    /// Nothing: the user does not want it.
    Nothing,
}

impl Target {
    /// The target that a line of `headings.txt` begins with.
    pub(in crate::import) fn named(name: &'static str) -> Self {
        match name {
            "ID" => Self::Id,
            "ACTIONS" => Self::Actions,
            "DUE" => Self::Due,
            "PRIORITY" => Self::Priority,
            "RPN" => Self::Rpn,
            "COMPUTED" => Self::Computed,
            field => Self::Field(field),
        }
    }

    /// The field that the column fills, as it is written in paths.
    pub(in crate::import) fn field(&self) -> Option<String> {
        match self {
            Self::Field(field) => Some((*field).to_owned()),
            Self::Chosen(field) => Some(field.clone()),
            Self::Extra(key) => Some(format!("x-{key}")),
            _ => None,
        }
    }

    /// Whether it fills a certain field.
    pub(in crate::import) fn is(&self, wanted: &str) -> bool {
        match self {
            Self::Field(field) => *field == wanted,
            Self::Chosen(field) => field == wanted,
            _ => false,
        }
    }
}

/// What a heading says that its column holds. Where the headings stand in two rows, `group` is the upper one.
pub(in crate::import) fn target(heading: &str, group: &str) -> Target {
    let name = normal(heading);
    let found = (heading.trim() == "#")
        .then_some(Target::Id)
        .or_else(|| known(&name))
        .or_else(|| hoped(&name))
        .or_else(|| contained(&name))
        // `Risk Status`, `Inherent impact`: of the risk as it is now.
        .or_else(|| known(name.strip_prefix("risk ").filter(|rest| !stands_in(rest))?))
        .or_else(|| {
            let bare = NOW.iter().find_map(|word| name.strip_prefix(word)?.strip_prefix(' '))?;
            known(bare).filter(|target| {
                is_rating(target) || matches!(target, Target::Priority | Target::Field("risk"))
            })
        });
    let is_hoped = is_residual(&name) || is_residual(&normal(group));
    match found {
        Some(Target::Field(field)) if is_hoped => match field {
            "severity" => Target::Field("residual.severity"),
            "likelihood" => Target::Field("residual.likelihood"),
            "detection" => Target::Field("residual.detection"),
            // `Responsibility & Target Date` is an owner.
            "owner" => Target::Field(field),
            _ if is_residual(&name) => Target::Extra(key(heading)),
            field => Target::Field(field),
        },
        Some(Target::Rpn | Target::Priority | Target::Computed) if is_hoped => Target::Computed,
        Some(target) => target,
        None => Target::Extra(key(heading)),
    }
}

/// Words of ratings as they are before anything is done.
const NOW: &[&str] = &[
    "current",
    "inherent",
    "initial",
    "raw",
    "gross",
    "untreated",
    "aktuelle",
    "aktueller",
    "actual",
    "actuel",
];

/// Whether a heading says how a table of risks calls what fails where no other says it better; the likeliest has the least number.
pub(in crate::import) fn stands_in_last(heading: &str) -> Option<usize> {
    let name = normal(heading);
    let last = lines().find(|(family, _)| *family == "LAST");
    last.and_then(|(_, mut names)| names.position(|known| known == name))
}

/// Whether a heading is one of those that tables of failures have.
pub(in crate::import) fn is_known(heading: &str) -> bool {
    !matches!(target(heading, ""), Target::Extra(_)) || stands_in(heading) || stands_in_too(heading)
}

fn known(name: &str) -> Option<Target> {
    let holds = |name: &str| HEADINGS.get(name).cloned();
    // What a rating is called besides: `severity rating`, `likelihood score`.
    let rated = || {
        let stem = [" rating", " score", " level", " index", " class"]
            .iter()
            .find_map(|end| name.strip_suffix(end))?;
        holds(stem).filter(is_rating)
    };
    // Of several names the first counts: `owner/team`, `severity & impact`.
    let first = || {
        let end = ["/", " & ", " and ", " und ", " et ", " y ", ", "]
            .iter()
            .filter_map(|gap| name.find(gap))
            .min()?;
        holds(&name[..end])
    };
    holds(name).or_else(rated).or_else(first)
}

/// A rating with words that say when it is to hold: `new s`, `severity after action`, `post-mitigation severity`.
fn hoped(name: &str) -> Option<Target> {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let at = words.iter().position(|word| RESIDUAL.contains(word))?;
    let parts = [words[..at].join(" "), words[at + 1..].join(" ")];
    let parts = parts.iter().map(String::as_str).chain(words.last().copied());
    let is_computed = |target: &Target| is_rating(target) || matches!(target, Target::Rpn | Target::Computed);
    // What a risk is to mean then is said as a rating.
    let rated = |part: &str| match known(part)? {
        Target::Field("risk") if !part.starts_with("ris") => Some(Target::Field("severity")),
        target => Some(target),
    };
    parts.filter_map(rated).find(is_computed)
}

/// Whether a column is one of the ratings that priority is made of.
pub(in crate::import) fn is_rating(target: &Target) -> bool {
    target.is("severity") || target.is("likelihood") || target.is("detection")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_four_languages_say_what_they_mean() {
        for (headings, field) in [
            (
                "Failure mode; Potential Failure Mode(s); What could go wrong?; Fehlerart; Mode de défaillance; Modo de fallo",
                "problem",
            ),
            (
                "Effect(s); Potential Effect(s) of Failure; Auswirkung; Fehlerfolge; Effets potentiels; Consecuencias",
                "risk",
            ),
            (
                "Severity; SEV; Severity (1-10); Severity Rating; Schweregrad; Gravité; Gravedad; Bedeutung",
                "severity",
            ),
            (
                "Occurrence; Likelihood [L]; Probability of occurrence; Eintrittswahrscheinlichkeit; Probabilité; Probabilidad",
                "likelihood",
            ),
            ("Detection; Detectability; Entdeckung; Détectabilité; Detección", "detection"),
            (
                "Root cause; Potential Cause(s) of Failure; Mögliche Ursachen; Cause racine; Causa raíz",
                "cause",
            ),
            (
                "Recommended Action(s); Maßnahmen; Gegenmaßnahme(n); Actions recommandées; Acciones recomendadas; Mitigation / Controls",
                "mitigation",
            ),
            (
                "Preventive measures; Current Controls (Prevention); Vorbeugende Maßnahmen; Mesures préventives; Acciones preventivas",
                "preventative",
            ),
            ("Contingency plan; Sofortmaßnahmen; Plan de secours; Plan de contingencia", "reactive"),
            (
                "Owner; Responsibility; Verantwortlich; Responsable; Responsibility & Target Date; Owner / Team",
                "owner",
            ),
            ("Current Controls (Detection); Detected by; Detection method", "detected_by"),
            ("Residual severity; Severity after mitigation; Post-mitigation Severity", "residual.severity"),
            ("Potential source; Component; Komponente; Composant; Componente; Subsystem", "sources"),
            ("Accepted until", "accepted.until"),
        ] {
            for heading in headings.split("; ") {
                assert_eq!(target(heading, "").field().as_deref(), Some(field), "{heading}");
            }
        }
        for heading in ["S", "New S", "Final severity"] {
            assert_eq!(
                target(heading, "Action results").field().as_deref(),
                Some("residual.severity"),
                "{heading}"
            );
        }
        assert_eq!(target("RPN", "Action results"), Target::Computed);
        assert_eq!(target("RPZ", ""), Target::Rpn);
    }

    #[test]
    fn what_is_about_a_field_is_not_the_field() {
        for heading in [
            "Severity rationale",
            "Owner's phone number",
            "Mitigation status",
            "Effectiveness",
            "Residual risk",
            "Because",
            "Ticket",
            "Owners of the effects that come about in the end and so on",
        ] {
            assert!(matches!(target(heading, ""), Target::Extra(_)), "{heading} {:?}", target(heading, ""));
        }
        assert_eq!(key("Größe (m²)"), "grosse-m");
        assert_eq!(key("Владелец"), "column");
    }
}
