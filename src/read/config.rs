//! Reads `faultbook.toml`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use globset::GlobBuilder;

use crate::config::Classes;
use crate::config::Config;
use crate::config::FileLevels;
use crate::config::ImportConfig;
use crate::config::LintConfig;
use crate::config::PerFile;
use crate::config::RuleSetting;
use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::finding::Subject;
use crate::finding::TextRange;
use crate::limits::CONFIG;
use crate::model::Catalogue;
use crate::model::Class;
use crate::model::Scales;
use crate::model::Word;
use crate::model::source::TableSource;
use crate::read::conflict::conflict_markers;
use crate::read::conflict::unfinished;
use crate::read::errors::syntax_finding;
use crate::read::errors::toml_1_1;
use crate::read::errors::toml_1_1_finding;
use crate::read::fields::Fields;
use crate::read::passages::passages_of_config;
use crate::read::reader::About;
use crate::read::reader::Reader;
use crate::read::scale;
use crate::read::value::to_json;
use crate::syntax::tree;
use crate::syntax::tree::Key;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// Reads the configuration. Never fails: what could not be read keeps its default, and a finding says so.
pub fn read_config(text: &str) -> (Config, Vec<Finding>) {
    let file: Arc<str> = Config::FILE.into();
    if text.len() > CONFIG {
        let message = format!("this file is larger than {} KiB, and is not read", CONFIG >> 10);
        let place = Place::config("").at(TextRange::new(&file, 0..0));
        let finding = Finding::new("unreadable-file", place, message).help("shorten [import] and [lint]");
        return (Config::default(), vec![finding]);
    }
    let (root, error) = tree::recovered(text);
    let mut findings = Vec::new();
    let markers = conflict_markers(text);
    findings.extend(marked(text, &markers).into_iter().map(unfinished));
    if let Some(error) = error.as_ref().filter(|_| markers.is_empty()) {
        let place = |span| Place {
            subject: Subject::Config,
            field: "".into(),
            text: Some(TextRange::new(&file, span)),
        };
        findings
            .push(syntax_finding(text, error, place).help("the setting is left out until this is mended"));
    }
    findings.extend(toml_1_1(text).map(|(span, what)| {
        let range = TextRange::new(&file, span);
        toml_1_1_finding(Place::config("").at(range), what)
    }));
    let unscaled = Scales::default();
    let mut reader = Reader::new(&unscaled, &file, 0, About::Config);
    let broken = error.is_some();
    let config = reader.table(root, |f| read(f, broken));
    findings.append(&mut reader.findings);
    (config.unwrap_or_default(), findings)
}

/// The places of conflict markers. One within a text has its field, and nothing is lost; of others nothing can be trusted.
fn marked(text: &str, markers: &[Range<usize>]) -> Vec<Place> {
    let mut texts: Vec<Place> = Vec::new();
    if !markers.is_empty() {
        passages_of_config(text, &mut |passage| texts.push(passage.at.clone()));
    }
    texts.sort_by_key(|place| place.text.as_ref().map(|text| text.start));
    let field = |at: usize| {
        let next = texts.partition_point(|place| place.text.as_ref().is_some_and(|text| text.start <= at));
        let before = next.checked_sub(1).map(|before| &texts[before])?;
        before.text.as_ref().filter(|text| at < text.end).map(|_| before.field.clone())
    };
    let place = |marker: &Range<usize>| {
        let range = TextRange::new(&Config::FILE.into(), marker.clone());
        Place::config(field(marker.start).unwrap_or_default()).at(range)
    };
    markers.iter().map(place).collect()
}

fn read(f: &mut Fields<'_, '_, '_>, broken: bool) -> Config {
    let default = Config::default();
    let format = format(f, broken);
    let playbooks =
        f.with("playbooks", |value, reader| Some(reader.list(value, "a list of folders", folder)));
    let (scales, matrix) = scale::read(f);
    Config {
        format,
        playbooks: playbooks.unwrap_or(default.playbooks),
        workload: f.text("workload"),
        owner: f.text("owner"),
        target_level: f.with("target_level", target_level).unwrap_or(default.target_level),
        rank: f.text("rank").unwrap_or(default.rank),
        review_every: f.get("review_every"),
        drill_every: f.get("drill_every"),
        accept_by: f.list("accept_by"),
        restore_every: f.get("restore_every"),
        contacts_every: f.get("contacts_every"),
        incidents_since: f.get("incidents_since"),
        major: f.with("major", |value, reader| reader.rating(&value, &scales.severity)),
        major_per_year: f.get("major_per_year"),
        postmortem_within: f.get("postmortem_within"),
        tier: f.get("tier"),
        runbook_url: f.text("runbook_url"),
        scales,
        matrix,
        classes: f.table("coverage", coverage).flatten().unwrap_or(default.classes),
        too_big: f.table("budget", |f| f.get("too_big")).flatten().unwrap_or(default.too_big),
        import: f.table("import", import).unwrap_or_default(),
        lint: f.table("lint", lint).unwrap_or_default(),
        extra: f.extra(),
    }
}

fn format(f: &mut Fields<'_, '_, '_>, broken: bool) -> u32 {
    if !f.has("format") {
        if !broken {
            let message = "this file has no `format`".to_owned();
            let help = Some(format!("add format = {} as its first line", Config::FORMAT));
            f.reader.within("format", |reader| reader.say("missing-key", 0..0, message, help));
        }
        return Config::FORMAT;
    }
    f.with("format", |value, reader| {
        let format = reader.read::<u32>(value.clone())?;
        if format > Config::FORMAT {
            let message =
                format!("format {format} is newer than this program, which knows format {}", Config::FORMAT);
            let help = "use a newer faultbook; what is known is read all the same".to_owned();
            reader.say("newer-format", value.span(), message, Some(help));
        } else if format == 0 {
            reader.bad_value(value.span(), "formats begin with 1", None);
        }
        Some(format)
    })
    .unwrap_or(Config::FORMAT)
}

