//! How values are written: `format`, its specifications, and `repr`.

use super::super::super::text::Text;
use super::super::super::value::{Kind, Value};
use super::super::Interpreter;

/// Columns that a value may be padded to.
const WIDEST: usize = 512;

/// A format specification: `[[fill]align][sign][#][0][width][,][.precision][type]`.
#[derive(Debug, Default)]
pub(in super::super) struct Spec {
    pub(in super::super) fill: Option<char>,
    pub(in super::super) align: Option<char>,
    pub(in super::super) sign: Option<char>,
    pub(in super::super) alternate: bool,
    pub(in super::super) zero: bool,
    pub(in super::super) width: usize,
    pub(in super::super) group: Option<char>,
    pub(in super::super) precision: Option<usize>,
    pub(in super::super) kind: Option<char>,
}

impl Spec {
    /// Reads a specification; `None` if it is none.
    fn of(spec: &str) -> Option<Self> {
        let mut this = Self::default();
        let letters: Vec<char> = spec.chars().collect();
        let mut rest = letters.as_slice();
        let is_align = |c: &char| matches!(c, '<' | '>' | '^' | '=');
        match rest {
            [fill, align, after @ ..] if is_align(align) => {
                (this.fill, this.align, rest) = (Some(*fill), Some(*align), after);
            }
            [align, after @ ..] if is_align(align) => (this.align, rest) = (Some(*align), after),
            _ => {}
        }
        if let [sign @ ('+' | '-' | ' '), after @ ..] = rest {
            (this.sign, rest) = (Some(*sign), after);
        }
        if let ['#', after @ ..] = rest {
            (this.alternate, rest) = (true, after);
        }
        if let ['0', after @ ..] = rest {
            (this.zero, rest) = (true, after);
        }
        let (width, after) = number(rest);
        (this.width, rest) = (width.unwrap_or(0), after);
        if let [group @ (',' | '_'), after @ ..] = rest {
            (this.group, rest) = (Some(*group), after);
        }
        if let ['.', after @ ..] = rest {
            let (precision, after) = number(after);
            (this.precision, rest) = (Some(precision?), after);
        }
        if let [kind, after @ ..] = rest {
            (this.kind, rest) = (Some(*kind), after);
        }
        (rest.is_empty() && this.width <= WIDEST && this.precision.unwrap_or(0) <= WIDEST).then_some(this)
    }

    /// A text in its columns.
    fn pad(&self, text: &str, otherwise: char) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        let fill = self.fill.unwrap_or(if self.zero { '0' } else { ' ' });
        let fill = |count: usize| std::iter::repeat_n(fill, count).collect::<String>();
        match self.align.unwrap_or(if self.zero { '=' } else { otherwise }) {
            '<' => format!("{text}{}", fill(missing)),
            '^' => format!("{}{text}{}", fill(missing / 2), fill(missing.saturating_sub(missing / 2))),
            '=' => {
                let digits = text.trim_start_matches(['-', '+', ' ']);
                let sign = text.get(..text.len().saturating_sub(digits.len())).unwrap_or_default();
                format!("{sign}{}{digits}", fill(missing))
            }
            _ => format!("{}{text}", fill(missing)),
        }
    }

    fn signed(&self, negative: bool, digits: &str) -> String {
        let sign = if negative {
            "-"
        } else {
            self.sign.filter(|sign| *sign != '-').map_or("", |sign| if sign == '+' { "+" } else { " " })
        };
        format!("{sign}{digits}")
    }

    fn whole(&self, value: i64) -> Option<String> {
        let size = value.unsigned_abs();
        let digits = match self.kind {
            None | Some('d' | 'n' | 'i' | 'u') => size.to_string(),
            Some('x') => format!("{}{size:x}", if self.alternate { "0x" } else { "" }),
            Some('X') => format!("{}{size:X}", if self.alternate { "0X" } else { "" }),
            Some('o') => format!("{}{size:o}", if self.alternate { "0o" } else { "" }),
            Some('b') => format!("{}{size:b}", if self.alternate { "0b" } else { "" }),
            _ => return None,
        };
        let digits = match (self.group, self.precision) {
            (Some(group), _) => grouped(&digits, group),
            (None, Some(precision)) => format!("{}{digits}", "0".repeat(precision.saturating_sub(digits.len()))),
            (None, None) => digits,
        };
        Some(self.pad(&self.signed(value < 0, &digits), '>'))
    }

    fn fraction(&self, value: f64) -> Option<String> {
        if !value.is_finite() {
            return None;
        }
        let digits = match self.kind {
            Some('f' | 'F') => format!("{:.*}", self.precision.unwrap_or(6), value.abs()),
            Some('%') => format!("{:.*}%", self.precision.unwrap_or(6), value.abs() * 100.0),
            _ => return None,
        };
        let digits = match (self.group, digits.split_once('.')) {
            (Some(group), Some((whole, rest))) => format!("{}.{rest}", grouped(whole, group)),
            (Some(group), None) => grouped(&digits, group),
            (None, _) => digits,
        };
        Some(self.pad(&self.signed(value.is_sign_negative(), &digits), '>'))
    }
}

/// The number that some letters begin with, and the rest.
fn number(letters: &[char]) -> (Option<usize>, &[char]) {
    let end = letters.iter().position(|c| !c.is_ascii_digit()).unwrap_or(letters.len());
    let (digits, rest) = letters.split_at_checked(end).unwrap_or((letters, &[]));
    (digits.iter().collect::<String>().parse().ok(), rest)
}

