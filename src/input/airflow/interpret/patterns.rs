//! The patterns of `match`: whether they fit, and the names that they bind.

use ruff_python_ast::{CmpOp, Pattern, Singleton};

use super::super::arena::Id;
use super::super::value::{Scope, Value};
use super::Interpreter;

impl<'a> Interpreter<'a> {
    /// Whether a pattern fits a value, where that is certain.
    pub(super) fn fits(&mut self, pattern: &'a Pattern, subject: &Value<'a>, scope: Id<Scope<'a>>) -> Option<bool> {
        match pattern {
            Pattern::MatchValue(pattern) => {
                let value = self.eval(&pattern.value, scope);
                let at = self.at(&*pattern.value);
                self.compare_two(subject, CmpOp::Eq, &value, at)
            }
            Pattern::MatchSingleton(pattern) => {
                let value = match pattern.value {
                    Singleton::None => Value::None,
                    Singleton::True => Value::Bool(true),
                    Singleton::False => Value::Bool(false),
                };
                let at = self.at(pattern);
                self.compare_two(subject, CmpOp::Is, &value, at)
            }
            Pattern::MatchOr(pattern) => {
                let mut any = Some(false);
                for pattern in &pattern.patterns {
                    match self.fits(pattern, subject, scope) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => any = None,
                    }
                }
                any
            }
            Pattern::MatchAs(pattern) => match &pattern.pattern {
                Some(inner) => self.fits(inner, subject, scope),
                None => Some(true),
            },
            Pattern::MatchStar(_) | Pattern::MatchSequence(_) | Pattern::MatchMapping(_) | Pattern::MatchClass(_) => {
                None
            }
        }
    }

    /// Binds the names of a pattern: the whole value where the pattern takes it, else something unknown.
    pub(super) fn bind_pattern(&mut self, pattern: &'a Pattern, subject: &Value<'a>, scope: Id<Scope<'a>>) {
        if let Pattern::MatchAs(pattern) = pattern
            && let Some(name) = &pattern.name
        {
            self.bind(scope, name.as_str(), subject.clone());
        }
        let mut waiting = match pattern {
            Pattern::MatchAs(pattern) => pattern.pattern.as_deref().into_iter().collect(),
            other => vec![other],
        };
        let mut names = Vec::new();
        while let Some(pattern) = waiting.pop() {
            match pattern {
                Pattern::MatchAs(pattern) => {
                    names.extend(&pattern.name);
                    waiting.extend(pattern.pattern.as_deref());
                }
                Pattern::MatchStar(pattern) => names.extend(&pattern.name),
                Pattern::MatchSequence(pattern) => waiting.extend(&pattern.patterns),
                Pattern::MatchOr(pattern) => waiting.extend(&pattern.patterns),
                Pattern::MatchMapping(pattern) => {
                    names.extend(&pattern.rest);
                    waiting.extend(&pattern.patterns);
                }
                Pattern::MatchClass(pattern) => {
                    waiting.extend(&pattern.arguments.patterns);
                    waiting.extend(pattern.arguments.keywords.iter().map(|keyword| &keyword.pattern));
                }
                Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
            }
        }
        for name in names {
            self.bind(scope, name.as_str(), Value::unknown(name.as_str()));
        }
    }
}
