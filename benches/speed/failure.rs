//! One failure of a generated workspace, sound or broken.

use std::fmt::Write;

use crate::generate::Component;
use crate::prose;
use crate::random::Random;

/// Writes a failure, and now and then before it an action that it shares with later ones.
pub(crate) fn write(
    number: usize,
    mode: usize,
    component: &Component,
    broken: bool,
    random: &mut Random,
    out: &mut String,
) {
    let (slug, class, ways) = prose::MODES[mode];
    let id = format!("{}-{slug}", component.id);
    if number.is_multiple_of(10) {
        action(number, component, random, out);
    }
    if random.chance(6) {
        writeln!(out, "# It comes back {}; ask {}.", random.pick(prose::WHEN), component.owner).unwrap();
    }
    let elsewhere = random.chance(7).then(|| prose::ELSEWHERE[random.below(prose::ELSEWHERE.len())]);
    let problem = match elsewhere {
        Some((problem, _)) => format!("{problem} (#{})", 10_000 + number),
        // A few say again what their neighbour says.
        None if random.chance(2) => format!("{} under load", ways[0]),
        None => {
            let then = format!(", and {} {}", random.pick(prose::THINGS), random.pick(prose::FATES));
            let then = if random.chance(60) { &then } else { "" };
            format!("{} {}{then}", ways[random.below(3)], random.pick(prose::WHEN))
        }
    };
    let defect = broken.then_some(number / 100 % 4);
    let quote = if defect == Some(0) { "" } else { "\"" };
    writeln!(out, "[failure.{id}]\nproblem = \"{}{quote}", problem.replace("{c}", &component.name)).unwrap();
    risk(elsewhere.map(|(_, risk)| risk), random, out);
    let mut sources = vec![component.id.as_str()];
    if random.chance(30) {
        sources.push(random.pick(prose::WORDS));
    }
    if defect == Some(1) {
        sources.push("no-such-component");
    }
    writeln!(out, "sources = {}", list(&sources)).unwrap();
    let comment = if random.chance(5) { "    # agreed with finance" } else { "" };
    let severity = if defect == Some(2) { "hgih" } else { random.pick(&["high", "medium", "medium", "low"]) };
    writeln!(out, "severity = \"{severity}\"{comment}").unwrap();
    // What is minor rarely stops anything.
    if severity == "low" && random.chance(97) {
        writeln!(out, "outage = \"degraded\"").unwrap();
    }
    let likelihood = random.pick(&["rare", "not-likely", "not-likely", "likely", "very-likely"]);
    let is_conditional = random.chance(12);
    match is_conditional {
        true => writeln!(
            out,
            "likelihood = {{ level = \"likely\", when = \"{}\", otherwise = \"not-likely\" }}",
            random.pick(prose::WHEN)
        ),
        false => writeln!(out, "likelihood = \"{likelihood}\""),
    }
    .unwrap();
    writeln!(
        out,
        "detection = \"{}\"\nclasses = [\"{class}\"]",
        random.pick(&["paged", "noticed", "users", "prevented"])
    )
    .unwrap();
    if random.chance(99) {
        writeln!(out, "owner = \"{}\"", component.owner).unwrap();
    }
    let status =
        random.pick(&["open", "open", "open", "open", "open", "open", "mitigated", "mitigated", "retired"]);
    writeln!(
        out,
        "status = \"{status}\"\nreviewed = 2026-{:02}-{:02}",
        5 + random.below(6),
        1 + random.below(28)
    )
    .unwrap();
    if random.chance(99) {
        let many = 1 + random.below(2);
        let alerts: Vec<&str> =
            random.some_of(many, prose::ALERTS.len()).into_iter().map(|at| prose::ALERTS[at]).collect();
        writeln!(out, "detected_by = {}", list(&alerts)).unwrap();
    }
    if defect == Some(3) {
        writeln!(out, "sverity = \"high\"").unwrap();
    }
    if random.chance(15) {
        writeln!(out, "flows = [\"{}\"]", component.flow).unwrap();
    }
    // The first of ten uses the action that the ten share, and others may; some borrow one from before.
    let (first, ten) = (number.is_multiple_of(10), number / 10 * 10);
    let borrowed = random.chance(20).then(|| random.below(ten / 10 + 1) * 10);
    let shared = (first || random.chance(30)).then_some(borrowed.filter(|_| !first).unwrap_or(ten));
    writeln!(out, "preventative = {}", measures(shared, prose::BEFORE, component, random)).unwrap();
    writeln!(out, "reactive = {}", measures(None, prose::AFTER, component, random)).unwrap();
    if random.chance(50) {
        writeln!(out, "tags = {}", list(&[random.pick(prose::TAGS)])).unwrap();
    }
    if random.chance(8) {
        let (detect, repair) = (1 + random.below(20), 5 + random.below(120));
        // What happens often hits few users, or it would have been dealt with.
        let (days, most) = match likelihood {
            _ if is_conditional => (180, 6),
            "rare" => (2_500, 60),
            "not-likely" => (365, 12),
            "likely" => (90, 4),
            _ => (7, 1),
        };
        writeln!(out, "[failure.{id}.estimate]\ndetect = \"{detect}m\"\nrepair = \"{repair}m\"\naffected = \"{}%\"\nevery = \"{days}d\"", 1 + random.below(most)).unwrap();
    }
    out.push('\n');
}

