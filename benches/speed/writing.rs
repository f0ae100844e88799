//! What changing one entry of a large file takes: to the bare parse of the file, and to copying and syncing it.

use std::fs;
use std::path::Path;

use crate::generate::Layout;
use crate::generate::Plan;
use crate::lab::Lab;
use crate::measure::Subject;
use crate::measure::interleave;
use crate::table::Figure;
use crate::table::Table;
use crate::table::Target;
use crate::table::duration;

/// The size for which the targets are.
const LARGEST: usize = 100_000;

/// Changes that all change something, however often they are run in turn: one field there and back, and one entry more.
fn changes(lab: &Lab, root: &Path, id: &str) -> [(&'static str, Subject); 3] {
    let edit = |value: &str| lab.faultbook(&["edit", id, value], root);
    let add = lab.faultbook(&["add", "A disk of the index fills up", "--severity", "high"], root);
    [
        ("`edit` of one field", edit("cause=One")),
        ("and back", edit("cause=Two")),
        ("`add` of one failure", add),
    ]
}

/// The id of some failure in the middle of a file.
fn an_id(root: &Path) -> String {
    let text = fs::read_to_string(root.join("playbooks/all.toml")).unwrap();
    let half = text.floor_char_boundary(text.len() / 2);
    let header = text[half..].find("\n[failure.").unwrap() + half + "\n[failure.".len();
    text[header..].split([']', '.']).next().unwrap().to_owned()
}

/// Measures changes of files of these sizes.
pub(crate) fn measure(lab: &Lab, sizes: &[usize], table: &mut Table) {
    for &failures in sizes.iter().filter(|&&failures| failures >= 10_000) {
        let plan = Plan { failures, layout: Layout::One, broken: false };
        let (root, size) = lab.workspace("written", plan);
        let id = an_id(&root);
        // The bare parse knows no failure that says so little as those that are added.
        let mut bare = Lab::bare(&lab.workspace("clean", plan).0);
        let mut copy = Subject::new("sh", &["-c", "cp playbooks/all.toml copy && sync copy"], &root);
        let mut changes = changes(lab, &root, &id);
        let mut all: Vec<&mut Subject> = vec![&mut bare, &mut copy];
        all.extend(changes.iter_mut().map(|(_, subject)| subject));
        interleave(&mut all, 5);
        let at_most = |target| if failures == LARGEST { Target::AtMost(target) } else { Target::None };
        let [edit, _, add] = &changes;
        for (name, subject) in [edit, add] {
            let title = format!("{name} in one file of {} k, to the bare parse", failures / 1000);
            let ratio = Figure::of(subject, &bare, at_most(0.2)).to_string();
            table.row([title, duration(subject.wall()), ratio]);
            let title = format!("{name}, to copying and syncing the file");
            table.row([title, String::new(), Figure::of(subject, &copy, at_most(4.0)).to_string()]);
            let memory = subject.peak().map(|peak| peak / size.bytes as f64);
            let title = format!("{name}, memory over bytes");
            table.row([title, String::new(), Figure::new(memory, at_most(2.0)).to_string()]);
        }
    }
}

/// Runs everything once: no times, only whether it works.
pub(crate) fn smoke(lab: &Lab) {
    let (root, _) = lab.workspace("written", Plan { failures: 600, layout: Layout::One, broken: false });
    let before = fs::read(root.join("playbooks/all.toml")).unwrap();
    let id = an_id(&root);
    for (name, subject) in changes(lab, &root, &id) {
        let (code, output) = subject.output();
        assert_eq!(code, Some(0), "{name} says:\n{output}");
    }
    assert_ne!(fs::read(root.join("playbooks/all.toml")).unwrap(), before);
}
