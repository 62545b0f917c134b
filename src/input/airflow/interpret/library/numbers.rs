//! Built-in functions that make numbers, or letters and digits of numbers.

use super::super::super::value::{Args, Value};
use super::super::Interpreter;

impl<'a> Interpreter<'a> {
    /// `int`, `float`, `abs`, `round`, `chr`, `ord`, `hex` and their kin.
    pub(super) fn call_number(&self, name: &str, args: &Args<'a>) -> Option<Value<'a>> {
        let first = match args.positional.first().map(|item| &item.value) {
            Some(Value::Object(id)) => self.plain_value(self.heap.objects.get(*id))?,
            Some(other) => other.clone(),
            None if name == "int" => return Some(Value::Int(0)),
            None if name == "float" => return Some(Value::Float(0.0)),
            None => return None,
        };
        let second = args.positional.get(1).or_else(|| args.named("base")).map(|item| &item.value);
        let made = match (name, &first, second) {
            ("int" | "abs" | "round", Value::Int(number), None) => {
                if name == "abs" {
                    number.checked_abs().map(Value::Int)
                } else {
                    Some(Value::Int(*number))
                }
            }
            ("int", Value::Bool(truth), None) => Some(Value::Int(i64::from(*truth))),
            ("int", Value::Float(number), None) => whole(number.trunc()),
            ("int", Value::Text(text), base) => text.as_known().and_then(|known| whole_of_text(known, base)),
            ("float", Value::Float(number), _) => Some(Value::Float(*number)),
            ("float", Value::Int(number), _) => {
                i32::try_from(*number).ok().map(|number| Value::Float(f64::from(number)))
            }
            ("float", Value::Text(text), _) => {
                let digits = text.as_known().map(|known| known.trim().replace('_', ""));
                digits.and_then(|digits| digits.parse().ok()).map(Value::Float)
            }
            ("abs", Value::Float(number), _) => Some(Value::Float(number.abs())),
            // Python rounds halves to the even number.
            ("round", Value::Float(number), None) => whole(number.round_ties_even()),
            ("chr", Value::Int(number), _) => u32::try_from(*number).ok().and_then(char::from_u32).map(Value::text),
            ("ord", Value::Text(text), _) => {
                let mut letters = text.as_known().unwrap_or_default().chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) => Some(Value::Int(i64::from(u32::from(letter)))),
                    _ => None,
                }
            }
            ("hex", Value::Int(number), _) => {
                Some(Value::text(based(*number, "0x", &format!("{:x}", number.unsigned_abs()))))
            }
            ("bin", Value::Int(number), _) => {
                Some(Value::text(based(*number, "0b", &format!("{:b}", number.unsigned_abs()))))
            }
            ("oct", Value::Int(number), _) => {
                Some(Value::text(based(*number, "0o", &format!("{:o}", number.unsigned_abs()))))
            }
            _ => None,
        };
        Some(made.unwrap_or_else(|| Value::unknown(name)))
    }
}

/// `int(text, base)`.
fn whole_of_text<'a>(known: &str, base: Option<&Value<'a>>) -> Option<Value<'a>> {
    let base = match base {
        None => 10,
        Some(Value::Int(base)) => u32::try_from(*base).ok().filter(|base| (2..=36).contains(base))?,
        Some(_) => return None,
    };
    let digits = known.trim().replace('_', "");
    let prefixes: &[&str] = match base {
        2 => &["0b", "0B"],
        8 => &["0o", "0O"],
        16 => &["0x", "0X"],
        _ => &[],
    };
    let plain = prefixes.iter().find_map(|prefix| digits.strip_prefix(prefix)).unwrap_or(&digits);
    i64::from_str_radix(plain, base).ok().map(Value::Int)
}

/// A number with its prefix.
fn based(number: i64, prefix: &str, digits: &str) -> String {
    format!("{}{prefix}{digits}", if number < 0 { "-" } else { "" })
}

/// A float without a fraction as a whole number.
fn whole<'a>(number: f64) -> Option<Value<'a>> {
    format!("{number:.0}").parse().ok().map(Value::Int)
}
