//! The workspace as a database.

use crate::database::Database;
use crate::database::SqlError;
use crate::lint::Facts;
use crate::lint::RULES;
use crate::model::Date;
use crate::report::Report;
use crate::report::ReportOptions;
use crate::workspace::Workspace;

impl Workspace {
    /// The workspace as a database in memory.
    ///
    /// # Errors
    /// SQLite refuses: there is no memory.
    pub fn database(&self, today: Date) -> Result<Database, SqlError> {
        let options = ReportOptions { all: true, ..ReportOptions::new(self.method(), today) };
        let findings = self.lint(RULES, Facts { today, dated: false }).findings;
        Database::new(&Report { findings, ..self.report(options) }, today)
    }
}
