//! What a failure strikes, how far that reaches, and by which way: exact, and linear in the dependencies.

use std::fmt::Write;

use faultbook::graph::Graph;
use faultbook::graph::Reach;
use faultbook::model::Strength;

use crate::world::World;

const SHOP: &str = r#"
[component.database]
[component.cart]
depends_on = ["database"]
[component.prices]
depends_on = [{ component = "database", strength = "weak", fallback = "last known price" }]
[component.search]
depends_on = [{ component = "database", strength = "weak" }]
[component.page]
depends_on = ["cart", "prices", "search"]
[component.label]
depends_on = ["prices"]

[flow.buy]
criticality = "high"
components = ["page", "cart"]
[flow.browse]
criticality = "medium"
components = ["search"]
[flow.print]
criticality = "low"
components = ["label"]
[flow.look]
components = [{ component = "cart", strength = "weak" }]
"#;

/// What a failure reaches: components with their strength and way, flows with theirs, and what stops it.
fn reach(playbook: &str, id: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let world = World::of(playbook);
    let workspace = world.open();
    let graph = Graph::new(workspace.book());
    let failure = workspace.book().failures.get(id).unwrap();
    let reach = graph.reach(failure);
    let flows: Vec<&str> = reach.flows.iter().map(|reached| reached.flow.id.as_str()).collect();
    let touched: Vec<_> = graph.flows(failure).iter().map(|flow| flow.id.as_str()).collect();
    assert_eq!(flows, touched, "both ways to ask give the same flows");
    let most = reach.flows.iter().filter_map(|reached| reached.flow.criticality).max();
    assert_eq!(graph.criticality(failure), most);
    (components(&reach), self::flows(&reach), stopped(&reach))
}

fn components(reach: &Reach<'_>) -> Vec<String> {
    let name = |index: usize| {
        let way: Vec<_> = reach.path(index).iter().map(|id| id.as_str()).collect();
        format!("{} {}", reach.components[index].strength, way.join(" > "))
    };
    (0..reach.components.len()).map(name).collect()
}

fn flows(reach: &Reach<'_>) -> Vec<String> {
    let through = |index: Option<usize>| index.map_or("itself", |index| reach.components[index].id.as_str());
    let flows = reach.flows.iter();
    flows
        .map(|reached| format!("{} {} by {}", reached.strength, reached.flow.id, through(reached.through)))
        .collect()
}

fn stopped(reach: &Reach<'_>) -> Vec<String> {
    let name = |index: usize| reach.components[index].id.as_str();
    reach
        .stopped
        .iter()
        .map(|stop| format!("{} from {}: {}", stop.id, name(stop.through), stop.fallback))
        .collect()
}

#[test]
fn a_failure_passes_strong_and_weak_dependencies_and_stops_at_fallbacks() {
    let failure = "[failure.a]\nproblem = \"p\"\nsources = [\"database\", \"Human error\"]\n";
    let (components, flows, stopped) = reach(&format!("{SHOP}{failure}"), "a");
    assert_eq!(
        components,
        [
            "strong database",
            "strong database > cart",
            "strong database > cart > page",
            "weak database > search"
        ]
    );
    assert_eq!(flows, ["weak browse by search", "strong buy by cart", "weak look by cart"]);
    assert_eq!(stopped, ["prices from database: last known price"]);
}

#[test]
fn affects_wins_over_sources_and_a_star_is_the_whole_workload() {
    let failure =
        "[failure.a]\nproblem = \"p\"\nsources = [\"database\"]\naffects = [\"label\"]\nflows = [\"look\"]\n";
    let (components, flows, _) = reach(&format!("{SHOP}{failure}"), "a");
    assert_eq!(components, ["strong label"]);
    assert_eq!(flows, ["strong look by itself", "strong print by label"]);
    let failure = "[failure.a]\nproblem = \"p\"\nsources = [\"label\"]\naffects = [\"*\"]\n";
    let (components, flows, stopped) = reach(&format!("{SHOP}{failure}"), "a");
    assert_eq!((components.len(), flows.len(), stopped.len()), (6, 4, 0));
    assert!(flows.iter().all(|flow| flow.starts_with("strong")), "{flows:?}");
}

