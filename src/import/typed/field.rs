//! Which field a person means.

use crate::change::Path;
use crate::change::Refusal;
use crate::change::Step;
use crate::change::shape;
use crate::finding::nearest;
use crate::finding::short;
use crate::import::typed::Typed;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::shape::keys;

impl Typed<'_> {
    /// Parts `FIELD=VALUE`. A list answers to its singular too.
    ///
    /// # Errors
    /// There is no `=`, or no such field.
    pub fn part<'t>(&self, text: &'t str) -> Result<(Path, &'t str), Refusal> {
        let parted = text.split_once('=');
        let (field, value) = parted.ok_or_else(|| {
            Refusal::new(format!("`{}` is no FIELD=VALUE", short(text)))
                .help("write for instance severity=high")
        })?;
        Ok((self.path(field.trim())?, value))
    }

    /// The field of a name.
    ///
    /// # Errors
    /// There is no such field.
    pub fn path(&self, name: &str) -> Result<Path, Refusal> {
        let path: Path =
            name.parse().map_err(|reason| Refusal::new(format!("`{}`: {reason}", short(name))))?;
        let path = self.whole(path);
        if shape(self.kind, path.steps()).is_some()
            || path.first_key().is_some_and(|key| key.starts_with("x-"))
        {
            return Ok(path);
        }
        let known: Vec<&str> = keys(self.kind).iter().map(|key| key.name).collect();
        let refusal = Refusal::new(format!("{} has no field `{}`", article(self.kind), short(name)));
        let first = path.first_key().unwrap_or_default();
        Err(match nearest(first, known.iter().copied()) {
            Some(near) if near != first => refusal.help(format!("did you mean `{near}`?")),
            _ => {
                refusal.help(format!("the fields are {}; a key of your own begins with x-", known.join(", ")))
            }
        })
    }

    /// A path whose first key is the plural that the format knows.
    fn whole(&self, path: Path) -> Path {
        let Some(first) = path.first_key() else { return path };
        let written = first.replace('-', "_");
        let key = keys(self.kind).iter().find(|key| answers(key, first) || answers(key, &written));
        match key {
            Some(key) if !first.starts_with("x-") => {
                let mut steps = path.steps().to_vec();
                steps[0] = Step::Key(key.name.to_owned());
                steps.into()
            }
            _ => path,
        }
    }
}

/// Whether a key is meant by a name: its own, or the singular of a list.
fn answers(key: &Key, name: &str) -> bool {
    key.name == name || singular(key) == name
}

/// What one element of a list is called: `source` of `sources`, `class` of `classes`.
pub fn singular(key: &Key) -> &'static str {
    // Where a failure strikes is no plural.
    let is_plural = matches!(key.shape, Shape::List(_));
    let stem = key.name.strip_suffix("sses").map(|_| &key.name[..key.name.len() - 2]);
    match stem.or_else(|| key.name.strip_suffix('s')) {
        Some(stem) if is_plural => stem,
        _ => key.name,
    }
}

fn article(kind: Kind) -> String {
    let word = kind.to_string();
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { format!("an {word}") } else { format!("a {word}") }
}
