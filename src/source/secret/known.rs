//! Values that are known to be credentials of the run, so that they are hidden wherever they stand.
//!
//! A shape or a name hides a credential at the place that gives it away. The same value stands elsewhere too: in the
//! default of a variable with a harmless name, in a comment, in the name of a resource, in base64. Whoever finds a
//! credential adds its value here, and what is shown of the document goes through [`Known::mask`].
//!
//! Not every value may be hidden everywhere, or a password `main` would turn every frame into asterisks:
//!
//! - a value of fewer than four characters, or a common word (`admin`, `postgres`), is hidden only where it was found;
//! - one of fewer than eight characters, or a word of at most twelve letters, is hidden where it stands by itself,
//!   without a letter or digit on either side;
//! - any other is hidden wherever it stands, also in base64, hexadecimal, URL encoding, and escaped for JSON or a shell.

mod forms;
mod search;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use self::search::Search;
use super::{escapes, merged};
use crate::source::{Source, Span};

/// The fewest characters of a value that is looked for.
const SHORTEST: usize = 4;

/// Words that stand in so many places that hiding them would hide the finding and no secret.
const COMMON: &[&str] = &[
    "access",
    "account",
    "admin",
    "administrator",
    "airflow",
    "auth",
    "changeit",
    "changeme",
    "client",
    "cloud",
    "credential",
    "credentials",
    "database",
    "default",
    "deploy",
    "development",
    "disabled",
    "docker",
    "enabled",
    "example",
    "false",
    "github",
    "gitlab",
    "google",
    "guest",
    "host",
    "http",
    "https",
    "inherit",
    "json",
    "kubernetes",
    "local",
    "localhost",
    "login",
    "main",
    "managed",
    "master",
    "mongo",
    "mysql",
    "name",
    "none",
    "null",
    "oracle",
    "pass",
    "passwd",
    "password",
    "postgres",
    "postgresql",
    "private",
    "prod",
    "production",
    "public",
    "python",
    "read",
    "redis",
    "required",
    "resource",
    "root",
    "secret",
    "server",
    "service",
    "snowflake",
    "staging",
    "string",
    "system",
    "terraform",
    "test",
    "testing",
    "token",
    "true",
    "user",
    "username",
    "value",
    "variable",
    "write",
];

/// Values that are credentials.
///
/// They never leave the process: there is no way to serialise them, and `Debug` tells their number.
#[derive(Clone, Default)]
pub struct Known {
    values: BTreeSet<String>,
    /// Files whose credentials are known as well. They are searched when something is first masked.
    files: Vec<Arc<Source>>,
    /// Made when something is first masked; a document without findings never needs it.
    search: OnceLock<Option<Arc<Search>>>,
}

impl Known {
    /// Remembers a credential. One of several lines is also remembered line by line, because a frame shows one.
    pub fn add(&mut self, value: &str) {
        let value = value.trim();
        let lines = value.lines().map(str::trim).filter(|line| line.len() < value.len());
        for text in std::iter::once(value).chain(lines) {
            if is_telling(text) && self.values.insert(text.to_owned()) {
                self.search = OnceLock::new();
            }
        }
    }

    /// Remembers the credentials that a text holds by their shape or position, such as the password of a URL or an
    /// assignment in a script. Where that is not sure a plain word is left out, because prose has the same form.
    pub fn add_inside(&mut self, text: &str) {
        let (hits, spans) = super::search(text);
        let sure = hits.into_iter().filter(|hit| hit.sure).map(|hit| (hit.span, true));
        for (span, sure) in sure.chain(spans.into_iter().map(|span| (span, false))) {
            let value = text.get(span.start..span.end).unwrap_or_default();
            let word = value.chars().all(|character| character.is_ascii_lowercase() || "-_. ".contains(character));
            if sure || !word {
                self.add(value);
            }
        }
    }

