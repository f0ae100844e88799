//! From a report to a database.

use rusqlite::Connection;
use rusqlite::serialize::Data;

use crate::database::SEARCH;
use crate::database::SqlError;
use crate::database::contents::Contents;
use crate::database::tables;
use crate::report::Report;

/// Settings of every database that we make. References may lead nowhere: that is a finding, and no error.
const SETTINGS: &str = "PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; \
    PRAGMA page_size = 4096; PRAGMA application_id = 0x66626f6b; PRAGMA user_version = 2;";

/// Makes a database of a report: of its failures, its findings, and all components, flows and actions.
pub(super) fn build(report: &Report<'_>) -> Result<Connection, SqlError> {
    let mut database = Connection::open_in_memory()?;
    database.execute_batch(SETTINGS)?;
    for table in tables() {
        database.execute_batch(&table.create())?;
    }
    database.execute_batch(SEARCH)?;
    fill(&mut database, &Contents::of(report))?;
    for table in tables() {
        table.create_indexes().try_for_each(|index| database.execute_batch(&index))?;
    }
    Ok(database)
}

/// The bytes of a database for other tools: the same for the same report.
///
/// # Errors
/// SQLite refuses: there is no memory.
pub fn export(report: &Report<'_>) -> Result<Vec<u8>, SqlError> {
    let database = build(report)?;
    database.execute_batch("VACUUM")?;
    bytes(database)
}

/// Writes the rows of all tables.
fn fill(database: &mut Connection, contents: &Contents<'_>) -> Result<(), SqlError> {
    let all = database.transaction()?;
    for table in tables() {
        let mut insert = all.prepare(&table.insert())?;
        for row in contents.rows(table) {
            insert.execute(rusqlite::params_from_iter(row))?;
        }
    }
    let mut add = all.prepare("INSERT INTO search VALUES (?, ?, ?, ?)")?;
    contents.search().try_for_each(|texts| add.execute(texts.each_ref()).map(drop))?;
    drop(add);
    Ok(all.commit()?)
}

fn bytes(mut database: Connection) -> Result<Vec<u8>, SqlError> {
    // One copy at a time is enough: there may be much.
    let owned = match database.serialize(c"main")? {
        Data::Shared(bytes) => return Ok(bytes.to_vec()),
        Data::Owned(owned) => owned,
    };
    drop(database);
    Ok(owned.to_vec())
}
