//! SHA-256 of bytes, as 64 lower-case hexadecimal digits in every outer form.

use serde::{Deserialize, Serialize};
use sha2::Digest;

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// The digest of `bytes`.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Sha256(sha2::Sha256::digest(bytes.as_ref()).into())
    }

    /// The first `n` hexadecimal digits (at most 64).
    pub fn short(&self, n: usize) -> String {
        let mut s = self.to_string();
        s.truncate(n);
        s
    }
}

impl std::fmt::Display for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl std::fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl From<Sha256> for String {
    fn from(hash: Sha256) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Sha256 {
    type Error = String;
    fn try_from(hex: String) -> Result<Self, Self::Error> {
        let wrong = || format!("'{hex}' is not 64 hexadecimal digits");
        if hex.len() != 64 || !hex.is_ascii() {
            return Err(wrong());
        }
        let mut out = [0; 32];
        for (k, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * k..2 * k + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Sha256(out))
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Sha256 {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[0-9a-f]{64}$"))
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Sha256 {
    fn name() -> std::borrow::Cow<'static, str> {
        "Sha256".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_and_hex_agree_with_the_standard() {
        let h = Sha256::of("abc");
        assert_eq!(h.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Sha256::try_from(h.to_string()), Ok(h));
        assert!(Sha256::try_from("zz".repeat(32)).is_err());
        assert!(Sha256::try_from("é".repeat(32)).is_err());
    }
}
