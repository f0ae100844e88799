//! See `faultbook_fuzz::locate`.

#![cfg_attr(fuzzing, no_main)]

faultbook_fuzz::target!(locate);
