//! The methods of `str`.

use std::rc::Rc;

use super::super::super::text::{Part, Text};
use super::super::super::value::{Args, Item, Kind, Value};
use super::super::Interpreter;
use crate::source::Span;

/// Letters that a text may grow to by padding or repeating.
const LONGEST: usize = 4_096;

impl<'a> Interpreter<'a> {
    /// A method of a string.
    pub(in super::super) fn text_method(
        &mut self,
        text: &Rc<Text>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Value<'a> {
        match name {
            "format" => return self.format(text, args, at),
            "format_map" => return self.format_map(text, args, at),
            "join" => return self.joined(text, args, at),
            "encode" | "decode" => return Value::Text(Rc::clone(text)),
            _ => {}
        }
        let Some(known) = text.as_known() else {
            let end = self.split_end(text, name, args, at);
            return end.unwrap_or_else(|| open_text_method(text, name, args));
        };
        self.step(known.len() / 16, at.start);
        if let Some(value) = self.splitting(known, name, args, at) {
            return value;
        }
        let given: Vec<&Value<'a>> = args.positional.iter().map(|item| &item.value).collect();
        let value = match given.as_slice() {
            [] => plain(known, name),
            [Value::Text(one)] => one.as_known().and_then(|one| with_text(known, name, one)),
            [Value::Text(from), Value::Text(to)] if name == "replace" => {
                from.as_known().filter(|from| !from.is_empty()).map(|from| replaced(known, from, to, usize::MAX))
            }
            [Value::Text(from), Value::Text(to), Value::Int(count)] if name == "replace" => {
                let count = usize::try_from(*count).unwrap_or(usize::MAX);
                from.as_known().filter(|from| !from.is_empty()).map(|from| replaced(known, from, to, count))
            }
            [Value::Int(width)] => padded(known, name, *width, ' '),
            [Value::Int(width), Value::Text(fill)] => {
                fill.as_known().and_then(|fill| fill.chars().next()).and_then(|fill| padded(known, name, *width, fill))
            }
            [Value::List(id)] if matches!(name, "startswith" | "endswith") => {
                let list = self.heap.lists.get(*id);
                let any = list
                    .items
                    .iter()
                    .map(|item| with_text(known, name, item.value.as_str()?))
                    .collect::<Option<Vec<_>>>();
                any.filter(|_| !list.open).map(|any| Value::Bool(any.iter().any(|it| matches!(it, Value::Bool(true)))))
            }
            _ => None,
        };
        value.unwrap_or_else(|| match name {
            "replace" | "translate" | "expandtabs" | "ljust" | "rjust" | "center" | "zfill" => {
                Value::Text(Rc::new(Text::hole(&format!("str.{name}()"))))
            }
            _ => Value::unknown(format!("str.{name}()")),
        })
    }

    /// The last pieces of a string of which the beginning is not known.
    fn split_end(&mut self, text: &Text, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let (Some(Part::Known(known)), "split" | "rsplit") = (text.parts().last(), name) else { return None };
        let Value::List(id) = self.splitting(known, name, args, at)? else { return None };
        let list = self.heap.lists.get_mut(id);
        list.open = true;
        list.kind = Kind::End;
        Some(Value::List(id))
    }

