//! The workbook of risks that Threagile makes of a threat model.

use crate::import::presets::Preset;

pub(super) const PRESET: Preset = Preset {
    id: "threagile",
    tool: "Threagile",
    telltale: &["identified risk", "risk category", "technical asset", "raa %"],
    headings: &[
        ("id", "ID"),
        ("identified risk", "problem"),
        ("severity", "severity"),
        ("likelihood", "likelihood"),
        // Severity is made of both there.
        ("impact", "x"),
        ("technical asset", "sources"),
        ("communication link", "x"),
        ("mitigation", "mitigation"),
        // The title of the mitigation, and how one tests that it is in place.
        ("action", "x"),
        ("check", "x"),
        ("status", "status"),
        ("stride", "x"),
        ("function", "x"),
        ("cwe", "x"),
        ("risk category", "x"),
        ("raa %", "x"),
        ("justification", "x"),
        ("date", "x"),
        ("checked by", "x"),
        ("ticket", "x"),
    ],
    words: &[
        ("elevated", "high"),
        ("unchecked", "in progress"),
        ("in discussion", "in progress"),
        ("false positive", "retired"),
    ],
};
