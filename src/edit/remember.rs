//! Lines that a command adds to `faultbook.toml`.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Refusal;
use crate::change::Value;
use crate::change::at;
use crate::edit::emit::key_text;
use crate::edit::quoted;
use crate::edit::splice;
use crate::syntax::lines::line_feed;

/// Sets texts in a table of a configuration, `import.levels`, which is made at the end where it is missing.
///
/// # Errors
/// The text is written in a way that only an editor can change.
pub fn remember(text: &str, table: &Path, pairs: &[(String, String)]) -> Result<String, Refusal> {
    let mut text = text.to_owned();
    for (key, value) in pairs {
        let whole = splice::read(&text)?;
        let place = table.then_key(key);
        if at(&whole, &place).and_then(Value::as_str) == Some(value) {
            continue;
        }
        if let Some(Value::Table(_)) = at(&whole, table) {
            text = splice::edit(&text, &[], &Edit::Set(place, Value::text(value)))?;
            continue;
        }
        let feed = line_feed(&text);
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { feed };
        text.push_str(&format!("{end}{feed}[{table}]{feed}{} = {}{feed}", key_text(key), quoted(value)));
    }
    Ok(text)
}

/// Adds texts to a list in a table of a configuration, `fill_down` in `import`, but for those that are there in upper or lower case.
///
/// # Errors
/// The text is written in a way that only an editor can change.
pub fn remember_items(text: &str, table: &Path, key: &str, items: &[String]) -> Result<String, Refusal> {
    let mut text = text.to_owned();
    let list = table.then_key(key);
    for item in items {
        let whole = splice::read(&text)?;
        let known = at(&whole, &list);
        let is_it = |known: &Value| known.as_str().is_some_and(|known| is_same(known, item));
        if known.and_then(Value::as_list).is_some_and(|known| known.iter().any(is_it)) {
            continue;
        }
        let edit = match (known, at(&whole, table)) {
            (Some(_), _) => Edit::Add(list.clone(), Value::text(item)),
            (None, Some(_)) => Edit::Set(list.clone(), Value::texts([item.as_str()])),
            (None, None) => {
                let feed = line_feed(&text);
                let end = if text.is_empty() || text.ends_with('\n') { "" } else { feed };
                text.push_str(&format!("{end}{feed}[{table}]{feed}{key} = [{}]{feed}", quoted(item)));
                continue;
            }
        };
        text = splice::edit(&text, &[], &edit)?;
    }
    Ok(text)
}

/// Whether two headings are the same, as they are compared on import.
fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_stands_in_one_table() {
        let table: Path = "import.levels".parse().unwrap();
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let once = remember("format = 1", &table, &pairs(&[("Very bad", "high"), ("bad", "low")])).unwrap();
        assert_eq!(once, "format = 1\n\n[import.levels]\n\"Very bad\" = \"high\"\nbad = \"low\"\n");
        assert_eq!(remember(&once, &table, &pairs(&[("bad", "low")])).unwrap(), once);
        let changed = remember(&once, &table, &pairs(&[("bad", "medium")])).unwrap();
        assert_eq!(changed, once.replace("low", "medium"));
        let other = "import = { levels = { a = \"low\" } }\n";
        assert_eq!(
            remember(other, &table, &pairs(&[("b", "high")])).unwrap(),
            "import = { levels = { a = \"low\", b = \"high\" } }\n"
        );
    }

    #[test]
    fn a_list_is_remembered_beside_the_tables() {
        let table: Path = "import".parse().unwrap();
        let fill = |text: &str, items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            remember_items(text, &table, "fill_down", &items).unwrap()
        };
        let once = fill("format = 1\n", &["Component", "Step"]);
        assert_eq!(once, "format = 1\n\n[import]\nfill_down = [\"Component\", \"Step\"]\n");
        assert_eq!(fill(&once, &["component", "Step "]), once);
        let below = fill("format = 1\n\n[import.levels]\nbad = \"low\"\n", &["Component"]);
        assert_eq!(
            below,
            "format = 1\n\n[import]\nfill_down = [\"Component\"]\n[import.levels]\nbad = \"low\"\n"
        );
        let inline = fill("import = { levels = { a = \"low\" } }\n", &["Component"]);
        assert_eq!(inline, "import = { levels = { a = \"low\" }, fill_down = [\"Component\"] }\n");
    }
}
