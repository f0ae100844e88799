//! One mistake is one finding, also where what it hides stands in another entry.

use crate::world::World;

/// A sound workspace of level 3.
const SOUND: &str = r#"
[component.cart]
name = "Cart"
depends_on = ["stock"]

[component.stock]
name = "Stock"

[component.payments]
name = "Payments"

[flow.place-order]
criticality = "high"
components = ["cart", "payments"]
slo = { target = "99.9%", window = "28d" }
rto = "4h"

[failure.orders-drop]
problem = "Orders drop while sessions stay"
risk = "Nobody manages to buy"
sources = ["cart", "payments", "stock"]
affects = ["cart"]
severity = "medium"
likelihood = "not-likely"
owner = "team-orders"
detected_by = ["Orders per hour against sessions"]
preventative = ["Buy a test article every few minutes"]
reactive = ["Walk through the shop by hand"]
"#;

fn said(text: &str) -> Vec<String> {
    World::of(text).file("faultbook.toml", "format = 1\ntarget_level = 3\n").lines()
}

#[test]
fn one_mistake_is_one_finding_whatever_it_hides() {
    assert_eq!(said(SOUND), [""; 0]);
    for (right, wrong, rule) in [
        // A key that is misspelt: what stands there is missing elsewhere.
        ("components =", "componets =", "unknown-key"),
        ("depends_on =", "depend_on =", "unknown-key"),
        ("sources =", "source =", "unknown-key"),
        ("preventative =", "preventive =", "unknown-key"),
        ("owner =", "ownr =", "unknown-key"),
        ("[flow.", "[flows.", "unknown-key"),
        // A name that is misspelt.
        (
            "components = [\"cart\", \"payments\"]",
            "components = [\"cart\", \"paymnts\"]",
            "unknown-reference",
        ),
        ("depends_on = [\"stock\"]", "depends_on = [\"stok\"]", "unknown-reference"),
        ("sources = [\"cart\", \"payments\"", "sources = [\"cart\", \"paymnts\"", "unknown-reference"),
        // A value that is none.
        ("depends_on = [\"stock\"]", "depends_on = \"stock\"", "wrong-type"),
        ("\"stock\"]\naffects", "7]\naffects", "wrong-type"),
        ("severity = \"medium\"", "severity = \"moderate\"", "unknown-level"),
        // An entry that cannot be read.
        ("[failure.orders-drop]", "[failure.Orders_drop]", "bad-id"),
        ("slo = {", "slo = ", "syntax"),
        ("problem = \"Orders", "problem = Orders", "syntax"),
        ("depends_on = [\"stock\"]", "depends_on = [\"stock\"", "syntax"),
    ] {
        assert!(SOUND.contains(right), "{right}");
        let lines = said(&SOUND.replace(right, wrong));
        assert!(lines.len() == 1 && lines[0].contains(&format!("[{rule}]")), "{wrong}: {lines:#?}");
    }
}

#[test]
fn the_help_for_a_single_point_of_failure_can_be_followed() {
    let alone =
        SOUND.replace("name = \"Payments\"\n", "name = \"Payments\"\ninstances = 3\nplacement = \"none\"\n");
    let lines = said(&alone);
    assert!(lines.len() == 1 && lines[0].contains("this component, which is not redundant"), "{lines:?}");
    assert!(lines[0].contains("write strength = \"weak\" where the flow goes on without it"), "{lines:?}");
    let weak = "{ component = \"payments\", strength = \"weak\" }]\nslo";
    assert_eq!(said(&alone.replace("\"payments\"]\nslo", weak)), [""; 0]);
}

