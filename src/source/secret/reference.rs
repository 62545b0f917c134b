//! Values that refer to a credential instead of being one.
//!
//! A reference is a *whole* reference in the syntax of whoever reads the file: the shell, the vendor's expressions, Jinja,
//! Terraform, Python's formats, an address of a secret store, a path. A password may hold a dollar sign, a slash or empty
//! braces all the same. What mixes both, `pre${NAME}post`, is a credential only if what is written out of it in one piece
//! is as long as a password and looks made up: `s3://bucket-${ENV}/key` and `${USER}:${PASSWORD}` are not.

use super::names;
use super::value::is_made_up;

/// Beginnings of addresses of a secret store, and of other things that are fetched by name.
const STORES: &[&str] = &[
    "arn:",
    "vault:",
    "secretsmanager:",
    "ssm:",
    "op://",
    "sm://",
    "awssm://",
    "azkv://",
    "gcpsm://",
    "keyvault://",
    "akv://",
    "bws://",
    "ref+",
    "env:",
    "file:",
    "@Microsoft.KeyVault(",
];

/// Beginnings of expressions of Terraform and Python that stand without quotes.
const EXPRESSIONS: &[&str] = &[
    "var.",
    "local.",
    "secrets.",
    "data.",
    "module.",
    "each.",
    "self.",
    "os.",
    "Variable.",
    "inputs.",
    "env.",
    "vars.",
    "steps.",
    "needs.",
    "github.",
    "matrix.",
    "random_password.",
    "process.env.",
];

/// The shortest constant part beside a reference that can be a credential.
const LONG: usize = 8;

/// Whether a value is a reference.
pub(super) fn is_reference(value: &str) -> bool {
    let value = value.trim();
    if is_constant(value) {
        return false;
    }
    if value.bytes().all(|byte| byte == b'*')
        || is_enclosed(value)
        || is_address(value)
        || is_path(value)
        || is_entry(value)
        || is_version(value)
    {
        return true;
    }
    let mut rest = value;
    let mut referred = false;
    let mut constant = 0_usize;
    // Where the constant part at hand began.
    let mut from = value;
    while let Some(next) = rest.chars().next() {
        let before = value.get(..value.len().saturating_sub(rest.len())).and_then(|before| before.chars().next_back());
        if let Some(length) =
            reference_at(rest).filter(|length| *length == value.len() || is_plain(rest, *length, before))
        {
            if is_written_out(from, constant) {
                return false;
            }
            referred = true;
            rest = rest.get(length..).unwrap_or_default();
            (from, constant) = (rest, 0);
        } else {
            constant = constant.saturating_add(next.len_utf8());
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    referred && !is_written_out(from, constant)
}

/// The length of what begins an expression of a language where a value could stand: `var.`, `get_token(`.
pub(super) fn expression(text: &str) -> Option<usize> {
    if let Some(start) = EXPRESSIONS.iter().find(|start| text.starts_with(**start)) {
        return Some(start.len());
    }
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')).count();
    let is_call = length > 0 && text.get(length..)?.starts_with(['(', '[']);
    (is_call && !text.starts_with(|first: char| first.is_ascii_digit())).then(|| length.saturating_add(1))
}

/// Whether a `$name` beside other text is meant as a reference: in `pa$$w0rd` it is not.
fn is_plain(rest: &str, length: usize, before: Option<char>) -> bool {
    let name = rest.get(1..length).unwrap_or_default();
    let is_bare = rest.starts_with('$') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_bare {
        return true;
    }
    if !name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return before != Some('$');
    }
    let odd =
        name.bytes().zip(name.bytes().skip(1)).any(|(one, next)| one.is_ascii_digit() && next.is_ascii_alphabetic());
    !odd && !before.is_some_and(|before| before.is_ascii_alphanumeric() || before == '$')
}

fn is_written_out(text: &str, length: usize) -> bool {
    text.get(..length).is_some_and(|constant| constant.len() >= LONG && is_made_up(constant))
}

/// `{{ 'text' }}`, `${{ "text" }}`: an expression that is nothing but a text refers to nothing.
fn is_constant(value: &str) -> bool {
    let inner = value.trim_start_matches('$').strip_prefix("{{").and_then(|inner| inner.strip_suffix("}}"));
    let inner = inner.unwrap_or_default().trim();
    let is_quoted = |quote: char| {
        let text = inner.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
        text.is_some_and(|text| !text.is_empty() && !text.contains(quote) && !text.contains("{{"))
    };
    is_quoted('\'') || is_quoted('"')
}

/// `<your password>`, and `%PASSWORD%` of the shell of Windows.
fn is_enclosed(value: &str) -> bool {
    let inner = |open: char, close: char| value.strip_prefix(open).and_then(|inner| inner.strip_suffix(close));
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    inner('<', '>').is_some_and(|inner| !inner.contains(['<', '>'])) || inner('%', '%').is_some_and(is_name)
}

/// The address of something in a store, or an address of the web without a password in it.
fn is_address(value: &str) -> bool {
    let plain = || value.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '`'));
    let in_store = STORES.iter().any(|start| value.starts_with(start)) || value.starts_with("projects/");
    let on_web = ["https://", "http://"].iter().any(|start| value.starts_with(start)) && !value.contains('@');
    (in_store || on_web) && plain()
}

