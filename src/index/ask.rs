//! Questions in SQL: one statement, which reads and does nothing else.

use rusqlite::Connection;
use rusqlite::Statement;
use rusqlite::config::DbConfig;
use rusqlite::hooks::AuthAction;
use rusqlite::hooks::AuthContext;
use rusqlite::hooks::Authorization;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;

use crate::index::build::is_ours;

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

/// A database that answers questions. It lies in memory, and nothing can change it.
#[derive(Debug)]
pub struct Index(Connection);

impl Index {
    /// The longest statement, text or row, in bytes.
    const LONGEST: i32 = 64 << 20;

    /// A database of bytes that [`build`](crate::index::build()) or [`refresh`](crate::index::refresh()) made.
    ///
    /// # Errors
    /// The bytes are not ours, or there is no memory.
    pub fn open(bytes: &[u8]) -> Result<Self, SqlError> {
        if !is_ours(bytes) {
            return Err(SqlError::Sql("this is no index of faultbook".to_owned()));
        }
        let mut database = Connection::open_in_memory()?;
        database.deserialize_read_exact(c"main", bytes, bytes.len(), true)?;
        database.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;")?;
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        database.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        database.set_limit(Limit::SQLITE_LIMIT_LENGTH, Self::LONGEST)?;
        database.authorizer(Some(authorize))?;
        Ok(Self(database))
    }

    /// Understands a question.
    ///
    /// # Errors
    /// It is no single statement that only reads.
    pub fn question(&self, sql: &str) -> Result<Question<'_>, SqlError> {
        let statement = self.0.prepare(sql)?;
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
        let mut rows = self.0.query(rusqlite::params_from_iter(values)).map_err(SqlError::from)?;
        while let Some(row) = rows.next().map_err(SqlError::from)? {
            let cells = (0..width).map(|at| row.get_ref(at).map(Cell::from)).collect::<Result<_, _>>();
            take(cells.map_err(SqlError::from)?)?;
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
