//! See `faultbook_fuzz::fmt`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(fmt);