#[test]
fn a_cycle_is_walked_once_and_what_is_not_described_counts_by_its_name() {
    let cycle = r#"
[component.a]
depends_on = ["a", "c"]
[component.b]
depends_on = ["a"]
[component.c]
depends_on = ["b", "ghost"]
[flow.f]
components = ["b", "elsewhere"]
[failure.x]
problem = "p"
sources = ["b"]
[failure.y]
problem = "q"
sources = ["ghost"]
[failure.z]
problem = "r"
sources = ["elsewhere"]
[failure.w]
problem = "s"
sources = ["Words"]
"#;
    assert_eq!(reach(cycle, "x").0, ["strong b", "strong b > c", "strong b > c > a"]);
    assert_eq!(reach(cycle, "y").0.last().unwrap(), "strong ghost > c > a > b");
    assert_eq!(reach(cycle, "z").1, ["strong f by elsewhere"]);
    assert_eq!(reach(cycle, "w"), (vec![], vec![], vec![]));
}

/// A router with two providers, each the fallback of the other, a database that both share, and a cache in words.
const ROUTER: &str = r#"
[component.router]
depends_on = [
    { component = "psp-a", strength = "weak", fallback = "psp-b" },
    { component = "psp-b", strength = "weak", fallback = "psp-a" },
]
[component.psp-a]
depends_on = ["bank"]
[component.psp-b]
depends_on = ["bank", { component = "bank", strength = "weak", fallback = "psp-b-cache" }]
[component.bank]
[component.shop]
depends_on = ["router"]
[flow.pay]
criticality = "high"
components = ["shop"]
[flow.phone]
alternative_to = "pay"
components = ["psp-a"]
[flow.cash]
alternative_to = "pay"
components = ["till"]
[component.till]
"#;

#[test]
fn a_fallback_that_is_reached_protects_nothing() {
    let of =
        |sources: &str| reach(&format!("{ROUTER}[failure.x]\nproblem = \"p\"\nsources = [{sources}]\n"), "x");
    let (components, flows, stopped) = of("\"psp-a\"");
    assert_eq!(components, ["strong psp-a"]);
    assert_eq!((flows.len(), stopped), (1, vec!["router from psp-a: psp-b".to_owned()]));
    let (components, flows, stopped) = of("\"psp-a\", \"psp-b\"");
    assert_eq!(
        components,
        ["strong psp-a", "strong psp-b", "weak psp-a > router", "weak psp-a > router > shop"]
    );
    assert_eq!((flows[0].as_str(), stopped.len()), ("weak pay by shop", 0));
    let (components, flows, _) = of("\"bank\"");
    assert_eq!(components.last().unwrap(), "weak bank > psp-a > router > shop", "what both share");
    assert_eq!(flows[0], "weak pay by shop");
}