fn target_level(value: Value<'_>, reader: &mut Reader<'_>) -> Option<u8> {
    let level = reader.read::<u32>(value.clone())?;
    let level = u8::try_from(level).ok().filter(|level| (1..=5).contains(level));
    if level.is_none() {
        reader.bad_value(value.span(), "maturity levels are 1 to 5", None);
    }
    level
}

/// A folder or glob below the root, with its place.
fn folder(value: Value<'_>, reader: &mut Reader<'_>) -> Option<(String, Range<usize>)> {
    let span = value.span();
    let text = reader.read::<String>(value)?;
    let path = text.trim_end_matches('/');
    let leaves = path.split(['/', '\\']).any(|part| part == "..")
        || path.starts_with(['/', '\\', '~'])
        || path.contains(':');
    if path.is_empty() || leaves {
        reader.bad_value(
            span,
            "a playbooks folder lies below faultbook.toml",
            Some("write a relative path: \"playbooks\"".to_owned()),
        );
        return None;
    }
    let path = path.strip_prefix("./").unwrap_or(path);
    if let Err(error) = GlobBuilder::new(path).literal_separator(true).build() {
        reader.bad_value(span, &format!("this is no glob: {}", error.kind()), None);
        return None;
    }
    Some((path.to_owned(), span))
}

fn coverage(f: &mut Fields<'_, '_, '_>) -> Option<Classes> {
    f.with("classes", |value, reader| match value.get_ref() {
        Tree::Array(written) if written.is_empty() => {
            let help = format!("write one of {}, or [\"overload\", …]", Catalogue::WORDS.join(", "));
            reader.bad_value(value.span(), "there is no class to ask for", Some(help));
            None
        }
        Tree::Array(_) => {
            let classes = reader.list(value, "a list of classes", |item, reader| reader.read(item));
            Some(classes).filter(|classes: &Vec<Class>| !classes.is_empty()).map(Classes::Own)
        }
        _ => reader.read(value).map(Classes::Of),
    })
}

fn import(f: &mut Fields<'_, '_, '_>) -> ImportConfig {
    let texts = |f: &mut Fields<'_, '_, '_>| -> BTreeMap<String, String> {
        let pairs = f.drain().into_iter().filter_map(|(key, value)| {
            let name = key.get_ref().to_string();
            let text = f.reader.named(&name, |reader| reader.read::<String>(value));
            Some((name, text?))
        });
        pairs.collect()
    };
    ImportConfig {
        headings: f.table("headings", texts).unwrap_or_default(),
        levels: f.table("levels", texts).unwrap_or_default(),
        fill_down: f.list("fill_down"),
    }
}

fn lint(f: &mut Fields<'_, '_, '_>) -> LintConfig {
    let per_file = f.with("per-file", |value, reader| {
        let span = value.span();
        let tables =
            reader.list(value, "a [[lint.per-file]] table", |item, reader| reader.table(item, per_file));
        let tables = PerFile::new(tables);
        tables
            .map_err(|error| reader.bad_value(span, &format!("a glob is too large: {}", error.kind()), None))
            .ok()
    });
    let per_file = per_file.unwrap_or_default();
    let mut rules = BTreeMap::new();
    for (key, value) in f.drain() {
        let name = key.get_ref().to_string();
        let setting = f.reader.named(&name, |reader| match value.get_ref() {
            Tree::Table(_) => reader.table(value, rule_setting),
            _ => reader
                .read(value)
                .map(|level: Level| RuleSetting { level: Some(level), ..RuleSetting::default() }),
        });
        rules.extend(setting.map(|setting| (name, setting)));
    }
    LintConfig { rules, per_file }
}

fn rule_setting(f: &mut Fields<'_, '_, '_>) -> RuleSetting {
    let level = f.get("level");
    let option = |(key, value): (Key<'_>, Value<'_>)| {
        let mut room = 1_000;
        Some((key.get_ref().to_string(), to_json(value.get_ref(), &mut room)?))
    };
    RuleSetting { level, options: f.drain().into_iter().filter_map(option).collect() }
}

fn per_file(f: &mut Fields<'_, '_, '_>) -> FileLevels {
    let span = f.span();
    let patterns: Vec<String> = f.list("files");
    let mut levels = BTreeMap::new();
    for level in Level::ALL {
        levels.extend(f.list::<String>(level.word()).into_iter().map(|rule| (rule, *level)));
    }
    let mut files = Vec::with_capacity(patterns.len());
    for (index, pattern) in patterns.iter().enumerate() {
        // A set tries every glob that ends with an extension by itself, and those that end with a class at once.
        let together = pattern.strip_suffix(".toml").filter(|stem| stem.contains(['*', '?', '[', '{']));
        let together = together.map(|stem| format!("{stem}.tom[l]"));
        match GlobBuilder::new(together.as_ref().unwrap_or(pattern)).literal_separator(true).build() {
            Ok(glob) => files.push((index, glob)),
            Err(error) => {
                let message = format!("`{pattern}` is no glob: {}", error.kind());
                f.reader.bad_value(span.clone(), &message, None);
            }
        }
    }
    (files, levels)
}
