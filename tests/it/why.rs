//! Why a failure stands where it stands, and what would lower it.

use faultbook::rank;
use faultbook::rank::METHODS;
use faultbook::rank::Why;
use faultbook::report::ReportOptions;

use crate::world::World;
use crate::world::today;

/// The reason and the relief of each failure under a method, in the order of the list.
fn whys(world: &World, method: &str) -> Vec<(String, Option<String>)> {
    let workspace = world.open();
    let method = rank::find(method).unwrap();
    let report = workspace.report(ReportOptions::new(method, today()));
    let whys = report.rows.iter().map(|row| Why::new(method, &row.case, workspace.config()));
    whys.map(|why| (why.reason, why.relief)).collect()
}

#[test]
fn a_matrix_without_a_cell_is_the_reason_and_no_rating_helps() {
    let world = World::of("[failure.a]\nproblem = \"p\"\nseverity = \"low\"\nlikelihood = \"very-likely\"\n")
        .file("faultbook.toml", "format = 1\n[matrix]\nhigh = [\"low\", \"low\", \"low\", \"high\"]\nmedium = [\"low\", \"low\", \"low\", \"low\"]\nlow = [\"low\"]\n");
    // Those that multiply or add need no cell.
    for method in METHODS.iter().filter(|method| method.score.is_none()) {
        let reason = "the matrix has no cell for severity low and likelihood very-likely".to_owned();
        assert_eq!(whys(&world, method.id), [(reason, None)], "{}", method.id);
    }
}
