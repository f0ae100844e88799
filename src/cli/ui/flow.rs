//! The flow that a person names, for `--flow`.

use faultbook::change::Refusal;
use faultbook::finding::nearest;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::workspace::Workspace;

/// The flow that a person names: its id, or `flow/ID`.
///
/// # Errors
/// There is none, or it could not be read.
pub(in crate::cli) fn named(name: &str, workspace: &Workspace) -> Result<Id, Refusal> {
    let id = name.strip_prefix("flow/").unwrap_or(name);
    let flows = &workspace.book().flows;
    if let Some(flow) = flows.get(id) {
        return Ok(flow.id.clone());
    }
    let refusal = Refusal::new(format!("there is no flow `{name}`"));
    if workspace.book().has(Kind::Flow, id) {
        return Err(
            Refusal::new(format!("the flow `{name}` could not be read")).help("`faultbook lint` tells why")
        );
    }
    let near = nearest(id, flows.iter().map(|flow| flow.id.as_str()));
    Err(match near {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None if flows.is_empty() => {
            refusal.help("no flow is written yet; it is a table [flow.ID] with components")
        }
        None => refusal.help("`faultbook coverage` shows all flows"),
    })
}
