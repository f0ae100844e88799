//! The first line of files that names their schema, for editors.

use crate::workspace::transaction::Transaction;

const SIGN: &str = "#:schema ";

impl Transaction {
    /// The line that names the schema of playbooks from a new file, where another file has one that can be followed; else
    /// nothing.
    pub(super) fn schema_line(&self, path: &str) -> String {
        // New files name what older ones do, so that one look is enough.
        let schema = self.schema.get_or_init(|| {
            self.files_open.iter().find_map(|file| {
                let text = file.draft.before().trim_start_matches('\u{feff}');
                let named = text.lines().next()?.strip_prefix(SIGN)?.trim();
                let is_address = named.contains("://");
                if is_address { Some(named.to_owned()) } else { from_root(file.draft.path(), named) }
            })
        });
        match schema {
            Some(address) if address.contains("://") => format!("{SIGN}{address}\n"),
            Some(schema) => {
                let up = match path.matches('/').count() {
                    0 => "./".to_owned(),
                    deep => "../".repeat(deep),
                };
                format!("{SIGN}{up}{schema}\n")
            }
            None => String::new(),
        }
    }
}

/// A path relative to a file, as one relative to the root. `None`: it leads out of it.
fn from_root(file: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_and_never_out() {
        assert_eq!(from_root("playbooks/a.toml", "../.schema/p.json").as_deref(), Some(".schema/p.json"));
        assert_eq!(from_root("a.toml", "./p.json").as_deref(), Some("p.json"));
        assert_eq!(from_root("playbooks/a.toml", "../../p.json"), None);
    }
}
