#![no_main]
use isnad_page::Format;

#[path = "all.rs"]
mod all;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| all::read(bytes, Format::Feed));
