//! See `faultbook_fuzz::config`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(config);