#[test]
fn all_that_asks_about_fallbacks_gets_the_same_answer() {
    let failure = "[failure.both]\nproblem = \"p\"\nsources = [\"psp-a\", \"psp-b\"]\nseverity = \"high\"\n";
    let world = World::of(&format!("{ROUTER}{failure}"));
    let run = |args: &[&str]| String::from_utf8(world.run(args).stdout).unwrap();
    let row = run(&["list", "--columns", "id,touches,criticality"]);
    assert!(row.contains("pay") && row.contains("high"), "{row}");
    let blast = run(&["blast", "both"]);
    assert!(blast.contains("pay (high) goes on with less: psp-a → router → shop"), "{blast}");
    assert!(blast.contains("alternatives: cash; phone, which is reached as well"), "{blast}");
    let needs = run(&["blast", "pay"]);
    assert!(needs.contains("bank: with less") && needs.contains("psp-a: instead psp-b"), "{needs}");
    let shown = run(&["lint", "--hints", "--format", "json"]);
    for rule in ["source-outside-flow", "orphan-component", "unknown-reference"] {
        assert!(!shown.contains(rule), "{rule}: {shown}");
    }
    // A component that is nothing but a fallback belongs to the flow.
    let spare = "[component.web]\ndepends_on = [{ component = \"main\", strength = \"weak\", fallback = \"spare\" }]\n\
                 [component.main]\n[component.spare]\n[flow.f]\ncomponents = [\"web\"]\n\
                 [failure.x]\nproblem = \"p\"\nsources = [\"main\", \"spare\"]\n";
    let world = World::of(spare);
    let workspace = world.open();
    let coverage = workspace.coverage(&faultbook::analyse::coverage::Ask::new(crate::world::today()));
    assert!(coverage.components_outside.is_empty());
    let shown = String::from_utf8(world.run(&["lint", "--hints", "--format", "json"]).stdout).unwrap();
    assert!(!shown.contains("source-outside-flow") && !shown.contains("orphan-component"), "{shown}");
}

/// A long chain of weak dependencies, each with the fallback that the one before it has reached.
#[test]
fn a_chain_of_lost_fallbacks_is_walked_to_its_end() {
    let mut text = "[component.c0]\n[component.c1]\ndepends_on = [\"c0\"]\n".to_owned();
    for number in 2..30_000 {
        let (needed, fallback) = (number - 1, number - 2);
        write!(
            text,
            "[component.c{number}]\ndepends_on = [{{ component = \"c{needed}\", strength = \"weak\", fallback = \"c{fallback}\" }}]\n"
        )
        .unwrap();
    }
    text += "[component.last]\n[flow.x]\ncriticality = \"high\"\ncomponents = [\"c29999\", \"last\"]\n\
             [failure.f]\nproblem = \"p\"\nsources = [\"c0\"]\n";
    assert_eq!(walk_all(&text), (30_000, 30_000));
}

/// Runs all that walks the graph. A walk that looked at every path would never come back.
fn walk_all(playbook: &str) -> (usize, usize) {
    let world = World::of(playbook);
    let workspace = world.open();
    let graph = Graph::new(workspace.book());
    let failure = workspace.book().failures.get("f").unwrap();
    let reach = graph.reach(failure);
    let last = reach.path(reach.components.len() - 1).len();
    assert_eq!(graph.flows(failure).len(), reach.flows.len());
    assert!(!graph.vital().is_empty());
    (reach.components.len(), last)
}

#[test]
fn a_chain_of_a_hundred_thousand_is_walked_to_its_end() {
    let mut text = "[component.c0]\n".to_owned();
    for number in 1..100_000 {
        write!(text, "[component.c{number}]\ndepends_on = [\"c{}\"]\n", number - 1).unwrap();
    }
    text += "[flow.x]\ncriticality = \"high\"\ncomponents = [\"c99999\"]\n[failure.f]\nproblem = \"p\"\nsources = [\"c0\"]\n";
    assert_eq!(walk_all(&text), (100_000, 100_000));
}

#[test]
fn a_diamond_with_a_million_paths_is_walked_once() {
    let mut text = "[component.m0]\n".to_owned();
    for number in 1..=20 {
        let before = number - 1;
        write!(
            text,
            "[component.l{number}]\ndepends_on = [\"m{before}\"]\n[component.r{number}]\ndepends_on = [\"m{before}\"]\n[component.m{number}]\ndepends_on = [\"l{number}\", \"r{number}\"]\n"
        )
        .unwrap();
    }
    text += "[flow.x]\ncriticality = \"high\"\ncomponents = [\"m20\"]\n[failure.f]\nproblem = \"p\"\nsources = [\"m0\"]\n";
    assert_eq!(walk_all(&text), (61, 41));
}

#[test]
fn the_order_of_names_is_that_of_strength() {
    assert!(Strength::Strong < Strength::Weak, "of two strengths on a way the greater counts");
}
