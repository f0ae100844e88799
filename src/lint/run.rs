//! Runs the rules, and settles how loudly each finding speaks.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::finding::Subject;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::lint::levels::Levels;
use crate::lint::unused_allow;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::parallel;

/// What the rules say.
#[derive(Debug, Default)]
pub struct Judged {
    /// The findings, in the order of the rules. There may be very many, so they come in several lists, which can be freed
    /// one by one.
    pub findings: Vec<Vec<Finding>>,
    /// How much each rule did not say, since it depends on something that could not be read.
    pub held: BTreeMap<&'static str, usize>,
}

/// Runs all rules of a scope. What comes back, with what was found while reading, has its level; silenced findings are gone,
/// and so are those that are not `wanted`.
pub fn run(scope: &Scope<'_>, wanted: impl Fn(&Finding) -> bool) -> Judged {
    let diagnostics = check(scope);
    let (mut silence, mut levels) = (Silence::new(scope), Levels::new(scope));
    let mut settle = |silence: &mut Silence<'_>, findings| settle(scope, silence, &mut levels, findings);
    let (mut findings, mut held) = (Vec::new(), BTreeMap::new());
    let mut add = |mut more: Vec<Finding>| {
        more.retain(&wanted);
        if !more.is_empty() {
            findings.push(more);
        }
    };
    add(settle(&mut silence, scope.reading.to_vec()));
    add(settle(&mut silence, scope.texts.clone()));
    for (rule, mut diagnostics) in scope.rules.iter().zip(diagnostics) {
        silence.used.extend(diagnostics.left_out.drain(..).map(|entry| (entry, rule.id)));
        let said = diagnostics.findings.len();
        diagnostics.findings = settle(&mut silence, diagnostics.findings);
        let silenced = said - diagnostics.findings.len();
        let waiting = settle(&mut silence, std::mem::take(&mut diagnostics.held));
        match waiting.iter().filter(|finding| wanted(finding)).count() {
            0 => {}
            waiting => drop(held.insert(rule.id, waiting)),
        }
        add(fold(scope, rule, diagnostics, silenced));
    }
    // What silences nothing is known once all have spoken, and may itself be silenced.
    let unused = silence.unused(scope, |rule| rule != unused_allow::RULE.id);
    add(settle(&mut silence, unused));
    let unused = silence.unused(scope, |rule| rule == unused_allow::RULE.id);
    add(settle(&mut silence, unused));
    Judged { findings, held }
}

/// What each rule says, in their order.
fn check(scope: &Scope<'_>) -> Vec<Diagnostics> {
    /// How many failures make it worth to start threads.
    const PARALLEL: usize = 1_000;
    /// How many failures one thread looks at before it takes others.
    const SOME: usize = 500;
    let rules = || scope.rules.iter();
    let whole = |rule: &Rule| {
        let mut diagnostics = Diagnostics::new(rule.id);
        (rule.check)(scope, &mut diagnostics);
        if !rule.needs.is_empty() && !scope.reading.is_empty() {
            diagnostics.hold_back_of(|entry| scope.flaws(entry).is_some_and(|flaws| rule.waits_for(flaws)));
        }
        diagnostics
    };
    let each = |failures: &[&Entry<Failure>]| {
        let mut all: Vec<Diagnostics> = rules().map(|rule| Diagnostics::new(rule.id)).collect();
        for failure in failures {
            for (rule, diagnostics) in rules().zip(&mut all) {
                let Some(each) = rule.each else { continue };
                if rule.waits_for(&failure.flaws) {
                    let mut waiting = Diagnostics::new(rule.id);
                    each(scope, failure, &mut waiting);
                    waiting.hold_back_of(|_| true);
                    diagnostics.add(waiting);
                } else {
                    each(scope, failure, diagnostics);
                }
            }
        }
        all
    };
    let failures: Vec<_> = scope.open_failures().collect();
    let (mut all, mut parts): (Vec<Diagnostics>, Vec<Vec<Diagnostics>>) = if failures.len() < PARALLEL {
        (rules().map(whole).collect(), vec![each(&failures)])
    } else {
        parallel::join(
            || parallel::tasks(rules().collect(), whole),
            || parallel::chunks(&failures, SOME, each),
        )
    };
    // There may be very many findings: those of one rule are there twice at a time, and the list of each grows once.
    for (at, all) in all.iter_mut().enumerate() {
        all.findings.reserve_exact(parts.iter().map(|part| part[at].findings.len()).sum());
        parts.iter_mut().for_each(|part| all.add(std::mem::take(&mut part[at])));
        all.suggest(scope.book);
    }
    all
}

