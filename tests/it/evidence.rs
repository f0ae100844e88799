//! Evidence stays with what it is about: no merge and no import gives an entry the acceptance, review, residual rating or runs of
//! another one.

use faultbook::change::Value;
use faultbook::merge::Conflict;
use faultbook::merge::Markers;
use faultbook::merge::merge;
use faultbook::model::Kind;
use faultbook::model::Word;
use faultbook::model::shape::keys;

use crate::foreign::Texts;
use crate::foreign::notes;
use crate::world::World;
use crate::world::said;

/// An entry; what makes another thing of it; what only rewords it; and evidence that the other side records.
struct Case {
    base: &'static str,
    others: &'static [(&'static str, &'static str)],
    reworded: &'static [(&'static str, &'static str)],
    evidence: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        base: "[failure.e]\nproblem = 'Disk full on orders database'\nsources = ['Orders DB']\naffects = ['a']\n",
        others: &[
            ("'Disk full on orders database'", "'Certificate expires'"),
            ("'Disk full on orders database'", "'Disk full on payments database'"),
            ("['Orders DB']", "['Payments DB']"),
            ("['a']", "['b']"),
        ],
        reworded: &[
            ("'Disk full on orders database'", "'The disk is full on the orders database.'"),
            ("['Orders DB']", "['orders-db', 'Human error']"),
            ("['a']\n", "['a']\nseverity = 'high'\n"),
        ],
        evidence: &[
            "status = 'mitigated'\n",
            "status = 'retired'\n",
            "raised = 2026-11-01\n",
            "raised_by = 'agent:a'\n",
            "reviewed = 2026-11-01\n",
            "reactive = [{ action = 'Restart', status = 'verified' }]\n",
            "[failure.e.residual]\nseverity = 'low'\n",
            "[failure.e.accepted]\nby = 'cto'\nuntil = 2027-03-31\n",
            "accepted = { by = 'cto', until = 2027-03-31 }\n",
            "accepted.until = 2027-03-31\n",
        ],
    },
    Case {
        base: "[test.e]\ncovers = ['a', 'b']\nkind = 'load'\nhow = 'k6 run orders.js'\nexpects = 'No order is lost'\n",
        others: &[
            ("['a', 'b']", "['c']"),
            ("['a', 'b']", "['a', 'b', 'c']"),
            ("'load'", "'restore'"),
            ("'k6 run orders.js'", "'k6 run payments.js'"),
            ("how = 'k6 run orders.js'\n", ""),
            ("'No order is lost'", "'No payment is lost'"),
            ("is lost'\n", "is lost'\nexperiment = { hypothesis = 'Orders are taken' }\n"),
        ],
        reworded: &[
            ("['a', 'b']", "['b', 'a']"),
            ("'k6 run orders.js'", "'k6 run orders.js.'"),
            ("is lost'\n", "is lost'\nevery = '90d'\n"),
        ],
        evidence: &["[[test.e.runs]]\non = 2026-11-01\nresult = 'pass'\n", "runs = [{ result = 'fail' }]\n"],
    },
    Case {
        base: "[action.e]\naction = 'Configure autoscale'\n",
        others: &[("'Configure autoscale'", "'Buy insurance'")],
        reworded: &[
            ("'Configure autoscale'", "'Configure the autoscale'"),
            ("autoscale'\n", "autoscale'\nowner = 'o'\n"),
        ],
        evidence: &["status = 'in-place'\n", "status = 'verified'\n", "reduces = { likelihood = 'rare' }\n"],
    },
    Case {
        base: "[component.e]\nname = 'Orders DB'\nkind = 'database'\ntechnology = 'postgresql'\n",
        others: &[("'Orders DB'", "'Payments DB'"), ("'database'", "'cache'"), ("'postgresql'", "'redis'")],
        reworded: &[("'Orders DB'", "'orders db'"), ("'database'\n", "'database'\nowner = 'o'\n")],
        evidence: &[
            "backup = { restored = 2026-11-01 }\n",
            "limit = { what = 'storage', used = '1 TB' }\n",
            "[component.e.backup]\nrestored = 2026-11-01\n",
        ],
    },
    Case {
        base: "[flow.e]\nname = 'Place an order'\nrto = '4h'\nrpo = '5m'\n[flow.e.slo]\ntarget = '99%'\n",
        others: &[
            ("'Place an order'", "'Return an order'"),
            ("'4h'", "'24h'"),
            ("'5m'", "'1d'"),
            ("'99%'", "'99.9%'"),
        ],
        reworded: &[("'Place an order'", "'Place order'"), ("'5m'\n", "'5m'\nowner = 'o'\n")],
        evidence: &["reviewed = 2026-11-01\n", "[flow.e.agreed]\nby = ['sre']\non = 2026-11-01\n"],
    },
    Case {
        base: "[incident.e]\ntitle = 'Checkout down'\nstarted = 2026-03-04\n",
        others: &[("'Checkout down'", "'Login slow'"), ("2026-03-04", "2026-05-06")],
        reworded: &[
            ("'Checkout down'", "'The checkout is down'"),
            ("2026-03-04\n", "2026-03-04\ncause = 'c'\n"),
        ],
        evidence: &[
            "detected = 2026-03-04\n",
            "mitigated = 2026-03-04\n",
            "resolved = 2026-03-04\n",
            "detected_by = ['Customers']\n",
            "[[incident.e.timeline]]\nat = 2026-03-04\nwhat = 'w'\n",
            "severity = 'high'\n",
            "failures = ['a']\n",
            "flows = ['a']\n",
            "affected = '60%'\n",
            "postmortem = { status = 'published' }\n",
        ],
    },
    Case {
        base: "[plan.e]\ntitle = 'Fail over'\nkind = 'disaster'\ndisaster = 'region-outage'\ncovers = ['a']\ncomponents = ['a']\n\
               approach = 'warm-standby'\nrto = '1h'\nrpo = '5m'\n[[plan.e.steps]]\naction = 'Promote the replica'\n",
        others: &[
            ("'Fail over'", "'Rebuild from backups'"),
            ("'disaster'", "'recovery'"),
            ("'region-outage'", "'ransomware'"),
            ("covers = ['a']", "covers = ['b']"),
            ("components = ['a']", "components = ['b']"),
            ("'warm-standby'", "'restore'"),
            ("'1h'", "'8h'"),
            ("'5m'", "'1d'"),
            ("'Promote the replica'", "'Restore the backup'"),
        ],
        reworded: &[
            ("'Fail over'", "'Fail over.'"),
            ("'Promote the replica'", "'Promote replica'"),
            ("'5m'\n", "'5m'\nowner = 'o'\n"),
        ],
        evidence: &[
            "reviewed = 2026-11-01\n",
            "approved = { by = 'cto', on = 2026-11-01 }\n",
            "verified = { commit = '1a2b3c4', on = 2026-11-01 }\n",
            "[plan.e.accepted]\nby = 'cto'\nuntil = 2027-03-31\n",
        ],
    },
    Case {
        base: "[role.e]\nduty = 'recovery'\nprimary = 'Ann'\ndeputy = 'Bob'\ncontact = 'pager: sre'\n",
        others: &[
            ("'recovery'", "'decision'"),
            ("'Ann'", "'Eve'"),
            ("'Bob'", "'Eve'"),
            ("'pager: sre'", "'pager: dba'"),
            ("'Bob'\n", "'Bob'\nrotation = 'https://pager.example.com/sre'\n"),
        ],
        reworded: &[("'pager: sre'", "'Pager: SRE'"), ("'Bob'\n", "'Bob'\nx-note = 'n'\n")],
        evidence: &["checked = 2026-11-01\n", "trained = 2026-11-01\n"],
    },
    Case {
        base: "[drill.e]\nplan = 'a'\nkind = 'simulated'\non = 2026-10-12\nscenario = 'Region gone at noon'\n",
        others: &[
            ("'a'", "'b'"),
            ("'simulated'", "'production'"),
            ("2026-10-12", "2026-11-12"),
            ("'Region gone at noon'", "'Backups locked'"),
            ("'a'\n", "'a'\nincident = 'i'\n"),
        ],
        reworded: &[
            ("'Region gone at noon'", "'The region is gone at noon'"),
            ("'a'\n", "'a'\nrollback = 'r'\n"),
        ],
        evidence: &[
            "approved = 'cto'\n",
            "measured_rto = '52m'\n",
            "measured_from = 'declaration'\n",
            "measured_rpo = '2m'\n",
            "result = 'pass'\n",
            "checks = [{ what = 'w', done = true }]\n",
            "[[drill.e.discrepancies]]\nwhat = 'w'\n",
        ],
    },
    Case {
        base: "[attestation.e]\nby = 'a'\non = 2026-09-01\nexpires = 2027-03-01\n",
        others: &[("'a'", "'b'"), ("2026-09-01", "2026-10-01"), ("2027-03-01", "2028-03-01")],
        reworded: &[("'a'\n", "'a'\nx-note = 'n'\n")],
        evidence: &["evidence = 'https://example.com/review'\n"],
    },
];

