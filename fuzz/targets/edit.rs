//! See `faultbook_fuzz::edit`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(edit);
