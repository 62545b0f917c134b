//! The words of a program in JavaScript: names, texts and signs. What a template puts in stands between its texts.

/// A word of a program, with where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) at: usize,
    /// Whether a line ends before it.
    pub(super) fresh: bool,
    pub(super) what: Word<'t>,
}

/// The kinds of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word<'t> {
    /// A name or a keyword; numbers too.
    Name(&'t str),
    /// A text, without its quotes.
    Text(&'t str),
    /// A regular expression with what stands behind it.
    Pattern(&'t str, &'t str),
    /// An expression of the vendor, without its delimiters.
    Expression(&'t str),
    /// Anything else: one sign, or one of those with several characters.
    Sign(&'t str),
}

/// Signs of several characters, the longest first.
const SIGNS: &[&str] = &["===", "!==", "...", "=>", "==", "!=", "<=", ">=", "?.", "??", "&&", "||", "+="];

/// Keywords behind which a slash begins a regular expression.
const BEFORE_PATTERN: &[&str] = &["return", "typeof", "case", "of", "in", "await", "void"];

/// The most words of one program; what is longer is not followed.
pub(super) const MOST: usize = 8_000;

/// Splits a program into its words.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    Reader { text, at: 0, fresh: true, found: &mut found }.until(false);
    found
}

struct Reader<'r, 't> {
    text: &'t str,
    at: usize,
    fresh: bool,
    found: &'r mut Vec<Token<'t>>,
}

impl<'t> Reader<'_, 't> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, what: Word<'t>, length: usize) {
        self.found.push(Token { at: self.at, fresh: std::mem::take(&mut self.fresh), what });
        self.at = self.at.saturating_add(length);
    }

    /// Reads to the end, or to the brace that ends what a template puts in.
    fn until(&mut self, in_template: bool) {
        let mut depth = 0_usize;
        while let Some(next) = self.rest().chars().next() {
            let rest = self.rest();
            if self.found.len() > MOST {
                self.at = self.text.len();
            } else if next.is_whitespace() {
                self.fresh |= next == '\n';
                self.at = self.at.saturating_add(next.len_utf8());
            } else if rest.starts_with("//") {
                self.at = self.at.saturating_add(rest.find('\n').unwrap_or(rest.len()));
            } else if rest.starts_with("/*") {
                self.at = self.at.saturating_add(rest.find("*/").map_or(rest.len(), |end| end.saturating_add(2)));
            } else if rest.starts_with("${{") {
                self.expression();
            } else if matches!(next, '\'' | '"') {
                self.quoted(next);
            } else if next == '`' {
                self.template();
            } else if next == '/' && self.begins_pattern() {
                self.pattern();
            } else if next.is_alphanumeric() || matches!(next, '_' | '$') {
                let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '$');
                let length = rest.find(|it| !is_name(it)).unwrap_or(rest.len());
                self.push(Word::Name(rest.get(..length).unwrap_or_default()), length);
            } else {
                match next {
                    '{' => depth = depth.saturating_add(1),
                    '}' if in_template && depth == 0 => return,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
                let length = sign.map_or(next.len_utf8(), |sign| sign.len());
                self.push(Word::Sign(rest.get(..length).unwrap_or_default()), length);
            }
        }
    }

    fn expression(&mut self) {
        let rest = self.rest();
        let length = rest.find("}}").unwrap_or(rest.len());
        let inner = rest.get(3..length).unwrap_or_default().trim();
        self.push(Word::Expression(inner), length.saturating_add(2));
        self.at = self.at.min(self.text.len());
    }

    /// The bytes up to a sign that no backslash escapes.
    fn length(&self, from: usize, end: &[char]) -> usize {
        let mut escaped = false;
        let found = self.rest().char_indices().skip_while(|(at, _)| *at < from).find(|(_, character)| {
            let ends = !escaped && end.contains(character);
            escaped = *character == '\\' && !escaped;
            ends
        });
        found.map_or(self.rest().len(), |(at, _)| at)
    }

    /// A text in quotes. An expression of the vendor stands in one often.
    fn quoted(&mut self, quote: char) {
        let end = self.length(1, &[quote, '\n']);
        let inside = self.rest().get(1..end).unwrap_or_default();
        self.push(Word::Text(inside), end.saturating_add(1));
        self.at = self.at.min(self.text.len());
        self.put_in(inside);
    }

    /// The expressions in a text, as if they were put behind it.
    fn put_in(&mut self, inside: &'t str) {
        let mut rest = inside;
        while let Some((_, behind)) = rest.split_once("${{") {
            let (inner, after) = behind.split_once("}}").unwrap_or((behind, ""));
            self.push(Word::Sign("+"), 0);
            self.push(Word::Expression(inner.trim()), 0);
            rest = after;
        }
    }

    fn template(&mut self) {
        self.push(Word::Sign("("), 1);
        loop {
            let end = self.length(0, &['`', '$']);
            let inside = self.rest().get(..end).unwrap_or_default();
            if !inside.is_empty() {
                self.push(Word::Text(inside), end);
            }
            let rest = self.rest();
            if rest.starts_with("${{") {
                self.push(Word::Sign("+"), 0);
                self.expression();
                self.push(Word::Sign("+"), 0);
            } else if rest.starts_with("${") {
                self.push(Word::Sign("+"), 2);
                self.push(Word::Sign("("), 0);
                self.until(true);
                self.push(Word::Sign(")"), 1);
                self.at = self.at.min(self.text.len());
                self.push(Word::Sign("+"), 0);
            } else if rest.starts_with('$') {
                self.push(Word::Text("$"), 1);
            } else {
                break;
            }
        }
        self.push(Word::Sign(")"), 1);
        self.at = self.at.min(self.text.len());
    }

    fn begins_pattern(&self) -> bool {
        match self.found.last().map(|last| last.what) {
            None => true,
            Some(Word::Sign(sign)) => !matches!(sign, ")" | "]" | "}"),
            Some(Word::Name(name)) => BEFORE_PATTERN.contains(&name),
            Some(_) => false,
        }
    }

    fn pattern(&mut self) {
        let mut end = self.length(1, &['/', '\n', '[']);
        // A slash in brackets ends nothing.
        while self.rest().get(end..).is_some_and(|rest| rest.starts_with('[')) {
            end = self.length(self.length(end, &[']', '\n']), &['/', '\n', '[']);
        }
        let inside = self.rest().get(1..end).unwrap_or_default();
        let behind = self.rest().get(end.saturating_add(1)..).unwrap_or_default();
        let flags = behind.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(behind.len());
        let length = end.saturating_add(1).saturating_add(flags);
        self.push(Word::Pattern(inside, behind.get(..flags).unwrap_or_default()), length);
        self.at = self.at.min(self.text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, tokens};

    #[test]
    fn a_program_is_split_into_its_words() {
        let words = |text| tokens(text).into_iter().map(|token| token.what).collect::<Vec<_>>();
        assert_eq!(
            words("a?.b // c\n=== 'x\\'y'"),
            [Word::Name("a"), Word::Sign("?."), Word::Name("b"), Word::Sign("==="), Word::Text("x\\'y")]
        );
        assert_eq!(words("x.replace(/[/'\"]/g)")[4], Word::Pattern("[/'\"]", "g"));
        assert_eq!(words("a / b / c").len(), 5);
        assert!(words("`a${b + `c${d}`}e`").contains(&Word::Name("d")));
        assert!(words("'x ${{ github.head_ref }}'").contains(&Word::Expression("github.head_ref")));
        for bad in ["`a${", "'a", "/a", "${{ a", "`", "/[", "/*"] {
            tokens(bad);
        }
    }
}
