//! What writing promises, under kills, failing disks, other writers and hostile repositories. Each promise is also
//! tried on a naive writer, which must break it: otherwise the test sees nothing.

#![expect(clippy::disallowed_methods, reason = "tests look at the disk")]

mod abroad;
mod errors;
#[cfg(unix)]
mod hostile;
mod journals;
mod kills;
#[cfg(unix)]
mod links;
mod races;
mod world;
