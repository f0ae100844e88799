//! Rules: one file and one page each. A rule speaks of places, never of lines.

mod acceptance_by_whom;
mod action_without_owner;
mod bad_id;
mod bad_scale;
mod bad_value;
mod budget_exceeded;
mod cascade_unexamined;
mod conflict_marker;
mod confusable_text;
mod control_character;
mod diagnostics;
mod doubt;
mod duplicate_failure;
mod duplicate_id;
mod duplicate_playbook_table;
mod empty_flow;
mod failure_too_big;
mod future_fact;
mod incomplete_failure;
mod levels;
mod missing_key;
mod newer_format;
mod no_action;
mod no_detection;
mod no_flow;
mod no_objective;
mod no_owner;
mod one_sided_actions;
mod one_sided_responsibility;
mod orphan_component;
mod overdue_action;
mod rating_contradicts_estimate;
mod run;
mod scope;
mod secret;
mod severity_below_blast_radius;
mod single_point_of_failure;
mod sla_below_objective;
mod source_outside_flow;
mod stale_acceptance;
mod stale_review;
mod syntax;
mod texts;
mod toml_1_1_syntax;
mod tracked;
mod unbounded_scaling;
mod unclassified_mitigation;
mod unexamined_component;
mod unknown_key;
mod unknown_level;
mod unknown_reference;
mod unknown_rule;
mod unlinked_source;
mod unreached_objective;
mod unreadable_file;
mod unused_allow;
mod weak_dependency_without_fallback;
mod wrong_type;

use crate::finding::Level;
use crate::finding::Passage;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flaws;

pub use diagnostics::Diagnostics;
pub use doubt::Unread;
pub use future_fact::future_fact;
pub use future_fact::is_future;
pub use run::Judged;
pub use run::run;
pub use scope::Facts;
pub use scope::Scope;
pub use secret::masked;
pub use secret::secrets;
pub use texts::Texts;
pub use unknown_rule::UNTESTED;
pub use unknown_rule::unknown_in_allow;

/// A rule, as data: an id, a page, and a function that judges a book.
///
/// One of your own begins with [`Rule::judging`], [`Rule::of_failures`] or [`Rule::of_texts`]; what differs is set afterwards.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The name that is written in `[lint]` and in `allow`. Its file and page are called so too.
    pub id: &'static str,
    /// How loudly it speaks unless the configuration says otherwise.
    pub level: Level,
    /// The maturity level it belongs to; a workspace that works towards a lower one gets hints.
    pub target: u8,
    /// Whether it depends on the date. Such a rule speaks at its own level only when asked for.
    pub dated: bool,
    /// Whether it tells of entries that are lost. Silencing it in an entry would hide the loss, and is not possible.
    pub loss: bool,
    /// The names of its options.
    pub options: &'static [&'static str],
    /// What is said once for the workspace where the rule would fire on each of a number of failures.
    pub habit: Option<fn(usize) -> String>,
    /// What `faultbook explain` prints, and what a test runs.
    pub page: &'static str,
    /// The keys of an entry on which what it says of that entry depends. Where one of them could not be read, it waits.
    pub needs: &'static [&'static str],
    /// Whether it looks at one entry at a time, so that nothing elsewhere changes what it says of it.
    pub alone: bool,
    /// Judges the book as a whole. A rule about what is found while reading has nothing left to judge.
    pub check: fn(&Scope<'_>, &mut Diagnostics),
    /// Judges each failure that is not retired, by itself. All such rules look at a failure while it is at hand, which is
    /// several times faster than to go through very many failures once for each rule.
    pub each: Option<Each>,
    /// Judges the texts of files, of whatever entry or kind they are.
    pub text: Option<OfText>,
}