/// Digits in groups of three.
fn grouped(digits: &str, by: char) -> String {
    let length = digits.len();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && length.saturating_sub(at) % 3 == 0 {
            text.push(by);
        }
        text.push(digit);
    }
    text
}

impl<'a> Interpreter<'a> {
    /// What `format(value, spec)` gives; `None` where that is not known.
    pub(in super::super) fn formatted(&self, value: &Value<'a>, spec: &str) -> Option<Text> {
        if spec.is_empty() {
            return Some(self.as_text(value));
        }
        if let Value::Object(id) = value
            && let Some(written) = self.date_formatted(*id, spec)
        {
            return Some(Text::known(written));
        }
        self.written(value, &Spec::of(spec)?)
    }

    /// A value as a specification says.
    pub(in super::super) fn written(&self, value: &Value<'a>, spec: &Spec) -> Option<Text> {
        let whole_as_fraction = matches!(spec.kind, Some('f' | 'F' | '%'));
        match value {
            Value::Int(number) if whole_as_fraction => {
                spec.fraction(f64::from(i32::try_from(*number).ok()?)).map(Text::known)
            }
            Value::Int(number) => spec.whole(*number).map(Text::known),
            Value::Bool(truth) if spec.kind.is_some_and(|kind| kind == 'd') => {
                spec.whole(i64::from(*truth)).map(Text::known)
            }
            Value::Float(number) => spec.fraction(*number).map(Text::known),
            Value::Object(id) => self.written(&self.plain_value(self.heap.objects.get(*id))?, spec),
            Value::Text(_) | Value::Bool(_) | Value::None if matches!(spec.kind, None | Some('s')) => {
                let text = self.as_text(value);
                match text.as_known() {
                    Some(known) => {
                        let cut: String = known.chars().take(spec.precision.unwrap_or(usize::MAX)).collect();
                        Some(Text::known(spec.pad(&cut, '<')))
                    }
                    None => (spec.width == 0 && spec.precision.is_none()).then_some(text),
                }
            }
            _ => None,
        }
    }

    /// What `repr(value)` gives; `None` where that is not known.
    pub(in super::super) fn repr_of(&self, value: &Value<'a>) -> Option<String> {
        self.repr_within(value, 8)
    }

    fn repr_within(&self, value: &Value<'a>, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match value {
            Value::Text(text) => quoted(text.as_known()?),
            Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                self.as_text(value).as_known().map(str::to_owned)
            }
            Value::List(id) if !self.heap.lists.get(*id).open => {
                let list = self.heap.lists.get(*id);
                let items: Vec<String> =
                    list.items.iter().map(|item| self.repr_within(&item.value, depth)).collect::<Option<_>>()?;
                match (list.kind, items.as_slice()) {
                    (Kind::List, _) => Some(format!("[{}]", items.join(", "))),
                    (Kind::Tuple, [only]) => Some(format!("({only},)")),
                    (Kind::Tuple, _) => Some(format!("({})", items.join(", "))),
                    (Kind::Set | Kind::Jumbled | Kind::End, _) => None,
                }
            }
            Value::Dict(id) if !self.heap.dicts.get(*id).open => {
                let entries = self.heap.dicts.get(*id).entries.iter();
                let entry = |(name, item): &(std::rc::Rc<str>, super::super::super::value::Item<'a>)| {
                    Some(format!("{}: {}", quoted(name)?, self.repr_within(&item.value, depth)?))
                };
                Some(format!("{{{}}}", entries.map(entry).collect::<Option<Vec<_>>>()?.join(", ")))
            }
            _ => None,
        }
    }

    /// What `str(number)` gives for a float that Python writes without an exponent.
    pub(in super::super) fn decimal(number: f64) -> Option<String> {
        let size = number.abs();
        (number == 0.0 || (1e-4..1e16).contains(&size)).then(|| format!("{number:?}"))
    }
}

/// A string as Python writes it.
fn quoted(text: &str) -> Option<String> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return None;
    }
    let escaped = text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
    Some(match (text.contains('\''), text.contains('"')) {
        (true, false) => format!("\"{escaped}\""),
        (true, true) => format!("'{}'", escaped.replace('\'', "\\'")),
        (false, _) => format!("'{escaped}'"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Spec, quoted};

    #[test]
    fn numbers_are_written_as_python_does() {
        for (spec, value, expected) in [
            ("02d", 7, "07"),
            ("03", -7, "-07"),
            ("+d", 7, "+7"),
            (">5", 7, "    7"),
            ("<5d", 7, "7    "),
            ("^5", 7, "  7  "),
            ("*^5", 7, "**7**"),
            (",", 1_234_567, "1,234,567"),
            ("#x", 255, "0xff"),
            ("x", 255, "ff"),
        ] {
            assert_eq!(Spec::of(spec).unwrap().whole(value).as_deref(), Some(expected), "{spec}");
        }
        assert_eq!(Spec::of(".2f").unwrap().fraction(1.5).as_deref(), Some("1.50"));
        assert_eq!(Spec::of(".0%").unwrap().fraction(0.25).as_deref(), Some("25%"));
        assert!(Spec::of("%Y-%m-%d").is_none());
    }

    #[test]
    fn strings_are_quoted_as_python_does() {
        for (text, expected) in [("a", "'a'"), ("a'b", "\"a'b\""), ("a'\"", "'a\\'\"'"), ("a\n", "'a\\n'")] {
            assert_eq!(quoted(text).as_deref(), Some(expected));
        }
        assert_eq!(quoted("\u{1b}"), None);
    }
}