    /// Remembers the credentials that a whole file holds, comments included. No plain word and no name is among them: a
    /// file has too many.
    pub fn add_all_in(&mut self, file: &str) {
        for span in super::scan(file) {
            let value = file.get(span.start..span.end).unwrap_or_default();
            if !value.chars().all(|character| character.is_ascii_alphabetic() || "-_. ".contains(character)) {
                self.add(value);
            }
        }
    }

    /// The same, but the file is searched when something is first masked: of most files nothing is ever shown.
    pub fn add_file(&mut self, file: &Arc<Source>) {
        self.files.push(Arc::clone(file));
        self.search = OnceLock::new();
    }

    /// Remembers everything that `other` knows.
    pub fn extend(&mut self, other: &Self) {
        self.values.extend(other.values.iter().cloned());
        self.files.extend(other.files.iter().cloned());
        self.search = OnceLock::new();
    }

    /// Every value that is known, those in whole files among them.
    fn all(&self) -> BTreeSet<String> {
        let mut all = Self { values: self.values.clone(), ..Self::default() };
        for file in &self.files {
            all.add_all_in(file.text());
        }
        all.values
    }

    /// Whether no credential is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    /// Where credentials stand in `text`, in order and without overlaps.
    #[must_use]
    pub fn spans(&self, text: &str) -> Vec<Span> {
        let made = || Some(self.all()).filter(|all| !all.is_empty()).map(|all| Arc::new(Search::new(&all)));
        let Some(search) = self.search.get_or_init(made) else { return Vec::new() };
        let mut spans = search.spans(text);
        if let Some(plain) = escapes::resolve(text) {
            spans.extend(search.spans(&plain.text).into_iter().map(|span| plain.back(span)));
            spans.sort_unstable();
            spans = merged(spans);
        }
        spans
    }

    /// `text` with an asterisk for each character of a credential.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut shown_to = 0_usize;
        for span in self.spans(text) {
            masked.push_str(text.get(shown_to..span.start).unwrap_or_default());
            masked.extend(text.get(span.start..span.end).unwrap_or_default().chars().map(|_| '*'));
            shown_to = span.end;
        }
        masked.push_str(text.get(shown_to..).unwrap_or_default());
        masked
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Known({} values)", self.values.len())
    }
}

/// Whether a value says enough to be looked for: long enough, no common word, and more than one character repeated.
fn is_telling(value: &str) -> bool {
    let first = value.chars().next();
    value.chars().count() >= SHORTEST
        && value.chars().any(|character| Some(character) != first)
        && value.chars().any(char::is_alphanumeric)
        && !COMMON.iter().any(|word| word.eq_ignore_ascii_case(value))
}

#[cfg(test)]
mod tests {
    use super::Known;

    fn known(values: &[&str]) -> Known {
        let mut known = Known::default();
        for value in values {
            known.add(value);
        }
        known
    }

    #[test]
    fn a_value_is_hidden_wherever_it_stands() {
        let cases = [
            (&["Tr0ub4dor&3"][..], "x = \"preTr0ub4dor&3post\"", "x = \"pre***********post\""),
            (&["hunter2"], "login(\"hunter2\", -phunter2, hunter2)", "login(\"*******\", -phunter2, *******)"),
            (&["hunter2"], "a_hunter2_b hunter2x", "a_*******_b hunter2x"),
            (&["wonderland"], "wonderlands of wonderland", "wonderlands of **********"),
            (&["correcthorsebattery"], "xcorrecthorsebatteryx", "x*******************x"),
            (&["pässwörd-ü1"], "é pässwörd-ü1 é", "é *********** é"),
            // Values that overlap or lie inside one another.
            (&["abcdefgh1", "fgh1xyz99"], "-abcdefgh1xyz99-", "-**************-"),
            (&["secret-12", "my-secret-123"], "my-secret-123 secret-12", "************* *********"),
            (&[], "nothing is known", "nothing is known"),
        ];
        for (values, text, masked) in cases {
            assert_eq!(known(values).mask(text), masked);
            assert_eq!(known(values).mask(text).chars().count(), text.chars().count());
        }
    }

