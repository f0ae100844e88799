//! The options that choose what is shown: `list` and `export` share them.

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use clap_complete::ArgValueCompleter;
use faultbook::model::Kind;
use faultbook::model::Word;
use faultbook::rank;
use faultbook::report::Column;
use faultbook::report::Filter;
use faultbook::report::ListOptions;
use faultbook::report::Listing;
use faultbook::report::Record;
use faultbook::report::Report;
use faultbook::report::ReportOptions;
use faultbook::report::UnknownColumn;
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
    /// Show only entries for which all conditions hold: 'severity>=medium status=open owner!=*'.
    #[arg(long = "where", value_name = "FILTER", add = ArgValueCompleter::new(complete::filter))]
    filter: Vec<String>,
    /// Rank for one condition of conditional likelihoods: --when deployment.
    #[arg(long, value_name = "WORDS", add = ArgValueCompleter::new(complete::conditions))]
    when: Option<String>,
    /// Show these fields, in this order: priority,id,owner,x-team.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', add = ArgValueCompleter::new(complete::columns))]
    columns: Vec<String>,
    /// Order by this field instead; -FIELD puts the greatest first.
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true, add = ArgValueCompleter::new(complete::columns))]
    sort: Option<String>,
    /// Show the first N.
    #[arg(long, value_name = "N")]
    top: Option<usize>,
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

    /// The report on failures that the options ask for.
    pub(in crate::cli) fn report<'w>(
        &self,
        workspace: &'w Workspace,
        context: &Context,
    ) -> anyhow::Result<Report<'w>> {
        let method = self.by.as_deref().and_then(rank::find).unwrap_or_else(|| workspace.method());
        let ListOptions { filter, columns, sort, top } = self.list(Kind::Failure, workspace, context)?;
        self.tell_unmatched(workspace, context);
        let today = context.today()?;
        let view = ReportOptions::new(method, today)
            .when(self.when.clone())
            .filter(filter)
            .columns(columns)
            .all(self.all)
            .sort(sort)
            .top(top);
        let report = workspace.report(view.clone());
        if report.rows.is_empty() {
            self.tell_empty(view, workspace, context);
        }
        Ok(report)
    }

    /// The list of another kind that the options ask for.
    pub(in crate::cli) fn listing<'w>(
        &self,
        kind: Kind,
        workspace: &'w Workspace,
        context: &Context,
    ) -> anyhow::Result<Listing<'w>> {
        let for_failures =
            [("--by", self.by.is_some()), ("--when", self.when.is_some()), ("--all", self.all)];
        if let Some((flag, _)) = for_failures.iter().find(|(_, is_given)| *is_given) {
            anyhow::bail!("{flag} is for failures: {} are not ranked", kind.plural());
        }
        let options = self.list(kind, workspace, context)?;
        let filter = options.filter.clone();
        let listing = Listing::new(workspace.book(), workspace.config(), kind, options);
        if listing.rows.is_empty() {
            let all = Listing::new(workspace.book(), workspace.config(), kind, ListOptions::default());
            tell_values(&filter, kind, &all.rows, context);
        }
        Ok(listing)
    }

    fn list(&self, kind: Kind, workspace: &Workspace, context: &Context) -> anyhow::Result<ListOptions> {
        let today = context.today()?;
        let mut filter = Filter::default();
        for text in &self.filter {
            let parsed = Filter::parse(kind, text, &workspace.config().scales, today);
            filter = filter.and(parsed.context("--where")?);
        }
        if self.columns.len() > MOST_COLUMNS {
            anyhow::bail!("--columns: more than {MOST_COLUMNS} fields");
        }
        let columns = self.columns.iter().map(|name| Column::parse(kind, name.trim()));
        let columns = columns.collect::<Result<_, _>>().context("--columns")?;
        let sort = self.sort.as_deref().map(|name| sorted_by(kind, name)).transpose().context("--sort")?;
        Ok(ListOptions { filter, columns, sort, top: self.top })
    }
}

/// The column of `--sort`, and whether the greatest comes first.
fn sorted_by(kind: Kind, written: &str) -> Result<(Column, bool), UnknownColumn> {
    let name = written.strip_prefix('-');
    Ok((Column::parse(kind, name.unwrap_or(written))?, name.is_some()))
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
    let all = workspace.report(view.filter(Filter::default()).all(true).sort(None).top(None));
    tell_values(&filter, Kind::Failure, &all.rows, context);
    all.rows.iter().filter(|&row| filter.matches(row)).count()
}

/// Says which values of a filter no row has.
fn tell_values(filter: &Filter, kind: Kind, rows: &[impl Record], context: &Context) {
    let absent = if rows.is_empty() { Vec::new() } else { filter.absent(rows) };
    for (field, value, near) in absent {
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        context.console.note(&brief(&format!("no {kind} has {field}={value}{near}")));
    }
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

/// The names of kinds as `list` and `export` take them.
pub(in crate::cli) fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.plural()))
}

/// The kind of a name that [`kinds`] let pass.
pub(in crate::cli) fn kind(name: Option<&str>) -> Kind {
    let is = |kind: &&Kind| name == Some(kind.plural());
    Kind::ALL.iter().find(is).copied().unwrap_or(Kind::Failure)
}
