//! What is done and refused at the shell by `commands`: a workspace, and lines with what must come of each.

use crate::world::World;

pub(crate) const MAIN: &str = "# ours\n[component.db]\n\n[flow.order]\ncomponents = [\"db\"]\n\n[failure.zone]\nproblem = \"A zone goes dark\"\n\
    risk = \"Nobody can order\"\nsources = [\"db\", \"Human error\"]\nseverity = \"high\"\nlikelihood = \"rare\"\n\
    detected_by = [\"slow\"]\nescalate = { after = \"15m\", to = \"lead\" }\npreventative = [\"Run in three zones\", { use = \"scale\" }]\n\
    mitigation = [\"Watch it\"]\n\n[action.scale]\naction = \"Scale up\"\n\n[alert.slow]\ncovers = [\"zone\"]\n\n[role.lead]\nprimary = \"sre\"\n";
const MORE: &str = "[incident.down]\ntitle = \"Down\"\nstarted = 2026-03-04T10:02:00Z\nfailures = [\"zone\", \"cart\"]\n\n\
    [plan.over]\ntitle = \"Fail over\"\nkind = \"disaster\"\ncovers = [\"zone\"]\ncomponents = [\"db\"]\nactivate = { by = \"lead\" }\n\n\
    [drill.first]\nplan = \"over\"\nkind = \"simulated\"\non = 2026-10-12\n\n[test.load]\ncovers = [\"zone\", \"scale\"]\n";

pub(crate) fn world() -> World {
    World::new()
        .file("faultbook.toml", "format = 1\naccept_by = [\"cto\"]\n")
        .file("playbooks/main.toml", MAIN)
        .file("playbooks/more.toml", MORE)
        .file("playbooks/shop/cart.toml", "[failure.cart]\nproblem = \"Carts are lost\"\nowner = \"shop\"\n")
        .file("new.toml", "[failure.from-toml]\nproblem = \"From TOML\"\nsources = [\"from-too\"]\n[component.from-too]\n")
        .file("new.json", "[{\"problem\": \"From JSON\", \"tags\": [\"a\"]}, {\"problem\": \"From JSON too\", \"severity\": \"low\"}]")
}

/// What is done, and what must stand in one of the files afterwards.
pub(crate) const DONE: &[(&[&str], &str)] = &[
    (
        &[
            "add",
            "A queue fills up",
            "--playbook",
            "main",
            "--source",
            "db",
            "--severity",
            "High",
            "--tag",
            "a",
            "--tag",
            "b",
        ],
        "[failure.queue-fills-up]\nproblem = \"A queue fills up\"\nsources = [\"db\"]\nseverity = \"high\"\ntags = [\"a\", \"b\"]\n",
    ),
    (
        &["add", "A queue fills up", "--playbook", "shop", "--set", "estimate.detect=5m"],
        "[failure.queue-fills-up.estimate]\ndetect = \"5m\"\n",
    ),
    (&["add", "A queue fills up", "--playbook", "fresh", "--id", "q"], "[failure.q]\n"),
    (&["add", "--from", "new.toml", "--playbook", "main"], "[component.from-too]"),
    (
        &["add", "--from", "new.json", "--playbook", "shop"],
        "problem = \"From JSON too\"\nseverity = \"low\"\n",
    ),
    (&["add", "--starter", "platform"], "[playbook]"),
    (
        &["starter", "add", "redis", "redis-connections-exhausted", "--component", "db"],
        "imported = { from = \"starter/redis\" }",
    ),
    (
        &["starter", "add", "application", "concurrency-bug", "--playbook", "shop", "--component", "db"],
        "sources = [\"db\"]",
    ),
    (
        &["add", "component", "cache", "--playbook", "main", "--depends-on", "db"],
        "[component.cache]\ndepends_on = [\"db\"]\n",
    ),
    (
        &["add", "flow", "Pay for it", "--playbook", "main", "--component", "db"],
        "[flow.pay]\nname = \"Pay for it\"\n",
    ),
    (
        &["add", "action", "Roll back", "--playbook", "more", "--owner", "sre"],
        "[action.roll-back]\naction = \"Roll back\"\nowner = \"sre\"\n",
    ),
    (&["edit", "zone", "severity=low", "owner=sre"], "severity = \"low\"\n"),
    (&["edit", "zone", "tags=a", "tags=b,c"], "tags = [\"a\", \"b\", \"c\"]"),
    (
        &["edit", "zone", "--add", "source=Order API", "--remove", "source=Human error", "--clear", "risk"],
        "sources = [\"db\", \"Order API\"]",
    ),
    (&["edit", "flow/order", "slo.target=99.9%"], "[flow.order.slo]\ntarget = \"99.9%\"\n"),
    (&["edit", "zone", "preventative[0].owner=sre"], "{ action = \"Run in three zones\", owner = \"sre\" }"),
    (
        &[
            "edit",
            "zone",
            "preventative[0].owner=sre",
            "preventative[0].due=2027-01-01",
            "preventative[0].status=planned",
        ],
        "[action.run-three-zones]\naction = \"Run in three zones\"\nowner = \"sre\"\n",
    ),
    (&["edit", "--where", "severity=high owner!=*", "owner=sre"], "owner = \"sre\""),
    (&["rename", "zone", "zone-outage"], "covers = [\"zone-outage\", \"scale\"]"),
    (&["rename", "component/db", "orders-db"], "sources = [\"orders-db\", \"Human error\"]"),
    (&["rename", "scale", "grow"], "{ use = \"grow\" }"),
    (&["rename", "role/lead", "boss"], "activate = { by = \"boss\" }"),
    (&["rename", "slow", "late"], "detected_by = [\"late\"]"),
    (&["rename", "over", "failover"], "plan = \"failover\""),
    (&["rename", "cart", "basket"], "[failure.basket]"),
    (&["remove", "drill/first"], "[plan.over]"),
    (&["remove", "cart", "--force"], "failures = [\"zone\", \"cart\"]"),
    (&["accept", "zone", "--by", "cto", "--because", "Later", "--until", "6mo"], "until = 2027-05-20"),
    (&["review", "zone", "cart"], "reviewed = 2026-11-20"),
    (&["review", "--where", "owner=shop", "--on", "2026-11-02"], "reviewed = 2026-11-02"),
    (&["retire", "cart"], "status = \"retired\""),
    (&["action", "add", "zone", "Fail over", "--class", "reactive"], "reactive = [\"Fail over\"]"),
    (
        &[
            "action",
            "add",
            "cart",
            "Back up",
            "--class",
            "preventative",
            "--owner",
            "sre",
            "--due",
            "2027-01-01",
            "--effort",
            "3d",
        ],
        "[action.back-up]",
    ),
    (&["action", "start", "scale"], "status = \"in-progress\""),
    (&["action", "done", "zone", "three zones"], "status = \"in-place\""),
    (&["action", "verify", "zone", "mitigation[0]"], "status = \"verified\""),
    (&["action", "classify", "zone", "Watch", "reactive"], "reactive = [\"Watch it\"]"),
];

