//! What library users can name, written down: every change of it is seen in `tests/public_api.txt`. `UPDATE=1` rewrites that.
//!
//! It is read from the text of `src/`: rustc warns of a `pub` that nobody outside can reach (`unreachable_pub`), so that whatever is `pub` in a module
//! that the documentation shows is part of it.

use std::fs;
use std::path::Path;

use crate::architecture::files;

/// The modules of the library that the documentation shows.
fn modules() -> Vec<String> {
    let text = fs::read_to_string("src/lib.rs").unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let shown = lines.windows(2).filter(|pair| pair[0] != "#[doc(hidden)]");
    shown.filter_map(|pair| Some(pair[1].strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect()
}

/// A declaration that may go on over several lines, on one: up to its body, its value or its end.
fn declaration(lines: &[&str]) -> String {
    let mut declaration = String::new();
    for line in lines {
        declaration.push_str(line.trim());
        let depth = declaration.matches(['(', '[']).count() - declaration.matches([')', ']']).count();
        if depth == 0 && declaration.ends_with(['{', ';', ',', '}']) {
            break;
        }
        declaration.push(' ');
    }
    let is_list = declaration.starts_with("pub use ");
    let end =
        if is_list { declaration.len() } else { declaration.find([';', '{']).unwrap_or(declaration.len()) };
    let declaration = declaration[..end].trim().trim_end_matches(',');
    // The value of a constant is what it does, not what it is called.
    let value = declaration.starts_with("pub const ") && !declaration.starts_with("pub const fn");
    let declaration = if value { declaration.split(" = ").next().unwrap() } else { declaration };
    declaration.replace("( ", "(").replace(", )", ")").replace("[ ", "[")
}

/// What a file declares for everybody, each behind what it is in.
fn declared(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let (mut declared, mut around, mut variants) = (Vec::new(), String::new(), None);
    let mut notes: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let (code, depth) = (line.trim(), line.len() - line.trim_start().len());
        if code.starts_with("#[") {
            notes.push(code);
            continue;
        }
        if code.is_empty() || code.starts_with("//") {
            continue;
        }
        let is_hidden = notes.contains(&"#[doc(hidden)]");
        let kept: Vec<&str> = notes
            .drain(..)
            .filter(|note| note.starts_with("#[derive") || *note == "#[non_exhaustive]")
            .collect();
        if code.starts_with("impl") && depth == 0 {
            around = declaration(&lines[at..]);
            if around.contains(" for ") {
                declared.push(around.clone());
            }
        }
        if variants.is_some_and(|outer| depth <= outer) {
            variants = None;
        }
        let is_variant = variants.is_some_and(|outer| depth == outer + 4)
            && code.starts_with(|first: char| first.is_ascii_uppercase());
        if (code.starts_with("pub ") || is_variant) && !is_hidden {
            let found = declaration(&lines[at..]);
            let is_type =
                ["pub enum ", "pub struct ", "pub trait "].iter().any(|word| code.starts_with(word));
            if is_type {
                around = found.clone();
                variants = code.starts_with("pub enum ").then_some(depth);
            }
            let before = if is_type || depth == 0 { String::new() } else { format!("{around}: ") };
            declared.push(format!(
                "{}{before}{found}",
                kept.iter().map(|note| format!("{note} ")).collect::<String>()
            ));
        }
    }
    declared
}

#[test]
fn what_library_users_can_name_is_written_down() {
    let mut api = String::new();
    for module in modules() {
        let (file, folder) = (format!("src/{module}.rs"), format!("src/{module}"));
        let files = if Path::new(&file).exists() { vec![file.into()] } else { files(Path::new(&folder)) };
        let texts =
            files.iter().filter(|path| !path.iter().any(|part| part == "tests" || part == "tests.rs"));
        let mut lines: Vec<String> =
            texts.flat_map(|path| declared(&fs::read_to_string(path).unwrap())).collect();
        // In which file of a module something stands is nobody's business.
        let foreign = ["pub use crate::", "pub use jiff::", "pub use serde_json::"];
        lines.retain(|line| {
            !line.starts_with("pub use ") || foreign.iter().any(|start| line.starts_with(start))
        });
        lines.sort();
        lines.dedup();
        api.push_str(&format!("{module}\n"));
        lines.iter().for_each(|line| api.push_str(&format!("  {line}\n")));
    }
    let path = "tests/public_api.txt";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, &api).unwrap();
    }
    let known = fs::read_to_string(path).unwrap_or_default();
    let gone: Vec<_> = known.lines().filter(|line| !api.contains(line)).collect();
    let new: Vec<_> = api.lines().filter(|line| !known.contains(line)).collect();
    assert!(known == api, "gone: {gone:#?}\nnew: {new:#?}\nUPDATE=1 writes it down");
}

#[test]
fn declarations_are_found() {
    let text = "/// A.\n#[derive(Debug)]\n#[non_exhaustive]\npub struct A {\n    /// B.\n    pub b: u8,\n    c: u8,\n}\n\npub enum D {\n    /// E.\n    E,\n    F {\n        g: u8,\n    },\n}\n\nimpl A {\n    pub fn h(\n        &self,\n        i: u8,\n    ) -> u8 {\n        Self::J\n    }\n\n    #[doc(hidden)]\n    pub fn k() {}\n}\n\npub(crate) fn l() {}\n\npub const M: &[u8] = &[\n    1,\n];\n";
    let expected = [
        "#[derive(Debug)] #[non_exhaustive] pub struct A",
        "pub struct A: pub b: u8",
        "pub enum D",
        "pub enum D: E",
        "pub enum D: F",
        "impl A: pub fn h(&self, i: u8) -> u8",
        "pub const M: &[u8]",
    ];
    assert_eq!(declared(text), expected);
}
