//! claim
#![allow(dead_code)]
mod closed;
mod inflect;
mod lexicon;
mod table;
