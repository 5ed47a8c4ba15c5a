//! Gzip streams of many members, with a bound on how far they may unpack and a way on after a broken member.

use crate::Limits;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// A source of bytes that may be made of members, so that a broken one can be left behind.
pub trait Members: BufRead {
    /// Leaves the current member, goes to what looks like the beginning of the next, and tells whether there is one.
    /// A stream that has no members goes on where it stands.
    fn next_member(&mut self) -> io::Result<bool>;
}

/// A stream that is not compressed.
pub struct Plain<R>(pub R);

impl<R: BufRead> Read for Plain<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out)
    }
}

impl<R: BufRead> BufRead for Plain<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }
    fn consume(&mut self, n: usize) {
        self.0.consume(n);
    }
}

impl<R: BufRead> Members for Plain<R> {
    fn next_member(&mut self) -> io::Result<bool> {
        Ok(!self.0.fill_buf()?.is_empty())
    }
}

/// Whether bytes begin as a gzip member does.
pub fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b, 8])
}

/// Counts what was taken from the stream below.
struct Counted<R> {
    inner: R,
    taken: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.taken += n as u64;
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }
    fn consume(&mut self, n: usize) {
        self.taken += n as u64;
        self.inner.consume(n);
    }
}

#[allow(clippy::large_enum_variant, reason = "there is one of it per input")]
enum State<R> {
    /// Inside a member that began at this many bytes.
    Inside(GzDecoder<Counted<R>>, u64),
    /// Between members.
    Between(Counted<R>),
    /// For the moment of a change.
    Moving,
}

/// The contents of a gzip stream.
pub struct Gunzip<R> {
    state: State<R>,
    out: Vec<u8>,
    at: usize,
    len: usize,
    made: u64,
    expansion: u64,
    free: u64,
}

impl<R: BufRead> Gunzip<R> {
    /// The contents of `inner`.
    pub fn new(inner: R, limits: &Limits) -> Self {
        Gunzip {
            state: State::Between(Counted { inner, taken: 0 }),
            out: vec![0; 64 << 10],
            at: 0,
            len: 0,
            made: 0,
            expansion: limits.expansion,
            free: limits.expansion_free,
        }
    }

    fn open(&mut self) -> io::Result<bool> {
        let State::Between(inner) = &mut self.state else { return Ok(true) };
        // Padding after a member: some tools write zero bytes up to a block's end.
        loop {
            let part = inner.fill_buf()?;
            let zeros = part.iter().take_while(|&&b| b == 0).count();
            if part.is_empty() {
                return Ok(false);
            }
            if zeros == 0 {
                break;
            }
            inner.consume(zeros);
        }
        let State::Between(inner) = std::mem::replace(&mut self.state, State::Moving) else {
            return Ok(false);
        };
        let begin = inner.taken;
        self.made = 0;
        self.state = State::Inside(GzDecoder::new(inner), begin);
        Ok(true)
    }

    fn close(&mut self) {
        self.state = match std::mem::replace(&mut self.state, State::Moving) {
            State::Inside(decoder, _) => State::Between(decoder.into_inner()),
            other => other,
        };
    }

    fn refill(&mut self) -> io::Result<()> {
        (self.at, self.len) = (0, 0);
        while self.open()? {
            let State::Inside(decoder, begin) = &mut self.state else { return Ok(()) };
            let n = decoder.read(&mut self.out)?;
            if n == 0 {
                self.close();
                continue;
            }
            self.made += n as u64;
            let taken = decoder.get_ref().taken - *begin;
            if self.made > self.free && self.made / self.expansion > taken {
                let bomb = format!("more than {} times its size came out", self.expansion);
                return Err(io::Error::new(io::ErrorKind::InvalidData, bomb));
            }
            self.len = n;
            break;
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let part = self.fill_buf()?;
        let n = part.len().min(out.len());
        out[..n].copy_from_slice(&part[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Gunzip<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.len {
            self.refill().map_err(|e| match e.kind() {
                // A stream cut off in the middle, or a broken one: the compressed data is at fault, not the disk.
                io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                    io::Error::new(io::ErrorKind::InvalidData, e.to_string())
                }
                _ => e,
            })?;
        }
        Ok(&self.out[self.at..self.len])
    }
    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.len);
    }
}

impl<R: BufRead> Members for Gunzip<R> {
    fn next_member(&mut self) -> io::Result<bool> {
        (self.at, self.len) = (0, 0);
        self.close();
        let State::Between(inner) = &mut self.state else { return Ok(false) };
        loop {
            let part = inner.fill_buf()?;
            if part.is_empty() {
                return Ok(false);
            }
            match memchr::memchr(0x1f, part) {
                None => {
                    let n = part.len();
                    inner.consume(n);
                }
                // The other two bytes of the mark may lie in the next part: what is no member is found out by reading it.
                Some(at) => {
                    let rest = &part[at + 1..];
                    if rest.iter().zip([0x8b, 8]).all(|(&a, b)| a == b) {
                        inner.consume(at);
                        return Ok(true);
                    }
                    inner.consume(at + 1);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    pub fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut z = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        z.write_all(bytes).unwrap();
        z.finish().unwrap()
    }

    #[test]
    fn members_follow_each_other_over_padding() {
        let all = [gz(b"one "), vec![0; 100], gz(b"two")].concat();
        let mut out = String::new();
        Gunzip::new(io::BufReader::with_capacity(7, &all[..]), &Limits::default())
            .read_to_string(&mut out)
            .unwrap();
        assert_eq!(out, "one two");
    }

    #[test]
    fn a_broken_member_is_left_behind() {
        let mut broken = gz(&b"words of no meaning ".repeat(50));
        let n = broken.len();
        broken[n / 2] ^= 0xff;
        let all = [broken, gz(b"whole")].concat();
        let mut g = Gunzip::new(&all[..], &Limits::default());
        let mut out = Vec::new();
        assert_eq!(g.read_to_end(&mut out).unwrap_err().kind(), io::ErrorKind::InvalidData);
        out.clear();
        loop {
            assert!(g.next_member().unwrap());
            if g.read_to_end(&mut out).is_ok() {
                break;
            }
        }
        assert_eq!(out, b"whole");
    }

    #[test]
    fn a_bomb_is_stopped_early() {
        let bomb = gz(&vec![b'a'; 100_000_000]);
        let mut g = Gunzip::new(&bomb[..], &Limits::default());
        let mut n = 0;
        let e = loop {
            match g.fill_buf() {
                Ok([]) => panic!("read to the end"),
                Ok(part) => {
                    n += part.len();
                    let k = part.len();
                    g.consume(k);
                }
                Err(e) => break e,
            }
        };
        assert_eq!(e.kind(), io::ErrorKind::InvalidData);
        assert!(n < 20_000_000);
    }
}
