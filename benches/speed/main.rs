//! How fast faultbook is: whole processes, as ratios to the bare parse of the same bytes. `benches/README.md` says more.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement may fail, and plays the user at the disk"
)]

mod analysing;
mod bare;
mod failure;
mod generate;
mod growing;
mod importing;
mod lab;
mod measure;
mod peers;
#[rustfmt::skip] // Words in lines, not in columns.
mod prose;
mod random;
mod table;
mod writing;

use std::path::Path;

use generate::Layout;
use generate::Plan;
use lab::Lab;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let value = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        Some(arguments.get(at + 1).unwrap_or_else(|| panic!("{flag} needs a value")).clone())
    };
    if let Some(folder) = value("--bare") {
        println!("{}", bare::parse(Path::new(&folder)));
        return;
    }
    if let Some(folder) = value("--generate") {
        let failures = value("--failures").map_or(1_000, |number| number.parse().unwrap());
        let layout = if has("--one-file") { Layout::One } else { Layout::Parts };
        let size = Plan { failures, layout, broken: has("--broken") }.write(Path::new(&folder));
        println!("{failures} failures, {} bytes in {} files", size.bytes, size.files);
        return;
    }
    let lab = Lab::new(value("--faultbook").unwrap_or_else(|| env!("CARGO_BIN_EXE_faultbook").to_owned()));
    // `cargo bench` says so; `cargo test --bench speed` wants to know only whether it works.
    if !has("--bench") {
        lab.smoke();
        return;
    }
    let sizes: &[usize] = if has("--quick") { &[1_000, 10_000] } else { &[1_000, 10_000, 100_000] };
    let report = lab.measure(sizes);
    println!("{report}");
    if let Some(file) = value("--output") {
        std::fs::write(file, report).unwrap();
    }
}
