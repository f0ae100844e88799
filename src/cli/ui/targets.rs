//! Which entries a command is about: those named, or the failures that a filter finds.

use anyhow::Context as _;
use clap_complete::ArgValueCompleter;
use faultbook::model::EntryRef;
use faultbook::model::Kind;
use faultbook::report::Filter;
use faultbook::report::ReportOptions;
use faultbook::workspace::Transaction;
use faultbook::workspace::Workspace;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::view::tell_absent;
use crate::cli::ui::view::tell_unread;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Where {
    /// Every failure for which all conditions hold: 'severity>=high owner!=*'.
    #[arg(long = "where", value_name = "FILTER", add = ArgValueCompleter::new(complete::filter))]
    filter: Vec<String>,
}

impl Where {
    pub(in crate::cli) fn is_given(&self) -> bool {
        !self.filter.is_empty()
    }

    /// The failures that the filter finds, while the transaction keeps others from changing them.
    pub(in crate::cli) fn find(
        &self,
        transaction: &Transaction,
        context: &Context,
    ) -> anyhow::Result<Vec<EntryRef>> {
        let workspace = Workspace::open_root(transaction.root_folder()?)?;
        let today = context.today()?;
        let mut filter = Filter::default();
        for text in &self.filter {
            filter = filter.and(
                Filter::parse(Kind::Failure, text, &workspace.config().scales, today).context("--where")?,
            );
        }
        let view = ReportOptions::new(workspace.method(), today).filter(filter);
        let report = workspace.report(view.clone());
        tell_unread(report.unread, context);
        if report.rows.is_empty() {
            tell_absent(view, &workspace, context);
        }
        let mut found: Vec<EntryRef> = report
            .rows
            .iter()
            .map(|row| EntryRef { kind: Kind::Failure, id: row.failure().id.clone() })
            .collect();
        found.sort();
        Ok(found)
    }

    /// The entries that are named, and those that the filter finds.
    pub(in crate::cli) fn all(
        &self,
        names: &[String],
        transaction: &Transaction,
        context: &Context,
    ) -> anyhow::Result<Vec<EntryRef>> {
        let mut entries = Vec::new();
        for name in names {
            let entry = transaction.find(name)?;
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        if self.is_given() {
            let found = self.find(transaction, context)?;
            entries.extend(
                found
                    .into_iter()
                    .filter(|entry| names.is_empty() || !entries.contains(entry))
                    .collect::<Vec<_>>(),
            );
        }
        Ok(entries)
    }
}
