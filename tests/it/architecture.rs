//! The layers of ARCHITECTURE.md, held.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Modules in order, each with those that it may use.
type Layers = &'static [(&'static str, &'static [&'static str])];

/// The modules in layer order, each with those it may use. A module can name only modules above it, so a cycle
/// cannot even be written down.
const LAYERS: Layers = &[
    ("limits", &[]),
    ("parallel", &[]),
    ("model", &["parallel"]),
    ("text_match", &["model"]),
    ("finding", &["model"]),
    ("config", &["model", "finding"]),
    ("syntax", &["limits"]),
    ("change", &["limits", "model", "finding", "text_match", "syntax"]),
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
    ("database", &["limits", "parallel", "model", "rank", "report"]),
    ("export", &["model", "finding", "config", "rank", "lint", "report", "database"]),
    ("schema", &["model", "config", "rank", "lint"]),
    (
        "workspace",
        &[
            "limits", "parallel", "model", "finding", "config", "change", "syntax", "read", "edit", "merge",
            "store", "starter", "graph", "rank", "lint", "analyse", "report", "import", "database", "export",
        ],
    ),
];

/// The same within a module: its folders and files in layer order, each with those it may use. What `mod.rs` itself defines is above all.
const SECOND: &[(&str, Layers)] = &[(
    "import",
    &[
        ("lines", &[]),
        ("note", &[]),
        ("unseen", &[]),
        ("exported", &[]),
        ("entries", &["exported"]),
        ("headings", &[]),
        ("remark", &["note", "headings"]),
        ("imported_entry", &["remark"]),
        ("packed", &["remark", "imported_entry"]),
        ("table", &["lines", "unseen", "imported_entry"]),
        ("ratings", &["headings"]),
        ("typed", &["ratings"]),
        ("presets", &["headings", "table", "ratings"]),
        ("mapping", &["headings", "typed", "presets"]),
        ("options", &["presets", "mapping"]),
        ("source", &["note", "unseen", "headings", "imported_entry", "table", "mapping"]),
        ("columns", &["unseen", "headings", "table", "ratings", "mapping", "options"]),
        ("cards", &["headings", "table", "mapping", "source", "columns"]),
        (
            "cells",
            &[
                "lines",
                "headings",
                "remark",
                "imported_entry",
                "table",
                "ratings",
                "typed",
                "mapping",
                "columns",
            ],
        ),
        (
            "rows",
            &[
                "note",
                "headings",
                "remark",
                "imported_entry",
                "packed",
                "table",
                "mapping",
                "columns",
                "cells",
            ],
        ),
        ("levels", &["headings", "packed", "table", "ratings", "mapping"]),
        ("plan", &["note", "remark", "imported_entry", "packed", "cells"]),
        (
            "tables",
            &[
                "note", "headings", "packed", "table", "presets", "options", "columns", "cards", "cells",
                "rows", "levels",
            ],
        ),
    ],
)];

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
    behind(text, "crate::").map(str::to_owned).collect()
}

/// The names that a text has right behind a path.
fn behind<'t>(text: &'t str, path: &str) -> impl Iterator<Item = &'t str> {
    text.match_indices(path).map(|(at, found)| {
        let rest = &text[at + found.len()..];
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
    })
}

/// Which of its modules each name comes from that a `mod.rs` exports.
fn exports(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("pub use ")?.strip_suffix(';'));
    lines.filter_map(|path| Some((path.rsplit_once("::")?.1, path.split_once("::")?.0))).collect()
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
fn dependencies_flow_one_way_within_modules() {
    for (module, layers) in SECOND {
        for (index, (layer, uses)) in layers.iter().enumerate() {
            for used in *uses {
                let is_above = layers[..index].iter().any(|(name, _)| name == used);
                assert!(is_above, "{module}::{layer} may only use what stands above it, and {used} does not");
            }
        }
        let folder = Path::new("src").join(module);
        let root = fs::read_to_string(folder.join("mod.rs")).unwrap();
        let exports = exports(&root);
        for path in files(&folder).into_iter().filter(|path| *path != folder.join("mod.rs")) {
            let first = path.strip_prefix(&folder).unwrap().components().next().unwrap();
            let layer = Path::new(first.as_os_str()).file_stem().unwrap().to_str().unwrap();
            let row = layers.iter().find(|(name, _)| *name == layer);
            let (_, allowed) = row.unwrap_or_else(|| panic!("{module}::{layer} has no layer"));
            let text = fs::read_to_string(&path).unwrap();
            for name in behind(&text, &format!("crate::{module}::")) {
                let used = exports.get(name).copied().unwrap_or(name);
                assert!(used == layer || allowed.contains(&used), "{} uses {used} ({name})", path.display());
            }
        }
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
        // The person's own editor, git where entries cannot be merged one by one, and git where a revision is read: nothing else is started.
        let starts =
            ["src/cli/commands/edit/editor.rs", "src/cli/commands/merge_driver.rs", "src/store/git.rs"];
        let may_start = starts.iter().any(|file| path == Path::new(file));
        door("std::process", if may_start { &["cli", "store"] } else { &["cli", "main"] });
        door("std::net", &[]);
        // Where threads are refused, one does all the work.
        let threads = ["rayon", "thread::spawn", "thread::scope", "thread::Builder"];
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        threads.iter().filter(|_| !is_test).for_each(|what| door(what, &["parallel"]));
        door("Command::new", if may_start { &["cli", "store"] } else { &[] });
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

/// Decisions, invariants and speed have pages of their own.
#[test]
fn the_architecture_is_one_short_page() {
    let length = fs::read_to_string("ARCHITECTURE.md").unwrap().lines().count();
    assert!(length <= 150, "ARCHITECTURE.md has {length} lines");
}
