//! Small tables of kinds that came in wrong once, each with what is right.

use crate::foreign::Texts;
use crate::foreign::notes;

/// Imports a table into an empty workspace: each failure with these keys, and all notes.
fn import(name: &str, table: &str, keys: &[&str]) -> (Vec<String>, String) {
    let mut texts = Texts::new();
    let taken = texts.import(name, table);
    let mut failures = Vec::new();
    for (_, text) in &texts.files {
        let playbook: toml::Table = text.parse().unwrap();
        for (id, failure) in playbook.get("failure").and_then(toml::Value::as_table).into_iter().flatten() {
            let value = |key: &&str| match *key {
                "id" => id.clone(),
                key => failure.get(key).map_or("-".to_owned(), words),
            };
            failures.push(keys.iter().map(value).collect::<Vec<_>>().join(" | "));
        }
    }
    let again = texts.import(name, table);
    assert_eq!((again.new.len(), again.changed.len()), (0, 0), "a second import changes something: {table}");
    failures.sort();
    (failures, notes(&taken).join("\n"))
}

/// A value on one line: of an action its text and its status.
fn words(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join("; "),
        toml::Value::Table(pairs) => {
            pairs.iter().map(|(_, value)| words(value)).collect::<Vec<_>>().join(" ")
        }
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

/// Fails where a table does not become what is right.
#[track_caller]
fn is(name: &str, table: &str, keys: &[&str], expected: &[&str]) -> String {
    let (failures, notes) = import(name, table, keys);
    assert_eq!(failures, expected, "{table}\n{notes}");
    notes
}

#[test]
fn f5_a_strategy_is_not_an_action() {
    let notes = is(
        "r.md",
        "| Risk | Impact | Probability | Response | Mitigation Strategy | Treatment |\n|---|---|---|---|---|---|\n\
         | Supplier fails | High | Low | Transfer | Mitigate | Accept |\n",
        &["problem", "severity", "likelihood", "reactive", "mitigation", "x-treatment"],
        &["Supplier fails | high | not-likely | - | - | Transfer; Mitigate; Accept"],
    );
    assert!(notes.contains("faultbook accept"), "{notes}");
}

#[test]
fn f5b_words_for_nothing_are_not_actions() {
    let nothing = [
        "None.",
        "None currently",
        "None yet",
        "None identified",
        "None at this time",
        "(none)",
        "No mitigation",
        "No current controls",
        "Nothing yet",
        "Not implemented",
        "Not yet covered",
        "To be determined",
        "n.a.",
        "keine",
        "Keine Maßnahmen",
        "aucune",
        "ninguno",
        "No action required",
        "See above",
        "pending",
        "🚧",
    ];
    let mut table = "| Problem | Severity | Likelihood | Mitigation |\n|---|---|---|---|\n".to_owned();
    nothing.iter().enumerate().for_each(|(at, text)| {
        table.push_str(&format!("| Part {at} breaks | High | Likely | {text} |\n"));
    });
    let (failures, _) = import("f.md", &table, &["mitigation"]);
    assert_eq!(failures, vec!["-"; nothing.len()]);
}

#[test]
fn f12_a_number_with_words_is_no_level() {
    is(
        "r.md",
        "| Problem | Severity | Likelihood | Mitigation |\n|---|---|---|---|\n| A breaks | High | 1 in 1000 | x |\n\
         | B breaks | High | 2–3 | x |\n| C breaks | High | 2-3 | x |\n",
        &["problem", "likelihood", "x-likelihood"],
        &["A breaks | - | 1 in 1000", "B breaks | - | 2–3", "C breaks | - | 2-3"],
    );
}

#[test]
fn f13_and_k1_headings_in_any_spelling_hold_the_failure() {
    for heading in [
        "FailureMode",
        "failureMode",
        "failure-mode",
        "riskDescription",
        "Failuremode",
        "Type of failure",
        "Failure type",
        "Threat Event",
        "Hazardous event",
        "Top event",
        "Title",
        "Description",
        "Finding",
        "Findings",
        "What happens",
        "Identified Risk",
        "故障モード",
        "失效模式",
        "Risk Name",
        "Risk Title",
        "Name",
        "Summary",
        "Risk / Issue",
        "Risk Statement",
        "Risk Item",
        "Risk factor",
        "Key Risk",
        "Technical risk",
        "Quality Risk",
        "Threat Scenario",
        "Threat vector",
        "Attack Vector",
        "Vulnerability",
        "Incident",
        "Edge case",
        "Bottleneck",
        "Failure case",
        "What might fail",
        "Failure lens",
    ] {
        let table =
            format!("{heading},Severity,Likelihood,Mitigation\nZone outage,High,Likely,Run in three zones\n");
        is(
            "t.csv",
            &table,
            &["problem", "severity", "likelihood", "mitigation"],
            &["Zone outage | high | likely | Run in three zones"],
        );
    }
}

#[test]
fn f14_what_a_heading_says_of_its_actions_is_kept() {
    is(
        "r.csv",
        "Risk ID,Problem,Existing Controls,Likelihood (1-5),Impact (1-5),Recommended Action,Target Date\n\
         R-1,Ransomware,EDR; nightly backups,4,5,Close RDP,2026-03-01\n",
        &["id", "problem", "mitigation"],
        &["r-1 | Ransomware | EDR in-place; nightly backups in-place; Close RDP 2026-03-01 planned"],
    );
}

#[test]
fn k1_a_description_stands_in_and_the_way_to_keep_it_is_told() {
    let notes = is(
        "r.csv",
        "ID,Description,Likelihood,Impact,Mitigation,Owner\nR1,Backups cannot be restored,Low,High,Test a restore each month,ann\n\
         R2,Token leaks into logs,Medium,High,Mask secrets,bob\n",
        &["id", "problem", "severity", "likelihood", "owner"],
        &[
            "r1 | Backups cannot be restored | high | not-likely | ann",
            "r2 | Token leaks into logs | high | likely | bob",
        ],
    );
    assert!(notes.contains("--map \"Description=problem\""), "{notes}");
}

#[test]
fn k2_a_name_is_the_problem_and_its_description_the_risk() {
    is(
        "r.csv",
        "Risk Name,Risk Description,Likelihood,Impact,Controls\nStale backup,The last good backup is older than a week,2,4,Check age daily\n\
         Lost key,Nobody can decrypt the archive,1,5,Escrow\n",
        &["problem", "risk"],
        &[
            "Lost key | Nobody can decrypt the archive",
            "Stale backup | The last good backup is older than a week",
        ],
    );
}

#[test]
fn k3_camel_case_is_words() {
    is(
        "r.csv",
        "RiskId,RiskDescription,LikelihoodScore,ImpactScore,RiskLevel,MitigationPlan,RiskOwner,DueDate\n\
         R1,Backups cannot be restored,Low,High,Medium,Test a restore,ann,2026-09-01\n",
        &["id", "problem", "severity", "likelihood", "owner", "mitigation"],
        &["r1 | Backups cannot be restored | high | not-likely | ann | Test a restore 2026-09-01"],
    );
}

#[test]
fn k4_a_level_may_have_its_reason_behind_it() {
    is(
        "r.md",
        "| Risk | Likelihood | Impact | Mitigation |\n|---|---|---|---|\n\
         | Wrong advice | Medium: staff may trust it | High: a guest waits too long | Review weekly |\n\
         | Worn-out staff | High. It was seen twice | Low - few guests | Tune |\n",
        &["problem", "severity", "likelihood"],
        &["Worn-out staff | low | very-likely", "Wrong advice | high | likely"],
    );
}

#[test]
fn k5_a_heading_above_a_table_is_not_a_source() {
    let table = "## Before-Launch Wolves\n\n| # | Risk | Likelihood | Impact | Mitigation |\n|---|---|---|---|---|\n\
         | W1 | Coupon is lost at sign-up | HIGH | HIGH | Keep it in the link |\n";
    is("r.md", table, &["problem", "sources"], &["Coupon is lost at sign-up | -"]);
}

#[test]
fn k6_the_greatest_number_of_a_small_scale_is_its_worst() {
    let notes = is(
        "r.csv",
        "Threat,Likelihood,Impact,Risk Level,Mitigation\nUpload of a bad file,3,3,High,Scan files\nQueue flooded,3,2,High,Rate limit\n\
         Stale index,2,1,Low,Rebuild nightly\n",
        &["problem", "severity", "likelihood"],
        &["Queue flooded | 7 | 10", "Stale index | 3 | 7", "Upload of a bad file | 10 | 10"],
    );
    assert!(!notes.contains("the matrix says medium"), "{notes}");
}

#[test]
fn k7_and_k8_what_only_speaks_of_failures_is_passed_over() {
    for table in [
        "| # | Mitigation | Failure modes addressed | Cost | Priority |\n|---|---|---|---|---|\n\
         | 1 | Adapter for each dependency | Technical, Operational | Medium | Week 1 |\n| 2 | Interviews | Scope | Low | First |\n",
        "| Combination | Risk | Mitigation |\n|---|---|---|\n| Small first | ✅ Low | Start with the small one |\n\
         | All at once | ⚠️ High | Keep the old one running |\n",
    ] {
        let mut texts = Texts::new();
        let taken = texts.import("t.md", table);
        assert!(taken.new.is_empty() && taken.import.tables[0].outcome.is_err(), "{table}\n{texts:?}");
    }
}

#[test]
fn k9_a_failure_mode_with_its_fix_is_one() {
    is(
        "t.md",
        "| # | Failure mode | Status | Fix |\n|---|---|---|---|\n\
         | 1 | Socket group wrong, runner loops | FIXED | Probe the group inside a container |\n",
        &["problem", "status", "mitigation"],
        &["Socket group wrong, runner loops | mitigated | Probe the group inside a container"],
    );
    is(
        "t.csv",
        "Function,Failure Mode,Effect,Sev,Cause,Prob,Det,RPN\nLogin,Directory down,nobody signs in,8,network,2,1,16\n",
        &["problem", "sources", "severity", "likelihood", "detection"],
        &["Directory down | Login | 8 | 2 | 1"],
    );
}

#[test]
fn k10_a_misspelt_heading_is_understood_and_told() {
    let notes = is(
        "t.csv",
        "Potential Failiure Mode,Effect,Severity,Occurance,Detection,Controls\nBoard does not boot,device dead,7,3,10,check sums\n",
        &["problem", "severity", "likelihood", "detection"],
        &["Board does not boot | 7 | 3 | 10"],
    );
    assert!(notes.contains("“Potential Failiure Mode”"), "{notes}");
}

#[test]
fn k13_the_suggestion_names_no_level() {
    let (_, notes) = import(
        "t.md",
        "| Risk | Likelihood | Impact | Status | Mitigation |\n|---|---|---|---|---|\n\
         | A breaks | Low-Medium (generous plan) | High | CONTROLLED | x |\n",
        &["problem"],
    );
    assert!(notes.contains("CONTROLLED=LEVEL") && !notes.contains("=retired"), "{notes}");
    assert!(!notes.contains("=very-likely"), "{notes}");
}

#[test]
fn k14_a_status_may_have_a_tick() {
    is(
        "t.md",
        "| Risk | Likelihood | Impact | Status | Mitigation |\n|---|---|---|---|---|\n| A breaks | Low | High | ✅ Mitigated | x |\n\
         | B breaks | Low | High | ✓ Mitigated | x |\n| C breaks | Low | High | 🟡 Open | x |\n",
        &["problem", "status"],
        &["A breaks | mitigated", "B breaks | mitigated", "C breaks | open"],
    );
}

#[test]
fn k15_a_risk_with_a_response_is_a_failure() {
    is(
        "t.md",
        "| # | Risk | Trigger condition | Response |\n|---|---|---|---|\n\
         | R1 | Free tier is used up | above 500 MB | Buy the larger plan |\n",
        &["id", "problem", "reactive"],
        &["r1 | Free tier is used up | Buy the larger plan"],
    );
}

#[test]
fn k17_percentages_are_kept_and_one_flag_maps_them() {
    let table = "| Risk | Likelihood | Impact | Mitigation |\n|---|---|---|---|\n| Scope creep | 30% | High | x |\n\
         | Scope shrinks | 4% | High | x |\n";
    let notes = is("t.md", table, &["problem", "likelihood"], &["Scope creep | -", "Scope shrinks | -"]);
    assert!(notes.contains("--map-level"), "{notes}");
    let mut texts = Texts::new();
    texts.levels = vec!["0%..5%=rare".to_owned(), "5%..50%=likely".to_owned()];
    texts.import("t.md", table);
    let playbook = &texts.files[0].1;
    assert!(
        playbook.contains("likelihood = \"likely\"") && playbook.contains("likelihood = \"rare\""),
        "{playbook}"
    );
}

#[test]
fn k18_a_second_set_of_ratings_is_what_is_left() {
    is(
        "t.csv",
        "Failure Mode,Effect,S,Causes,O,Controls,D,RPN,Recommended Actions,Responsible,Actions Taken,S,O,D,RPN\n\
         Board does not boot,device dead,7,wrong image,3,check sums,10,210,sign images,ann,signed,7,1,4,28\n",
        &["problem", "severity", "likelihood", "detection", "residual"],
        &["Board does not boot | 7 | 3 | 10 | 4 1 7"],
    );
}

#[test]
fn k21_levels_of_incident_tools_are_understood() {
    is(
        "t.md",
        "| Failure | Severity | Likelihood | Mitigation |\n|---|---|---|---|\n| A breaks | SEV1 | high | x；y |\n\
         | B breaks | P3 | low | x |\n| C breaks | S0 | low | x |\n",
        &["problem", "severity", "mitigation"],
        &["A breaks | high | x; y", "B breaks | low | x", "C breaks | high | x"],
    );
}