    /// Methods that take a string apart.
    fn splitting(&mut self, known: &str, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let separator = args.get("sep", 0).map(|item| &item.value);
        let most = match args.get("maxsplit", 1).map(|item| &item.value) {
            None => None,
            Some(Value::Int(most)) => usize::try_from(*most).ok(),
            Some(_) => return None,
        };
        let separator = match separator {
            None | Some(Value::None) => None,
            Some(Value::Text(text)) => Some(text.as_known().filter(|text| !text.is_empty())?.to_owned()),
            Some(_) => return None,
        };
        let pieces: Vec<&str> = match (name, separator.as_deref(), most) {
            ("split" | "rsplit", None, None) => known.split_whitespace().collect(),
            ("split" | "rsplit", Some(separator), None) => known.split(separator).collect(),
            ("split", Some(separator), Some(most)) => known.splitn(most.saturating_add(1), separator).collect(),
            ("rsplit", Some(separator), Some(most)) => {
                let mut pieces: Vec<&str> = known.rsplitn(most.saturating_add(1), separator).collect();
                pieces.reverse();
                pieces
            }
            ("split", None, Some(1)) => {
                let text = known.trim_start();
                match text.split_once(char::is_whitespace) {
                    Some((first, rest)) => vec![first, rest.trim_start()],
                    None if text.is_empty() => Vec::new(),
                    None => vec![text],
                }
            }
            ("splitlines", None, None) => known.lines().collect(),
            ("partition" | "rpartition", Some(separator), None) => {
                let (found, missing) = match name {
                    "partition" => (known.split_once(separator), [known, "", ""]),
                    _ => (known.rsplit_once(separator), ["", "", known]),
                };
                let parts = found.map_or(missing, |(before, after)| [before, separator, after]);
                let items = parts.iter().map(|part| Item { value: Value::text(*part), span: at }).collect();
                return Some(self.heap.tuple(items));
            }
            _ => return None,
        };
        self.step(pieces.len(), at.start);
        let pieces = pieces.into_iter().map(Value::text).collect();
        Some(self.heap.list_of(pieces, at))
    }

    /// `separator.join(items)`.
    fn joined(&mut self, separator: &Text, args: &Args<'a>, at: Span) -> Value<'a> {
        let items = args.positional.first().and_then(|list| self.items_of(&list.value, at));
        let Some((items, open)) = items else {
            let whole = match args.positional.first().map(|list| &list.value) {
                Some(list @ (Value::Unknown(_) | Value::Object(_))) => self.as_text(list),
                _ => Text::hole("joined values"),
            };
            return Value::Text(Rc::new(whole));
        };
        let mut text = Text::default();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                text.push(separator);
            }
            text.push(&self.as_text(&item.value));
        }
        if open {
            text.push_hole("joined values");
        }
        Value::Text(Rc::new(text))
    }
}

/// A method of a string of which a part is not known.
fn open_text_method<'a>(text: &Rc<Text>, name: &str, args: &Args<'a>) -> Value<'a> {
    let given: Vec<Option<&str>> = args.positional.iter().map(|item| item.value.as_str()).collect();
    let made = match (name, given.as_slice()) {
        // What is put in may hold blanks at its ends only where it stands there itself.
        ("strip" | "lstrip" | "rstrip", []) => trimmed(text, name),
        ("startswith", [Some(prefix)]) if text.prefix().len() >= prefix.len() => {
            return Value::Bool(text.prefix().starts_with(prefix));
        }
        ("endswith", [Some(suffix)]) => match text.parts().last() {
            Some(Part::Known(known)) if known.len() >= suffix.len() => return Value::Bool(known.ends_with(suffix)),
            _ => return Value::unknown("str.endswith()"),
        },
        ("split" | "rsplit" | "splitlines", _) => return Value::unknown(format!("{}[…]", text.display())),
        ("isdigit" | "isalpha" | "isalnum" | "startswith" | "count" | "find" | "index", _) => {
            return Value::unknown(format!("str.{name}()"));
        }
        _ => Text::hole(&text.display()),
    };
    Value::Text(Rc::new(made))
}

