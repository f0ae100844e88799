//! Blast radius and the rules about it: exact, against an oracle that tries all states, and linear.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use faultbook::analyse::blast;
use faultbook::graph::Graph;
use faultbook::graph::Promise;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Strength;
use faultbook::workspace::Workspace;
use proptest::prelude::*;
use proptest::sample::select;

use crate::world::World;
use crate::world::today;

/// How a dependency is written.
#[derive(Clone, Copy, Debug)]
struct Way {
    weak: bool,
    /// Words, or a component.
    fallback: Option<Option<usize>>,
}

impl Way {
    fn text(self) -> String {
        let strength = if self.weak { ", strength = \"weak\"" } else { "" };
        let fallback = self.fallback.map(|by| by.map_or_else(|| "f".to_owned(), |by| format!("c{by}")));
        let fallback = fallback.map(|by| format!(", fallback = \"{by}\"")).unwrap_or_default();
        format!("{strength}{fallback}")
    }

    /// Whether it lets a failure through that has reached these components.
    fn passes(self, reached: u32) -> bool {
        let is_gone = |by: Option<usize>| by.is_some_and(|by| reached & 1 << by != 0);
        !self.weak || self.fallback.is_none_or(is_gone)
    }
}

/// A small system, as numbers.
#[derive(Clone, Debug)]
struct System {
    /// For each component its SLA in hundredths of a percent, and the hours between backups.
    components: Vec<(Option<u32>, Option<u32>)>,
    /// Who needs whom, and in which of the ways.
    needs: BTreeMap<(usize, usize), Way>,
    flows: Vec<Journey>,
    failures: Vec<Trouble>,
}

#[derive(Clone, Debug)]
struct Journey {
    critical: bool,
    /// Components, and whether they are needed required.
    steps: BTreeMap<usize, bool>,
    /// In hundredths of a percent.
    target: u32,
    /// In hours.
    rto: u32,
    rpo: u32,
}

#[derive(Clone, Debug)]
struct Trouble {
    sources: BTreeSet<usize>,
    affects: Option<BTreeSet<usize>>,
    flow: Option<usize>,
    /// Hours to detect and to repair.
    times: (Option<u32>, Option<u32>),
    degraded: bool,
    low: bool,
    dependency: bool,
}

