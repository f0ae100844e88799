//! Other tools that check TOML against a schema, on the same files.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use crate::generate::Layout;
use crate::generate::PART;
use crate::generate::Plan;
use crate::lab::Lab;
use crate::measure::Subject;
use crate::measure::interleave;
use crate::table::Figure;
use crate::table::Table;
use crate::table::Target;
use crate::table::duration;

/// The tools, and how many times faster `lint` is to be.
const PEERS: &[(&str, f64)] = &[("taplo", 8.0), ("tombi", 4.0), ("check-jsonschema", 30.0)];

/// How many failures: the slowest takes minutes for more.
const FAILURES: usize = 10_000;

/// Adds a row for each tool that is installed, and for each that is not.
pub(crate) fn measure(lab: &Lab, table: &mut Table) {
    let plan = Plan { failures: FAILURES, layout: Layout::Parts, broken: false };
    let (root, _) = lab.workspace("clean", plan);
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/playbook.schema.json");
    let schema = schema.to_str().unwrap();
    // Where tombi looks for its schema; what it says of the order of tables is left out.
    let settings = format!(
        "toml-version = \"v1.0.0\"\n[lint.rules]\ntables-out-of-order = \"off\"\n\
         [[schemas]]\npath = \"{schema}\"\ninclude = [\"playbooks/**/*.toml\"]\n"
    );
    fs::write(root.join("tombi.toml"), settings).unwrap();
    for &(peer, target) in PEERS {
        let title = format!("{peer} on {FAILURES} in files of {PART}, to `lint`");
        if !is_installed(peer) {
            table.row([title, "not installed".to_owned()]);
            continue;
        }
        let arguments = arguments(peer, schema, &root);
        let mut theirs = Subject::new(peer, &arguments.iter().map(String::as_str).collect::<Vec<_>>(), &root);
        let (code, said) = theirs.output();
        assert_eq!(code, Some(0), "{peer} finds fault with what is clean: {said}");
        let mut ours = lab.faultbook(&["lint"], &root);
        interleave(&mut [&mut theirs, &mut ours], 5);
        let ratio = Figure::of(&theirs, &ours, Target::AtLeast(target)).to_string();
        table.row([title, duration(theirs.wall()), ratio]);
    }
}

fn is_installed(program: &str) -> bool {
    let mut version = Command::new(program);
    version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}

fn arguments(peer: &str, schema: &str, root: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = match peer {
        "taplo" => {
            vec!["lint".into(), "--no-auto-config".into(), "--schema".into(), format!("file://{schema}")]
        }
        "tombi" => vec!["lint".into(), "--offline".into()],
        _ => vec!["--schemafile".into(), schema.into()],
    };
    for area in fs::read_dir(root.join("playbooks")).unwrap() {
        let files = fs::read_dir(area.unwrap().path()).unwrap();
        arguments.extend(files.map(|file| file.unwrap().path().to_str().unwrap().to_owned()));
    }
    arguments
}
