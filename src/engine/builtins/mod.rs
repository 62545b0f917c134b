//! Builtins that regorus lacks, gets wrong, or lets exhaust the machine. They mean what OPA's documentation says.

mod collection;
mod crypto;
mod globs;
mod jwt;
mod net;
mod pattern;
#[cfg(test)]
mod tests;
mod text;

use super::rego::Value;

/// A builtin: its arguments have the right number; an error is a fragment without a full stop.
pub(super) type Builtin = fn(&[Value]) -> Result<Value, String>;

/// Name, number of arguments and implementation.
pub(super) const ALL: &[(&str, u8, Builtin)] = &[
    ("array.flatten", 1, collection::flatten),
    ("concat", 2, text::concat),
    ("crypto.hmac.equal", 2, crypto::hmac_equal),
    ("crypto.hmac.md5", 2, crypto::hmac_md5),
    ("crypto.hmac.sha1", 2, crypto::hmac_sha1),
    ("crypto.hmac.sha256", 2, crypto::hmac_sha256),
    ("crypto.hmac.sha512", 2, crypto::hmac_sha512),
    ("crypto.md5", 1, crypto::md5),
    ("crypto.sha1", 1, crypto::sha1),
    ("crypto.sha256", 1, crypto::sha256),
    ("io.jwt.decode", 1, jwt::decode),
    ("net.cidr_contains_matches", 2, net::contains_matches),
    ("net.cidr_intersects", 2, net::intersects),
    ("net.cidr_merge", 1, net::merge),
    ("numbers.range", 2, collection::range),
    ("numbers.range_step", 3, collection::range_step),
    ("object.subset", 2, collection::subset),
    ("rand.intn", 2, refuse_random),
    ("regex.globs_match", 2, globs::globs_match),
    ("regex.match", 2, pattern::is_match),
    ("strings.count", 2, text::count),
];

/// The same input must give the same answer.
fn refuse_random(_: &[Value]) -> Result<Value, String> {
    Err("`rand.intn` is not available: a policy must give the same answer every time".to_owned())
}

/// The text of an argument of `builtin`.
fn string<'a>(builtin: &str, value: &'a Value) -> Result<&'a str, String> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(format!("`{builtin}` expects text")),
    }
}
