//! `faultbook add --from`

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use faultbook::import::entries;
use faultbook::model::Kind;
use faultbook::store;
use faultbook::syntax::decode;

use crate::cli::Context;
use crate::cli::commands::add::Place;
use crate::cli::commands::add::finish;
use crate::cli::ui::write;

pub(super) fn run(
    file: &Path,
    place: &Place,
    write: write::Options,
    context: &mut Context,
) -> anyhow::Result<ExitCode> {
    let name = if file.as_os_str() == "-" { "standard input".into() } else { file.to_string_lossy() };
    let text = decode(store::read_input(file)?)
        .map_err(|reason| anyhow::anyhow!("{name}: {reason}; save it as UTF-8"))?;
    let mut new = entries(&text, Kind::Failure).with_context(|| name.clone().into_owned())?;
    if let Some(id) = place.id()? {
        let [one] = new.as_mut_slice() else {
            anyhow::bail!("--id names one entry, and {name} holds {}", new.len());
        };
        one.id = Some(id);
    }
    let mut transaction = write.open(context)?;
    let playbook = place.playbook(&transaction)?.map(str::to_owned);
    let added = transaction.add_all(new, playbook.as_deref())?;
    finish(transaction, write, &added, context)
}
