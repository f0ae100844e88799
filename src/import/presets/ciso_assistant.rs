//! Risk assessments of CISO Assistant as CSV.

use crate::import::presets::Preset;

pub(super) const PRESET: Preset = Preset {
    id: "ciso-assistant",
    tool: "CISO Assistant",
    telltale: &["ref_id", "existing_controls", "current_impact", "current_proba"],
    headings: &[
        ("ref_id", "ID"),
        ("name", "problem"),
        ("description", "risk"),
        ("assets", "sources"),
        ("threats", "x"),
        ("vulnerabilities", "x"),
        ("existing_controls", "mitigation"),
        ("existing_applied_controls", "mitigation"),
        ("additional_controls", "mitigation"),
        // What is left once controls are in place is the risk as it is now.
        ("inherent_impact", "x"),
        ("inherent_proba", "x"),
        ("inherent_risk", "x"),
        ("current_impact", "severity"),
        ("current_proba", "likelihood"),
        ("current_risk", "PRIORITY"),
        ("residual_impact", "residual.severity"),
        ("residual_proba", "residual.likelihood"),
        ("residual_risk", "COMPUTED"),
        ("treatment", "mitigation"),
        ("owner", "owner"),
        ("justification", "x"),
        ("strength_of_knowledge", "x"),
    ],
    words: &[],
};
