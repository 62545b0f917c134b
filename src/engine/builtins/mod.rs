//! Builtins that regorus lacks, gets wrong, or lets exhaust the machine. They mean what OPA's documentation says.

mod collection;
mod crypto;
mod encode;
mod format;
mod glob;
mod globs;
mod jwt;
mod net;
mod pattern;
mod shown;
#[cfg(test)]
mod tests;
mod text;
mod units;

use std::cell::Cell;

use super::rego::Value;
use crate::limits::LIMITS;

/// A builtin: its arguments have the right number; an error is a fragment without a full stop.
pub(super) type Builtin = fn(&[Value]) -> Result<Value, String>;

/// Name, number of arguments and implementation.
pub(super) const ALL: &[(&str, u8, Builtin)] = &[
    ("array.concat", 2, collection::concat),
    ("array.flatten", 1, collection::flatten),
    ("base64.encode", 1, encode::base64),
    ("base64url.encode", 1, encode::base64url),
    ("base64url.encode_no_pad", 1, encode::base64url_no_pad),
    ("concat", 2, text::concat),
    ("count", 1, collection::count),
    ("crypto.hmac.equal", 2, crypto::hmac_equal),
    ("crypto.hmac.md5", 2, crypto::hmac_md5),
    ("crypto.hmac.sha1", 2, crypto::hmac_sha1),
    ("crypto.hmac.sha256", 2, crypto::hmac_sha256),
    ("crypto.hmac.sha512", 2, crypto::hmac_sha512),
    ("crypto.md5", 1, crypto::md5),
    ("crypto.sha1", 1, crypto::sha1),
    ("crypto.sha256", 1, crypto::sha256),
    ("glob.match", 3, glob::is_match),
    ("glob.quote_meta", 1, glob::quote),
    ("graph.reachable_paths", 2, refuse),
    ("hex.encode", 1, encode::hex),
    ("indexof", 2, text::index_of),
    ("indexof_n", 2, text::index_of_n),
    ("io.jwt.decode", 1, jwt::decode),
    ("json.marshal", 1, encode::marshal),
    ("json.unmarshal", 1, encode::unmarshal),
    ("lower", 1, text::lower),
    ("net.cidr_contains", 2, net::contains),
    ("net.cidr_contains_matches", 2, net::contains_matches),
    ("net.cidr_intersects", 2, net::intersects),
    ("net.cidr_merge", 1, net::merge),
    ("numbers.range", 2, collection::range),
    ("numbers.range_step", 3, collection::range_step),
    ("object.subset", 2, collection::subset),
    ("object.union", 2, collection::object_union),
    ("object.union_n", 1, collection::object_union_n),
    ("rand.intn", 2, refuse_random),
    ("regex.find_all_string_submatch_n", 3, refuse),
    ("regex.find_n", 3, pattern::find_n),
    ("regex.globs_match", 2, globs::globs_match),
    ("regex.is_valid", 1, pattern::is_valid),
    ("regex.match", 2, pattern::is_match),
    ("regex.replace", 3, pattern::replace),
    ("regex.split", 2, pattern::split),
    ("regex.template_match", 4, refuse),
    ("replace", 3, text::replace),
    ("split", 2, text::split),
    ("sprintf", 2, format::sprintf),
    ("strings.count", 2, text::count),
    ("strings.replace_n", 2, text::replace_n),
    ("substring", 3, text::substring),
    ("time.add_date", 4, refuse),
    ("time.diff", 2, refuse),
    ("time.parse_ns", 2, refuse),
    ("units.parse", 1, units::parse),
    ("units.parse_bytes", 1, units::parse_bytes),
    ("upper", 1, text::upper),
    ("urlquery.decode", 1, encode::unquery),
    ("urlquery.decode_object", 1, encode::unquery_object),
    ("urlquery.encode", 1, encode::query),
];

thread_local! {
    static PASSED_OVER: Cell<bool> = const { Cell::new(false) };
}

/// Says whether errors of gate's builtins on this thread are taken as undefined from now on, as the engine takes those
/// of its own when it is not strict.
pub(super) fn pass_over_errors(passed_over: bool) {
    PASSED_OVER.set(passed_over);
}

/// What the engine gets for the result of a builtin.
pub(super) fn answer(result: Result<Value, String>) -> Result<Value, String> {
    if PASSED_OVER.get() { Ok(result.unwrap_or(Value::Undefined)) } else { result }
}

/// The same input must give the same answer.
fn refuse_random(_: &[Value]) -> Result<Value, String> {
    Err("`rand.intn` is not available: a policy must give the same answer every time".to_owned())
}

/// What has more results than memory, or others than in OPA; the lint says what to use instead.
fn refuse(_: &[Value]) -> Result<Value, String> {
    Err("a builtin is not available; `gate policy lint` says what to use instead".to_owned())
}

/// An error when a builtin makes more text than any policy needs.
fn bounded(builtin: &str, bytes: usize) -> Result<(), String> {
    let most = LIMITS.builtin_bytes;
    if bytes > most { Err(format!("`{builtin}` would make more than {most} bytes")) } else { Ok(()) }
}

/// An error when a builtin makes more elements than any policy needs.
fn bounded_items(builtin: &str, items: usize) -> Result<(), String> {
    let most = LIMITS.builtin_items;
    if items > most { Err(format!("`{builtin}` would make more than {most} elements")) } else { Ok(()) }
}

/// Two arguments that are text.
fn pair<'a>(builtin: &str, arguments: &'a [Value]) -> Result<(&'a str, &'a str), String> {
    let [first, second] = arguments else { return Err(format!("`{builtin}` expects two arguments")) };
    Ok((string(builtin, first)?, string(builtin, second)?))
}

/// Three arguments that are text.
fn triple<'a>(builtin: &str, arguments: &'a [Value]) -> Result<(&'a str, &'a str, &'a str), String> {
    let [first, second, third] = arguments else { return Err(format!("`{builtin}` expects three arguments")) };
    Ok((string(builtin, first)?, string(builtin, second)?, string(builtin, third)?))
}

/// The text of an argument of `builtin`.
fn string<'a>(builtin: &str, value: &'a Value) -> Result<&'a str, String> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(format!("`{builtin}` expects text")),
    }
}