fn merged(base: &str, ours: &str, theirs: &str) -> (String, Vec<Conflict>) {
    let merged = merge(base, ours, theirs, &Markers::default()).unwrap();
    (merged.text, merged.conflicts)
}

/// The base with keys behind the first line, or tables at the end.
fn with(base: &str, evidence: &str) -> String {
    if evidence.starts_with('[') {
        return format!("{base}{evidence}");
    }
    let (head, rest) = base.split_once('\n').unwrap();
    format!("{head}\n{evidence}{rest}")
}

fn replaced(base: &str, (from, to): (&str, &str)) -> String {
    assert!(base.contains(from), "{from} in {base}");
    base.replacen(from, to, 1)
}

/// Both texts, the sides exchanged, between entries that stand around them.
fn both_ways(base: &str, one: &str, other: &str, mut check: impl FnMut(&str, Vec<Conflict>)) {
    let around = |text: &str| format!("[component.a]\nname = 'a'\n\n{text}\n[x.z]\nz = 1\n");
    let [base, one, other] = [base, one, other].map(around);
    for (ours, theirs) in [(&one, &other), (&other, &one)] {
        let (text, conflicts) = merged(&base, ours, theirs);
        check(&text, conflicts);
    }
}

#[test]
fn evidence_of_one_thing_never_merges_into_another() {
    let mut tried = 0;
    for case in CASES {
        for change in case.others {
            for evidence in case.evidence {
                let (ours, theirs) = (replaced(case.base, *change), with(case.base, evidence));
                both_ways(case.base, &ours, &theirs, |text, conflicts| {
                    assert_eq!(conflicts.len(), 1, "{change:?} {evidence} {text}");
                    assert_eq!(conflicts[0].subject.split_once('/').unwrap().1, "e");
                    assert!(conflicts[0].why.as_ref().unwrap().contains("evidence"), "{conflicts:?}");
                    assert!(Value::document(text).is_err() && text.contains("<<<<<<< ours\n"), "{text}");
                    tried += 1;
                });
            }
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn evidence_merges_with_what_leaves_the_thing_the_same() {
    for case in CASES {
        for change in case.reworded {
            for evidence in case.evidence {
                let (ours, theirs) = (replaced(case.base, *change), with(case.base, evidence));
                both_ways(case.base, &ours, &theirs, |text, conflicts| {
                    assert_eq!(conflicts, [], "{change:?} {evidence}");
                    let both = with(&ours, evidence);
                    let said = |text: &str| Value::document(text).unwrap();
                    let (kind, _) = case.base[1..].split_once('.').unwrap();
                    assert_eq!(
                        said(text).get(kind).unwrap().get("e"),
                        said(&both).get(kind).unwrap().get("e"),
                        "{text}"
                    );
                });
            }
        }
    }
}

/// The table above holds every key that is marked, so that whoever marks another one adds it here.
#[test]
fn every_marked_key_is_tried() {
    for kind in Kind::ALL {
        let marked =
            |mark: fn(&faultbook::model::Key) -> bool| keys(*kind).iter().filter(move |key| mark(key));
        if marked(|key| key.evidence).next().is_none() {
            continue;
        }
        let case = CASES.iter().find(|case| case.base.starts_with(&format!("[{kind}.e]"))).unwrap();
        for key in marked(|key| key.evidence && !key.identity) {
            let is_tried = |text: &&&str| {
                text.contains(&format!("{} = ", key.name)) || text.contains(&format!(".{}]", key.name))
            };
            assert!(case.evidence.iter().any(|text| is_tried(&text)), "{kind}.{} is evidence", key.name);
        }
        for key in marked(|key| key.identity && !key.evidence) {
            let changes = case.others.iter().any(|change| {
                let said = |text: &str| {
                    let value = Value::document(text).unwrap();
                    value.get(kind.word()).unwrap().get("e").unwrap().get(key.name).cloned()
                };
                said(case.base) != said(&replaced(case.base, *change))
            });
            assert!(changes, "{kind}.{} is identity", key.name);
        }
    }
}

/// As the trial had it: ours deletes the entry and makes another one with its id.
#[test]
fn an_entry_that_replaced_another_inherits_nothing() {
    let base = "[failure.x]\nproblem = \"Disk full\"\nrisk = \"No orders\"\nseverity = \"high\"\n";
    let ours =
        "[failure.x]\nproblem = \"Certificate expires\"\nrisk = \"No logins\"\nlikelihood = \"rare\"\n";
    let theirs = format!("{base}[failure.x.accepted]\nby = \"cto\"\nuntil = 2027-03-31\n");
    let world = World::new().file("base", base).file("ours", ours).file("theirs", &theirs);
    let output = world.run(&["merge-driver", "base", "ours", "theirs", "--path", "playbooks/a.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("failure/x: one side changed `problem`, the other recorded evidence"),
        "{}",
        said(&output)
    );
    let text = std::fs::read_to_string(world.path().join("ours")).unwrap();
    assert_eq!(text, format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"));
}

/// A run is evidence for what its test covers, too.
#[test]
fn a_run_of_a_test_is_not_evidence_for_what_took_the_place() {
    let base = "[failure.x]\nproblem = 'Disk full'\n\n[test.t]\ncovers = ['x']\n";
    let ours = base.replace("Disk full", "Certificate expires");
    let run = "[[test.t.runs]]\non = 2026-11-01\nresult = 'pass'\n";
    let (text, conflicts) = merged(base, &ours, &format!("{base}{run}"));
    assert_eq!(conflicts.len(), 1, "{text}");
    assert_eq!(conflicts[0].to_string(), "failure/x");
    assert!(
        conflicts[0].why.as_ref().unwrap().ends_with("the other recorded evidence in test/t"),
        "{conflicts:?}"
    );
    let (text, conflicts) = merged(base, &format!("{base}{run}"), &ours);
    assert_eq!((conflicts.len(), text.contains("[[test.t.runs]]")), (1, true));
    // An entry that came from another file is not known here.
    let moved = format!("[failure.x]\nproblem = 'Disk full'\n\n{}", "[test.t]\ncovers = ['x']\n");
    let (_, conflicts) =
        merged("[test.t]\ncovers = ['x']\n", &moved, &format!("[test.t]\ncovers = ['x']\n{run}"));
    assert_eq!(conflicts, []);
    // The run of a test that covers something else concerns nobody.
    let other = base.replace("['x']", "['y']");
    let (_, conflicts) =
        merged(&other, &other.replace("Disk full", "Certificate expires"), &format!("{other}{run}"));
    assert_eq!(conflicts, []);
    for (one, base) in [
        ("action.x", "[action.x]\naction = 'Restart'\n\n[test.t]\ncovers = ['x']\n"),
        ("plan.x", "[plan.x]\ntitle = 'Fail over'\n\n[drill.t]\nplan = 'x'\non = 2026-11-01\n"),
        (
            "failure.x",
            "[failure.x]\nproblem = 'Restart'\n\n[incident.t]\ntitle = 't'\nstarted = 2026-11-01\n",
        ),
    ] {
        let recorded = match base.contains("drill") {
            true => format!("{base}result = 'pass'\n"),
            false if base.contains("incident") => format!("{base}failures = ['x']\n"),
            false => format!("{base}{run}"),
        };
        let ours = base.replace("'Restart'", "'Something else'").replace("'Fail over'", "'Something else'");
        let (_, conflicts) = merged(base, &ours, &recorded);
        assert_eq!(conflicts.iter().map(ToString::to_string).collect::<Vec<_>>(), [one.replace('.', "/")]);
    }
}

/// A renamed entry is the same one, and so is whatever refers to it.
#[test]
fn a_rename_makes_nothing_another_thing() {
    let base = "[component.db]\nname = 'Orders DB'\n\n[failure.x]\nproblem = 'Disk full'\nsources = ['db']\naffects = ['db']\n\n\
                [failure.y]\nproblem = 'Disk slow'\n\n[plan.p]\ntitle = 'Fail over'\ncovers = ['y']\ncomponents = ['db']\n\n\
                [test.t]\ncovers = ['y', 'x']\n";
    let ours = base.replace("component.db", "component.orders").replace("'db'", "'orders'");
    let ours = ours.replace("failure.y", "failure.z").replace("'y'", "'z'");
    let theirs = base.replace("affects = ['db']\n", "affects = ['db']\nreviewed = 2026-11-01\n").replace(
        "components = ['db']\n",
        "components = ['db']\napproved = { by = 'cto', on = 2026-11-01 }\n",
    ) + "[[test.t.runs]]\non = 2026-11-01\nresult = 'pass'\n";
    for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
        let (text, conflicts) = merged(base, ours, theirs);
        assert_eq!(conflicts, [], "{text}");
        assert!(text.contains("covers = ['z', 'x']\n[[test.t.runs]]"), "{text}");
        assert!(text.contains("affects = ['orders']\nreviewed = 2026-11-01\n"), "{text}");
    }
    // Another one that took its place is not.
    let other = ours.replace("'Orders DB'", "'Payments DB'").replace("'Disk slow'", "'Disk gone'");
    let (_, conflicts) = merged(base, &other, &theirs);
    let found: Vec<String> = conflicts.iter().map(ToString::to_string).collect();
    assert_eq!(found, ["failure/x", "plan/p", "test/t"]);
}

/// Records are merged as they are, or not at all: two halves of two acceptances are none.
#[test]
fn no_record_is_made_of_two() {
    for (base, ours, theirs) in [
        (
            "[failure.e]\nproblem = 'p'\n[failure.e.accepted]\nby = 'a'\non = 2026-01-01\nuntil = 2027-01-01\n",
            ("2027-01-01", "2028-01-01"),
            ("'a'", "'b'"),
        ),
        (
            "[failure.e]\nproblem = 'p'\naccepted = { by = 'a', until = 2027-01-01 }\n",
            ("2027-01-01", "2028-01-01"),
            ("'a'", "'b'"),
        ),
        (
            "[test.e]\ncovers = ['a']\n[[test.e.runs]]\non = 2026-01-01\nresult = 'fail'\nenvironment = 'production'\n",
            ("2026-01-01", "2026-02-01"),
            ("'fail'", "'pass'"),
        ),
        (
            "[failure.e]\nproblem = 'p'\n[[failure.e.reactive]]\naction = 'Restart'\nowner = 'o'\n",
            ("'Restart'", "'Call'"),
            ("'o'\n", "'o'\nstatus = 'verified'\n"),
        ),
        (
            "[drill.e]\nplan = 'a'\non = 2026-01-01\n[[drill.e.discrepancies]]\nwhat = 'w'\nstatus = 'open'\n",
            ("'w'", "'another'"),
            ("'open'", "'closed'"),
        ),
        (
            "[failure.e]\nproblem = 'p'\n",
            ("'p'\n", "'p'\naccepted = { by = 'a' }\n"),
            ("'p'\n", "'p'\naccepted = { until = 2027-01-01 }\n"),
        ),
    ] {
        let (ours, theirs) = (replaced(base, ours), replaced(base, theirs));
        both_ways(base, &ours, &theirs, |text, conflicts| assert_eq!(conflicts.len(), 1, "{text}"));
    }
    // Other runs, and the same record on both sides, are merged.
    let base = "[test.e]\ncovers = ['a']\n";
    let run = |on: &str| format!("[[test.e.runs]]\non = {on}\nresult = 'pass'\n");
    let both = format!("{base}{}", run("2026-01-01"));
    both_ways(base, &both, &format!("{both}{}", run("2026-02-01")), |_, conflicts| assert_eq!(conflicts, []));
}

/// Where a file cannot be merged by entries, git would merge its lines, and know nothing of evidence.
#[test]
fn no_layout_lets_evidence_move() {
    let entry = "problem = 'Disk full'\nrisk = 'r'\nowner = 'o'\n";
    for layout in [
        format!("[failure]\n\n[failure.x]\n{entry}"),
        format!("[failure.\"x\"]\n{entry}"),
        format!("failure.y.problem = 'y'\n\n[failure.x]\n{entry}"),
        format!("[failure.x]\n{entry}\n[failure.broken\nproblem = 'b'\n"),
    ] {
        let ours = layout.replace("Disk full", "Certificate expires");
        let theirs = layout.replace("owner = 'o'\n", "owner = 'o'\nreviewed = 2026-11-01\n");
        let (text, conflicts) = merged(&layout, &ours, &theirs);
        assert_eq!(conflicts.len(), 1, "{text}");
        assert_eq!(text, format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"));
        let harmless = layout.replace("Disk full", "The disk is full");
        let refused = merge(&layout, &harmless, &theirs, &Markers::default());
        assert!(refused.is_err(), "{refused:?}");
    }
}

/// A table as each source reads it.
fn table(format: &str, rows: &[&[&str]]) -> Vec<u8> {
    match format {
        "md" => {
            let line = |row: &&[&str]| format!("| {} |\n", row.join(" | "));
            let rule = format!("|{}\n", " --- |".repeat(rows[0].len()));
            let lines: Vec<String> = rows.iter().map(line).collect();
            format!("{}{rule}{}", lines[0], lines[1..].concat()).into_bytes()
        }
        "xlsx" => {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (row, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                    sheet.write_string(row, column, *cell).unwrap();
                }
            }
            book.save_to_buffer().unwrap()
        }
        _ => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            rows.iter().for_each(|row| writer.write_record(*row).unwrap());
            writer.into_inner().unwrap()
        }
    }
}

const HEADINGS: &[&str] = &["Problem", "Risk", "Component", "Severity"];
const DISK: &[&str] = &["Disk full on orders database", "No orders", "Orders DB", "high"];

/// What a person records of an entry, or of a test that tries it.
const RECORDED: &[&str] = &[
    "reviewed = 2026-11-01\n",
    "status = \"mitigated\"\n",
    "status = \"retired\"\n",
    "reactive = [{ action = \"Grow the disk\", status = \"verified\" }]\n",
    "[failure.disk-full-orders-database.residual]\nseverity = \"low\"\n",
    "[failure.disk-full-orders-database.accepted]\nby = \"cto\"\nuntil = 2027-03-31\n",
    "\n[test.disk]\ncovers = [\"disk-full-orders-database\"]\n[[test.disk.runs]]\non = 2026-11-01\nresult = \"pass\"\n",
    "\n[incident.disk]\ntitle = \"t\"\nstarted = 2026-03-04\nfailures = [\"disk-full-orders-database\"]\n",
];

/// A workspace with a table of one row, and something recorded of its entry.
fn recorded(name: &str, table: &[u8], evidence: &str) -> Texts {
    let mut texts = Texts::new();
    assert_eq!(texts.import(name, table).new.len(), 1);
    texts.files[0].1 = texts.files[0].1.trim_end().to_owned() + "\n" + evidence;
    assert!(!texts.open().is_broken(), "{}", texts.files[0].1);
    texts
}

trait Readable {
    fn is_broken(&self) -> bool;
}

impl Readable for faultbook::workspace::Workspace {
    fn is_broken(&self) -> bool {
        self.book().unread() > 0
    }
}

/// The text of a new playbook without what was added to it.
fn own<'t>(text: &'t str, id: &str) -> &'t str {
    let start = text.find(&format!("[failure.{id}]\n")).unwrap_or_else(|| panic!("no {id} in {text}"));
    let rest = &text[start..];
    let end = rest.find("\n\n").unwrap_or(rest.len());
    rest[..end].trim_end()
}

#[test]
fn an_import_gives_no_entry_the_evidence_of_another() {
    for format in ["csv", "md", "xlsx"] {
        let name = format!("t.{format}");
        for evidence in RECORDED {
            for row in [
                &["Certificate expires", "No orders", "Orders DB", "high"],
                &["Disk full on payments database", "No orders", "Orders DB", "high"],
                &["Disk full on orders database", "No orders", "Payments DB", "high"],
            ] {
                let mut texts = recorded(&name, &table(format, &[HEADINGS, DISK]), evidence);
                let before = texts.files[0].1.clone();
                let changed = table(format, &[HEADINGS, row]);
                let taken = texts.import(&name, &changed);
                let gone = usize::from(!evidence.contains("retired"));
                let counts = (taken.new.len(), taken.changed.len(), taken.gone.len());
                assert_eq!(counts, (1, 0, gone), "{row:?} {evidence}");
                let (old, new) = ("disk-full-orders-database", taken.new[0].id.as_str());
                assert_eq!(own(&texts.files[0].1, old), own(&before, old));
                let text = own(&texts.files[0].1, new);
                assert!(text.contains(row[0]), "{text}");
                for word in ["reviewed", "status", "residual", "accepted", "runs", "incident"] {
                    assert!(!text.contains(word), "{text}");
                }
                let line = format!(
                    "imported as new failure/{new}: failure/{old} is about something else and keeps its evidence ("
                );
                assert!(notes(&taken).iter().any(|note| note.contains(&line)), "{:?}", notes(&taken));

                let files = texts.files.clone();
                let again = texts.import(&name, &changed);
                assert_eq!((again.new.len(), again.changed.len(), again.unchanged), (0, 0, 1), "{evidence}");
                assert_eq!(texts.files, files, "a second import changes something");
                // The row that came back is the entry that it was.
                let both = table(format, &[HEADINGS, DISK, row]);
                assert_eq!((texts.import(&name, &both).unchanged, &texts.files), (2, &files));
            }
        }
    }
}

#[test]
fn an_import_rewords_what_stays_the_same_and_what_nobody_recorded() {
    for format in ["csv", "md", "xlsx"] {
        let name = format!("t.{format}");
        for (evidence, row) in RECORDED
            .iter()
            .map(|evidence| (*evidence, "The disk is full on the orders database."))
            .chain([("", "Certificate expires")])
        {
            let mut texts = recorded(&name, &table(format, &[HEADINGS, DISK]), evidence);
            let before = texts.files[0].1.clone();
            let changed = table(format, &[HEADINGS, &[row, "No orders at all", "Orders DB", "high"]]);
            let taken = texts.import(&name, &changed);
            assert_eq!(
                (taken.new.len(), taken.changed.len(), taken.gone.len()),
                (0, 1, 0),
                "{row} {evidence}"
            );
            let wanted = before.replace(DISK[0], row).replace("No orders", "No orders at all");
            let plain = |text: &str| {
                text.lines().filter(|line| !line.starts_with("imported = ")).collect::<Vec<_>>().join("\n")
            };
            assert_eq!(plain(&texts.files[0].1), plain(&wanted));
            let files = texts.files.clone();
            assert_eq!((texts.import(&name, &changed).unchanged, &texts.files), (1, &files));
        }
    }
}

/// A source that fixes what it says elsewhere, and components that were linked by hand.
#[test]
fn sources_may_be_linked_and_added() {
    let mut texts = recorded("t.csv", &table("csv", &[HEADINGS, DISK]), "reviewed = 2026-11-01\n");
    texts.files[0].1 =
        texts.files[0].1.replace("[\"Orders DB\"]", "[\"orders-db\"]") + "\n[component.orders-db]\n";
    let taken =
        texts.import("t.csv", table("csv", &[HEADINGS, &[DISK[0], "No orders", "Orders DB", "medium"]]));
    assert_eq!((taken.new.len(), taken.changed.len()), (0, 1));
    assert!(texts.files[0].1.contains("sources = [\"orders-db\"]"));
    let taken = texts.import(
        "t.csv",
        table("csv", &[HEADINGS, &[DISK[0], "No orders", "Orders DB; Human error", "medium"]]),
    );
    assert_eq!((taken.new.len(), taken.changed.len()), (0, 1), "{:?}", notes(&taken));
}

/// Numbers that count rows name other rows once one is added above.
#[test]
fn evidence_follows_the_problem_where_ids_are_counted_anew() {
    let headings: &[&str] = &["ID", "Problem", "Risk", "Component", "Severity"];
    let rows: [&[&str]; 3] = [
        headings,
        &["R-1", "Disk full", "No orders", "Orders DB", "high"],
        &["R-2", "Queue stuck", "No mails", "Queue", "low"],
    ];
    let mut texts = Texts::new();
    assert_eq!(texts.import("t.csv", table("csv", &rows)).new.len(), 2);
    texts.files[0].1 =
        texts.files[0].1.replacen("\n\n[failure.r-2]", "\nreviewed = 2026-11-01\n\n[failure.r-2]", 1);
    assert!(texts.files[0].1.contains("reviewed"), "{}", texts.files[0].1);
    let rows: [&[&str]; 4] = [
        headings,
        &["R-1", "Certificate expires", "No logins", "Gateway", "high"],
        &["R-2", "Disk full", "No orders", "Orders DB", "high"],
        &["R-3", "Queue stuck", "No mails", "Queue", "low"],
    ];
    let taken = texts.import("t.csv", table("csv", &rows));
    let book = texts.open();
    let reviewed: Vec<_> = book.book().failures.iter().filter(|failure| failure.reviewed.is_some()).collect();
    assert_eq!(reviewed.len(), 1);
    assert_eq!(reviewed[0].problem, "Disk full", "{:?}", notes(&taken));
    let files = texts.files.clone();
    texts.import("t.csv", table("csv", &rows));
    assert_eq!(texts.files, files);
}

/// Whoever edits the problem of an accepted risk in a spreadsheet is told, and nothing of the row is taken.
#[test]
fn our_own_table_cannot_make_an_accepted_risk_another_one() {
    let playbook = "[failure.disk]\nproblem = \"Disk full\"\nrisk = \"No orders\"\nsources = [\"db\"]\nreviewed = 2026-11-01\n\n\
                    [failure.queue]\nproblem = \"Queue stuck\"\nrisk = \"No mails\"\nsources = [\"queue\"]\n\n\
                    [component.db]\n\n[component.queue]\n";
    let headings: &[&str] = &["id", "problem", "risk", "sources"];
    for format in ["csv", "md", "xlsx"] {
        let name = format!("out.{format}");
        for row in [
            &["disk", "Certificate expires", "Nobody can log in", "db"],
            &["disk", "Disk full", "No orders", "queue"],
        ] {
            let mut texts = Texts::new().file("playbooks/shop.toml", playbook);
            let rows: [&[&str]; 3] = [headings, row, &["queue", "Mails wait for ever", "No mails", "queue"]];
            let taken = texts.import(&name, table(format, &rows));
            let expected = playbook.replace("Queue stuck", "Mails wait for ever");
            assert_eq!(texts.files[0].1, expected, "{format} {row:?}");
            assert_eq!((taken.changed.len(), taken.unchanged, taken.new.len()), (1, 1, 0));
            let all = notes(&taken);
            assert_eq!(all.len(), 1, "{all:?}");
            assert!(all[0].contains("row not imported: it is about something else than failure/disk, which has evidence (reviewed)"), "{all:?}");
            let again = texts.import(&name, table(format, &rows));
            assert_eq!((&texts.files[0].1, again.changed.len(), notes(&again)), (&expected, 0, all));
        }
        // Without its id a row with another problem is another failure.
        let mut texts = Texts::new().file("playbooks/shop.toml", playbook);
        let rows: [&[&str]; 2] = [
            &["priority", "problem", "risk", "sources"],
            &["unrated", "Certificate expires", "No orders", "db"],
        ];
        let taken = texts.import(&name, table(format, &rows));
        assert_eq!((taken.new.len(), taken.changed.len()), (1, 0), "{:?}", notes(&taken));
        assert!(notes(&taken)[0].contains("failure/disk is about something else"), "{:?}", notes(&taken));
        assert!(texts.files[0].1.contains(playbook.split("\n\n").next().unwrap()));
        let files = texts.files.clone();
        texts.import(&name, table(format, &rows));
        assert_eq!(texts.files, files);
    }
}

/// A row that brings evidence does not give it to an entry that only looks like it.
#[test]
fn an_entry_that_was_written_by_hand_is_not_reviewed_by_a_table() {
    let mut texts = Texts::new()
        .file("playbooks/own.toml", "[failure.r-1]\nproblem = \"Disk full\"\nsources = [\"Orders DB\"]\n");
    let rows: [&[&str]; 2] = [
        &["ID", "Problem", "Risk", "Component", "Severity", "Last reviewed"],
        &["R-1", "Disk full", "No payments", "Payments DB", "high", "2026-10-01"],
    ];
    let taken = texts.import("t.csv", table("csv", &rows));
    assert!(!texts.files[0].1.contains("reviewed"), "{:?} {:?}", texts.files, notes(&taken));
    assert_eq!(taken.new.len(), 1);
    let files = texts.files.clone();
    texts.import("t.csv", table("csv", &rows));
    assert_eq!(texts.files, files);
}

/// An action that is verified stays the action that it was.
#[test]
fn a_verified_action_is_not_reworded_into_another() {
    let rows = |action| -> Vec<u8> {
        table("csv", &[&["Problem", "Risk", "Mitigation"], &["Disk full", "No orders", action]])
    };
    let mut texts = Texts::new();
    texts.import("t.csv", rows("Grow the disk"));
    let done = "{ action = \"Grow the disk\", owner = \"sre\", status = \"verified\" }";
    texts.files[0].1 = texts.files[0].1.replace("\"Grow the disk\"", done);
    assert!(texts.files[0].1.contains(done), "{}", texts.files[0].1);
    let taken = texts.import("t.csv", rows("Buy insurance"));
    let text = texts.files[0].1.replace("\n  ", " ").replace(",\n]", " ]");
    assert!(text.contains(done) && text.contains("\"Buy insurance\""), "{text} {:?}", notes(&taken));
    let mut texts = Texts::new();
    texts.import("t.csv", rows("Grow the disk"));
    texts.files[0].1 = texts.files[0].1.replace("\"Grow the disk\"", done);
    texts.import("t.csv", rows("Grow disk"));
    assert!(
        texts.files[0].1.contains("action = \"Grow disk\", owner = \"sre\", status = \"verified\""),
        "{}",
        texts.files[0].1
    );
}

/// What a catalogue calls by the same name may be another thing.
#[test]
fn a_restored_component_stays_the_one_that_was_restored() {
    let entity = |title: &str, kind: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n  title: {title}\nspec:\n  type: {kind}\n  owner: a\n  lifecycle: production\n"
        )
    };
    let mut texts = Texts::new();
    assert_eq!(texts.import("catalog-info.yaml", entity("Orders store", "service")).new.len(), 1);
    texts.files[0].1 = texts.files[0].1.trim_end().to_owned() + "\nbackup = { restored = 2026-11-01 }\n";
    let files = texts.files.clone();
    let taken = texts.import("catalog-info.yaml", entity("Payments store", "service"));
    assert_eq!((taken.new.len(), taken.changed.len(), taken.gone.len()), (0, 0, 0));
    assert_eq!(texts.files, files);
    assert!(
        notes(&taken)[0].contains("than component/orders, which has evidence (backup)"),
        "{:?}",
        notes(&taken)
    );
    let taken =
        texts.import("catalog-info.yaml", entity("orders store", "service").replace("owner: a", "owner: b"));
    assert_eq!(taken.changed.len(), 1, "{:?}", notes(&taken));
}

