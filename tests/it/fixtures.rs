//! Tables as people write them, and what becomes of each: the playbook and every word that is said are the specification of
//! the import. `UPDATE=1` writes them anew; look at them before you commit them.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use faultbook::finding::Level;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::world::World;

const FOLDER: &str = "tests/fixtures/import";

/// The tables in the folder, by name.
fn fixtures() -> Vec<PathBuf> {
    let is_table = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| ["md", "html", "csv", "tsv", "xlsx", "ods"].iter().any(|known| end == *known))
    };
    let mut paths: Vec<_> =
        fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).filter(is_table).collect();
    paths.sort();
    paths
}

/// Compares a text with a file, or writes the file.
fn check(path: &PathBuf, written: &str, wrong: &mut String) {
    if std::env::var_os("UPDATE").is_some() {
        return fs::write(path, written).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if written != expected {
        let lines = written.lines().zip(expected.lines());
        let line = lines.take_while(|(now, then)| now == then).count();
        let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
        writeln!(
            wrong,
            "{}:{}: is now: {}\n    was to be: {}",
            path.display(),
            line + 1,
            at(written),
            at(&expected)
        )
        .unwrap();
    }
}

#[test]
fn tables_of_the_wild_become_what_they_mean() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 25, "{}", fixtures.len());
    let mut wrong = String::new();
    for path in fixtures {
        let name = path.file_name().unwrap().to_str().unwrap();
        // Git may write other ends of lines where it is told to; a fixture is what was committed.
        let bytes = fs::read(&path).unwrap();
        let table = match String::from_utf8(bytes) {
            Ok(text) => text.replace("\r\n", "\n").into_bytes(),
            Err(workbook) => workbook.into_bytes(),
        };
        let mut texts = Texts::new();
        let taken = texts.import(name, &table);
        let mut said = String::new();
        if let Some(preset) = taken.import.preset {
            writeln!(said, "read as an export of {}", preset.tool).unwrap();
        }
        for table in &taken.import.tables {
            let sheet = table.sheet.as_ref().map(|sheet| format!("{sheet}, ")).unwrap_or_default();
            match &table.outcome {
                Ok(number) => writeln!(said, "{sheet}line {}: {number} failures", table.line).unwrap(),
                Err(reason) => writeln!(said, "{sheet}line {}: passed over: {reason}", table.line).unwrap(),
            }
            for (heading, field) in table.columns.iter().filter(|_| table.outcome.is_ok()) {
                writeln!(said, "    {heading}: {field}").unwrap();
            }
        }
        notes(&taken).iter().for_each(|note| writeln!(said, "{note}").unwrap());
        if let Some(proposed) = &taken.proposed {
            writeln!(said, "{}\n{}", proposed.message, proposed.lines).unwrap();
        }
        check(&path.with_extension("notes"), &said, &mut wrong);
        let playbook = texts.files.first().map_or("", |(_, text)| text.as_str()).to_owned();
        check(&path.with_extension("toml"), &playbook, &mut wrong);
        if playbook.is_empty() {
            continue;
        }
        let world = World::of(&playbook);
        let denied: Vec<_> =
            world.lint().into_iter().filter(|finding| finding.level == Level::Deny).collect();
        assert!(denied.is_empty(), "{name}: {denied:#?}");
        let again = texts.import(name, &table);
        assert!(
            again.new.is_empty() && again.changed.is_empty() && again.gone.is_empty(),
            "{name}: {:?} {:?}",
            again.new,
            again.changed
        );
        assert_eq!(texts.files[0].1, playbook, "{name}: a second import changes something");
    }
    assert!(wrong.is_empty(), "{wrong}");
}
