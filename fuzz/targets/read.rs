//! See `faultbook_fuzz::read`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(read);
