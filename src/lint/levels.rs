//! How loudly findings speak.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::rc::Rc;

use crate::config::Config;
use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Subject;
use crate::lint::Scope;

/// What the configuration says of rules in some files.
type Exceptions<'a> = Rc<BTreeMap<&'a str, Level>>;

/// Finds the level of each finding. A file is held against the globs of the configuration once, whatever is found in it, and
/// files of which the same tables speak share what these say.
pub(super) struct Levels<'s, 'a> {
    scope: &'s Scope<'a>,
    files: HashMap<String, Exceptions<'a>>,
    shared: HashMap<Vec<usize>, Exceptions<'a>>,
}

impl<'s, 'a> Levels<'s, 'a> {
    pub(super) fn new(scope: &'s Scope<'a>) -> Self {
        Self { scope, files: HashMap::new(), shared: HashMap::new() }
    }

    /// The level of a finding: the rule's own, quieter above the target level; what the configuration says wins, for
    /// files over for all; what depends on the date is a hint unless asked for.
    pub(super) fn of(&mut self, finding: &Finding) -> Level {
        let scope = self.scope;
        let rule = scope.rules.iter().find(|rule| rule.id == finding.rule);
        let own = rule.map_or(Level::Deny, |rule| rule.level).min(finding.level);
        let above = rule.is_some_and(|rule| rule.target > scope.config.target_level);
        let mut level = if above { own.min(Level::Hint) } else { own };
        let lint = &scope.config.lint;
        if let Some(set) = lint.rules.get(finding.rule).and_then(|setting| setting.level) {
            level = set;
        }
        if !lint.per_file.tables.is_empty()
            && let Some(file) = file_of(scope, finding)
        {
            level = self.exceptions(file).get(finding.rule).copied().unwrap_or(level);
        }
        let dated = rule.is_some_and(|rule| rule.dated) && !scope.facts.dated;
        if dated { level.min(Level::Hint) } else { level }
    }

    fn exceptions(&mut self, file: &str) -> &Exceptions<'a> {
        if !self.files.contains_key(file) {
            let config: &'a Config = self.scope.config;
            let per_file = &config.lint.per_file;
            let tables = per_file.of(file);
            let said = |tables: &[usize]| {
                let levels = tables.iter().flat_map(|&at| &per_file.tables[at]);
                Rc::new(levels.map(|(rule, level)| (rule.as_str(), *level)).collect())
            };
            let exceptions = match self.shared.get(&tables) {
                Some(shared) => Rc::clone(shared),
                None => Rc::clone(self.shared.entry(tables.clone()).or_insert(said(&tables))),
            };
            self.files.insert(file.to_owned(), exceptions);
        }
        &self.files[file]
    }
}

fn file_of<'s>(scope: &'s Scope<'_>, finding: &'s Finding) -> Option<&'s str> {
    match (&finding.at.text, &finding.at.subject) {
        (Some(text), _) => Some(&text.file),
        (None, Subject::Entry(entry)) => {
            scope.book.origin(entry.kind, entry.id.as_str()).map(|origin| scope.book.file(origin))
        }
        (None, Subject::File(file)) => Some(file),
        (None, Subject::Config | Subject::Workspace) => None,
    }
}