/// What is refused, and words that the refusal must hold.
pub(crate) const REFUSED: &[(&[&str], &[&str])] = &[
    (
        &["add", "x", "--id", "zone", "--playbook", "main"],
        &["failure/zone already in playbooks/main.toml:7", "zone-2"],
    ),
    (&["add", "x"], &["several playbooks", "--playbook"]),
    (
        &["add", "x", "--severity", "hihg", "--playbook", "main"],
        &["did you mean `high`", "medium", "A complete outage"],
    ),
    (&["add", "x", "--flow", "nobody", "--playbook", "main"], &["there is no flow `nobody`"]),
    (&["add", " ", "--playbook", "main"], &["empty"]),
    (&["add", "網", "--playbook", "main"], &["--id"]),
    (&["add", "--from", "nowhere.toml"], &["nowhere.toml"]),
    (&["add", "--from", "new.toml", "--id", "x", "--playbook", "main"], &["holds 2"]),
    (&["add", "--no-input"], &["nothing says what goes wrong"]),
    (&["edit", "zone", "severity=hihg"], &["did you mean `high`", "A complete outage"]),
    (&["edit", "zone", "outage=totally"], &["partial", "degraded"]),
    (&["edit", "zone", "serverity=high"], &["did you mean `severity`"]),
    (&["edit", "zone", "--remove", "source=nobody"], &["holds no", "Human error"]),
    (&["edit", "zone", "estimate.detect=5"], &["30m, 4h"]),
    (&["edit", "zone", "reviewed=2026-02-30"], &["no date"]),
    (&["edit", "zone", "preventative[7].owner=x"], &["preventative[7]"]),
    (&["edit", "nobody", "owner=x"], &["there is no entry `nobody`"]),
    (&["edit", "--where", "severity=hihg", "owner=x"], &["hihg"]),
    (&["rename", "zone", "cart"], &["playbooks/shop/cart.toml:1", "playbooks/main.toml:7"]),
    (&["rename", "zone", "A zone"], &["did you mean `zone`"]),
    (&["rename", "zone", "zone"], &["has that id already"]),
    (&["remove", "zone"], &["incident/down.failures[0]", "--force"]),
    (&["remove", "cart"], &["incident/down.failures[1]"]),
    (&["accept", "zone", "--by", "intern", "--because", "x", "--until", "6mo"], &["accept_by", "cto"]),
    (&["accept", "zone", "--by", "cto", "--because", "x", "--until", "2020-01-01"], &["has passed"]),
    (&["accept", "db", "--by", "cto", "--because", "x", "--until", "6mo"], &["no failure"]),
    (&["accept", "zone", "--by", "cto", "--because", " ", "--until", "6mo"], &["empty"]),
    (&["review"], &["--where"]),
    (&["review", "scale"], &["no failure"]),
    (&["action", "done", "zone", "zz"], &["Run in three zones"]),
    (&["action", "done", "zone", "e"], &["several"]),
    (&["action", "classify", "zone", "Watch", "mitigation"], &["already"]),
    (&["action", "add", "zone", "--use", "nobody"], &["there is no action `nobody`"]),
    (&["action", "start", "nobody"], &["nobody"]),
];
