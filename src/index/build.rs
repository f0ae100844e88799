//! From contents to the bytes of a database, and from an older one.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::Transaction;
use rusqlite::serialize::Data;
use rusqlite::types::Value as Sql;

use crate::index::SEARCH;
use crate::index::SqlError;
use crate::index::contents::Contents;
use crate::index::contents::owner;
use crate::index::tables;
use crate::report::Report;

/// What marks a database as ours, where SQLite keeps such a mark: `fbok`.
const MARK: [u8; 4] = *b"fbok";
/// Where it stands in the bytes, behind the words that every database begins with.
const MARK_AT: usize = 68;
/// How every database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// A page of an empty database is nothing that we could have written.
const SMALLEST: usize = 512;

/// Settings of every database that we make. References may lead nowhere: that is a finding, and no error.
const SETTINGS: &str = "PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; \
    PRAGMA page_size = 4096; PRAGMA application_id = 0x66626f6b; PRAGMA user_version = 2;";

/// For each block of each table the hash of its rows: what a refresh leaves alone.
const BLOCKS: &str = "CREATE TABLE blocks (tbl TEXT NOT NULL, owner TEXT NOT NULL, hash BLOB NOT NULL, \
    PRIMARY KEY (tbl, owner)) STRICT, WITHOUT ROWID";

/// A hash of rows; rows that differ share one with a chance of one in some 10³⁸.
type Hash = [u8; 16];

/// What made a database: another program version, or other tables, make another one. Databases of one stamp can be refreshed.
pub fn stamp() -> String {
    let mut hasher = blake3::Hasher::new();
    let statements =
        tables().iter().flat_map(|table| std::iter::once(table.create()).chain(table.create_indexes()));
    for part in statements.chain([SETTINGS.into(), SEARCH.into(), BLOCKS.into()]) {
        hasher.update(part.as_bytes());
    }
    [env!("CARGO_PKG_VERSION"), "-", &hasher.finalize().to_hex()[..16]].concat()
}

/// Whether bytes begin as those of a database of ours. It says nothing about whether they can be believed.
pub fn is_ours(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC) && bytes.len() >= SMALLEST && bytes.get(MARK_AT..MARK_AT + 4) == Some(&MARK)
}

/// Makes a database of a report: of its failures, its findings, and all components, flows and actions.
///
/// # Errors
/// SQLite refuses: there is no memory.
pub fn build(report: &Report<'_>) -> Result<Vec<u8>, SqlError> {
    let mut database = empty()?;
    fill(&mut database, &Contents::of(report))?;
    bytes(database)
}

/// Makes a database for other tools: without what a refresh needs, and the same bytes for the same report.
///
/// # Errors
/// SQLite refuses: there is no memory.
pub fn export(report: &Report<'_>) -> Result<Vec<u8>, SqlError> {
    let mut database = empty()?;
    fill(&mut database, &Contents::of(report))?;
    database.execute_batch("DROP TABLE blocks; VACUUM;")?;
    bytes(database)
}

/// Makes a database of a report from that of another one: only blocks whose rows differ are written. The bytes must be some that
/// [`build`] or this made under the same [`stamp`]; others are not believed here either, but may give any answer.
///
/// # Errors
/// SQLite refuses: the bytes are damaged, or there is no memory.
pub fn refresh(older: &[u8], report: &Report<'_>) -> Result<Vec<u8>, SqlError> {
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact(c"main", older, older.len(), false)?;
    database
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;")?;
    database.execute_batch("PRAGMA trusted_schema = OFF; DROP TABLE search;")?;
    database.execute_batch(SEARCH)?;
    fill(&mut database, &Contents::of(report))?;
    bytes(database)
}

/// A database with all tables and no rows.
fn empty() -> Result<Connection, SqlError> {
    let database = Connection::open_in_memory()?;
    database.execute_batch(SETTINGS)?;
    database.execute_batch(BLOCKS)?;
    for table in tables() {
        database.execute_batch(&table.create())?;
        table.create_indexes().try_for_each(|index| database.execute_batch(&index))?;
    }
    database.execute_batch(SEARCH)?;
    Ok(database)
}

/// Makes the rows of a database those of the contents.
fn fill(database: &mut Connection, contents: &Contents<'_>) -> Result<(), SqlError> {
    let all = database.transaction()?;
    for table in tables() {
        let rows = contents.rows(table);
        let (mut insert, mut remove) = (all.prepare(&table.insert())?, all.prepare(&table.remove())?);
        let mut known = hashes(&all, table.name)?;
        let mut note = all.prepare("INSERT OR REPLACE INTO blocks VALUES (?, ?, ?)")?;
        for block in rows.chunk_by(|a, b| owner(a) == owner(b)) {
            let name = block.first().map_or("", |row| owner(row));
            let (hash, old) = (hash(block), known.remove(name));
            if old == Some(hash) {
                continue;
            }
            if old.is_some() {
                remove.execute([name])?;
            }
            for row in block {
                insert.execute(rusqlite::params_from_iter(row))?;
            }
            note.execute(rusqlite::params![table.name, name, hash])?;
        }
        let mut forget = all.prepare("DELETE FROM blocks WHERE tbl = ? AND owner = ?")?;
        for gone in known.keys() {
            remove.execute([gone])?;
            forget.execute([table.name, gone])?;
        }
    }
    let mut add = all.prepare("INSERT INTO search VALUES (?, ?, ?, ?)")?;
    contents.search().try_for_each(|texts| add.execute(texts.each_ref()).map(drop))?;
    drop(add);
    Ok(all.commit()?)
}

/// The blocks that a table holds, with their hashes.
fn hashes(all: &Transaction<'_>, table: &str) -> Result<BTreeMap<String, Hash>, SqlError> {
    let mut known = all.prepare("SELECT owner, hash FROM blocks WHERE tbl = ?")?;
    let known = known.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(known.collect::<Result<_, _>>()?)
}

fn hash(rows: &[Vec<Sql>]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    for cell in rows.iter().flatten() {
        let (kind, bytes): (u8, &[u8]) = match cell {
            Sql::Null => (0, &[]),
            Sql::Integer(number) => (1, &number.to_le_bytes()),
            Sql::Real(number) => (2, &number.to_bits().to_le_bytes()),
            Sql::Text(text) => (3, text.as_bytes()),
            Sql::Blob(bytes) => (4, bytes),
        };
        hasher.update(&[kind]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    let mut hash = Hash::default();
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    hash
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