#[test]
fn a_silenced_rule_that_may_speak_later_is_not_needless() {
    let silenced = |text: &str, rule: &str| format!("{text}allow = {{ {rule} = \"we know\" }}\n");
    let needless = said(&silenced(SOUND, "no-owner"));
    assert!(needless.len() == 1 && needless[0].contains("[unused-allow]"), "{needless:?}");
    // Reviews may be late another day.
    assert_eq!(said(&silenced(SOUND, "stale-review")), [""; 0]);
    // A rule about what hangs together says nothing where the criticality is not known.
    let once = SOUND.replace(
        "name = \"Payments\"\n",
        "name = \"Payments\"\ninstances = 1\nallow = { single-point-of-failure = \"we know\" }\n",
    );
    assert_eq!(said(&once), [""; 0]);
    let lines = said(&once.replace("criticality = \"high\"", "criticality = \"hihg\""));
    assert!(lines.len() == 1 && lines[0].contains("criticality"), "{lines:?}");
    // The rule waits until the severity is mended.
    let flawed = SOUND.replace("owner = \"team-orders\"", "").replace("\"medium\"", "\"moderate\"");
    let lines = said(&silenced(&flawed, "no-owner"));
    assert!(lines.len() == 1 && lines[0].contains("[unknown-level]"), "{lines:?}");
}

#[test]
fn a_flow_is_asked_for_as_much_as_it_needs() {
    let flow = |more: &str| said(&format!("{SOUND}[flow.look]\ncomponents = [\"stock\"]\n{more}"));
    let lines = flow("criticality = \"low\"\n");
    assert!(lines.len() == 1 && lines[0].contains("this flow has no objective"), "{lines:?}");
    assert!(lines[0].contains("write one of slo.target, rto and rpo in [flow.look]"), "{lines:?}");
    assert_eq!(flow("rpo = \"1h\"\n"), [""; 0]);
    let lines = flow("criticality = \"high\"\n");
    assert!(lines.len() == 1 && lines[0].contains("has no slo.target and no rto (agree"), "{lines:?}");
}

/// The message about a text, without its place.
fn about(text: &str) -> Vec<String> {
    let said = World::of(text).lint();
    let help = |help: &Option<_>| help.as_ref().map(ToString::to_string).unwrap_or_default();
    said.iter().map(|finding| format!("{}: {}", finding.message, help(&finding.help))).collect()
}

#[test]
fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
    let failure = "[failure.a]\nproblem = \"x\"\n";
    for (text, said) in [
        (
            format!("{failure}[failure.a.estimate]\nowner = \"me\"\n"),
            "`estimate` has no key `owner`: `owner` belongs above [failure.a.estimate]",
        ),
        (
            format!("{failure}estimate = {{ detect = \"5m\", owner = \"me\" }}\n"),
            "`estimate` has no key `owner`: `owner` belongs outside `estimate`",
        ),
        (
            "[test.a]\ncovers = [\"b\"]\n[[test.a.runs]]\nhow = \"by hand\"\n[action.b]\naction = \"x\"\n"
                .to_owned(),
            "`runs[0]` has no key `how`: `how` belongs above [[test.a.runs]]",
        ),
        (
            format!("{failure}repair = \"5m\"\n"),
            "a failure has no key `repair`: `repair` belongs in [failure.a.estimate]",
        ),
        (
            format!("{failure}reviewd = 2026-01-01\n"),
            "a failure has no key `reviewd`: did you mean `reviewed`?",
        ),
        (
            "[failures.db-down]\nproblem = \"x\"\n".to_owned(),
            "a playbook has no table `failures`: did you mean [failure.db-down]?",
        ),
        (
            "problem = \"x\"\n".to_owned(),
            "a playbook has no key `problem`: `problem` belongs below the header of an entry, such as [failure.some-id]",
        ),
        (
            "[playbook]\nrank = \"matrix\"\n".to_owned(),
            "`playbook` has no key `rank`: `rank` belongs in faultbook.toml",
        ),
        (
            "[coverage]\nclasses = \"aws\"\n".to_owned(),
            "a playbook has no table `coverage`: this setting belongs in faultbook.toml",
        ),
    ] {
        assert!(about(&text).iter().any(|line| line == said), "{text}: {:#?}", about(&text));
        assert_eq!(World::of(&text).run(&["lint"]).status.code(), Some(1), "{text}");
    }
    let config = World::new().file("faultbook.toml", "format = 1\n[coverage]\nowner = \"me\"\n");
    let lines = config.lines();
    assert!(lines.iter().any(|line| line.ends_with("(`owner` belongs above [coverage])")), "{lines:?}");
    assert_eq!(config.run(&["lint"]).status.code(), Some(1));
}

