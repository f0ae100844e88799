//! Reads `[test.ID]`.

use crate::model::Experiment;
use crate::model::Id;
use crate::model::Run;
use crate::model::Test;
use crate::read::fields::Fields;
use crate::read::reader::Reader;
use crate::syntax::tree::Value;

pub(crate) fn read(f: &mut Fields<'_, '_, '_>) -> Option<Test> {
    let covers: Option<Vec<Id>> = f.require_list("covers", "test");
    let read = Test {
        covers: Vec::new(),
        kind: f.word("kind"),
        how: f.text("how"),
        expects: f.text("expects"),
        every: f.get("every"),
        experiment: f.table("experiment", |f| {
            Box::new(Experiment {
                hypothesis: f.text("hypothesis"),
                scope: f.text("scope"),
                abort_when: f.list("abort_when"),
                rollback: f.text("rollback"),
            })
        }),
        runs: f
            .with("runs", |value, reader| Some(reader.list(value, "a list of runs", run)))
            .unwrap_or_default(),
    };
    covers.map(|covers| Test { covers, ..read })
}

fn run(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Run> {
    reader.table(value, |f| Run {
        on: f.get("on"),
        result: f.word("result"),
        environment: f.text("environment"),
        evidence: f.text("evidence"),
    })
}
