//! Reads Python: the only module that knows the parser's limits.
//!
//! The parser itself survives any nesting, but its tree is dropped by recursion and the interpreter walks it by
//! recursion. A scan of the tokens refuses what would overflow a stack of 8 MiB before a tree exists.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal};
use ruff_python_ast::{AnyNodeRef, ModModule, PySourceType};
use ruff_python_parser::{Mode, Parsed, lexer, parse_unchecked_source};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::input::Problem;
use crate::limits::Limits;
use crate::source::{Source, Span};

/// Operators, dots and calls that one expression may chain; `CPython`'s own compiler gives up near 3 000.
const CHAIN: usize = 5_000;

/// Syntax errors listed for one file; the first ones explain the rest.
const ERRORS: usize = 20;

/// The tree of a file, whatever could be parsed of it.
pub(crate) fn parse(source: &Source, limits: &Limits) -> Result<Parsed<ModModule>, String> {
    parse_text(source.text(), limits)
}

/// The same of a text.
pub(crate) fn parse_text(text: &str, limits: &Limits) -> Result<Parsed<ModModule>, String> {
    check_depth(text, limits)?;
    Ok(parse_unchecked_source(text, PySourceType::Python))
}

/// The syntax errors of a file as problems.
pub(crate) fn syntax_errors(source: &Source, parsed: &Parsed<ModModule>) -> Vec<Problem> {
    let errors = parsed.errors();
    let mut problems: Vec<Problem> = errors
        .iter()
        .take(ERRORS)
        .map(|error| {
            let what = format!("syntax error: {}; the rest of the file is judged as far as it parses", error.error);
            Problem::at(source, offset(error.location.start()), &what)
        })
        .collect();
    if let Some(more) = errors.len().checked_sub(ERRORS).filter(|more| *more > 0) {
        problems.push(Problem::of(source.path(), &format!("{more} more syntax errors")));
    }
    problems
}

/// The span of a node.
pub(crate) fn span(node: &impl Ranged) -> Span {
    span_of(node.range())
}

/// A parser's range as a span.
pub(crate) fn span_of(range: TextRange) -> Span {
    Span::new(offset(range.start()), offset(range.end()))
}

fn offset(size: TextSize) -> usize {
    size.to_usize()
}

/// The nodes directly below a node, in the order of the source. Walking with it needs no recursion.
pub(crate) fn children(node: AnyNodeRef<'_>) -> Vec<AnyNodeRef<'_>> {
    let mut children = Children::default();
    node.visit_source_order(&mut children);
    children.nodes
}

/// Collects nodes and does not go into them.
#[derive(Default)]
struct Children<'a> {
    nodes: Vec<AnyNodeRef<'a>>,
}

impl<'a> SourceOrderVisitor<'a> for Children<'a> {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        self.nodes.push(node);
        TraversalSignal::Skip
    }
}

/// How deep the tree of the current logical line can become, counted from its tokens.
#[derive(Default)]
struct Depth {
    /// Operators since the last comma, for every open bracket.
    chains: Vec<usize>,
    /// Their sum, with those of the line itself.
    total: usize,
    /// Operators of the line outside any bracket.
    line: usize,
    indentation: usize,
}

impl Depth {
    fn operator(&mut self) {
        *self.chains.last_mut().unwrap_or(&mut self.line) += 1;
        self.total += 1;
    }

    fn comma(&mut self) {
        let chain = self.chains.last_mut().unwrap_or(&mut self.line);
        self.total = self.total.saturating_sub(std::mem::take(chain));
    }

    fn close(&mut self) {
        self.total = self.total.saturating_sub(self.chains.pop().unwrap_or(0));
    }

    fn end_line(&mut self) {
        self.chains.clear();
        self.line = 0;
        self.total = 0;
    }
}