/// A workspace in which several rules speak of several entries: nobody owns a failure, nothing names `spare`, nobody examined
/// `search`, and the minor failure stops the critical flow.
const FAULTY: &str = r#"
[component.cart]
depends_on = ["stock"]
[component.stock]
[component.search]
[component.spare]

[flow.place-order]
criticality = "high"
components = ["cart", "search"]
slo = { target = "99.9%", window = "28d" }
rto = "4h"

[flow.look]
criticality = "low"
components = ["stock"]
rto = "1d"

[failure.orders-drop]
problem = "Orders drop while sessions stay"
risk = "Nobody manages to buy"
sources = ["stock"]
severity = "low"
likelihood = "rare"
detected_by = ["Orders per hour against sessions"]
preventative = ["Buy a test article every few minutes"]
reactive = ["Walk through the shop by hand"]

[failure.cart-forgets]
problem = "The cart forgets what lies in it"
risk = "Users start again"
sources = ["cart"]
severity = "high"
likelihood = "rare"
owner = "team-orders"
detected_by = ["Carts per session"]
preventative = ["Keep carts in the store"]
"#;

/// What is said of the workspace, as `subject rule` (and `workspace rule`), and what each rule did not say.
fn judged(text: &str) -> (Vec<String>, Vec<String>) {
    let world = World::of(text).file("faultbook.toml", "format = 1\ntarget_level = 3\n");
    let output = world.run(&["lint", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = said["findings"].as_array().unwrap().iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings =
        findings.map(|finding| format!("{} {}", text(&finding["subject"]), text(&finding["rule"])));
    let skipped = said["skipped"].as_object().unwrap().iter();
    (findings.collect(), skipped.map(|(rule, number)| format!("{rule} {number}")).collect())
}

#[test]
fn a_flaw_silences_only_what_depends_on_it() {
    const ALL: [&str; 6] = [
        "workspace orphan-component",
        "component/stock cascade-unexamined",
        "flow/place-order unexamined-component",
        "failure/orders-drop no-owner",
        "failure/orders-drop severity-below-blast-radius",
        "failure/cart-forgets one-sided-actions",
    ];
    let (said, skipped) = judged(FAULTY);
    assert_eq!(said, ALL);
    assert_eq!(skipped, [""; 0]);
    for (right, wrong, finding, silent) in [
        // A bad value of one field, of one entry.
        ("rto = \"4h\"", "rto = \"soon\"", "flow/place-order bad-value", &[][..]),
        ("slo = {", "slo = 7 # {", "flow/place-order wrong-type", &[]),
        ("rto = \"1d\"", "rto = \"soon\"", "flow/look bad-value", &[]),
        ("risk = \"Users", "risk = 7 # ", "failure/cart-forgets wrong-type", &[]),
        ("severity = \"high\"", "severity = \"huge\"", "failure/cart-forgets unknown-level", &[]),
        ("owner = \"team-orders\"", "owner = 7", "failure/cart-forgets wrong-type", &[]),
        (
            "likelihood = \"rare\"\ndet",
            "ownr = \"me\"\nlikelihood = \"rare\"\ndet",
            "failure/orders-drop unknown-key",
            &["failure/orders-drop no-owner"],
        ),
        (
            "preventative = [\"Keep",
            "reactve = [\"x\"]\npreventative = [\"Keep",
            "failure/cart-forgets unknown-key",
            &["failure/cart-forgets one-sided-actions"],
        ),
        (
            "problem = \"The",
            "status = \"opne\"\nproblem = \"The",
            "failure/cart-forgets bad-value",
            &["failure/cart-forgets one-sided-actions"],
        ),
        // What hangs together may do so otherwise, along what stands there.
        (
            "depends_on = [\"stock\"]",
            "depends_on = [{ component = \"stock\", stregth = \"weak\" }]",
            "component/cart unknown-key",
            &["component/stock cascade-unexamined", "failure/orders-drop severity-below-blast-radius"],
        ),
        ("components = [\"stock\"]", "components = [\"stock\", 7]", "flow/look wrong-type", &[]),
        (
            "components = [\"stock\"]",
            "components = [\"stock\", \"spre\"]",
            "flow/look unknown-reference",
            &["workspace orphan-component"],
        ),
        (
            "components = [\"stock\"]",
            "components = [\"stock\", \"billing\"]",
            "flow/look unknown-reference",
            &[],
        ),
        (
            "components = [\"stock\"]",
            "componets = [\"stock\", \"spare\"]",
            "flow/look unknown-key",
            &["workspace orphan-component"],
        ),
        (
            "sources = [\"cart\"]",
            "sources = [\"cart\", \"serch\"]",
            "failure/cart-forgets unknown-reference",
            &["flow/place-order unexamined-component"],
        ),
        (
            "sources = [\"cart\"]",
            "sources = [7]",
            "failure/cart-forgets wrong-type",
            &["component/stock cascade-unexamined"],
        ),
        // Of an entry that is lost only the names are known.
        (
            "[flow.look]\n",
            "[flow.look]\nname = “Look at spare parts”\n",
            "flow/look syntax",
            &["workspace orphan-component"],
        ),
        ("[flow.look]\n", "[flow.look]\nname = “Look”\n", "flow/look syntax", &[]),
        (
            "[failure.cart-forgets]\n",
            "[failure.Cart_search]\n",
            "playbooks/page.toml bad-id",
            &["component/stock cascade-unexamined", "failure/cart-forgets one-sided-actions"],
        ),
    ] {
        assert!(FAULTY.contains(right), "{right}");
        let (said, skipped) = judged(&FAULTY.replacen(right, wrong, 1));
        let mut left: Vec<&str> =
            ALL.iter().copied().filter(|line| !silent.contains(line)).chain([finding]).collect();
        let mut all: Vec<&str> = said.iter().map(String::as_str).collect();
        left.sort_unstable();
        all.sort_unstable();
        assert_eq!(all, left, "{wrong}");
        let own: Vec<&str> = silent.iter().filter_map(|line| line.split(' ').nth(1)).collect();
        for rule in own.iter().filter(|_| !finding.ends_with("bad-id")) {
            assert!(skipped.contains(&format!("{rule} 1")), "{wrong}: {skipped:?}");
        }
    }
}

#[test]
fn the_summary_says_what_was_skipped() {
    let text = FAULTY.replacen("likelihood = \"rare\"\ndet", "ownr = \"me\"\nlikelihood = \"rare\"\ndet", 1);
    let world = World::of(&text).file("faultbook.toml", "format = 1\ntarget_level = 3\n");
    let output = world.run(&["lint"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.ends_with("skipped 1 check that needs what could not be read: no-owner\n"), "{said}");
}

/// A strength that is misspelt may be meant to be weak: nobody is told that the flow is too expensive.
#[test]
fn costs_are_counted_only_where_the_way_is_known() {
    const COSTLY: &str = r#"
[component.front]
depends_on = ["back"]
[component.back]
[flow.buy]
components = ["front"]
slo = { target = "99.99%" }
[failure.back-down]
problem = "The back end is down"
risk = "Nobody can buy"
sources = ["back"]
severity = "high"
likelihood = "likely"
owner = "o"
outage = "full"
detected_by = ["Alarm"]
preventative = ["Run two"]
reactive = ["Restart"]
[failure.back-down.estimate]
detect = "30m"
repair = "4h"
affected = "100%"
every = "90d"
"#;
    let of = |text: &str| {
        let (said, skipped) = judged(text);
        let about = |line: &&String| line.contains("budget-exceeded") || line.contains("failure-too-big");
        let only = |lines: Vec<String>| lines.iter().filter(about).cloned().collect::<Vec<_>>();
        (only(said), only(skipped))
    };
    let both = ["flow/buy budget-exceeded", "failure/back-down failure-too-big"].map(str::to_owned);
    assert_eq!(of(COSTLY), (both.to_vec(), Vec::new()));
    let waiting = ["budget-exceeded 1", "failure-too-big 1"].map(str::to_owned);
    for (right, wrong) in [
        ("[\"back\"]\n[", "[{ component = \"back\", stregth = \"weak\" }]\n["),
        ("outage = \"full\"", "outage = \"degradd\""),
    ] {
        assert!(COSTLY.contains(right), "{right}");
        assert_eq!(of(&COSTLY.replacen(right, wrong, 1)), (Vec::new(), waiting.to_vec()), "{wrong}");
    }
}
