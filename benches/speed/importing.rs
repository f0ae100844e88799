//! What importing a large table takes, to `lint` over the playbook that comes of it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::lab::Lab;
use crate::measure::Subject;
use crate::measure::interleave;
use crate::table::Figure;
use crate::table::Table;
use crate::table::Target;
use crate::table::duration;

/// The size for which the targets are.
const LARGEST: usize = 100_000;

/// A table of failures as teams have it, with its own headings and words: the same bytes each time.
fn table(rows: usize) -> String {
    const WORDS: [&str; 12] = [
        "index",
        "queue",
        "certificate",
        "partition",
        "cache",
        "gateway",
        "replica",
        "schedule",
        "tenant",
        "invoice",
        "session",
        "volume",
    ];
    let word = |seed: usize| WORDS[seed % WORDS.len()];
    let mut csv = String::from(
        "Ref,Component,Failure mode,Effect,Sev,Occ,Det,RPN,Current controls,Recommended actions,Responsible,Due date,Ticket\n",
    );
    for at in 0..rows {
        let (s, o, d) = (at % 10 + 1, at / 7 % 10 + 1, at / 3 % 10 + 1);
        let _ = writeln!(
            csv,
            "FM-{at:06},{} {},The {} of {} {at} runs full,\"Users of the {} wait, and {} of them give up\",{s},{o},{d},{},\"Alert on the {}; look at the {}\",\"- Grow the {}\n- Rehearse with team {}\",team-{},2026-{:02}-{:02},OPS-{at}",
            word(at),
            at % 40,
            word(at / 12),
            word(at / 5),
            word(at / 3),
            at % 97,
            s * o * d,
            word(at / 2),
            word(at / 9),
            word(at / 4),
            at % 12,
            at % 25,
            at % 12 + 1,
            at % 28 + 1,
        );
    }
    csv
}

/// A workspace with nothing but a table beside it.
fn workspace(root: &Path, rows: usize) {
    let _ = fs::remove_dir_all(root);
    fs::create_dir_all(root.join("playbooks")).unwrap();
    fs::write(root.join("faultbook.toml"), "format = 1\n").unwrap();
    fs::write(root.join("table.csv"), table(rows)).unwrap();
}

/// Measures imports of tables of these sizes: into an empty workspace, and once more.
pub(crate) fn measure(lab: &Lab, sizes: &[usize], table: &mut Table) {
    for &rows in sizes.iter().filter(|&&rows| rows >= 10_000) {
        let root = lab.folder.path().join("imported");
        workspace(&root, rows);
        let mut first = Subject::new(
            "sh",
            &[
                "-c",
                &format!("rm -f playbooks/*.toml && {} import table.csv --today 2026-11-20", lab.faultbook),
            ],
            &root,
        );
        let mut again = lab.faultbook(&["import", "table.csv"], &root);
        let mut lint = lab.faultbook(&["lint"], &root);
        interleave(&mut [&mut first, &mut again, &mut lint], 5);
        let at_most = |target| if rows == LARGEST { Target::AtMost(target) } else { Target::None };
        for (name, subject) in [("`import` of a table", &first), ("the same file once more", &again)] {
            let title = format!("{name} of {} k rows, to `lint`", rows / 1000);
            table.row([
                title,
                duration(subject.wall()),
                Figure::of(subject, &lint, at_most(3.0)).to_string(),
            ]);
        }
    }
}

/// Runs everything once: no times, only whether it works.
pub(crate) fn smoke(lab: &Lab) {
    let root = lab.folder.path().join("imported");
    workspace(&root, 300);
    let import = || {
        let (code, output) = lab.faultbook(&["import", "table.csv"], &root).output();
        assert_eq!(code, Some(0), "import says:\n{output}");
        fs::read_to_string(root.join("playbooks/table.toml")).unwrap()
    };
    let written = import();
    assert_eq!(written.matches("\n[failure.").count(), 300);
    assert_eq!(import(), written, "the same file says nothing new");
}
