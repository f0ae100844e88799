//! `faultbook.toml`: any text gives a configuration that everything works with.

use faultbook::rank::METHODS;
use faultbook::read::read_config;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;
use toml::de::DeTable;

use crate::TODAY;
use crate::lint;
use crate::text;

/// A failure for every level that a playbook may hold, whatever the scales are.
const PLAYBOOK: &str = "
[failure.a]
problem = \"a\"
severity = 1
likelihood = 10
[failure.b]
problem = \"b\"
severity = \"high\"
likelihood = { level = \"likely\", when = \"often\", otherwise = 2 }
detection = \"paged\"
";

/// Reads a configuration, and a workspace with it.
pub fn config(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (_, findings) = read_config(text);
    for finding in &findings {
        let range = finding.at.text.as_ref().map_or(0..0, |place| place.start..place.end);
        let sound = range.start <= range.end && text.get(range.clone()).is_some();
        assert!(sound, "{range:?} is not in the text: {finding:?}");
    }
    let sound = DeTable::parse(text).is_ok();
    assert!(sound || !findings.is_empty(), "nothing is said of what is no TOML");
    let said = |text: &str| -> Vec<(&'static str, String, String)> {
        let (_, findings) = read_config(text);
        findings
            .into_iter()
            .map(|finding| (finding.rule, finding.at.to_string(), finding.message.into_owned()))
            .collect()
    };
    if !text.starts_with('\u{feff}') && text.len() < 100_000 {
        assert_eq!(said(&format!("\u{feff}{text}")), said(text), "behind a byte order mark");
    }
    // What a broken line leaves behind may hold half of a line end.
    if sound && !text.contains('\r') && text.len() < 100_000 {
        assert_eq!(said(&text.replace('\n', "\r\n")), said(text), "with the line ends of Windows");
    }
    let workspace = Workspace::from_texts(text, [("playbooks/legacy/page.toml", PLAYBOOK)]);
    lint(&workspace);
    for method in METHODS {
        let report = workspace.report(ReportOptions::new(method, *TODAY).when(Some("often".into())));
        // The configuration may name other folders.
        let rows = if workspace.book().files.is_empty() { 0 } else { 2 };
        assert_eq!(report.rows.len(), rows, "a failure is not listed");
    }
}
