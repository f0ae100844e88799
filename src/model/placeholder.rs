//! Words that stand where something should be said.

/// Whether a text only says that there is nothing.
pub fn is_placeholder(text: &str) -> bool {
    const SIGNS: &[&str] = &["n/a", "na", "none", "nil", "tbd", "tbc", "unknown", "?", "??", "...", "…"];
    const LONGEST: usize = 16;
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.trim().to_lowercase();
    SIGNS.contains(&lower.as_str())
        || (!lower.is_empty() && lower.chars().all(|c| matches!(c, '-' | '–' | '—' | '_' | '.')))
}
