//! Which files a workspace consists of, as its configuration says it: folders and globs, made ready to be compared with paths.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;

use globset::GlobBuilder;
use globset::GlobSet;

use crate::limits::PATTERN;
use crate::limits::PATTERNS;

/// The configuration file and the files below folders and globs. All paths are relative to the root, with `/` between their parts.
#[derive(Clone, Debug, Default)]
pub struct FileSet {
    marker: String,
    /// The patterns, each with its place in the configuration.
    pub(super) patterns: Vec<(String, Range<usize>)>,
    /// The same by the folder from which they are looked for, so that it is walked once.
    pub(super) starts: BTreeMap<PathBuf, Start>,
    /// Patterns that do not count, each with the reason.
    pub(super) refused: Vec<(usize, String)>,
}

/// What is looked for from one folder on.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    /// The first pattern that is the folder itself.
    pub(super) plain: Option<usize>,
    pub(super) globs: GlobSet,
    /// The patterns of `globs`.
    pub(super) numbers: Vec<usize>,
}

impl FileSet {
    /// The files of a workspace whose root holds `marker`.
    pub fn new(marker: &str, patterns: &[(String, Range<usize>)]) -> Self {
        let mut set = Self { marker: marker.to_owned(), patterns: patterns.to_vec(), ..Self::default() };
        let mut globs: BTreeMap<PathBuf, Vec<(usize, globset::Glob)>> = BTreeMap::new();
        for (number, (pattern, _)) in patterns.iter().enumerate() {
            let reason = if number >= PATTERNS {
                format!("only the first {PATTERNS} patterns are read")
            } else if pattern.len() > PATTERN {
                format!("a pattern has at most {PATTERN} bytes")
            } else {
                match Parts::of(pattern) {
                    Ok(Parts { start, glob: None }) => {
                        set.starts.entry(start).or_default().plain.get_or_insert(number);
                        continue;
                    }
                    Ok(Parts { start, glob: Some(glob) }) => {
                        globs.entry(start).or_default().push((number, glob));
                        continue;
                    }
                    Err(reason) => reason,
                }
            };
            set.refused.push((number, reason));
        }
        for (folder, globs) in globs {
            let mut all = GlobSet::builder();
            let mut numbers = Vec::with_capacity(globs.len());
            for (number, glob) in globs {
                all.add(glob);
                numbers.push(number);
            }
            match all.build() {
                Ok(globs) => {
                    let start = set.starts.entry(folder).or_default();
                    (start.globs, start.numbers) = (globs, numbers);
                }
                Err(error) => {
                    set.refused.extend(numbers.into_iter().map(|number| (number, error.kind().to_string())));
                }
            }
        }
        set
    }

    /// The name of the configuration file.
    pub(super) fn marker(&self) -> &str {
        &self.marker
    }

    /// Whether the workspace may consist of a file with this path.
    pub fn covers(&self, path: &str) -> bool {
        let path = Path::new(path);
        let is_below = |(folder, start): (&PathBuf, &Start)| {
            path.starts_with(folder)
                && (start.plain.is_some() || path.ancestors().any(|above| start.globs.is_match(above)))
        };
        path == Path::new(&self.marker) || self.starts.iter().any(is_below)
    }
}

/// A pattern: the folders in front that are plain names, and the glob where it is one.
struct Parts {
    start: PathBuf,
    glob: Option<globset::Glob>,
}

impl Parts {
    fn of(pattern: &str) -> Result<Self, String> {
        let is_glob = |part: &str| part.contains(['*', '?', '[', '{']);
        let plain = |part: &&str| !matches!(*part, "" | ".");
        if !is_glob(pattern) {
            let start = match pattern.starts_with('/') {
                true => PathBuf::from(pattern),
                false => pattern.split('/').filter(plain).collect(),
            };
            return Ok(Self { start, glob: None });
        }
        let pattern = pattern.trim_start_matches("./");
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        let start = pattern.split('/').take_while(|part| !is_glob(part)).collect();
        Ok(Self { start, glob: Some(glob.map_err(|error| error.kind().to_string())?) })
    }
}

/// What patterns name follows from them.
impl PartialEq for FileSet {
    fn eq(&self, other: &Self) -> bool {
        (&self.marker, &self.patterns) == (&other.marker, &other.patterns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_consists_of_what_its_patterns_name() {
        let set = |patterns: &[&str]| {
            let patterns: Vec<_> = patterns.iter().map(|pattern| ((*pattern).to_owned(), 0..0)).collect();
            FileSet::new("faultbook.toml", &patterns)
        };
        let folders = set(&["playbooks", "./more/"]);
        for path in ["faultbook.toml", "playbooks/a.toml", "playbooks/deep/a.toml", "more/b.toml"] {
            assert!(folders.covers(path), "{path}");
        }
        for path in ["Cargo.toml", "playbooks.toml", "other/playbooks/a.toml", "playbooks2/a.toml"] {
            assert!(!folders.covers(path), "{path}");
        }
        let globs = set(&["services/*/playbooks", "risks/*.toml"]);
        for path in ["services/a/playbooks/x.toml", "services/a/playbooks/deep/x.toml", "risks/x.toml"] {
            assert!(globs.covers(path), "{path}");
        }
        for path in ["services/a/Cargo.toml", "services/a/b/playbooks/x.toml", "risks/deep/x.toml"] {
            assert!(!globs.covers(path), "{path}");
        }
        assert!(set(&["."]).covers("anything.toml"));
    }

    #[test]
    fn patterns_that_do_not_count_have_a_reason() {
        let mut patterns: Vec<_> = (0..PATTERNS).map(|number| (format!("p{number}/*"), 0..0)).collect();
        patterns[3].0 = "a{b".to_owned();
        patterns[4].0 = "x".repeat(PATTERN + 1);
        patterns.push(("last".to_owned(), 0..0));
        let refused = FileSet::new("faultbook.toml", &patterns).refused;
        assert_eq!(refused.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [3, 4, PATTERNS]);
    }
}
