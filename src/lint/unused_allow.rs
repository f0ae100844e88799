//! Silenced rules that would have said nothing. What fired is known only once all rules have run, so [`run`]
//! reports them.
//!
//! [`run`]: crate::lint::run

use crate::lint::Rule;

pub(super) const RULE: Rule = Rule::judging("unused-allow", include_str!("unused_allow.md"), |_, _| {});