/// Judges one failure that is not retired.
pub type Each = fn(&Scope<'_>, &Entry<Failure>, &mut Diagnostics);

/// How a rule judges texts.
#[derive(Clone, Copy, Debug)]
pub struct OfText {
    /// The bytes of a file, in order, near which it may have something to report. Every file is looked at, so this is fast;
    /// only what is around these bytes is parsed again and judged.
    pub glance: fn(&str) -> Vec<usize>,
    /// Judges one text.
    pub judge: fn(&Passage<'_>, &mut Diagnostics),
    /// Whether it holds back where something was found at the same key or value while reading.
    pub yields: bool,
}

/// All rules, by id.
pub const RULES: &[Rule] = &[
    acceptance_by_whom::RULE,
    action_without_owner::RULE,
    bad_id::RULE,
    bad_scale::RULE,
    bad_value::RULE,
    budget_exceeded::RULE,
    cascade_unexamined::RULE,
    conflict_marker::RULE,
    confusable_text::RULE,
    control_character::RULE,
    duplicate_failure::RULE,
    duplicate_id::RULE,
    duplicate_playbook_table::RULE,
    empty_flow::RULE,
    failure_too_big::RULE,
    future_fact::RULE,
    incomplete_failure::RULE,
    missing_key::RULE,
    newer_format::RULE,
    no_action::RULE,
    no_detection::RULE,
    no_flow::RULE,
    no_objective::RULE,
    no_owner::RULE,
    one_sided_actions::RULE,
    one_sided_responsibility::RULE,
    orphan_component::RULE,
    overdue_action::RULE,
    rating_contradicts_estimate::RULE,
    secret::RULE,
    severity_below_blast_radius::RULE,
    single_point_of_failure::RULE,
    sla_below_objective::RULE,
    source_outside_flow::RULE,
    stale_acceptance::RULE,
    stale_review::RULE,
    syntax::RULE,
    toml_1_1_syntax::RULE,
    unbounded_scaling::RULE,
    unclassified_mitigation::RULE,
    unexamined_component::RULE,
    unknown_key::RULE,
    unknown_level::RULE,
    unknown_reference::RULE,
    unknown_rule::RULE,
    unlinked_source::RULE,
    unreached_objective::RULE,
    unreadable_file::RULE,
    unused_allow::RULE,
    weak_dependency_without_fallback::RULE,
    wrong_type::RULE,
];

impl Rule {
    /// Whether what it would say of an entry may be wrong, since what it depends on could not be read. Every rule that
    /// depends on anything depends on whether the entry is open, and on what it silences.
    fn waits_for(&self, flaws: &Flaws) -> bool {
        !flaws.is_empty()
            && !self.needs.is_empty()
            && (flaws.touch(self.needs) || flaws.touch(&["status", "allow"]))
    }

    /// A rule about structure: what it finds is found while reading, and fails a run.
    const fn structural(id: &'static str, page: &'static str) -> Self {
        Self {
            id,
            level: Level::Deny,
            target: 1,
            dated: false,
            loss: false,
            options: &[],
            habit: None,
            page,
            needs: &[],
            alone: false,
            check: |_, _| {},
            each: None,
            text: None,
        }
    }

    /// A rule about structure that tells of entries that are lost.
    const fn losing(id: &'static str, page: &'static str) -> Self {
        let structural = Self::structural(id, page);
        Self { loss: true, ..structural }
    }

    /// A rule that judges failures one by one: it warns.
    pub const fn of_failures(id: &'static str, page: &'static str, each: Each) -> Self {
        let structural = Self::structural(id, page);
        Self { level: Level::Warn, alone: true, each: Some(each), ..structural }
    }

    /// A rule that judges texts: it warns.
    pub const fn of_texts(id: &'static str, page: &'static str, text: OfText) -> Self {
        let structural = Self::structural(id, page);
        Self { level: Level::Warn, text: Some(text), ..structural }
    }

    /// A rule that judges: it warns.
    pub const fn judging(
        id: &'static str,
        page: &'static str,
        check: fn(&Scope<'_>, &mut Diagnostics),
    ) -> Self {
        let structural = Self::structural(id, page);
        Self { level: Level::Warn, check, ..structural }
    }

    /// The same, as loud as this.
    #[must_use]
    pub const fn with_level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// The same, for workspaces that work towards this maturity level.
    #[must_use]
    pub const fn with_target(self, target: u8) -> Self {
        Self { target, ..self }
    }

    /// The same, where it depends on the date.
    #[must_use]
    pub const fn with_dated(self) -> Self {
        Self { dated: true, ..self }
    }

    /// The same with options, by their names.
    #[must_use]
    pub const fn with_options(self, options: &'static [&'static str]) -> Self {
        Self { options, ..self }
    }
}
