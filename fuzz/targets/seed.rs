//! Writes the seeds of every target to `fuzz/corpus`, where `cargo fuzz` looks for them.

use std::fs;
use std::path::Path;

use faultbook_fuzz::TARGETS;
use faultbook_fuzz::seeds;

fn main() -> std::io::Result<()> {
    for (target, _) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        for (number, seed) in seeds::of(target).iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:03}")), seed)?;
        }
    }
    Ok(())
}
