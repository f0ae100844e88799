//! Sessions at the shell, written down and played back: every `console` block of the README and of `tests/cmd/`.
//! `UPDATE=1` writes the outputs anew.
//!
//! A block holds commands behind `$ ` and what they print, both streams together; `[exit N]` where that is not 0.
//! The blocks of one file share a folder. `<!-- file: PATH -->` before a code block writes it to a file there.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use crate::world::World;

/// Plays a file back, and returns it with the outputs that came.
fn play(path: &Path) -> String {
    let world = World::bare();
    let text = fs::read_to_string(path).unwrap();
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    let mut file: Option<&str> = None;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(name) = line.strip_prefix("<!-- file: ").and_then(|rest| rest.strip_suffix(" -->")) {
            file = Some(name);
        } else if line == "```console" {
            while let Some(line) = lines.next_if(|line| *line != "```") {
                if let Some(command) = line.strip_prefix("$ ") {
                    out.push_str(&format!("{line}\n{}", run(command, world.path())));
                }
            }
        } else if line.starts_with("```") && line != "```" {
            let mut content = String::new();
            while let Some(line) = lines.next_if(|line| *line != "```") {
                content.push_str(line);
                content.push('\n');
            }
            out.push_str(&content);
            if let Some(name) = file.take() {
                fs::write(world.path().join(name), content).unwrap();
            }
        }
    }
    out
}

/// What a command prints, with a fixed day, width and path, and no colour.
fn run(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_faultbook")).parent().unwrap();
    let path = std::env::join_paths(
        [binary.to_path_buf()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path.unwrap())
        .env("COLUMNS", "80")
        .env("SOURCE_DATE_EPOCH", "1795132800")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("FORCE_COLOR")
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    // What is compared is what is seen; that CSV ends its lines as Windows does is held elsewhere.
    let mut shown = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push('\n');
    }
    match output.status.code() {
        Some(0) => shown,
        code => format!("{shown}[exit {}]\n", code.unwrap_or(-1)),
    }
}

#[test]
fn sessions_go_as_written() {
    let mut files: Vec<PathBuf> =
        fs::read_dir("tests/cmd").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.push("README.md".into());
    files.sort();
    for path in files {
        let (written, played) = (fs::read_to_string(&path).unwrap(), play(&path));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &played).unwrap();
            continue;
        }
        for (number, (line, came)) in written.lines().zip(played.lines()).enumerate() {
            assert_eq!(came, line, "{}:{}; UPDATE=1 writes it anew", path.display(), number + 1);
        }
        assert_eq!(
            written.lines().count(),
            played.lines().count(),
            "{}; UPDATE=1 writes it anew",
            path.display()
        );
    }
}
