//! Merging: whatever the three versions are, the result can be read or says where it conflicts, and a side that changed nothing changes nothing.

use faultbook::change::Value;
use faultbook::merge::Markers;
use faultbook::merge::merge as merge_texts;

use crate::text;

const MARKERS: Markers<'static> = Markers { size: 7, ours: "ours", base: None, theirs: "theirs" };

/// Merges the parts of a text: base, ours and theirs, separated by lines of four percent characters. A part that is missing is the first one with its first
/// line repeated, or without its last one.
pub fn merge(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut parts = text.split("\n%%%%\n");
    let base = parts.next().unwrap_or_default();
    let less = base.rsplit_once("\n[").map_or(base, |(less, _)| less);
    let more = format!("{base}\n[failure.added-by-theirs]\nproblem = \"It is new\"\n");
    let (ours, theirs) = (parts.next().unwrap_or(less), parts.next().unwrap_or(&more));
    let readable = |text: &str| Value::document(text).is_ok();
    for (ours, theirs) in [(ours, theirs), (theirs, ours)] {
        let Ok(merged) = merge_texts(base, ours, theirs, &MARKERS) else { continue };
        if merged.conflicts.is_empty() && [base, ours, theirs].into_iter().all(readable) {
            assert!(readable(&merged.text), "a clean merge cannot be read: {}", merged.text);
        }
        if !merged.conflicts.is_empty() {
            assert!(merged.text.contains("<<<<<<<"), "a conflict is not marked");
        }
    }
    for side in [ours, theirs] {
        for (a, b) in [(side, base), (base, side), (side, side)] {
            if let Ok(merged) = merge_texts(base, a, b, &MARKERS) {
                assert!(
                    merged.conflicts.is_empty() && merged.text == side,
                    "a side that changed nothing matters"
                );
            }
        }
    }
}