/// A name in a store, whose last part says what is kept there: `packages:token`, `pgp:SIGN_PASSPHRASE`. The store is
/// named by a word, not by something made up.
fn is_entry(value: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'))
            && !is_made_up(name)
    };
    let parts = value.rsplit_once(':');
    parts.is_some_and(|(store, name)| is_name(store) && is_name(name) && names::names_credential(name))
}

/// An entry of a store with its version: `iris-db-password:latest`, `iris-db-password:3`.
fn is_version(value: &str) -> bool {
    let Some((entry, version)) = value.rsplit_once(':') else { return false };
    let is_number = matches!(version.len(), 1 | 2) && version.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = entry.starts_with(|first: char| first.is_ascii_alphabetic())
        && entry.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && !is_made_up(entry);
    is_name && (version == "latest" || (is_number && entry.contains(['-', '_'])))
}

/// A path of a file: `/run/secrets/db`, `./token`, `C:\\keys`. A password may begin with a slash, too, so each name on the
/// way has to read like one.
fn is_path(value: &str) -> bool {
    let starts = ["/", "./", "../", "~/", "C:\\", "D:\\"];
    let Some(rest) = starts.iter().find_map(|start| value.strip_prefix(start)) else { return false };
    let is_name = |name: &str| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '+' | '~' | ' '))
            || reference_at(name) == Some(name.len())
    };
    rest.split(['/', '\\']).all(|name| is_name(name) && !(name.len() >= LONG && is_made_up(name)))
}

/// The longest reference that is looked for, in bytes: a text of nothing but beginnings takes no longer than any other.
pub(super) const LONGEST: usize = 512;

/// The length of the reference that a text begins with.
fn reference_at(text: &str) -> Option<usize> {
    // Every form begins with one of these.
    if !text.starts_with(['$', '{', '%', '\\', '`', '<']) {
        return None;
    }
    let text = text.get(..text.floor_char_boundary(LONGEST))?;
    for (open, close) in [("${{", "}}"), ("$[[", "]]"), ("{{", "}}"), ("{%", "%}"), ("$((", "))"), ("%(", ")s")] {
        if let Some(length) = delimited(text, open, close) {
            return Some(length);
        }
    }
    if let Some(inner) = text.strip_prefix("${").or_else(|| text.strip_prefix("%{")) {
        // `${}` is empty in every language, and so it is text.
        let end = closing(inner, '{', '}')?;
        let name = inner.get(..end)?.trim();
        return (name
            .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '!' | '#' | '.' | '(' | '"')))
        .then(|| end.saturating_add(3));
    }
    // A file that a command writes, and an interpolation of jq.
    if let Some(inner) = ["$(", "<(", "\\("].iter().find_map(|open| text.strip_prefix(open)) {
        let end = closing(inner, '(', ')')?;
        return (!inner.get(..end)?.trim().is_empty()).then(|| end.saturating_add(3));
    }
    if let Some(inner) = text.strip_prefix('`') {
        return inner.find('`').filter(|end| *end > 0).map(|end| end.saturating_add(2));
    }
    if let Some(inner) = text.strip_prefix('{') {
        // A field that Python's formats fill in.
        let end = inner.find('}')?;
        let is_field = |byte: u8| byte.is_ascii_alphanumeric() || b"_.[]'".contains(&byte);
        return (end > 0 && inner.get(..end)?.bytes().all(is_field)).then(|| end.saturating_add(2));
    }
    if text.starts_with("%s") {
        return Some(2);
    }
    variable(text.strip_prefix('$')?)
}

