//! Words that stand where something should be said.

/// Whether a text is a placeholder: `n/a`, `tbd`, `-`.
pub fn is_placeholder(text: &str) -> bool {
    const SIGNS: &[&str] = &[
        "n/a", "n.a.", "n. a.", "n.a", "na", "none", "nil", "tbd", "tbc", "tba", "unknown", "?", "??", "...",
        "…",
    ];
    const LONGEST: usize = 16;
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.trim().to_lowercase();
    SIGNS.contains(&lower.as_str())
        || (!lower.is_empty() && lower.chars().all(|c| matches!(c, '-' | '–' | '—' | '_' | '.' | '?' | '!')))
}

/// What says no.
const NO: &[&str] = &[
    "none",
    "no",
    "not",
    "nothing",
    "nil",
    "never",
    "without",
    "kein",
    "keine",
    "keinerlei",
    "nicht",
    "nichts",
    "noch",
    "aucun",
    "aucune",
    "rien",
    "neant",
    "néant",
    "pas",
    "ninguno",
    "ninguna",
    "ningún",
    "nada",
    "sin",
    "nenhum",
    "nenhuma",
    "não",
    "nao",
    "sem",
];

/// What a text may say beside that, in six languages, without saying anything.
const FILLING: &[&str] = &[
    "yet",
    "currently",
    "current",
    "identified",
    "implemented",
    "planned",
    "required",
    "needed",
    "necessary",
    "available",
    "known",
    "defined",
    "documented",
    "specified",
    "applicable",
    "assigned",
    "provided",
    "covered",
    "determined",
    "decided",
    "done",
    "at",
    "this",
    "time",
    "to",
    "date",
    "present",
    "in",
    "place",
    "so",
    "far",
    "exist",
    "exists",
    "existing",
    "now",
    "of",
    "the",
    "moment",
    "for",
    "as",
    "control",
    "controls",
    "mitigation",
    "mitigations",
    "action",
    "actions",
    "measure",
    "measures",
    "maßnahme",
    "maßnahmen",
    "massnahme",
    "massnahmen",
    "derzeit",
    "aktuell",
    "bisher",
    "nicht",
    "keine",
    "vorhanden",
    "geplant",
    "erforderlich",
    "nötig",
    "notwendig",
    "bekannt",
    "definiert",
    "festgelegt",
    "umgesetzt",
    "identifiziert",
    "mesure",
    "mesures",
    "pour",
    "le",
    "l'instant",
    "instant",
    "l",
    "prévu",
    "prévue",
    "prévues",
    "actuellement",
    "requise",
    "identifiée",
    "à",
    "ce",
    "jour",
    "encore",
    "medida",
    "medidas",
    "acción",
    "acciones",
    "por",
    "el",
    "momento",
    "actualmente",
    "identificada",
    "identificado",
    "requerida",
    "necesaria",
    "ação",
    "ações",
    "atualmente",
    "no",
    "definida",
    "definido",
];

/// Whether a text is a placeholder in words: `None currently`, `(none)`, `Keine Maßnahmen`, `To be determined`.
pub fn says_nothing(text: &str) -> bool {
    const LONGEST: usize = 48;
    const PHRASES: &[&str] = &[
        "to be determined",
        "to be defined",
        "to be decided",
        "to be confirmed",
        "to be done",
        "to do",
        "todo",
        "pending",
        "wip",
        "unbekannt",
        "inconnu",
        "inconnue",
        "desconocido",
        "desconocida",
        "desconhecido",
        "siehe oben",
        "see above",
        "無し",
        "なし",
        "未定",
        "无",
        "無",
        "暂无",
        "待定",
    ];
    if text.len() > LONGEST {
        return false;
    }
    let bare = text
        .trim_matches(|letter: char| letter.is_whitespace() || ".,;:!()[]{}*_🚧⏳".contains(letter))
        .to_lowercase();
    if bare.is_empty() || is_placeholder(&bare) || PHRASES.contains(&bare.as_str()) {
        return !text.trim().is_empty();
    }
    let mut words = bare.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next().is_some_and(|first| NO.contains(&first)) && words.all(|word| FILLING.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_in_many_words() {
        for text in [
            "None.",
            "None currently",
            "None yet",
            "None identified",
            "None at this time",
            "(none)",
            "No mitigation",
            "No current controls",
            "Nothing yet",
            "Not implemented",
            "Not yet covered",
            "To be determined",
            "n.a.",
            "keine",
            "Keine Maßnahmen",
            "aucune",
            "ninguno",
            "No action required",
            "See above",
            "pending",
            "🚧",
            "N/A",
            "-",
            "Nenhuma ação definida",
            "なし",
            "Aucune mesure prévue",
        ] {
            assert!(says_nothing(text), "{text}");
        }
        for text in [
            "",
            " ",
            "No backups",
            "None of the replicas answers",
            "Nothing is logged",
            "Not enough disks",
            "Pending orders are lost",
            "No single point of failure",
            "Notify the owner",
            "Keine Sicherungen",
            "Nowhere to fail over to",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
