//! The names that `match` patterns bind.

use ruff_python_ast::Pattern;

use super::super::arena::Id;
use super::super::value::{Scope, Value};
use super::Interpreter;

impl<'a> Interpreter<'a> {
    /// Binds every name of a pattern to something unknown.
    pub(super) fn bind_pattern(&mut self, pattern: &'a Pattern, scope: Id<Scope<'a>>) {
        let mut waiting = vec![pattern];
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
