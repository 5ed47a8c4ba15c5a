//! page

pub mod anatomy;
