//! What is said of rows and cells.

use crate::import::Table;
use crate::import::source::grid::Grid;

impl Grid {
    /// Hands each remark to the table that it is about.
    pub(super) fn tell(&mut self, tables: &mut [Table]) {
        // There is always one.
        let mut all = std::mem::take(&mut self.remarks);
        let at = |line| tables.partition_point(|table| table.line <= line).saturating_sub(1);
        let mut flawed = vec![Vec::new(); tables.len()];
        for (line, column, message) in std::mem::take(&mut self.flaws) {
            let at = at(line);
            flawed[at].push(line);
            let heading = tables[at].headings.get(column).filter(|heading| !heading.is_empty());
            all.push((
                line,
                match heading {
                    Some(heading) => format!("the cell under “{heading}” {message}"),
                    None => format!("a cell {message}"),
                },
            ));
        }
        for (table, mut lines) in tables.iter_mut().zip(flawed) {
            lines.sort_unstable();
            table.flawed = lines;
        }
        all.sort_by_key(|(line, _)| *line);
        for (line, message) in all {
            let at = tables.partition_point(|table| table.line <= line).saturating_sub(1);
            tables[at].remarks.push((line, message));
        }
    }
}