/// Refuses text whose tree would be too deep.
pub(crate) fn check_depth(text: &str, limits: &Limits) -> Result<(), String> {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut depth = Depth::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return Ok(()),
            TokenKind::Newline => depth.end_line(),
            TokenKind::Indent => depth.indentation += 1,
            TokenKind::Dedent => depth.indentation = depth.indentation.saturating_sub(1),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                depth.operator();
                depth.chains.push(0);
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth.close(),
            TokenKind::Comma => depth.comma(),
            kind if deepens(kind) => depth.operator(),
            _ => {}
        }
        if depth.chains.len() > limits.python_depth || depth.indentation > limits.python_depth {
            return Err(format!("nested more than {} deep; Python itself refuses that", limits.python_depth));
        }
        if depth.total > CHAIN {
            return Err(format!("an expression chains more than {CHAIN} operators; split it, gate does not follow it"));
        }
    }
}

/// Whether a token may put one more level into the tree of an expression.
fn deepens(kind: TokenKind) -> bool {
    let keyword = matches!(
        kind,
        TokenKind::Not
            | TokenKind::Lambda
            | TokenKind::If
            | TokenKind::Else
            | TokenKind::And
            | TokenKind::Or
            | TokenKind::In
            | TokenKind::Is
            | TokenKind::Await
            | TokenKind::Yield
            | TokenKind::For
    );
    let punctuation = matches!(kind, TokenKind::Colon | TokenKind::Semi | TokenKind::Equal | TokenKind::Ellipsis);
    keyword || (kind.is_operator() && !punctuation)
}

#[cfg(test)]
mod tests {
    use super::{check_depth, parse};
    use crate::limits::LIMITS;
    use crate::source::{RepoPath, Source};

    #[test]
    fn what_would_overflow_the_stack_is_refused() {
        let attacks = [
            format!("x = {}", "1+".repeat(200_000) + "1"),
            format!("x = a{}", ".b".repeat(20_000)),
            format!("x = f{}", "()".repeat(20_000)),
            format!("x = {}1", "-".repeat(20_000)),
            format!("x = {}1", "not ".repeat(20_000)),
            format!("x = {}1", "lambda: ".repeat(20_000)),
            format!("x = {}", "1 if a else ".repeat(20_000) + "1"),
            format!("x = {}", "2**".repeat(20_000) + "2"),
            "[".repeat(1_000),
            format!("x = {}{}", "f(".repeat(1_000), ")".repeat(1_000)),
            (0..300).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect::<Vec<_>>().concat(),
        ];
        for attack in attacks {
            let shown: String = attack.chars().take(20).collect();
            assert!(check_depth(&attack, &LIMITS).is_err(), "{shown}");
        }
    }

    #[test]
    fn long_but_flat_code_is_read() {
        let table = format!("x = [{}]", "-1, f(2), a.b, ".repeat(20_000));
        let lines = "x = a.b + 1\n".repeat(20_000);
        let nested = format!("x = {}1{}", "[".repeat(150), "]".repeat(150));
        for text in [table, lines, nested] {
            assert_eq!(check_depth(&text, &LIMITS), Ok(()));
        }
    }

    #[test]
    fn the_longest_chain_that_is_read_fits_a_small_stack() {
        let parses = |text: String| {
            let read = move || {
                let source = Source::from_text(RepoPath::new("a.py").unwrap(), &text);
                parse(&source, &LIMITS).map(|parsed| parsed.suite().len())
            };
            std::thread::Builder::new().stack_size(8 << 20).spawn(read).unwrap().join().unwrap()
        };
        assert_eq!(parses(format!("x = {}", "1+".repeat(4_900) + "1")), Ok(1));
        assert_eq!(parses(format!("x = {}1", "-".repeat(4_900))), Ok(1));
        assert_eq!(parses(format!("x = a{}", ".b".repeat(4_900))), Ok(1));
        assert_eq!(parses(format!("x = {}", "1 if a else ".repeat(2_400) + "1")), Ok(1));
    }
}
