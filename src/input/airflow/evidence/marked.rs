//! Texts with unknown parts for readers that take plain text: each unknown part is one character that nobody writes.

use std::rc::Rc;

use super::super::text::{Part, Text};

/// The characters that stand for unknown parts: a plane that is for private use.
const FIRST: u32 = 0x000F_0000;
const LAST: u32 = 0x000F_FFFD;

/// The statements of templates that insert nothing.
const CONTROLS: &[&str] = &[
    "for",
    "endfor",
    "if",
    "elif",
    "else",
    "endif",
    "set",
    "endset",
    "macro",
    "endmacro",
    "block",
    "endblock",
    "raw",
    "endraw",
    "with",
    "endwith",
    "filter",
    "endfilter",
    "do",
    "import",
    "from",
];

/// A text in which every unknown part is one character.
#[derive(Debug)]
pub(super) struct Marked {
    /// The text to read.
    pub(super) text: String,
    holes: Vec<Rc<str>>,
}

impl Marked {
    /// Marks the unknown parts of a text. More of them than there are characters share the last one.
    pub(super) fn of(text: &Text) -> Self {
        let mut this = Self { text: String::new(), holes: Vec::new() };
        for part in text.parts() {
            match part {
                Part::Known(known) => this.text.extend(known.chars().filter(|c| !is_mark(*c))),
                Part::Hole(name) if is_control(name) => {}
                Part::Hole(name) => {
                    let at = FIRST.saturating_add(u32::try_from(this.holes.len()).unwrap_or(u32::MAX)).min(LAST);
                    this.text.extend(char::from_u32(at));
                    this.holes.push(Rc::clone(name));
                }
            }
        }
        this
    }

    /// A piece of the text with its unknown parts. What `$name`, `${name}` and `{name}` put in is unknown too.
    pub(super) fn restore(&self, piece: &str) -> Text {
        let mut whole = Text::default();
        let mut rest = piece;
        while let Some(at) = rest.find(|c: char| c == '$' || c == '{' || is_mark(c)) {
            whole.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at..).unwrap_or_default();
            let first = rest.chars().next().unwrap_or_default();
            if is_mark(first) {
                let number = u32::from(first).saturating_sub(FIRST);
                let name = usize::try_from(number).ok().and_then(|number| self.holes.get(number));
                whole.push_hole(name.map_or("value", |name| &**name));
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            } else if let Some(length) = inserted(rest) {
                let name = rest.get(..length).unwrap_or_default();
                whole.push_hole(name.trim_matches(['$', '{', '}', '(', ')', '`']));
                rest = rest.get(length..).unwrap_or_default();
            } else {
                whole.push_str(rest.get(..1).unwrap_or_default());
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        whole.push_str(rest);
        whole
    }
}

/// Whether an unknown part is a statement of a template, which inserts nothing itself: `{% if x %}`.
fn is_control(name: &str) -> bool {
    let first = name.trim_matches(['-', '+', ' ']).split(' ').next().unwrap_or_default();
    CONTROLS.contains(&first)
}

/// Whether a character stands for an unknown part.
pub(super) fn is_mark(c: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(c))
}

/// The bytes of what a shell or `format` puts in, at the beginning of a text.
fn inserted(text: &str) -> Option<usize> {
    let behind = text.strip_prefix('$').unwrap_or(text);
    let dollar = text.len().saturating_sub(behind.len());
    let length = match behind.chars().next()? {
        '{' => {
            behind.find('}').filter(|end| behind.get(..*end).is_some_and(|name| !name.contains(' ')))?.saturating_add(1)
        }
        '(' if dollar > 0 => behind.len(),
        c if dollar > 0 && (c.is_ascii_alphanumeric() || matches!(c, '_' | '@' | '*' | '?' | '#')) => {
            let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            behind.find(|c| !name(c)).unwrap_or(behind.len()).max(1)
        }
        _ => return None,
    };
    Some(dollar.saturating_add(length))
}

#[cfg(test)]
mod tests {
    use super::Marked;
    use crate::input::airflow::text::Text;

    #[test]
    fn a_statement_of_a_template_is_no_part_of_a_name() {
        let mut text = Text::known("select * from ");
        text.push_hole("for t in tables");
        text.push_str("a_");
        text.push_hole("t");
        text.push_str(", ");
        text.push_hole("- endfor");
        let marked = Marked::of(&text);
        assert_eq!(marked.restore(&marked.text).display(), "select * from a_{t}, ");
    }

    #[test]
    fn unknown_parts_come_back_as_they_were() {
        let mut text = Text::known("cp s3://");
        text.push_hole("ENV");
        text.push_str("-raw/$DAY/${x}_{y}/a$ {} ");
        text.push_hole("rest");
        let marked = Marked::of(&text);
        assert_eq!(marked.text.chars().count(), "cp s3://#-raw/$DAY/${x}_{y}/a$ {} #".chars().count());
        assert_eq!(marked.restore(&marked.text).display(), "cp s3://{ENV}-raw/{DAY}/{x}_{y}/a$ {} {rest}");
    }
}