fn risk(elsewhere: Option<&str>, random: &mut Random, out: &mut String) {
    let (who, suffer, cost) = (random.pick(prose::WHO), random.pick(prose::SUFFER), random.pick(prose::COST));
    match elsewhere {
        Some(risk) => writeln!(out, "risk = \"{risk}\""),
        None if random.chance(4) => {
            let (others, again) = (random.pick(prose::WHO), random.pick(prose::SUFFER));
            writeln!(
                out,
                "risk = \"\"\"\n{who} {suffer}; {cost}.\n\n{others} {again}. It was seen \\\n    {}, and \"could not happen again\".\n\"\"\"",
                random.pick(prose::WHEN)
            )
        }
        None => writeln!(out, "risk = \"{who} {suffer}; {cost}\""),
    }
    .unwrap();
}

fn action_id(ten: usize) -> String {
    const KINDS: [&str; 8] =
        ["autoscale", "rehearse", "rate-limit", "shed-load", "replicate", "alert-on", "isolate", "warm-up"];
    format!("{}-{}", KINDS[ten / 10 % KINDS.len()], ten / 10)
}

fn action(ten: usize, component: &Component, random: &mut Random, out: &mut String) {
    let (verbs, objects) = prose::BEFORE;
    writeln!(
        out,
        "[action.{}]\naction = \"{} {} in {}\"\nowner = \"{}\"\nstatus = \"{}\"\ndue = 2027-{:02}-15\neffort = \"{}d\"\n",
        action_id(ten),
        random.pick(verbs),
        random.pick(objects),
        component.name,
        component.owner,
        random.pick(&["planned", "in-progress", "in-place", "verified"]),
        1 + random.below(12),
        1 + random.below(20),
    )
    .unwrap();
}

/// A list of actions: words, tables, and a shared one.
fn measures(
    shared: Option<usize>,
    (verbs, objects): (&[&str], &[&str]),
    component: &Component,
    random: &mut Random,
) -> String {
    let mut items: Vec<String> =
        shared.map(|ten| format!("{{ use = \"{}\" }}", action_id(ten))).into_iter().collect();
    for _ in 0..1 + random.below(2) {
        let words = format!("{} {}", random.pick(verbs), random.pick(objects));
        items.push(match random.below(8) {
            0 => format!("{{ action = \"{words}\", owner = \"{}\" }}", component.owner),
            1 => format!(
                "{{ action = \"{words}\", status = \"in-place\", takes = \"{}m\" }}",
                5 + random.below(50)
            ),
            _ => format!("\"{words}\""),
        });
    }
    format!("[{}]", items.join(", "))
}

fn list(items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
    format!("[{}]", items.join(", "))
}