/// Methods without arguments.
fn plain<'a>(known: &str, name: &str) -> Option<Value<'a>> {
    let all = |of: fn(char) -> bool| Value::Bool(!known.is_empty() && known.chars().all(of));
    Some(match name {
        "lower" | "casefold" => Value::text(known.to_lowercase()),
        "upper" => Value::text(known.to_uppercase()),
        "strip" => Value::text(known.trim()),
        "lstrip" => Value::text(known.trim_start()),
        "rstrip" => Value::text(known.trim_end()),
        "title" => Value::text(titled(known)),
        "capitalize" => {
            let mut letters = known.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            Value::text(format!("{first}{}", letters.as_str().to_lowercase()))
        }
        "swapcase" => {
            let swap = |c: char| {
                if c.is_uppercase() { c.to_lowercase().collect::<String>() } else { c.to_uppercase().collect() }
            };
            Value::text(known.chars().map(swap).collect::<String>())
        }
        "isdigit" | "isdecimal" | "isnumeric" if known.is_ascii() => all(|c| c.is_ascii_digit()),
        "isalpha" => all(char::is_alphabetic),
        "isalnum" => all(char::is_alphanumeric),
        "isspace" => all(char::is_whitespace),
        "islower" => Value::Bool(known.chars().any(char::is_lowercase) && !known.chars().any(char::is_uppercase)),
        "isupper" => Value::Bool(known.chars().any(char::is_uppercase) && !known.chars().any(char::is_lowercase)),
        "isidentifier" if known.is_ascii() => {
            let first = known.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            Value::Bool(first && known.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
        }
        _ => return None,
    })
}

/// Methods with one string.
fn with_text<'a>(known: &str, name: &str, one: &str) -> Option<Value<'a>> {
    let place = |at: Option<usize>| {
        let letters = at.and_then(|at| known.get(..at)).map(|before| before.chars().count());
        letters.and_then(|letters| i64::try_from(letters).ok())
    };
    Some(match name {
        "strip" => Value::text(known.trim_matches(|c| one.contains(c))),
        "rstrip" => Value::text(known.trim_end_matches(|c| one.contains(c))),
        "lstrip" => Value::text(known.trim_start_matches(|c| one.contains(c))),
        "removeprefix" => Value::text(known.strip_prefix(one).unwrap_or(known)),
        "removesuffix" => Value::text(known.strip_suffix(one).unwrap_or(known)),
        "startswith" => Value::Bool(known.starts_with(one)),
        "endswith" => Value::Bool(known.ends_with(one)),
        "find" => Value::Int(place(known.find(one)).unwrap_or(-1)),
        "rfind" => Value::Int(place(known.rfind(one)).unwrap_or(-1)),
        "index" => Value::Int(place(known.find(one))?),
        "rindex" => Value::Int(place(known.rfind(one))?),
        "count" if !one.is_empty() => Value::Int(i64::try_from(known.matches(one).count()).ok()?),
        _ => return None,
    })
}

/// Methods that pad to a width.
fn padded<'a>(known: &str, name: &str, width: i64, fill: char) -> Option<Value<'a>> {
    let width = usize::try_from(width).unwrap_or(0);
    let missing = width.saturating_sub(known.chars().count());
    if width > LONGEST {
        return None;
    }
    let fill = |count: usize| std::iter::repeat_n(fill, count).collect::<String>();
    Some(Value::text(match name {
        "zfill" => {
            let digits = known.strip_prefix(['-', '+']).unwrap_or(known);
            let sign = known.strip_suffix(digits).unwrap_or_default();
            format!("{sign}{}{digits}", "0".repeat(missing))
        }
        "ljust" => format!("{known}{}", fill(missing)),
        "rjust" => format!("{}{known}", fill(missing)),
        "center" => {
            // Python puts the odd blank to the left where the width is odd.
            let left = missing / 2 + (missing & width & 1);
            format!("{}{known}{}", fill(left), fill(missing.saturating_sub(left)))
        }
        _ => return None,
    }))
}

/// `text.replace(from, to)`; what is put in may be partly known.
fn replaced<'a>(known: &str, from: &str, to: &Text, count: usize) -> Value<'a> {
    if let Some(plain) = to.as_known().filter(|to| to.len() <= 64) {
        return Value::text(known.replacen(from, plain, count));
    }
    let mut text = Text::default();
    for (at, piece) in known.splitn(count.saturating_add(1), from).enumerate() {
        if at > 0 {
            text.push(to);
        }
        text.push_str(piece);
    }
    Value::Text(Rc::new(text))
}

/// Every word with a capital.
fn titled(known: &str) -> String {
    let mut after_letter = false;
    let mut text = String::new();
    for c in known.chars() {
        if after_letter {
            text.extend(c.to_lowercase());
        } else {
            text.extend(c.to_uppercase());
        }
        after_letter = c.is_alphabetic();
    }
    text
}

/// A text without the blanks at its ends.
fn trimmed(text: &Text, name: &str) -> Text {
    let last = text.parts().len().saturating_sub(1);
    let mut result = Text::default();
    for (at, part) in text.parts().iter().enumerate() {
        match part {
            Part::Known(known) => {
                let known = if at == 0 && name != "rstrip" { known.trim_start() } else { known };
                result.push_str(if at == last && name != "lstrip" { known.trim_end() } else { known });
            }
            hole @ Part::Hole(_) => result.push_part(hole),
        }
    }
    result
}
