//! The layers of ARCHITECTURE.md, held.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// The modules in layer order, each with those it may use. A module can name only modules above it, so a cycle
/// cannot even be written down.
const LAYERS: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("parallel", &[]),
    ("model", &["parallel"]),
    ("text_match", &["model"]),
    ("finding", &["model"]),
    ("config", &["model", "finding"]),
    ("change", &["limits", "model", "finding", "text_match"]),
    ("syntax", &["limits", "model", "change"]),
    ("read", &["limits", "parallel", "model", "finding", "config", "change", "syntax"]),
    ("edit", &["limits", "parallel", "model", "finding", "config", "change", "syntax", "read"]),
    ("merge", &["limits", "model", "change", "syntax", "edit"]),
    ("store", &["limits", "finding"]),
    ("starter", &["model", "finding"]),
    ("graph", &["model"]),
    ("rank", &["parallel", "model", "config", "graph"]),
    ("lint", &["parallel", "model", "finding", "config", "text_match", "graph", "rank"]),
    ("analyse", &["model", "finding", "config", "text_match", "starter", "graph", "rank", "lint"]),
    ("report", &["parallel", "model", "finding", "config", "text_match", "graph", "rank", "lint", "analyse"]),
    ("import", &["limits", "parallel", "model", "finding", "config", "change", "text_match"]),
    ("index", &["limits", "parallel", "model", "rank", "report"]),
    ("export", &["model", "finding", "config", "rank", "lint", "report", "index"]),
    ("schema", &["model", "config", "rank", "lint"]),
    (
        "workspace",
        &[
            "limits", "parallel", "model", "finding", "config", "change", "syntax", "read", "edit", "merge",
            "store", "starter", "graph", "rank", "lint", "analyse", "report", "import", "index", "export",
        ],
    ),
];

/// Files that a reader cannot hold in the head hide a missing type.
const LONGEST_FILE: usize = 300;

pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The module of `src` that a file belongs to.
fn module(path: &Path) -> String {
    let first = path.strip_prefix("src").unwrap().components().next().unwrap();
    Path::new(first.as_os_str()).file_stem().unwrap().to_str().unwrap().to_owned()
}

/// The modules that a text names behind `crate::`.
fn used(text: &str) -> BTreeSet<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    text.match_indices("crate::").map(|(at, found)| word(&text[at + found.len()..])).collect()
}

#[test]
fn dependencies_flow_one_way() {
    for (index, (module, uses)) in LAYERS.iter().enumerate() {
        for used in *uses {
            let above = LAYERS[..index].iter().any(|(name, _)| name == used);
            assert!(above, "{module} may only use modules above it, and {used} is none");
        }
    }
    for path in files(Path::new("src")) {
        let module = module(&path);
        if matches!(module.as_str(), "lib" | "main" | "cli") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let row = LAYERS.iter().find(|(name, _)| *name == module);
        let (_, allowed) = row.unwrap_or_else(|| panic!("{module} has no layer"));
        for name in used(&text) {
            assert!(name == module || allowed.contains(&name.as_str()), "{} uses {name}", path.display());
        }
        assert!(!text.contains("super::super"), "{} hides its layer behind super::super", path.display());
        assert!(!text.contains("use crate::{"), "{} hides its layer in braces", path.display());
    }
}

#[test]
fn the_binary_sees_only_the_public_library() {
    for path in files(Path::new("src/cli")) {
        let text = fs::read_to_string(&path).unwrap();
        let other: Vec<_> = used(&text).into_iter().filter(|name| name != "cli").collect();
        assert!(other.is_empty(), "{} uses {other:?} from the binary", path.display());
        let is_shared = path.starts_with("src/cli/ui");
        assert!(!is_shared || !text.contains("cli::commands"), "{} uses a command", path.display());
    }
}

/// `store` alone opens files; the clock and the environment are asked in `cli` alone. Clippy denies the functions
/// by name; this looks for the modules.
#[test]
fn the_library_is_mute_and_has_one_door() {
    for path in files(Path::new("src")) {
        // The number of a process starts nothing; the lock is signed with it.
        let text = fs::read_to_string(&path).unwrap().replace("std::process::id()", "");
        let module = module(&path);
        let door = |what: &str, at: &[&str]| {
            assert!(!text.contains(what) || at.contains(&module.as_str()), "{} uses {what}", path.display());
        };
        door("std::fs", &["store"]);
        door("std::env", &["cli"]);
        door("SystemTime", &["cli"]);
        door("std::process", &["cli", "main"]);
        door("std::net", &[]);
        // Where threads are refused, one does all the work.
        let threads = ["rayon", "thread::spawn", "thread::scope", "thread::Builder"];
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        threads.iter().filter(|_| !is_test).for_each(|what| door(what, &["parallel"]));
        // The person's own editor, and git where entries cannot be merged one by one: nothing else is started.
        let starts = ["src/cli/commands/edit/editor.rs", "src/cli/commands/merge_driver.rs"];
        door("Command::new", if starts.iter().any(|file| path == Path::new(file)) { &["cli"] } else { &[] });
        door("print!(", &[]);
        door("println!(", &["workspace"]);
    }
}

/// Everything that changes the disk is in one folder of files, behind which tests count, fail and kill every call.
#[test]
fn the_disk_is_changed_in_one_place() {
    let calls = [
        "fs::write(",
        "fs::rename",
        "fs::hard_link(",
        "fs::remove_",
        "fs::create_dir",
        "fs::copy(",
        "OpenOptions",
        "File::create",
        "File::open(",
        ".sync_all(",
        ".set_permissions(",
        "chown(",
        "rustix::",
        "fs::openat(",
        "fs::unlinkat(",
        "fs::mkdirat(",
        "fs::linkat(",
        "fs::renameat",
    ];
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in files(Path::new("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\n#[expect(clippy::disallowed_methods").next().unwrap();
        let used = calls.iter().filter(|call| text.contains(**call));
        match path.starts_with("src/store/folder") {
            true => seen.extend(used),
            false => {
                let used: Vec<_> = used.collect();
                let is_test = path.components().any(|part| part.as_os_str() == "tests");
                assert!(used.is_empty() || is_test, "{} uses {used:?}", path.display());
            }
        }
    }
    assert!(seen.len() >= 15, "the list is out of date: {seen:?}");
}

#[test]
fn files_stay_small() {
    for path in files(Path::new("src")) {
        let length = fs::read_to_string(&path).unwrap().lines().count();
        assert!(length <= LONGEST_FILE, "{} has {length} lines; a type is missing", path.display());
    }
}
