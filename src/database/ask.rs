//! Questions in SQL: one statement, which reads and does nothing else.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use rusqlite::Connection;
use rusqlite::Statement;
use rusqlite::config::DbConfig;
use rusqlite::hooks::AuthAction;
use rusqlite::hooks::AuthContext;
use rusqlite::hooks::Authorization;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;

use crate::database::build::build;
use crate::database::clock;
use crate::limits::SQL_ANSWER;
use crate::limits::SQL_LENGTH;
use crate::limits::SQL_ROWS;
use crate::limits::SQL_STEPS;
use crate::model::Date;
use crate::report::Report;

/// Why a question is not answered. Messages of SQLite speak of the question, which a person typed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqlError {
    /// There is no statement.
    #[error("there is no statement; write SELECT …")]
    Nothing,
    /// There are several statements.
    #[error("there are several statements; ask one question at a time")]
    Several,
    /// The statement would do something else than read the tables.
    #[error("only questions are answered: SELECT, which reads the tables and does nothing else")]
    NotAllowed,
    /// The statement has other places for values than there are values.
    #[error("values given: {given}; places for them in the statement: {places}")]
    Values {
        /// How many places it has.
        places: usize,
        /// How many values there are.
        given: usize,
    },
    /// The statement was stopped.
    #[error(
        "the statement takes too long, and was stopped; narrow it with WHERE, or ask a copy of your own: `faultbook export sqlite -o FILE`"
    )]
    TooLong,
    /// The answer is too large.
    #[error("the answer is too large: more than {} rows, or {} MiB; add LIMIT, or choose fewer columns", SQL_ROWS, SQL_ANSWER >> 20)]
    TooLarge,
    /// The statement needs too much memory.
    #[error(
        "the statement needs too much memory, and was stopped; narrow it with WHERE, or sort and group less"
    )]
    TooMuchMemory,
    /// SQLite refuses.
    #[error("{0}")]
    Sql(String),
}

impl From<rusqlite::Error> for SqlError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error {
            rusqlite::Error::MultipleStatement => Self::Several,
            rusqlite::Error::SqliteFailure(failure, _)
            | rusqlite::Error::SqlInputError { error: failure, .. }
                if failure.code == ErrorCode::AuthorizationForStatementDenied =>
            {
                Self::NotAllowed
            }
            rusqlite::Error::SqliteFailure(failure, _) if failure.code == ErrorCode::OperationInterrupted => {
                Self::TooLong
            }
            rusqlite::Error::SqliteFailure(failure, _) if failure.code == ErrorCode::OutOfMemory => {
                Self::TooMuchMemory
            }
            rusqlite::Error::SqliteFailure(_, Some(message)) => Self::Sql(message),
            rusqlite::Error::SqlInputError { msg, .. } => Self::Sql(msg),
            other => Self::Sql(other.to_string()),
        }
    }
}

/// A value of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Text, a person's: data, never markup.
    Text(String),
    /// Bytes, which only a question itself can make.
    Bytes(Vec<u8>),
}

impl Cell {
    /// The memory that it takes, in bytes.
    fn size(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Text(text) => text.len(),
                Self::Bytes(bytes) => bytes.len(),
                Self::Null | Self::Integer(_) | Self::Real(_) => 0,
            }
    }
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(text) => Self::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => Self::Bytes(bytes.to_vec()),
        }
    }
}

/// A database that answers questions. It is in memory, and nothing can change it.
#[derive(Debug)]
pub struct Database {
    database: Connection,
    /// How many instructions the present question may still take.
    left: Arc<AtomicU32>,
}

impl Database {
    /// How many instructions of SQLite are counted at once.
    const STEP: u32 = 10_000;

