//! What the constants of Python's library are.

use super::super::super::value::{Item, Value};
use super::super::Interpreter;
use crate::source::Span;

/// Texts.
const TEXTS: [(&str, &str); 12] = [
    ("string.ascii_lowercase", "abcdefghijklmnopqrstuvwxyz"),
    ("string.ascii_uppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("string.ascii_letters", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("string.digits", "0123456789"),
    ("string.hexdigits", "0123456789abcdefABCDEF"),
    ("string.octdigits", "01234567"),
    ("string.punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    ("string.whitespace", " \t\n\r\u{b}\u{c}"),
    ("os.sep", "/"),
    ("os.linesep", "\n"),
    ("os.pathsep", ":"),
    ("os.curdir", "."),
];

const MONTHS: [&str; 13] = [
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl<'a> Interpreter<'a> {
    /// Something of a module that is not of the tree, by its dotted name: its value, where Python's library says it.
    pub(in super::super) fn foreign(&mut self, name: String, at: Span) -> Value<'a> {
        if let Some((_, text)) = TEXTS.iter().find(|(constant, _)| *constant == name) {
            return Value::text(*text);
        }
        let names: Vec<&str> = match name.as_str() {
            "calendar.month_name" => MONTHS.to_vec(),
            "calendar.month_abbr" => MONTHS.iter().map(|month| month.get(..3).unwrap_or_default()).collect(),
            "calendar.day_name" => DAYS.to_vec(),
            "calendar.day_abbr" => DAYS.iter().map(|day| day.get(..3).unwrap_or_default()).collect(),
            _ => return Value::Symbol(name.into()),
        };
        let item = |name: &str| Item { value: Value::text(name), span: at };
        self.heap.list(names.into_iter().map(item).collect(), false)
    }
}