/// Drops what is silenced, and gives the rest its level.
fn settle(
    scope: &Scope<'_>,
    silence: &mut Silence<'_>,
    levels: &mut Levels<'_, '_>,
    findings: Vec<Finding>,
) -> Vec<Finding> {
    let heard = findings.into_iter().filter(|finding| !silence.covers(scope, finding));
    let settled = heard.map(|finding| Finding { level: levels.of(&finding), ..finding });
    settled.filter(|finding| finding.level != Level::Allow).collect()
}

/// Says once, as loudly as the loudest, what would be said of every entry because a habit never began. Where files
/// have levels of their own, each entry is spoken of by itself.
fn fold(scope: &Scope<'_>, rule: &Rule, diagnostics: Diagnostics, silenced: usize) -> Vec<Finding> {
    let Diagnostics { findings, judged, .. } = diagnostics;
    let Some(message) = rule.habit else { return findings };
    // What is wrong with the options of the rule is no habit.
    let is_entry = |finding: &Finding| matches!(finding.at.subject, Subject::Entry(_));
    let (entries, mut findings): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_entry);
    let has_exceptions = scope.config.lint.per_file.tables.iter().any(|levels| levels.contains_key(rule.id));
    let alike = entries.windows(2).all(|pair| pair[0].level == pair[1].level);
    if entries.len() < 2 || entries.len() + silenced != judged || has_exceptions && !alike {
        findings.extend(entries);
        return findings;
    }
    let loudest = entries.into_iter().reduce(|a, b| if b.level > a.level { b } else { a });
    findings.extend(loudest.map(|finding| Finding {
        at: Place::workspace(),
        message: message(judged).into(),
        ..finding
    }));
    findings
}

/// The rules that entries silence, and which of them had something to say.
struct Silence<'a> {
    allows: HashMap<EntryRef, &'a BTreeMap<String, String>>,
    used: HashSet<(EntryRef, &'static str)>,
}

impl<'a> Silence<'a> {
    fn new(scope: &Scope<'a>) -> Self {
        Self { allows: scope.allows().iter().cloned().collect(), used: HashSet::new() }
    }

    fn covers(&mut self, scope: &Scope<'_>, finding: &Finding) -> bool {
        let is_loss = || scope.rules.iter().find(|rule| rule.id == finding.rule).is_none_or(|rule| rule.loss);
        if self.allows.is_empty() || is_loss() {
            return false;
        }
        let Subject::Entry(entry) = &finding.at.subject else {
            return false;
        };
        let covered = self.allows.get(entry).is_some_and(|allow| allow.contains_key(finding.rule));
        if covered {
            self.used.insert((entry.clone(), finding.rule));
        }
        covered
    }

    /// The silenced rules that are known and said nothing. What depends on the date may speak another day, and what depends
    /// on something that could not be read once that is mended.
    fn unused(&mut self, scope: &Scope<'_>, wanted: impl Fn(&str) -> bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (entry, allow) in scope.allows() {
            for name in allow.keys().filter(|name| wanted(name)) {
                let Some(rule) = scope.rules.iter().find(|rule| rule.id == name) else {
                    continue;
                };
                let may_speak = || rule.dated || !rule.loss && !rule.alone && !scope.is_clear();
                if !self.used.contains(&(entry.clone(), rule.id)) && !may_speak() {
                    let at = Place::entry(entry.clone()).field(format!("allow.{name}"));
                    let message = match rule.loss {
                        true => {
                            format!("the rule {name} cannot be silenced, since it speaks of what is lost")
                        }
                        false => {
                            format!("the rule {name} has nothing to say here, so nothing needs to silence it")
                        }
                    };
                    findings.push(Finding::new(unused_allow::RULE.id, at, message).help("delete it"));
                }
            }
        }
        findings
    }
}