    /// The database of a report. For its statements it is `today`, at midnight, in UTC.
    ///
    /// # Errors
    /// SQLite refuses: there is no memory.
    pub fn new(report: &Report<'_>, today: Date) -> Result<Self, SqlError> {
        let mut database = build(report)?;
        database.execute_batch("PRAGMA query_only = ON;")?;
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        database.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        database.set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(SQL_LENGTH).unwrap_or(i32::MAX))?;
        clock::set(&database, today)?;
        database.authorizer(Some(authorize))?;
        let mut database = Self { database, left: Arc::default() };
        database.stop_when(|| false)?;
        Ok(database)
    }

    /// Lets somebody else stop statements too: `stop` is called again and again while one is prepared or run.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn stop_when(&mut self, mut stop: impl FnMut() -> bool + Send + 'static) -> Result<(), SqlError> {
        let left = Arc::clone(&self.left);
        let is_over = move || {
            let less = |steps: u32| steps.checked_sub(Self::STEP);
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_err() || stop()
        };
        let step = i32::try_from(Self::STEP).unwrap_or(i32::MAX);
        Ok(self.database.progress_handler(step, Some(is_over))?)
    }

    /// Bounds the memory of SQLite, in bytes beside the database itself. It holds for the whole process from then on, and can only
    /// be lowered, so a program decides it and not a library.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn limit_memory(&mut self, beside: usize) -> Result<(), SqlError> {
        self.database.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let size: i64 = self.database.prepare(sql)?.query_row([], |row| row.get(0))?;
        let most = i64::try_from(beside).unwrap_or(i64::MAX).saturating_add(size);
        self.database.pragma_update(None, "hard_heap_limit", most)?;
        Ok(self.database.authorizer(Some(authorize))?)
    }

    /// Understands a question.
    ///
    /// # Errors
    /// It is no single statement that only reads.
    pub fn question(&self, sql: &str) -> Result<Question<'_>, SqlError> {
        self.left.store(SQL_STEPS, Ordering::Relaxed);
        let statement = self.database.prepare(sql)?;
        match statement.column_count() {
            _ if !statement.readonly() => Err(SqlError::NotAllowed),
            0 => Err(SqlError::Nothing),
            _ => Ok(Question(statement)),
        }
    }
}

/// A question that was understood.
#[derive(Debug)]
pub struct Question<'i>(Statement<'i>);

impl Question<'_> {
    /// The names of the columns of its answer.
    pub fn columns(&self) -> Vec<String> {
        self.0.column_names().map(str::to_owned).collect()
    }

    /// Answers it, with values for its places: `take` gets row after row, as long as it wants more.
    ///
    /// # Errors
    /// There are too few or too many values, SQLite refuses, or `take` does.
    pub fn answer<E: From<SqlError>>(
        &mut self,
        values: &[String],
        mut take: impl FnMut(Vec<Cell>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (places, given) = (self.0.parameter_count(), values.len());
        if places != given {
            return Err(SqlError::Values { places, given }.into());
        }
        let width = self.0.column_count();
        let (mut count, mut size) = (0, 0);
        let mut rows = self.0.query(rusqlite::params_from_iter(values)).map_err(SqlError::from)?;
        while let Some(row) = rows.next().map_err(SqlError::from)? {
            let cells = (0..width).map(|at| row.get_ref(at).map(Cell::from)).collect::<Result<Vec<_>, _>>();
            let cells = cells.map_err(SqlError::from)?;
            count += 1;
            size += cells.iter().map(Cell::size).sum::<usize>();
            if count > SQL_ROWS || size > SQL_ANSWER {
                return Err(SqlError::TooLarge.into());
            }
            take(cells)?;
        }
        Ok(())
    }
}

/// Lets a statement read tables and call functions. What tells how the bytes lie is not shown: it depends on more than the
/// content.
fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Read { table_name: "dbstat", .. } | AuthAction::Read { column_name: "rootpage", .. } => {
            Authorization::Deny
        }
        AuthAction::Read { .. } => Authorization::Allow,
        AuthAction::Function { function_name: "load_extension" | "fts3_tokenizer" } => Authorization::Deny,
        AuthAction::Function { .. } => Authorization::Allow,
        // Full-text search asks this itself whether its tables changed.
        AuthAction::Pragma { pragma_name: "data_version", pragma_value: None } => Authorization::Allow,
        _ => Authorization::Deny,
    }
}