fn systems() -> impl Strategy<Value = System> {
    const MOST: usize = 6;
    let sla = proptest::option::of(select(vec![9_900, 9_950, 9_990, 9_999, 10_000]));
    let component = (sla, proptest::option::of(1..30_u32));
    let fallback = proptest::option::of(proptest::option::of(0..MOST));
    let way = (any::<bool>(), fallback).prop_map(|(weak, fallback)| Way { weak, fallback });
    let needs = proptest::collection::btree_map((0..MOST, 0..MOST), way, 0..12);
    let set = || proptest::collection::btree_set(0..MOST, 0..3);
    let flow = (
        any::<bool>(),
        proptest::collection::btree_map(0..MOST, any::<bool>(), 1..3),
        select(vec![9_800, 9_900, 9_950, 9_990, 9_998]),
        1..6_u32,
        1..30_u32,
    );
    let flow =
        flow.prop_map(|(critical, steps, target, rto, rpo)| Journey { critical, steps, target, rto, rpo });
    let times = (proptest::option::of(1..4_u32), proptest::option::of(1..4_u32));
    let failure = (
        set(),
        proptest::option::of(set()),
        proptest::option::of(0..3_usize),
        times,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    let failure = failure.prop_map(|(sources, affects, flow, times, degraded, low, dependency)| Trouble {
        sources,
        affects,
        flow,
        times,
        degraded,
        low,
        dependency,
    });
    let parts = (
        proptest::collection::vec(component, MOST),
        needs,
        proptest::collection::vec(flow, 3),
        proptest::collection::vec(failure, 0..4),
    );
    parts.prop_map(|(components, needs, flows, failures)| System { components, needs, flows, failures })
}

fn percent(hundredths: u32) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn names(components: &BTreeSet<usize>) -> String {
    components.iter().map(|c| format!("\"c{c}\"")).collect::<Vec<_>>().join(", ")
}

impl System {
    fn workspace(&self) -> Workspace {
        let mut text = String::new();
        for (at, (sla, backup)) in self.components.iter().enumerate() {
            writeln!(text, "[component.c{at}]").unwrap();
            let needs = self.needs.iter().filter(|((who, _), _)| *who == at);
            let needs = needs.map(|((_, whom), way)| format!("{{ component = \"c{whom}\"{} }}", way.text()));
            writeln!(text, "depends_on = [{}]", needs.collect::<Vec<_>>().join(", ")).unwrap();
            sla.iter().for_each(|sla| writeln!(text, "sla = \"{}\"", percent(*sla)).unwrap());
            backup.iter().for_each(|every| writeln!(text, "backup = {{ every = \"{every}h\" }}").unwrap());
        }
        for (at, flow) in self.flows.iter().enumerate() {
            let steps = flow.steps.iter().map(|(c, required)| {
                let strength = if *required { "strong" } else { "weak" };
                format!("{{ component = \"c{c}\", strength = \"{strength}\" }}")
            });
            writeln!(
                text,
                "[flow.f{at}]\ncriticality = \"{}\"\ncomponents = [{}]\nslo = {{ target = \"{}\" }}\nrto = \"{}h\"\nrpo = \"{}h\"",
                if flow.critical { "high" } else { "medium" },
                steps.collect::<Vec<_>>().join(", "),
                percent(flow.target),
                flow.rto,
                flow.rpo,
            )
            .unwrap();
        }
        for (at, failure) in self.failures.iter().enumerate() {
            let severity = if failure.low { "low" } else { "high" };
            writeln!(text, "[failure.x{at}]\nproblem = \"p{at}\"\nseverity = \"{severity}\"").unwrap();
            writeln!(text, "sources = [{}]", names(&failure.sources)).unwrap();
            if let Some(affects) = &failure.affects {
                writeln!(text, "affects = [{}]", names(affects)).unwrap();
            }
            failure.flow.iter().for_each(|flow| writeln!(text, "flows = [\"f{flow}\"]").unwrap());
            if failure.degraded {
                text += "outage = \"degraded\"\n";
            }
            if failure.dependency {
                text += "classes = [\"dependency\"]\n";
            }
            let (detect, repair) = failure.times;
            let hours = |name: &str, hours: Option<u32>| hours.map(|h| format!("{name} = \"{h}h\"\n"));
            writeln!(text, "[failure.x{at}.estimate]").unwrap();
            text.extend([hours("detect", detect), hours("repair", repair)].into_iter().flatten());
        }
        Workspace::from_texts("format = 1", [("playbooks/p.toml", text.as_str())])
    }

    /// The components that stand in all states that hold some, and in which no dependency lets a failure through that
    /// is not yet there.
    fn least(&self, struck: &BTreeSet<usize>, passes: impl Fn(Way, u32) -> bool) -> u32 {
        let begin = struck.iter().fold(0, |state, c| state | 1 << c);
        let is_settled = |state: &u32| {
            let leaks = |((who, whom), way): (&(usize, usize), &Way)| {
                state & 1 << whom != 0 && state & 1 << who == 0 && passes(*way, *state)
            };
            state & begin == begin && !self.needs.iter().any(leaks)
        };
        (0..1 << self.components.len()).filter(is_settled).fold(u32::MAX, |all, state| all & state)
    }

    /// What fails, what is reached, and what would be reached without any fallback.
    fn states(&self, struck: &BTreeSet<usize>) -> [u32; 3] {
        [
            self.least(struck, |way, _| !way.weak),
            self.least(struck, Way::passes),
            self.least(struck, |_, _| true),
        ]
    }

    /// What a failure does to a flow: it stops, goes on with less, or only a fallback spares it.
    fn fate(&self, struck: &BTreeSet<usize>, flow: &Journey) -> Option<&'static str> {
        let [failing, reached, any] = self.states(struck);
        let has = |state: u32, required: bool| {
            flow.steps.iter().any(|(step, is_hard)| state & 1 << step != 0 && (*is_hard || !required))
        };
        match () {
            () if has(failing, true) => Some("stops"),
            () if has(reached, false) => Some("less"),
            () if has(any, false) => Some("protected"),
            () => None,
        }
    }

    fn required(&self, flow: &Journey) -> Vec<usize> {
        (0..self.components.len())
            .filter(|&c| self.fate(&BTreeSet::from([c]), flow) == Some("stops"))
            .collect()
    }

    fn struck<'s>(&'s self, failure: &'s Trouble) -> &'s BTreeSet<usize> {
        failure.affects.as_ref().unwrap_or(&failure.sources)
    }

    fn stops(&self, failure: &Trouble, flow: usize) -> bool {
        let is_struck = || self.fate(self.struck(failure), &self.flows[flow]) == Some("stops");
        !failure.degraded && (failure.flow == Some(flow) || is_struck())
    }

    /// What the rules about reach shall say: rule, subject and field.
    fn findings(&self) -> BTreeSet<(String, String, String)> {
        let mut said = BTreeSet::new();
        let mut say = |rule: &str, subject: String, field: &str| {
            said.insert((rule.to_owned(), subject, field.to_owned()));
        };
        for (at, flow) in self.flows.iter().enumerate() {
            let subject = || format!("flow/f{at}");
            let required = self.required(flow);
            let slas: Vec<u32> = required.iter().filter_map(|&c| self.components[c].0).collect();
            // Whole numbers are exact: each factor is so many of ten thousand.
            let product: u128 = slas.iter().map(|&sla| u128::from(sla)).product();
            let target = u128::from(flow.target) * 10_000_u128.pow(slas.len() as u32);
            if !slas.is_empty() && target > product * 10_000 {
                say("sla-below-objective", subject(), "slo.target");
            }
            let too_long = |failure: &Trouble| {
                failure.times.0.unwrap_or(0) + failure.times.1.unwrap_or(0) > flow.rto
                    && self.stops(failure, at)
            };
            if self.failures.iter().any(too_long) {
                say("unreached-objective", subject(), "rto");
            }
            if required.iter().any(|&c| self.components[c].1.is_some_and(|every| every > flow.rpo)) {
                say("unreached-objective", subject(), "rpo");
            }
        }
        for (at, failure) in self.failures.iter().enumerate() {
            let stops_critical =
                (0..self.flows.len()).any(|f| self.flows[f].critical && self.stops(failure, f));
            if failure.low && stops_critical {
                say("severity-below-blast-radius", format!("failure/x{at}"), "severity");
            }
        }
        let names = |failure: &Trouble, c: usize| {
            failure.sources.contains(&c)
                || failure.affects.as_ref().is_some_and(|affects| affects.contains(&c))
        };
        for c in 0..self.components.len() {
            let is_vital = self.flows.iter().any(|flow| flow.critical && self.required(flow).contains(&c));
            let is_examined = self.failures.iter().any(|failure| names(failure, c));
            let falls = |((who, whom), way): (&(usize, usize), &Way)| {
                let is_told =
                    |failure: &Trouble| names(failure, *who) && (failure.dependency || names(failure, c));
                *whom == c && *who != c && !way.weak && !self.failures.iter().any(is_told)
            };
            if is_vital && is_examined && self.needs.iter().any(falls) {
                say("cascade-unexamined", format!("component/c{c}"), "");
            }
        }
        said
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    /// Failures that strike several components at once: whatever asks what they reach gets the same answer.
    #[test]
    fn what_failures_reach_is_exact(system in systems()) {
        let workspace = system.workspace();
        let graph = Graph::new(workspace.book());
        for (at, trouble) in system.failures.iter().enumerate() {
            let failure = workspace.book().failures.get(&format!("x{at}")).unwrap();
            let struck = system.struck(trouble);
            let (fallout, [failing, reached, _]) = (blast::of_failure(&graph, failure), system.states(struck));
            for c in 0..system.components.len() {
                let hit = fallout.components.iter().find(|hit| hit.id.as_str() == format!("c{c}"));
                let wanted = match (failing & 1 << c != 0, reached & 1 << c != 0) {
                    (true, _) => Some(Strength::Strong),
                    (_, true) => Some(Strength::Weak),
                    _ => None,
                };
                prop_assert_eq!(hit.map(|hit| hit.strength), wanted, "c{}", c);
                let before = hit.and_then(|hit| hit.through).map(|id| id.as_str()[1..].parse::<usize>().unwrap());
                prop_assert_eq!(before.is_none(), hit.is_none() || struck.contains(&c));
                prop_assert!(before.is_none_or(|before| system.needs.contains_key(&(c, before))));
            }
            let fate = |flow: usize| match system.fate(struck, &system.flows[flow]) {
                _ if trouble.flow == Some(flow) => Some("stops"),
                fate => fate,
            };
            let named = |wanted: &[&str]| -> Vec<String> {
                let is = |flow: &usize| fate(*flow).is_some_and(|fate| wanted.contains(&fate));
                (0..system.flows.len()).filter(is).map(|flow| format!("f{flow}")).collect()
            };
            let ids = |flows: faultbook::graph::Flows<'_, '_>| -> Vec<String> {
                flows.iter().map(|flow| flow.id.to_string()).collect()
            };
            prop_assert_eq!(ids(graph.flows(failure)), named(&["stops", "less"]));
            prop_assert_eq!(ids(graph.stopped(failure)), named(&["stops"]));
            let hits: Vec<_> = fallout.flows.iter().map(|hit| hit.id.to_string()).collect();
            prop_assert_eq!(hits, named(&["stops", "less"]));
            let protected: Vec<_> = fallout.protected.iter().map(|protected| protected.id.to_string()).collect();
            prop_assert_eq!(protected, named(&["protected"]));
            let most = fallout.flows.iter().filter_map(|hit| hit.criticality).max();
            prop_assert_eq!(graph.criticality(failure), most);
        }
    }
}

proptest! {
    #[test]
    fn what_reaches_what_is_exact(system in systems()) {
        let workspace = system.workspace();
        let graph = Graph::new(workspace.book());
        for (at, flow) in system.flows.iter().enumerate() {
            let entry = workspace.book().flows.get(&format!("f{at}")).unwrap();
            let reliance = blast::of_flow(&graph, entry);
            for c in 0..system.components.len() {
                let id = format!("c{c}");
                let struck = BTreeSet::from([c]);
                let [failing, reached, _] = system.states(&struck);
                let fallout = blast::of_component(&graph, &workspace.book().components.get(&id).unwrap().id);
                let hit = fallout.flows.iter().find(|hit| *hit.id == entry.id).map(|hit| match hit.strength {
                    Strength::Strong => "stops",
                    Strength::Weak => "less",
                });
                let protected = fallout.protected.iter().any(|protected| *protected.id == entry.id).then_some("protected");
                prop_assert!(hit.is_none() || protected.is_none());
                prop_assert_eq!(hit.or(protected), system.fate(&struck, flow), "c{} to f{}", c, at);
                // The same from the other end.
                let required = reliance.required.iter().any(|need| need.id.as_str() == id).then_some("stops");
                let weak = reliance.weak.iter().find(|spare| spare.id.as_str() == id);
                let weak = weak.map(|spare| if spare.fallback.is_some() { "protected" } else { "less" });
                prop_assert!(required.is_none() || weak.is_none());
                prop_assert_eq!(required.or(weak), system.fate(&struck, flow), "f{} without c{}", at, c);
                let component = workspace.book().components.get(&id).unwrap();
                let most = fallout.flows.iter().filter_map(|hit| hit.criticality).max();
                prop_assert_eq!(graph.criticality_of(&component.id), most);
                prop_assert_eq!(graph.reaches_flow(&component.id), !fallout.flows.is_empty());
                for other in 0..system.components.len() {
                    let met = fallout.components.iter().find(|hit| hit.id.as_str() == format!("c{other}"));
                    let wanted = match (failing & 1 << other != 0, reached & 1 << other != 0) {
                        (true, _) => Some(Strength::Strong),
                        (_, true) => Some(Strength::Weak),
                        _ => None,
                    };
                    prop_assert_eq!(met.map(|hit| hit.strength), wanted);
                    // A way is made of dependencies.
                    if let Some(before) = met.and_then(|hit| hit.through) {
                        let before: usize = before.as_str()[1..].parse().unwrap();
                        prop_assert!(system.needs.contains_key(&(other, before)));
                    }
                    let held = fallout.stopped.iter().any(|held| held.id.as_str() == format!("c{other}"));
                    let from = |before: usize| {
                        let is_guarded = |way: &Way| way.weak && way.fallback.is_some();
                        reached & 1 << before != 0 && system.needs.get(&(other, before)).is_some_and(is_guarded)
                    };
                    let is_reached = reached & 1 << other != 0;
                    prop_assert_eq!(held, !is_reached && (0..system.components.len()).any(from));
                }
            }
            let slas: Vec<Option<u32>> = system.required(flow).iter().map(|&c| system.components[c].0).collect();
            let missing = slas.iter().filter(|sla| sla.is_none()).count();
            prop_assert_eq!(reliance.composite.missing.len(), missing);
            prop_assert_eq!(reliance.composite.upper_bound, missing > 0);
            let known: Vec<f64> = slas.iter().flatten().map(|&sla| f64::from(sla) / 10_000.0).collect();
            let product: f64 = known.iter().product();
            let availability = reliance.composite.availability.map(|percent| percent.share());
            prop_assert_eq!(availability.is_some(), !known.is_empty());
            // Rounded down in the third digit of what is missing.
            let lost = product - availability.unwrap_or(product);
            prop_assert!(lost > -1e-9 && lost <= (1.0 - product) / 100.0 + 1e-9, "{} of {}", lost, product);
        }
    }

    #[test]
    fn the_rules_about_reach_say_what_they_shall(system in systems()) {
        let about = [
            "sla-below-objective",
            "unreached-objective",
            "severity-below-blast-radius",
            "cascade-unexamined",
        ];
        let verdict = system.workspace().lint(RULES, Facts::new(today()).dated(true));
        let findings = verdict.findings.into_iter().filter(|finding| about.contains(&finding.rule));
        let said: Vec<_> = findings.map(|f| (f.rule.to_owned(), f.subject, f.field.into_owned())).collect();
        prop_assert_eq!(said.iter().cloned().collect::<BTreeSet<_>>(), system.findings());
        prop_assert_eq!(said.len(), system.findings().len(), "once each");
    }
}

/// Runs all that this is about. A walk that looked at every path, or at every pair, would never come back.
fn run_all(text: &str, first: &str) -> (usize, usize) {
    let workspace = Workspace::from_texts("format = 1", [("playbooks/p.toml", text)]);
    let graph = Graph::new(workspace.book());
    let flow = workspace.book().flows.get("x").unwrap();
    let component = workspace.book().components.get(first).unwrap();
    let (fallout, reliance) = (blast::of_component(&graph, &component.id), blast::of_flow(&graph, flow));
    assert_eq!(fallout.flows.len(), 1);
    assert_eq!(
        blast::of_failure(&graph, workspace.book().failures.get("f").unwrap()).components,
        fallout.components
    );
    let verdict = workspace.lint(RULES, Facts::new(today()).dated(true));
    let rules: BTreeSet<&str> = verdict.findings.iter().map(|finding| finding.rule).collect();
    for rule in
        ["sla-below-objective", "unreached-objective", "severity-below-blast-radius", "cascade-unexamined"]
    {
        assert!(rules.contains(rule), "{rule} says nothing: {rules:?}");
    }
    let json = serde_json::to_vec(&fallout).unwrap().len() + serde_json::to_vec(&reliance).unwrap().len();
    assert!(json < 400 * fallout.components.len() + 1_000, "ways are written link by link: {json}");
    (fallout.components.len(), reliance.required.len())
}

/// A flow at the end of it all, and a failure at the beginning.
fn ends(last: &str, first: &str) -> String {
    format!(
        "[flow.x]\ncriticality = \"high\"\ncomponents = [\"{last}\"]\nslo = {{ target = \"99.9%\" }}\nrto = \"1h\"\n\
         [failure.f]\nproblem = \"p\"\nsources = [\"{first}\"]\nseverity = \"low\"\n[failure.f.estimate]\nrepair = \"2h\"\n"
    )
}

#[test]
fn a_chain_of_a_hundred_thousand_has_a_blast_radius() {
    let mut text = "[component.c0]\nsla = \"99%\"\n".to_owned();
    for number in 1..100_000 {
        write!(text, "[component.c{number}]\ndepends_on = [\"c{}\"]\n", number - 1).unwrap();
    }
    text += &ends("c99999", "c0");
    assert_eq!(run_all(&text, "c0"), (100_000, 100_000));
}

#[test]
fn a_diamond_with_a_million_paths_has_a_blast_radius() {
    let mut text = "[component.m0]\nsla = \"99%\"\n".to_owned();
    for number in 1..=20 {
        let before = number - 1;
        write!(
            text,
            "[component.l{number}]\ndepends_on = [\"m{before}\"]\n[component.r{number}]\ndepends_on = [\"m{before}\"]\n\
             [component.m{number}]\ndepends_on = [\"l{number}\", \"r{number}\"]\n"
        )
        .unwrap();
    }
    text += &ends("m20", "m0");
    assert_eq!(run_all(&text, "m0"), (61, 61));
}

#[test]
fn a_cycle_and_a_component_that_needs_itself_have_a_blast_radius() {
    let text = "[component.a]\ndepends_on = [\"a\", \"c\"]\nsla = \"99%\"\n[component.b]\ndepends_on = [\"a\"]\n[component.c]\ndepends_on = [\"b\"]\n";
    assert_eq!(run_all(&format!("{text}{}", ends("b", "a")), "a"), (3, 3));
}

/// A sound system, of which each part may be written badly.
const SYSTEM: &str = r#"
[component.cart]
depends_on = ["stock"]
sla = "99.95%"
[component.stock]
sla = "99.9%"
[component.payments]
[flow.buy]
criticality = "medium"
components = ["cart", "payments"]
slo = { target = "99.8%", window = "28d" }
rto = "4h"
[failure.stock-down]
problem = "The stock is down"
risk = "Nobody can buy"
sources = ["stock"]
severity = "medium"
likelihood = "not-likely"
owner = "team-stock"
detected_by = ["Health"]
preventative = ["Run two"]
reactive = ["Restart"]
[failure.stock-down.estimate]
detect = "5m"
repair = "40m"
"#;

#[test]
fn bad_numbers_are_one_finding_at_their_place_and_the_rest_is_computed() {
    let config = "format = 1\ntarget_level = 4\n";
    let sound = |text: &str| World::of(text).file("faultbook.toml", config).lines();
    // What a cascade means is asked at level 4, and answered here.
    let system = SYSTEM.replace("sources = [\"stock\"]", "sources = [\"stock\", \"cart\"]");
    assert_eq!(sound(&system), [""; 0]);
    for (right, wrong, place) in [
        ("repair = \"40m\"", "repair = \"-40m\"", "failure/stock-down.estimate.repair"),
        ("detect = \"5m\"", "detect = \"-5m\"", "failure/stock-down.estimate.detect"),
        ("detect = \"5m\"", "every = \"-1d\"\ndetect = \"5m\"", "failure/stock-down.estimate.every"),
        ("detect = \"5m\"", "affected = \"101%\"\ndetect = \"5m\"", "failure/stock-down.estimate.affected"),
        ("sla = \"99.95%\"", "sla = \"100.1%\"", "component/cart.sla"),
        ("target = \"99.8%\"", "target = \"100%\"", "flow/buy.slo.target"),
        ("target = \"99.8%\"", "target = \"120%\"", "flow/buy.slo.target"),
        ("components = [\"cart\", \"payments\"]", "components = []", "flow/buy.components"),
        ("depends_on = [\"stock\"]", "depends_on = [\"stock\", \"cart\"]", "component/cart.depends_on[1]"),
    ] {
        assert!(system.contains(right), "{right}");
        let text = system.replace(right, wrong);
        let lines = sound(&text);
        assert!(lines.len() == 1 && lines[0].contains(&format!(" {place}: ")), "{wrong}: {lines:#?}");
        let world = World::of(&text);
        for (id, wanted) in
            [("stock", "\"id\": \"cart\""), ("stock-down", "\"id\": \"cart\""), ("buy", "\"required\"")]
        {
            let output = world.run(&["blast", id, "--json"]);
            let shown = String::from_utf8(output.stdout).unwrap();
            assert!(output.status.success() && shown.contains(wanted), "{wrong}: blast {id}: {shown}");
        }
    }
}

#[test]
fn a_promise_is_compared_with_what_is_known() {
    let of = |slas: &[Option<&str>]| {
        let component = |(at, sla): (usize, &Option<&str>)| {
            let sla = sla.map(|sla| format!("sla = \"{sla}\"\n")).unwrap_or_default();
            format!("[component.c{at}]\n{sla}")
        };
        let text: String = slas.iter().enumerate().map(component).collect();
        let workspace = Workspace::from_texts("format = 1", [("playbooks/p.toml", text.as_str())]);
        let promise = Promise::of(workspace.book().components.iter().map(|entry| (&entry.id, Some(entry))));
        let is_below = |target: &str| promise.is_below(target.parse().unwrap());
        (promise.availability().map(|p| p.to_string()), is_below("99.97%"), is_below("99.98%"))
    };
    let nines = Some("99.99%");
    assert_eq!(of(&[nines, nines, nines]), (Some("99.97%".into()), Some(false), Some(true)));
    assert_eq!(of(&[nines, nines, nines, None]), (Some("99.97%".into()), None, Some(true)));
    assert_eq!(of(&[None]), (None, None, None));
    assert_eq!(of(&[]), (None, None, None));
}
