//! Salted hashes of stations' passwords, and the forms in which stations send them.

use argon2::password_hash::phc::PasswordHash as Parsed;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// A salted hash to keep, as PHC text.
pub fn hash(password: &str) -> String {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .expect("a password of 16 to 40 characters can be hashed")
}

/// Whether what a station sent is the password of this hash.
///
/// Stations that were configured with a key in hex digits send the digits, or the bytes they stand for
/// (1.6 security white paper, A00.FR.204): both mean the same key. Compared as bytes: they need not be UTF-8.
pub fn verify(sent: &[u8], hash: &str) -> bool {
    let Ok(parsed) = Parsed::new(hash) else { return false };
    let matches = |bytes: &[u8]| Argon2::default().verify_password(bytes, &parsed).is_ok();
    if matches(sent) {
        return true;
    }
    let digits: String = sent.iter().map(|byte| format!("{byte:02x}")).collect();
    matches(digits.as_bytes()) || matches(digits.to_uppercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_as_text_and_a_key_as_the_bytes_of_its_digits() {
        let kept = hash("0123456789abcdef0123456789abcdef");
        assert!(verify(b"0123456789abcdef0123456789abcdef", &kept));
        let bytes =
            [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
        assert!(verify(&bytes, &kept));
        assert!(!verify(b"something else 16", &kept));
        assert!(!verify(b"anything", "not a hash"));
    }
}
