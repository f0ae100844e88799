//! Where every run begins: the fixtures, examples, starters and pages of the repository, a dictionary, and the inputs
//! that once broke something.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use faultbook::lint::RULES;
use faultbook::report::FIELDS;
use faultbook::workspace::Workspace;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files.extend(self::files(&path)),
            path => files.push(path),
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The workspace of a folder of the repository, in memory; its playbooks lie beside the configuration.
pub(crate) fn workspace(folder: &str) -> Workspace {
    let texts: Vec<(String, String)> = files(&root().join(folder))
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            (
                path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                String::from_utf8_lossy(&read(path)).into_owned(),
            )
        })
        .collect();
    let config = texts.iter().find(|(name, _)| name == "faultbook.toml").map_or("", |(_, text)| text);
    let playbooks = texts.iter().filter(|(name, _)| name != "faultbook.toml");
    let playbooks: Vec<_> = playbooks.map(|(name, text)| (format!("playbooks/{name}"), text)).collect();
    Workspace::from_texts(config, playbooks.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// The blocks of code of a Markdown text.
fn blocks(text: &str) -> impl Iterator<Item = Vec<u8>> {
    let blocks = text.split("\n```").skip(1).step_by(2);
    blocks.filter_map(|block| Some(block.split_once('\n')?.1.as_bytes().to_vec()))
}

/// The inputs that a target begins with.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let root = root();
    let is_config = |path: &PathBuf| path.ends_with("faultbook.toml");
    let toml = ["examples", "playbooks", "tests/fixtures", "src/cli/init"]
        .iter()
        .flat_map(|folder| files(&root.join(folder)))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let (configs, playbooks): (Vec<_>, Vec<_>) = toml.partition(is_config);
    let broken = String::from_utf8_lossy(&read(&root.join("tests/fixtures/broken.md"))).into_owned();
    let pages = RULES.iter().flat_map(|rule| blocks(rule.page)).chain(blocks(&broken));
    let mut seeds: Vec<Vec<u8>> = match target {
        "config" => configs.iter().map(|path| read(path)).chain(pages).collect(),
        "filter" => FILTERS.lines().map(|line| line.as_bytes().to_vec()).collect(),
        "import" => {
            let folders = ["tests/fixtures/import", "tests/fixtures/formats"];
            folders.iter().flat_map(|folder| files(&root.join(folder))).map(|path| read(&path)).collect()
        }
        _ => playbooks.iter().map(|path| read(path)).chain(pages).collect(),
    };
    seeds.extend(found(target));
    seeds
}

/// The inputs that once broke a promise of a target.
pub fn found(target: &str) -> Vec<Vec<u8>> {
    files(&root().join("fuzz/found").join(target)).iter().map(|path| read(path)).collect()
}

/// The words of the dictionary, and the names that the code knows.
pub fn words() -> Vec<Vec<u8>> {
    let dictionary = String::from_utf8_lossy(&read(&root().join("fuzz/toml.dict"))).into_owned();
    let quoted = dictionary.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    let named = FIELDS.iter().map(|field| field.name).chain(RULES.iter().map(|rule| rule.id));
    let words: BTreeSet<Vec<u8>> =
        quoted.map(unescaped).chain(named.map(|name| name.as_bytes().to_vec())).collect();
    words.into_iter().collect()
}

/// A word of libFuzzer's dictionaries: `\\`, `\"` and `\xAB` stand for one byte each.
fn unescaped(word: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), word.as_bytes());
    while let [first, tail @ ..] = rest {
        let hex = tail
            .get(1..3)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        (bytes, rest) = match (first, tail.first(), hex) {
            (b'\\', Some(b'x'), Some(byte)) => ([bytes, vec![byte]].concat(), &tail[3..]),
            (b'\\', Some(sign), _) => ([bytes, vec![*sign]].concat(), &tail[1..]),
            _ => ([bytes, vec![*first]].concat(), tail),
        };
    }
    bytes
}

/// Filters of every shape.
const FILTERS: &str = r#"severity>=medium status=open,accepted source~cosmos tag=db owner!=*
problem~"zone outage" priority<critical
reviewed<2026-11-20 score>=1.5
x-team=a,b likelihood!=rare
owner='a b' id!~cache
severity>=* status="#;
