//! What the cells of a column may hold.

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// One of these words.
    Word(&'static [&'static str]),
    /// Any text.
    Text,
    /// A pattern of paths or names: `?` is one character, `*` any text without a slash, `**` any folders.
    Glob,
    /// Texts with this character between them.
    List(char),
    /// Words with single blanks between them, each with its alternatives: `npm|pnpm audit`.
    Phrase,
    /// Phrases with `;` between them; each begins with one of these words, and so many words follow it.
    Clauses(&'static [(&'static str, usize)]),
    /// A whole number.
    Number,
    /// `yes` or `no`.
    Flag,
    /// A name as code has it: letters, digits, `_` and `-`.
    Name,
    /// Names with dots between them, and this mark for each element of a list: `*` for one, `[]` behind its name, or
    /// nothing where there is no such list.
    Path(&'static str),
    /// A page of the web.
    Link,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name, as the head of the table has it.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: Holds,
    /// Whether a cell may say nothing: it is empty or `-`.
    pub optional: bool,
    /// What it means, for whoever writes a row.
    pub about: &'static str,
}

impl Column {
    /// A column that every row fills.
    #[must_use]
    pub const fn new(name: &'static str, holds: Holds, about: &'static str) -> Self {
        Self { name, holds, optional: false, about }
    }

    /// A column in which a row may say nothing, by an empty cell or by `-`.
    #[must_use]
    pub const fn optional(name: &'static str, holds: Holds, about: &'static str) -> Self {
        Self { name, holds, optional: true, about }
    }
}

/// What is wrong in a cell: the name of its column, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The column.
    pub column: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// The sign of an optional column for nothing.
pub(super) const NOTHING: &str = "-";

impl Column {
    /// Whether a cell holds what it may.
    pub(super) fn check(&self, cell: &str) -> Result<(), Wrong> {
        let name = self.name;
        let wrong = |message: String, help: String| Err(Wrong { column: name, message, help });
        if cell.is_empty() {
            return if self.optional { Ok(()) } else { wrong(format!("`{name}` is empty"), self.allowed()) };
        }
        if self.optional && cell == NOTHING {
            return Ok(());
        }
        if cell.trim() != cell || cell.chars().any(char::is_control) {
            let message = format!("`{name}` has a blank at an end, or a character that cannot be seen");
            return wrong(message, "take it out".to_owned());
        }
        if self.fits(cell) { Ok(()) } else { wrong(format!("`{cell}` is no `{name}`"), self.allowed()) }
    }

    /// The steps of a path: what stands between its dots, but for those in brackets.
    pub fn steps(path: &str) -> impl Iterator<Item = &str> {
        let mut inside = false;
        path.split(move |character| {
            inside = (inside || character == '[') && character != ']';
            character == '.' && !inside
        })
    }

    /// Whether a text that is not empty is one of those that the column holds.
    fn fits(&self, cell: &str) -> bool {
        let words = |phrase: &str| phrase.split(' ').all(|word| word.split('|').all(|either| !either.is_empty()));
        match self.holds {
            Holds::Word(words) => words.contains(&cell),
            Holds::Text => true,
            Holds::Glob => {
                let whole = |segment: &str| !segment.is_empty() && (segment == "**" || !segment.contains("**"));
                !cell.contains(char::is_whitespace) && !cell.contains('\\') && cell.split('/').all(whole)
            }
            Holds::List(separator) => cell.split(separator).all(|text| !text.is_empty() && text.trim() == text),
            Holds::Phrase => words(cell),
            Holds::Clauses(heads) => cell.split(';').all(|clause| {
                let mut parts = clause.split(' ');
                let head = parts.next().unwrap_or_default();
                let follow = parts.count();
                words(clause) && heads.iter().any(|(word, length)| *word == head && *length == follow)
            }),
            Holds::Number => cell.parse::<i64>().is_ok(),
            Holds::Flag => matches!(cell, "yes" | "no"),
            Holds::Name => is_name(cell),
            Holds::Path(each) => is_path(cell, each),
            Holds::Link => cell.strip_prefix("https://").is_some_and(|page| page.contains('.')),
        }
    }

    /// What its cells may hold, in words.
    #[must_use]
    pub fn allowed(&self) -> String {
        let listed = |words: &mut dyn Iterator<Item = String>| words.collect::<Vec<_>>().join(", ");
        match self.holds {
            Holds::Word(words) => format!("one of {}", listed(&mut words.iter().map(|word| format!("`{word}`")))),
            Holds::Text => "a text".to_owned(),
            Holds::Glob => "a pattern such as `ci/**/*.yml`".to_owned(),
            Holds::List(separator) => format!("texts with `{separator}` between them"),
            Holds::Phrase => "words with single blanks between them, `a|b` for either".to_owned(),
            Holds::Clauses(heads) => {
                let clause = |(word, length): &(&str, usize)| format!("`{word}{}`", " X".repeat(*length));
                format!("with `;` between them: {}", listed(&mut heads.iter().map(clause)))
            }
            Holds::Number => "a whole number".to_owned(),
            Holds::Flag => "`yes` or `no`".to_owned(),
            Holds::Name => "a name: letters, digits, `_` and `-`".to_owned(),
            Holds::Path("*") => "a path such as `rule.*.days`, `*` for each element of a list".to_owned(),
            Holds::Path("[]") => {
                "a path such as `rule[].days`, `[]` for each element of a list and `[name=x]` for those called x"
                    .to_owned()
            }
            Holds::Path(_) => "a path such as `rule.0.days`".to_owned(),
            Holds::Link => "a page, such as `https://example.com/reference`".to_owned(),
        }
    }
}

/// Whether a text is a name as code has it.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether a step is a name, one with `[]` for each element, or one with `[name=value]` for those elements.
fn is_element(step: &str) -> bool {
    let Some((list, chosen)) = step.strip_suffix(']').and_then(|step| step.split_once('[')) else {
        return is_name(step);
    };
    let is_value = |value: &str| !value.is_empty() && value.split('.').all(is_name);
    let by = chosen.split_once('=').is_some_and(|(name, value)| is_name(name) && is_value(value));
    is_name(list) && (chosen.is_empty() || by)
}

/// Whether a text is a path with `each` for each element of a list.
#[must_use]
pub fn is_path(text: &str, each: &str) -> bool {
    Column::steps(text).enumerate().all(|(at, step)| match each {
        "*" if step == "*" => at > 0,
        "[]" => is_element(step),
        _ => is_name(step),
    })
}
