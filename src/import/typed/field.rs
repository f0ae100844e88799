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
use crate::model::ScaleName;
use crate::model::Shape;
use crate::model::Word;
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

    /// A path as the format has it, of one that is written as a column (`residual_severity`), with a letter of FMEA, or with the singular
    /// of a list.
    fn whole(&self, path: Path) -> Path {
        let path = self.lettered(self.parted(path));
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

impl Typed<'_> {
    /// A path of which the first key is the name of a column, at the underscore that joins two keys there.
    fn parted(&self, path: Path) -> Path {
        let Some((first, rest)) = path.first_key().and_then(|key| key.split_once('_')) else { return path };
        let parted = Path::key(first).then_key(rest);
        let is_known = |path: &Path| shape(self.kind, self.lettered(path.clone()).steps()).is_some();
        if path.steps().len() == 1 && !is_known(&path) && is_known(&parted) { parted } else { path }
    }

    /// A path of which the last key is a letter of FMEA, with the rating that it stands for.
    fn lettered(&self, path: Path) -> Path {
        let Some((above, Step::Key(last))) = path.split_last() else { return path };
        let rating = ScaleName::ALL.iter().find(|scale| scale.letter() == last);
        let rated = rating.map(|rating| above.then_key(rating.word()));
        let is_rating = |path: &Path| {
            matches!(shape(self.kind, path.steps()), Some(Shape::Rating(_) | Shape::Likelihood))
        };
        rated.filter(is_rating).unwrap_or(path)
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
