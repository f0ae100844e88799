//! The command line of faultbook.

fn main() {}
