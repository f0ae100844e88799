//! See `faultbook_fuzz::filter`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(filter);