    #[test]
    fn a_value_that_says_too_little_hides_nothing() {
        for value in ["", "abc", "true", "Admin", "postgres", "root", "aaaaaaaaa", "********", "----------", "  x  "] {
            let known = known(&[value]);
            assert!(known.is_empty(), "{value}");
            assert_eq!(known.mask("true admin postgres aaaaaaaaa"), "true admin postgres aaaaaaaaa");
        }
    }

    #[test]
    fn an_encoded_value_is_hidden() {
        let value = "p@ss/w0rd \"<1>\" o'neil";
        let encoded = [
            "cEBzcy93MHJkICI8MT4iIG8nbmVpbA==",
            "cEBzcy93MHJkICI8MT4iIG8nbmVpbA",
            "p%40ss%2Fw0rd%20%22%3C1%3E%22%20o%27neil",
            "p%40ss%2fw0rd%20%22%3c1%3e%22%20o%27neil",
            "p%40ss%2Fw0rd+%22%3C1%3E%22+o%27neil",
            r#"p@ss/w0rd \"<1>\" o'neil"#,
            r#"p@ss/w0rd \"\u003c1\u003e\" o'neil"#,
            r#"p@ss/w0rd \\\"<1>\\\" o'neil"#,
            r#"p@ss/w0rd "<1>" o'\''neil"#,
            r#"p@ss/w0rd "<1>" o''neil"#,
            r#"p@ss/w0rd "<1>" o\'neil"#,
            "704073732f773072642022 3c313e22206f276e65696c".split(' ').collect::<Vec<_>>().concat().leak(),
        ];
        for text in encoded {
            let masked = known(&[value]).mask(&format!("a {text} b"));
            assert_eq!(masked, format!("a {} b", "*".repeat(text.len())), "{text}");
        }
    }

    #[test]
    fn base64_of_a_text_around_the_value_is_hidden_as_a_whole() {
        // The value with one, two and three characters before it, and something behind.
        for text in
            ["OkhlbGxvLVdvcmxkMTI=", "YTpIZWxsby1Xb3JsZDEyMw==", "YWI6SGVsbG8tV29ybGQxMjM=", "SGVsbG8tV29ybGQxMgo="]
        {
            let masked = known(&["Hello-World12"]).mask(&format!("Basic {text}, {text}"));
            assert_eq!(masked, format!("Basic {0}, {0}", "*".repeat(text.len())), "{text}");
        }
    }

    #[test]
    fn each_line_of_a_value_is_hidden() {
        let known = known(&["-----BEGIN KEY-----\n  MIIEpAIBAAKCAQEA0\n-----END KEY-----\n"]);
        assert_eq!(known.mask("    MIIEpAIBAAKCAQEA0"), "    *****************");
    }

    #[test]
    fn the_credentials_inside_a_text_are_known() {
        let mut known = Known::default();
        known.add_inside("The password: rotated yearly. export DB_PASSWORD=\"tr0ub4dor\" postgres://app:c0rrect@db/x");
        assert_eq!(known.mask("rotated tr0ub4dor app c0rrect"), "rotated ********* app *******");
    }

    #[test]
    fn the_union_knows_both_and_tells_neither() {
        let mut both = known(&["first-value1"]);
        assert_eq!(both.mask("second-value2"), "second-value2");
        both.extend(&known(&["second-value2"]));
        assert_eq!(both.mask("first-value1 second-value2"), "************ *************");
        assert_eq!(format!("{both:?}"), "Known(2 values)");
    }

    #[test]
    fn masking_grows_with_the_text_and_not_with_the_nesting_of_the_values() {
        let values: Vec<String> = (8..400).map(|length| format!("b{}", "a".repeat(length))).collect();
        let known = known(&values.iter().map(String::as_str).collect::<Vec<_>>());
        let text = format!("b{}", "a".repeat(2_000_000));
        assert!(known.mask(&text).starts_with("*********"));
        let text = "b64Hello-World12".repeat(100_000);
        assert!(!known.mask(&text).contains('*'));
    }
}
