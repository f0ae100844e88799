//! Error budgets: what failures are expected to cost, against what the objectives of flows allow.

mod factor;

pub use factor::BadFactor;
pub use factor::NamedFactor;

use std::cmp::Ordering;

use serde::Serialize;

use crate::config::Config;
use crate::graph::Graph;
use crate::model::Book;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Percent;
use crate::model::Status;
use crate::rank::Expected;
use crate::rank::Exposure;
use crate::rank::error_budget;
use crate::rank::error_budget_within;

/// How the error budgets of a workspace are spent.
#[derive(Clone, Debug, Serialize)]
pub struct Budget<'a> {
    /// The flows with an objective: those that spend the greatest share of their budget first, then by id.
    pub flows: Vec<Spent<'a>>,
    /// The flows without an objective, by id: nothing is known of their budget.
    pub without_objective: Vec<&'a Id>,
    /// The failures that are not retired and cost something, the costliest first, then by id.
    pub failures: Vec<Cost<'a>>,
    /// How many failures are not retired.
    pub all: usize,
    /// Those of them without a whole estimate, by id: nothing is known of their cost.
    pub unestimated: Vec<Unestimated<'a>>,
    /// The share of a budget above which one failure alone is too big.
    pub too_big: Percent,
    /// What each systemic factor would add over all failures, in the order asked for, in bad minutes a year.
    pub factors: Vec<Added<'a>>,
}

/// How the budget of one flow is spent. All amounts are bad minutes a year.
#[derive(Clone, Debug, Serialize)]
pub struct Spent<'a> {
    /// The flow.
    pub id: &'a Id,
    /// Its objective.
    pub target: Percent,
    /// The time over which the objective counts.
    pub window: Option<Interval>,
    /// What the objective allows.
    pub budget: f64,
    /// What it allows within its window, in minutes; `None` where no window is written.
    pub budget_within: Option<f64>,
    /// What failures cost that somebody accepted.
    pub accepted: f64,
    /// What failures cost whose actions are in place.
    pub mitigated: f64,
    /// What all other failures cost.
    pub open: f64,
    /// What is left of the budget for failures that nobody decided on: without those accepted and mitigated. Below 0 where they
    /// cost more than the budget.
    pub unallocated: f64,
    /// How many failures stop the flow and have no whole estimate, so that their cost is not in here.
    pub unestimated: usize,
    /// The failures that are too big for this budget, the costliest first.
    pub too_big: Vec<TooBig<'a>>,
    /// What each systemic factor would add to this flow, in the order asked for.
    pub factors: Vec<Added<'a>>,
}

impl Spent<'_> {
    /// What all failures cost together.
    pub fn cost(&self) -> f64 {
        self.accepted + self.mitigated + self.open
    }
}

/// A failure that spends more of a budget than one alone may.
#[derive(Clone, Debug, Serialize)]
pub struct TooBig<'a> {
    /// The failure.
    pub id: &'a Id,
    /// Its bad minutes a year.
    pub bad_minutes: f64,
    /// The share of the budget that it spends; 1 is all of it.
    pub share: f64,
}

/// What one failure costs.
#[derive(Clone, Debug, Serialize)]
pub struct Cost<'a> {
    /// The failure.
    pub id: &'a Id,
    /// Whether somebody accepted it, its actions are in place, or neither.
    pub bucket: Bucket,
    /// Incidents a year.
    pub incidents: f64,
    /// Its bad minutes a year.
    pub bad_minutes: f64,
    /// How many flows it stops.
    pub flows: usize,
}

/// What a cost counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    /// Somebody answers for it.
    Accepted,
    /// Its actions are in place; what is left is there to stay.
    Mitigated,
    /// Nobody decided on it yet.
    Open,
}

/// A failure of whose cost nothing is known.
#[derive(Clone, Debug, Serialize)]
pub struct Unestimated<'a> {
    /// The failure.
    pub id: &'a Id,
    /// What its estimate lacks.
    pub missing: Vec<&'static str>,
}

/// What a systemic factor adds.
#[derive(Clone, Debug, Serialize)]
pub struct Added<'a> {
    /// Its name.
    pub factor: &'a str,
    /// Bad minutes a year.
    pub bad_minutes: f64,
}

