//! Words for what is done about a risk in general: they name no action.

use crate::import::cells::actions::Item;
use crate::import::headings::name::normal;

/// Words that only name a strategy, without accents, in five languages.
const STRATEGIES: &[&str] = &[
    "mitigate",
    "mitigated",
    "mitigation",
    "reduce",
    "reduced",
    "reduction",
    "treat",
    "treatment",
    "avoid",
    "avoided",
    "avoidance",
    "terminate",
    "eliminate",
    "transfer",
    "transferred",
    "share",
    "shared",
    "sharing",
    "monitor",
    "monitored",
    "monitoring",
    "watch",
    "retain",
    "retained",
    "retention",
    "tolerate",
    "tolerated",
    "contain",
    "control",
    "escalate",
    "exploit",
    "enhance",
    "research",
    "open",
    "insure",
    "mindern",
    "vermindern",
    "verringern",
    "reduzieren",
    "vermeiden",
    "ubertragen",
    "uberwalzen",
    "verlagern",
    "teilen",
    "beobachten",
    "uberwachen",
    "tragen",
    "behandeln",
    "attenuer",
    "reduire",
    "eviter",
    "transferer",
    "partager",
    "surveiller",
    "conserver",
    "traiter",
    "mitigar",
    "reducir",
    "evitar",
    "transferir",
    "compartir",
    "vigilar",
    "monitorear",
    "tratar",
    "retener",
    "reduzir",
    "compartilhar",
    "monitorar",
    "reter",
];

/// Those that say that nobody does anything.
const ACCEPTANCES: &[&str] = &[
    "accept",
    "accepted",
    "acceptance",
    "accept risk",
    "accept the risk",
    "risk accepted",
    "akzeptieren",
    "akzeptiert",
    "akzeptanz",
    "accepter",
    "acceptation",
    "aceptar",
    "aceptacion",
    "aceitar",
    "aceitacao",
];

/// What items that only name strategies say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) struct Strategy {
    /// Whether one of them is that the risk is accepted.
    pub(in crate::import) accepts: bool,
}

/// Whether a word says that a risk is accepted.
pub(in crate::import) fn is_acceptance(word: &str) -> bool {
    ACCEPTANCES.contains(&normal(word.trim()).as_str())
}

/// The strategy that items name; `None`: one of them is something else, or there is none.
pub(in crate::import) fn strategy(items: &[Item]) -> Option<Strategy> {
    const MOST_WORDS: usize = 4;
    let mut accepts = false;
    for item in items {
        for part in item.text.split(['/', ',', '&', '+']) {
            // Most actions have more words than any strategy, which is seen without a closer look.
            if part.split_whitespace().nth(MOST_WORDS).is_some() {
                return None;
            }
            let part = normal(part.trim());
            let is_acceptance = ACCEPTANCES.contains(&part.as_str());
            if !is_acceptance && !STRATEGIES.contains(&part.as_str()) {
                return None;
            }
            accepts |= is_acceptance;
        }
    }
    (!items.is_empty()).then_some(Strategy { accepts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strategies_are_told_from_actions() {
        let of = |text: &str| {
            strategy(&[Item { text: text.to_owned(), literal: false }]).map(|found| found.accepts)
        };
        for text in ["Mitigate", "transfer", "Reduce / Monitor", "Vermeiden", "Éviter", "**Avoid**"] {
            assert_eq!(of(text), Some(false), "{text}");
        }
        for text in ["Accept", "Accepted.", "Accept & monitor", "Akzeptieren"] {
            assert_eq!(of(text), Some(true), "{text}");
        }
        for text in
            ["Monitor the queue", "Accept only signed requests", "", "Transfer DNS to another provider"]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