/// The length of an expression in brackets that a text begins with; blanks and quotes may stand in it.
pub(super) fn bracketed(text: &str) -> Option<usize> {
    if text.starts_with(['$', '{', '%', '\\', '<']) {
        reference_at(text).filter(|length| text.get(..*length).is_some_and(|it| it.contains(['{', '('])))
    } else {
        None
    }
}

/// The length of `$NAME` behind its dollar sign. `$Kp7wq2Lm9` is a name by the grammar and by nobody's habit.
fn variable(text: &str) -> Option<usize> {
    let scope = ["env:", "Env:", "ENV:"].iter().find(|scope| text.starts_with(**scope)).map_or(0, |scope| scope.len());
    let rest = text.get(scope..)?;
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let name = rest.get(..length)?;
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let is_habit =
        digits < 2 || !(name.bytes().any(|b| b.is_ascii_lowercase()) && name.bytes().any(|b| b.is_ascii_uppercase()));
    let is_special = || rest.starts_with(['@', '*', '?', '#']) && rest.len() == 1;
    if length == 0 {
        return is_special().then_some(2);
    }
    is_habit.then(|| length.saturating_add(scope).saturating_add(1))
}

/// The length of `open … close` when it holds something.
fn delimited(text: &str, open: &str, close: &str) -> Option<usize> {
    let inner = text.strip_prefix(open)?;
    let end = inner.find(close)?;
    (!inner.get(..end)?.trim().is_empty()).then(|| end.saturating_add(open.len()).saturating_add(close.len()))
}

/// Where the bracket stands that closes one already open.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 1_usize;
    text.char_indices().find_map(|(at, character)| {
        if character == open {
            depth = depth.saturating_add(1);
        } else if character == close {
            depth = depth.saturating_sub(1);
        }
        (depth == 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::is_reference;

    #[test]
    fn a_whole_reference_is_one() {
        let references = [
            "$DB_PASSWORD",
            "${DB_PASSWORD}",
            "${DB_PASSWORD:-}",
            "$(cat /run/secrets/db)",
            "`cat key`",
            "<(cat key)",
            "${{ secrets.X }}",
            "$[[ inputs.x ]]",
            "{{ conn.db.password }}",
            "{{ .Values.token }}",
            "%(password)s",
            "%PASSWORD%",
            "$env:TOKEN",
            "<your password>",
            "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db",
            "op://vault/db/password",
            "/run/secrets/reports",
            "./token.txt",
            "~/.ssh/id_rsa",
            "https://idp.acme.test/token",
            "${USER}:${PASSWORD}",
            "token $TOKEN",
            "prefix-${ENV}-suffix",
            "Bearer ${{ secrets.X }}",
            "***",
            "$1",
            "$(KeyVaultSecret)",
            "$dbPassword",
            "{password}",
            "$${x}",
            "{conn.password}",
            "%s",
            "packages:token",
            "{{ 'a' ~ conn.x.password ~ 'b' }}",
            "{{ var.value['token'] }}",
            "pgp:SIGN_PASSPHRASE",
            "ci/data/npm:API_TOKEN",
        ];
        let wrong: Vec<&str> = references.into_iter().filter(|value| !is_reference(value)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_password_that_looks_like_one_is_none() {
        let passwords = [
            "$Kp7!wq2Lm9#zR",
            "Kp7wq2${}Lm9zR",
            "Kp7wq2%(Lm9zR",
            "/Kp7!wq2Lm9#zR",
            "/Kp7wq2Lm9zR4",
            "$Kp7wq2Lm9",
            "{}Kp7wq2",
            "Kp7wq2Lm9${X}",
            "${X}Kp7wq2Lm9zR",
            "a{{b",
            "p$$w0rd!x",
            "pa$w0rd!x",
            "$w0rd!x99",
            "100%(sure)",
            "/x!y",
            "$(",
            "${",
            "hunter2",
            "Kp7{{}}wq2Lm",
            "Kp7wq2Lm9zR:token",
            "7:token",
            "{{ 'hunter22' }}",
            "${{ 'hunter22' }}",
            "{{\"hunter22\"}}",
            "horse:battery",
        ];
        let wrong: Vec<&str> = passwords.into_iter().filter(|value| is_reference(value)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