impl<'a> Budget<'a> {
    /// Sets what is expected of all failures against all objectives on a day. Only flows that a failure stops are charged:
    /// those that go on with less are not.
    pub fn new(
        book: &'a Book,
        config: &Config,
        graph: &Graph<'a>,
        today: Date,
        factors: &'a [NamedFactor],
    ) -> Self {
        let mut accounts: Vec<Account<'a>> = book.flows.iter().map(Account::new).collect();
        let (mut failures, mut unestimated, mut all) = (Vec::new(), Vec::new(), Exposure::default());
        for failure in book.failures.iter().filter(|failure| failure.is_active()) {
            let flows = graph.stopped(failure);
            let Some(expected) = failure.estimate.as_deref().and_then(Expected::of) else {
                flows.positions().for_each(|flow| accounts[flow].unestimated += 1);
                unestimated.push(lacking(failure));
                continue;
            };
            let cost = Cost {
                id: &failure.id,
                bucket: bucket(failure, today),
                incidents: expected.incidents,
                bad_minutes: expected.bad_minutes(),
                flows: flows.len(),
            };
            flows.positions().for_each(|flow| accounts[flow].charge(&cost, &expected, config.too_big));
            all.add(&expected);
            failures.push(cost);
        }
        failures.sort_by(|a, b| costliest(a.bad_minutes, a.id, b.bad_minutes, b.id));
        let without = book.flows.iter().zip(&accounts).filter(|(_, account)| account.target.is_none());
        let without_objective = without.map(|(flow, _)| &flow.id).collect();
        let mut flows: Vec<Spent<'a>> =
            accounts.into_iter().filter_map(|account| account.settle(factors)).collect();
        flows.sort_by(|a, b| costliest(a.cost() / a.budget, a.id, b.cost() / b.budget, b.id));
        Self {
            flows,
            without_objective,
            all: failures.len() + unestimated.len(),
            failures,
            unestimated,
            too_big: config.too_big,
            factors: added(factors, all),
        }
    }
}

/// The costlier first, equal ones by id.
fn costliest(a: f64, id_a: &Id, b: f64, id_b: &Id) -> Ordering {
    b.total_cmp(&a).then_with(|| id_a.cmp(id_b))
}

/// What is charged to one flow. Sums and not lists: many failures may stop many flows.
struct Account<'a> {
    id: &'a Id,
    target: Option<Percent>,
    window: Option<Interval>,
    accepted: f64,
    mitigated: f64,
    open: f64,
    exposure: Exposure,
    too_big: Vec<TooBig<'a>>,
    unestimated: usize,
}

impl<'a> Account<'a> {
    fn new(flow: &'a Entry<Flow>) -> Self {
        let slo = flow.slo.as_ref();
        Self {
            id: &flow.id,
            target: slo.and_then(|slo| slo.target),
            window: slo.and_then(|slo| slo.window),
            accepted: 0.0,
            mitigated: 0.0,
            open: 0.0,
            exposure: Exposure::default(),
            too_big: Vec::new(),
            unestimated: 0,
        }
    }

    fn charge(&mut self, cost: &Cost<'a>, expected: &Expected, most: Percent) {
        let Some(target) = self.target else { return };
        let &Cost { id, bucket, bad_minutes, .. } = cost;
        *match bucket {
            Bucket::Accepted => &mut self.accepted,
            Bucket::Mitigated => &mut self.mitigated,
            Bucket::Open => &mut self.open,
        } += bad_minutes;
        self.exposure.add(expected);
        let share = bad_minutes / error_budget(target);
        if share > most.share() {
            self.too_big.push(TooBig { id, bad_minutes, share });
        }
    }

    fn settle(mut self, factors: &'a [NamedFactor]) -> Option<Spent<'a>> {
        let (target, window) = (self.target?, self.window);
        let budget = error_budget(target);
        self.too_big.sort_by(|a, b| costliest(a.bad_minutes, a.id, b.bad_minutes, b.id));
        let Self { id, accepted, mitigated, open, .. } = self;
        Some(Spent {
            id,
            target,
            window,
            budget,
            budget_within: window.map(|window| error_budget_within(target, *window)),
            accepted,
            mitigated,
            open,
            unallocated: budget - accepted - mitigated,
            unestimated: self.unestimated,
            too_big: self.too_big,
            factors: added(factors, self.exposure),
        })
    }
}

fn bucket(failure: &Failure, today: Date) -> Bucket {
    match failure.status {
        _ if failure.is_accepted(today) => Bucket::Accepted,
        Status::Mitigated => Bucket::Mitigated,
        _ => Bucket::Open,
    }
}

fn lacking(failure: &Entry<Failure>) -> Unestimated<'_> {
    let missing = failure.estimate.as_deref().map(Expected::missing);
    Unestimated { id: &failure.id, missing: missing.unwrap_or_else(|| vec!["estimate"]) }
}

fn added(factors: &[NamedFactor], exposure: Exposure) -> Vec<Added<'_>> {
    factors
        .iter()
        .map(|NamedFactor { name, factor }| Added { factor: name, bad_minutes: factor.bad_minutes(exposure) })
        .collect()
}
