//! Bytes made small for a column.
//!
//! *Comes in*: any bytes. *Goes out*: the same bytes behind a nine-byte head: how they are packed (0 as they
//! are, 1 zstd) and how many they are, so that unpacking never trusts the packed data for its size.

use std::cell::RefCell;
use std::io::Read;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
const HEAD: usize = 9;
/// Below this, a frame's own head eats the gain.
const WORTH_IT: usize = 64;
/// The level at which JSON and Arabic HTML shrink to about a fifth at some 300 MB a second.
const LEVEL: i32 = 1;
/// Up to this size, room for the whole is taken at once; a larger claim of a damaged head gets memory only as data comes.
const AT_ONCE: usize = 16 << 20;

thread_local! {
    /// A compressor's tables cost more to set up than a page costs to pack.
    static PACKER: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
}

/// `bytes`, packed.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let squeezed = (bytes.len() >= WORTH_IT).then(|| squeeze(bytes)).flatten();
    let (how, data) = match &squeezed {
        Some(small) if small.len() < bytes.len() => (ZSTD, small.as_slice()),
        _ => (PLAIN, bytes),
    };
    let mut out = Vec::with_capacity(HEAD + data.len());
    out.push(how);
    out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    out.extend_from_slice(data);
    out
}

fn squeeze(bytes: &[u8]) -> Option<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| {
        if packer.is_none() {
            *packer = zstd::bulk::Compressor::new(LEVEL).ok();
        }
        packer.as_mut()?.compress(bytes).ok()
    })
}

/// The bytes that were packed, or what is wrong with them.
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    let (head, data) = packed.split_at_checked(HEAD).ok_or("shorter than its head")?;
    let length = head[1..].iter().rev().fold(0u64, |n, &b| n << 8 | u64::from(b));
    let length = usize::try_from(length).map_err(|_| "longer than this machine's memory")?;
    let bytes = match head[0] {
        PLAIN => data.to_vec(),
        ZSTD if length <= AT_ONCE => zstd::bulk::decompress(data, length).map_err(|e| e.to_string())?,
        ZSTD => {
            let mut out = Vec::new();
            zstd::stream::read::Decoder::new(data)
                .and_then(|d| d.take(length as u64 + 1).read_to_end(&mut out))
                .map_err(|e| e.to_string())?;
            out
        }
        other => return Err(format!("packed in an unknown way ({other})")),
    };
    if bytes.len() == length {
        Ok(bytes)
    } else {
        Err(format!("{} bytes where {length} were packed", bytes.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_goes_in_comes_out(bytes in proptest::collection::vec(any::<u8>(), 0..2000), times in 1usize..40) {
            let bytes = bytes.repeat(times);
            prop_assert_eq!(unpack(&pack(&bytes)), Ok(bytes));
        }

        #[test]
        fn damaged_bytes_are_told_and_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0usize..300, bit in 0u8..8) {
            let mut packed = pack(&bytes);
            let k = at % packed.len();
            packed[k] ^= 1 << bit;
            let _ = unpack(&packed);
            let _ = unpack(&bytes);
        }
    }

    #[test]
    fn repeated_text_shrinks_and_a_lying_head_is_told() {
        let text = "تجدد القصف على أطراف البلدة ".repeat(100);
        let mut packed = pack(text.as_bytes());
        assert!(packed.len() < text.len() / 5);
        packed[1] ^= 1;
        assert!(unpack(&packed).is_err());
        packed[7] = 0xff;
        assert!(unpack(&packed).is_err(), "a head that claims petabytes takes no memory");
    }
}