/// What was written by hand without a name is not another component because a catalogue has its name.
#[test]
fn a_catalogue_names_a_restored_component() {
    let own = "[component.orders]\nbackup = { restored = 2026-11-01 }\n";
    let mut texts = Texts::new().file("playbooks/own.toml", own);
    let entity = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n  title: Orders store\nspec:\n  type: service\n  owner: a\n  lifecycle: production\n";
    let taken = texts.import("catalog-info.yaml", entity);
    assert_eq!(taken.changed.len(), 1, "{:?}", notes(&taken));
    assert!(texts.files[0].1.contains("name = \"Orders store\"") && texts.files[0].1.contains("restored"));
}

/// The first trial, at the shell.
#[test]
fn an_accepted_risk_is_not_replaced_by_a_row() {
    let world =
        World::new().file("t.csv", "Problem,Risk,Severity\nDisk full on orders database,No orders,high\n");
    assert!(world.run(&["import", "t.csv"]).status.success());
    let accept =
        ["accept", "disk-full-orders-database", "--by", "cto", "--because", "cheap", "--until", "2027-03-31"];
    assert!(world.run(&accept).status.success());
    let world = world.file("t.csv", "Problem,Risk,Severity\nCertificate expires,No orders,high\n");
    let output = world.run(&["import", "t.csv"]);
    assert!(output.status.success());
    assert!(said(&output).contains("imported as new failure/certificate-expires: failure/disk-full-orders-database is about something else and keeps its evidence (accepted)"), "{}", said(&output));
    let shown = String::from_utf8(world.run(&["show", "certificate-expires", "--json"]).stdout).unwrap();
    assert!(!shown.contains("cto"), "{shown}");
    let files = world.files();
    assert!(world.run(&["import", "t.csv"]).status.success());
    assert_eq!(world.files(), files);
}
