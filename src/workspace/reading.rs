//! From sources of texts to documents.

use std::sync::Arc;

use crate::config::Config;
use crate::finding::Finding;
use crate::finding::Place;
use crate::finding::TextRange;
use crate::finding::short;
use crate::parallel;
use crate::read::Document;
use crate::read::Item;
use crate::store::Found;
use crate::syntax::decode;
use crate::workspace::source::Source;

/// How many bytes make it worth to parse files in parallel; threads take about a millisecond to start.
pub(super) const PARALLEL: usize = 300_000;

/// A file to read: its path and its playbook.
pub(super) type Named = (Arc<str>, Arc<str>);

/// A file before it is parsed: its path, its playbook, and its text where it was read already.
type Unparsed = (Arc<str>, Arc<str>, Option<Result<String, Box<Finding>>>);

/// A file after it is parsed, behind its playbook.
pub(super) type Parsed = (Arc<str>, (Document, Vec<Item>, Vec<Finding>));

/// Reads a file as text.
pub(super) fn text(source: &impl Source, path: &Arc<str>) -> Result<String, Box<Finding>> {
    let unreadable = |message: String, help: Option<&str>| {
        let finding = Finding::new("unreadable-file", Place::file(path, 0..0), message);
        Box::new(finding.maybe_help(help.map(str::to_owned)))
    };
    let bytes = source
        .read(path)
        .map_err(|reason| unreadable(format!("this file cannot be read: {reason}"), None))?;
    decode(bytes).map_err(|reason| unreadable(reason, Some("save it as UTF-8")))
}

/// The playbook that a file on a transaction of texts belongs to: what its path names below the first folder.
pub(super) fn playbook(path: &str) -> &str {
    let below = path.split_once('/').map_or(path, |(_, below)| below);
    match below.split_once('/') {
        Some((folder, _)) => folder,
        None => below.strip_suffix(".toml").unwrap_or(below),
    }
}

/// Reads the configuration.
pub(super) fn config_text(source: &impl Source) -> Result<String, Box<Finding>> {
    text(source, &Config::FILE.into())
}

/// Reads and parses files, in parallel where there is much to read; the order stays.
pub(super) fn parse(
    files: Vec<Named>,
    read: impl Fn(&Arc<str>) -> Result<String, Box<Finding>> + Sync,
    config: &Config,
) -> Vec<Parsed> {
    let mut size = 0;
    let files = files.into_iter().map(|(path, playbook)| {
        let text = (size < PARALLEL).then(|| read(&path));
        size += text.as_ref().and_then(|text| text.as_ref().ok()).map_or(0, String::len);
        (path, playbook, text)
    });
    let files: Vec<Unparsed> = files.collect();
    let parse = |(index, (path, playbook, text)): (usize, Unparsed)| {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let (text, unreadable) = match text.unwrap_or_else(|| read(&path)) {
            Ok(text) => (text, None),
            Err(finding) => (String::new(), Some(*finding)),
        };
        let (document, items, mut findings) = Document::parse(index, path, &playbook, text, &config.scales);
        findings.extend(unreadable);
        (playbook, (document, items, findings))
    };
    let worth = if size < PARALLEL { usize::MAX } else { 0 };
    parallel::map(files.into_iter().enumerate().collect(), worth, parse)
}

/// What was found and not opened, and patterns that find nothing.
pub(super) fn passed_over(found: &Found) -> Vec<Finding> {
    let refused = found.refused.iter().map(|(path, reason)| {
        Finding::new("unreadable-file", Place::file(path, 0..0), format!("this file is not read: {reason}"))
    });
    let empty = found.empty.iter().map(|(pattern, bytes, reason)| {
        let place = Place::config("playbooks").at(TextRange::new(&Config::FILE.into(), bytes.clone()));
        Finding::new("bad-value", place, format!("`playbooks`: {reason}: `{}`", short(pattern)))
            .help("create the folder, or correct the path")
    });
    refused.chain(empty).collect()
}
