//! The options that choose what is shown: `list` and `export` share them.

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use clap_complete::ArgValueCompleter;
use faultbook::rank;
use faultbook::report::Column;
use faultbook::report::Filter;
use faultbook::report::Report;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::console::counted;
use crate::cli::ui::sanitize::brief;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Options {
    /// Order by this method [default: `rank` of faultbook.toml].
    #[arg(long, value_name = "METHOD", value_parser = PossibleValuesParser::new(rank::METHODS.iter().map(|m| m.id)))]
    by: Option<String>,
    /// Show only failures for which all conditions hold: 'severity>=medium status=open owner!=*'.
    #[arg(long = "where", value_name = "FILTER", add = ArgValueCompleter::new(complete::filter))]
    filter: Vec<String>,
    /// Rank for one condition of conditional likelihoods: --when deployment.
    #[arg(long, value_name = "WORDS", add = ArgValueCompleter::new(complete::conditions))]
    when: Option<String>,
    /// Show these fields, in this order: priority,id,owner,x-team.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', add = ArgValueCompleter::new(complete::columns))]
    columns: Vec<String>,
    /// Show retired failures too.
    #[arg(long)]
    all: bool,
}

/// How many fields are shown at once.
const MOST_COLUMNS: usize = 1_000;

impl Options {
    /// Says why nothing was found: values that no failure has, or failures that are retired.
    fn tell_empty(&self, view: ReportOptions, workspace: &Workspace, context: &Context) {
        let retired = tell_absent(view, workspace, context);
        if retired > 0 && !self.all {
            context.console.note(&format!(
                "--all shows {} that {} retired",
                counted(retired, "failure"),
                if retired == 1 { "is" } else { "are" }
            ));
        }
    }

    /// The report that the options ask for.
    pub(in crate::cli) fn report<'w>(
        &self,
        workspace: &'w Workspace,
        context: &Context,
    ) -> anyhow::Result<Report<'w>> {
        let method = self.by.as_deref().and_then(rank::find).unwrap_or_else(|| workspace.method());
        let mut filter = Filter::default();
        for text in &self.filter {
            filter = filter.and(Filter::parse(text, &workspace.config().scales).context("--where")?);
        }
        if self.columns.len() > MOST_COLUMNS {
            anyhow::bail!("--columns: more than {MOST_COLUMNS} fields");
        }
        let columns = self.columns.iter().map(|name| Column::parse(name.trim()));
        let columns = columns.collect::<Result<_, _>>().context("--columns")?;
        self.tell_unmatched(workspace, context);
        let today = context.today()?;
        let view = ReportOptions::new(method, today)
            .when(self.when.clone())
            .filter(filter)
            .columns(columns)
            .all(self.all);
        let report = workspace.report(view.clone());
        if report.rows.is_empty() {
            self.tell_empty(view, workspace, context);
        }
        Ok(report)
    }
}

impl Options {
    /// A condition that no failure has is most likely misspelt.
    fn tell_unmatched(&self, workspace: &Workspace, context: &Context) {
        let Some(words) = &self.when else { return };
        let words = words.to_lowercase();
        let mut conditions =
            workspace.book().failures.iter().filter_map(|failure| failure.likelihood.as_ref());
        if !conditions
            .any(|likelihood| likelihood.conditions().iter().any(|c| c.when.to_lowercase().contains(&words)))
        {
            context.console.note(
                "no likelihood has this condition; --when changes nothing but what is likely at other times",
            );
        }
    }
}

/// Says which values of a filter no failure has, retired ones included, and how many failures it finds among all of them.
pub(in crate::cli) fn tell_absent(view: ReportOptions, workspace: &Workspace, context: &Context) -> usize {
    let filter = view.filter.clone();
    let all = workspace.report(view.filter(Filter::default()).all(true));
    let absent = if all.rows.is_empty() { Vec::new() } else { filter.absent(&all.rows) };
    for (field, value, near) in absent {
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        context.console.note(&brief(&format!("no failure has {field}={value}{near}")));
    }
    all.rows.iter().filter(|row| filter.matches(row)).count()
}

/// Says how much is missing from what was shown.
pub(in crate::cli) fn tell_unread(unread: usize, context: &Context) {
    if unread > 0 {
        let what = if unread == 1 { "1 entry or file" } else { &format!("{unread} entries or files") };
        context.console.note(&format!(
            "{what} could not be read, and {} missing here; `faultbook lint` tells why",
            if unread == 1 { "is" } else { "are" }
        ));
    }
}
