//! The clock of statements: the day that counts as today, at midnight, in UTC. So the same statement always gives the same answer.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rusqlite::Connection;
use rusqlite::Error;
use rusqlite::Result;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;

use crate::model::Date;

/// The functions that know the time, and which of their arguments are times.
const TIMES: [(&str, &[usize]); 7] = [
    ("date", &[0]),
    ("time", &[0]),
    ("datetime", &[0]),
    ("julianday", &[0]),
    ("unixepoch", &[0]),
    ("strftime", &[1]),
    ("timediff", &[0, 1]),
];

/// The functions whose answers nobody can repeat.
const RANDOM: [(&str, i32); 2] = [("random", 0), ("randomblob", 1)];

/// Gives the statements of a database that clock, and takes away what is random.
pub(super) fn set(database: &Connection, today: Date) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    // SQLite's own functions, opened once one is called.
    let own: Arc<Mutex<Option<Connection>>> = Arc::default();
    for (name, times) in TIMES {
        let (own, today) = (Arc::clone(&own), today.to_string());
        database.create_scalar_function(name, -1, flags, move |context| {
            let arguments = (0..context.len()).map(|at| context.get(at)).collect::<Result<_>>()?;
            let mut own = own.lock().unwrap_or_else(PoisonError::into_inner);
            let own = match &mut *own {
                Some(own) => own,
                none => none.insert(Connection::open_in_memory()?),
            };
            call(own, name, on(&today, times, arguments))
        })?;
    }
    let midnight = "00:00:00";
    let words = [
        ("current_date", today.to_string()),
        ("current_time", midnight.to_owned()),
        ("current_timestamp", [&today.to_string(), " ", midnight].concat()),
    ];
    for (name, text) in words {
        database.create_scalar_function(name, 0, flags, move |_| Ok(text.clone()))?;
    }
    for (name, arguments) in RANDOM {
        database.create_scalar_function(
            name,
            arguments,
            FunctionFlags::SQLITE_UTF8,
            move |_| -> Result<Value> {
                let reason =
                    [name, "() is not available: the same statement always gives the same answer"].concat();
                Err(Error::UserFunctionError(reason.into()))
            },
        )?;
    }
    Ok(())
}

/// The arguments of a function on a day: functions of the time return the day, in UTC.
fn on(today: &str, times: &[usize], mut arguments: Vec<Value>) -> Vec<Value> {
    let is = |argument: &Value, word: &str| matches!(argument, Value::Text(text) if text.eq_ignore_ascii_case(word));
    // A time that is left out is the present one.
    if times.first() == Some(&arguments.len()) {
        arguments.push(Value::Text(today.to_owned()));
    }
    let behind = times.last().map_or(0, |last| last + 1);
    let mut at = 0;
    arguments.retain_mut(|argument| {
        if times.contains(&at) && is(argument, "now") {
            *argument = Value::Text(today.to_owned());
        }
        at += 1;
        at <= behind || !(is(argument, "localtime") || is(argument, "utc"))
    });
    arguments
}

/// What SQLite's own function of a name says.
fn call(own: &Connection, name: &'static str, arguments: Vec<Value>) -> Result<Value> {
    let places = vec!["?"; arguments.len()].join(", ");
    let sql = &["SELECT ", name, "(", &places, ")"].concat();
    own.prepare(sql)?.query_row(rusqlite::params_from_iter(arguments), |row| row.get(0))
}
