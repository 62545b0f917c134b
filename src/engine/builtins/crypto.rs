//! Digests, as lower-case hexadecimal text.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::super::rego::Value;
use super::string;
use crate::source::text::hex;

/// Bytes of a block of MD5, SHA-1 and SHA-256.
const BLOCK: usize = 64;
/// Bytes of a block of SHA-512.
const LONG_BLOCK: usize = 128;

pub(super) fn md5(arguments: &[Value]) -> Result<Value, String> {
    digest::<Md5>("crypto.md5", arguments)
}

pub(super) fn sha1(arguments: &[Value]) -> Result<Value, String> {
    digest::<Sha1>("crypto.sha1", arguments)
}

pub(super) fn sha256(arguments: &[Value]) -> Result<Value, String> {
    digest::<Sha256>("crypto.sha256", arguments)
}

pub(super) fn hmac_md5(arguments: &[Value]) -> Result<Value, String> {
    hmac::<Md5>("crypto.hmac.md5", BLOCK, arguments)
}

pub(super) fn hmac_sha1(arguments: &[Value]) -> Result<Value, String> {
    hmac::<Sha1>("crypto.hmac.sha1", BLOCK, arguments)
}

pub(super) fn hmac_sha256(arguments: &[Value]) -> Result<Value, String> {
    hmac::<Sha256>("crypto.hmac.sha256", BLOCK, arguments)
}

pub(super) fn hmac_sha512(arguments: &[Value]) -> Result<Value, String> {
    hmac::<Sha512>("crypto.hmac.sha512", LONG_BLOCK, arguments)
}

/// `crypto.hmac.equal(a, b)`: whether two texts are the same. No secret is at stake here, so the time it takes may tell.
pub(super) fn hmac_equal(arguments: &[Value]) -> Result<Value, String> {
    let [a, b] = arguments else { return Err("`crypto.hmac.equal` expects two arguments".to_owned()) };
    Ok(Value::from(string("crypto.hmac.equal", a)? == string("crypto.hmac.equal", b)?))
}

fn digest<D: Digest>(name: &str, arguments: &[Value]) -> Result<Value, String> {
    let [text] = arguments else { return Err(format!("`{name}` expects one argument")) };
    Ok(Value::from(hex(&D::digest(string(name, text)?))))
}

/// RFC 2104.
fn hmac<D: Digest>(name: &str, block: usize, arguments: &[Value]) -> Result<Value, String> {
    let [message, key] = arguments else { return Err(format!("`{name}` expects two arguments")) };
    let key = string(name, key)?.as_bytes();
    let mut key = if key.len() > block { D::digest(key).to_vec() } else { key.to_vec() };
    key.resize(block, 0);
    let pad = |byte: u8| key.iter().map(|part| part ^ byte).collect::<Vec<u8>>();
    let inner = D::new().chain_update(pad(0x36)).chain_update(string(name, message)?).finalize();
    Ok(Value::from(hex(&D::new().chain_update(pad(0x5c)).chain_update(inner).finalize())))
}
