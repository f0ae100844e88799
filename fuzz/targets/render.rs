//! See `faultbook_fuzz::render`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(render);
