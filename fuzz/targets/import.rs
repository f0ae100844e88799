//! See `faultbook_fuzz::import`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(import);
