#![no_main]
use isnad_page::{Format, detect};

#[path = "all.rs"]
mod all;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    assert_ne!(detect("input", bytes), Format::Auto);
    all::read(bytes, Format::Auto);
});
