//! What marks a template in a text.

/// What stands around expressions, statements and comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delimiters {
    pub(super) expression: (String, String),
    pub(super) statement: (String, String),
    pub(super) comment: (String, String),
    /// What makes a whole line a statement, if anything does.
    pub(super) line: Option<String>,
}

impl Default for Delimiters {
    fn default() -> Self {
        let pair = |open: &str, close: &str| (open.to_owned(), close.to_owned());
        Self { expression: pair("{{", "}}"), statement: pair("{%", "%}"), comment: pair("{#", "#}"), line: None }
    }
}

/// What begins with a delimiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    Expression,
    Statement,
    Comment,
}

impl Delimiters {
    /// Sets what an argument of Jinja's environment sets; false when it sets no delimiter.
    pub(crate) fn set(&mut self, argument: &str, value: &str) -> bool {
        let place = match argument {
            "variable_start_string" => &mut self.expression.0,
            "variable_end_string" => &mut self.expression.1,
            "block_start_string" => &mut self.statement.0,
            "block_end_string" => &mut self.statement.1,
            "comment_start_string" => &mut self.comment.0,
            "comment_end_string" => &mut self.comment.1,
            "line_statement_prefix" => {
                self.line = Some(value.to_owned());
                return true;
            }
            _ => return false,
        };
        value.clone_into(place);
        true
    }

    /// Whether every delimiter says something. Jinja refuses those that begin alike; so does this.
    pub(crate) fn are_usable(&self) -> bool {
        let [expression, statement, comment] = [&self.expression, &self.statement, &self.comment];
        let all = [expression, statement, comment];
        all.iter().all(|(open, close)| !open.is_empty() && !close.is_empty())
            && expression.0 != statement.0
            && statement.0 != comment.0
            && expression.0 != comment.0
    }

    /// Where the next delimiter opens, which one it is and how long; of two at one place the longer one counts.
    ///
    /// The text is gone through once: a template of many expressions and no comment is not searched for one every time.
    pub(super) fn next(&self, text: &str) -> Option<(usize, Begins, usize)> {
        let candidates = [
            (Begins::Expression, self.expression.0.as_bytes()),
            (Begins::Statement, self.statement.0.as_bytes()),
            (Begins::Comment, self.comment.0.as_bytes()),
        ];
        let [Some(expression), Some(statement), Some(comment)] = candidates.map(|(_, open)| open.first().copied())
        else {
            return None;
        };
        memchr::memchr3_iter(expression, statement, comment, text.as_bytes()).find_map(|at| {
            let rest = text.as_bytes().get(at..)?;
            let here = candidates.iter().filter(|(_, open)| rest.starts_with(open));
            here.max_by_key(|(_, open)| open.len()).map(|(begins, open)| (at, *begins, open.len()))
        })
    }

    /// Whether a line of the text is a statement because of how it begins.
    pub(super) fn has_line_statements(&self, text: &str) -> bool {
        let begins = |prefix: &String| text.lines().any(|line| line.trim_start().starts_with(prefix.as_str()));
        self.line.as_ref().is_some_and(begins)
    }
}
