//! See `faultbook_fuzz::merge`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(merge);
