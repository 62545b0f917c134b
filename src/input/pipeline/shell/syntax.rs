//! What a shell script consists of, as it is written: nothing is expanded.
//!
//! All spans are bytes of the script, those inside of substitutions too.

use crate::source::Span;

/// Commands one after the other.
pub type List = Vec<AndOr>;

/// `a && b || c`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AndOr {
    /// The pipelines, each with what stands in front of it: `None` for the first.
    pub pipelines: Vec<(Option<Connector>, Pipeline)>,
    /// Whether `&` ends it.
    pub background: bool,
}

/// What joins two pipelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connector {
    /// `&&`
    And,
    /// `||`
    Or,
}

/// `a | b | c`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// Whether `!` stands in front of it.
    pub negated: bool,
    /// Its parts, at least one.
    pub parts: Vec<Part>,
}

/// A command with its redirections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub what: What,
    /// Where its input comes from and its output goes, in order.
    pub redirects: Vec<Redirect>,
    /// Its bytes, without the redirections behind a compound command.
    pub span: Span,
}

/// The kinds of commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Words, or nothing but assignments.
    Simple(Simple),
    /// `{ … }`, or `( … )` with a shell of its own.
    Group {
        /// What is in it.
        list: List,
        /// Whether it is a subshell.
        subshell: bool,
    },
    /// `if …; then …; elif …; then …; else …; fi`
    If {
        /// The conditions with what runs when they hold, in order.
        branches: Vec<(List, List)>,
        /// What runs when none holds.
        otherwise: Option<List>,
    },
    /// `while …; do …; done`, or `until`.
    While {
        /// Whether it is `until`.
        until: bool,
        /// The condition.
        condition: List,
        /// What runs while it holds.
        body: List,
    },
    /// `for x in …; do …; done`, or `select`.
    For {
        /// The variable; `None` for `for ((…))`.
        variable: Option<String>,
        /// What it goes through; `None` for the arguments of the script.
        words: Option<Vec<Word>>,
        /// What runs for each.
        body: List,
    },
    /// `case … in …) …;; esac`
    Case {
        /// What is looked at.
        word: Word,
        /// The branches in order.
        arms: Vec<Arm>,
    },
    /// `name() …`
    Function {
        /// Its name.
        name: String,
        /// What it does.
        body: Box<Part>,
    },
    /// `[[ … ]]`: its words, operators among them.
    Test(Vec<Word>),
    /// `(( … ))`
    Arithmetic,
}

/// A branch of a `case`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// Its patterns.
    pub patterns: Vec<Word>,
    /// What runs.
    pub body: List,
    /// Whether the next branch runs too (`;&`) or is asked too (`;;&`).
    pub falls: bool,
}

/// Assignments and words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Simple {
    /// The assignments in front of the program.
    pub assignments: Vec<Assignment>,
    /// The program and its arguments.
    pub words: Vec<Word>,
}

/// `NAME=value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The variable, without an index.
    pub name: String,
    /// Whether it is `+=`, or an element of an array.
    pub adds: bool,
    /// What it is set to; of an array all elements in one word.
    pub value: Word,
    /// Its bytes.
    pub span: Span,
}

/// A redirection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The descriptor in front of it; `None` when none is written.
    pub descriptor: Option<String>,
    /// The operator: `>`, `>>`, `&>`, `>&`, `<`, `<<<`, `<<`, `<<-` …
    pub operator: &'static str,
    /// The file, the descriptor, or the text behind `<<<`. Of a here-document, its text.
    pub target: Word,
}

/// A word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// The text without quotes; what the shell would put in stands there as written.
    pub text: String,
    /// Its bytes, with quotes.
    pub span: Span,
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub what: PieceWhat,
    /// Its bytes; of a quoted text those between the quotes.
    pub span: Span,
    /// Whether it is quoted, so that the shell does not split it.
    pub quoted: bool,
}

/// The kinds of pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceWhat {
    /// Text as it is.
    Text(String),
    /// `$NAME`, `${NAME…}`, `$1`, `$?`.
    Variable {
        /// The name; `1`, `?`, `@` for those of the shell.
        name: String,
        /// What stands around the name in braces, such as `:-default`, or `#` and `!` before it; empty when nothing does.
        operator: String,
        /// What is put into that.
        inside: Vec<Piece>,
    },
    /// `$(…)`, `` `…` ``: what it prints.
    Script(List),
    /// `<(…)`, `>(…)`: a file that is connected with it.
    Process(List),
    /// `$((…))`
    Arithmetic,
    /// An expression of the vendor: `${{ … }}`, `$[[ … ]]`.
    Expression,
}

impl Word {
    /// Whether any part of it is quoted, so that it is no keyword.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.pieces.iter().any(|piece| piece.quoted)
    }

    /// The variables that the shell puts in, in order.
    #[must_use]
    pub fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        in_pieces(&self.pieces, &mut |piece| {
            if let PieceWhat::Variable { name, .. } = &piece.what {
                names.push(name.as_str());
            }
        });
        names
    }

    /// The scripts in it, in order.
    #[must_use]
    pub fn scripts(&self) -> Vec<&List> {
        let mut scripts = Vec::new();
        in_pieces(&self.pieces, &mut |piece| {
            if let PieceWhat::Script(list) | PieceWhat::Process(list) = &piece.what {
                scripts.push(list);
            }
        });
        scripts
    }

    /// Its text if nothing is put in.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        let is_text = |piece: &Piece| matches!(piece.what, PieceWhat::Text(_));
        self.pieces.iter().all(is_text).then_some(self.text.as_str())
    }
}

/// Every piece with those inside of it, in order.
fn in_pieces<'a>(pieces: &'a [Piece], visit: &mut dyn FnMut(&'a Piece)) {
    for piece in pieces {
        visit(piece);
        if let PieceWhat::Variable { inside, .. } = &piece.what {
            in_pieces(inside, visit);
        }
    }
}

/// Whether a list assigns a variable in one of its own commands, in whatever branch.
pub(super) fn assigns(list: &List, name: &str) -> bool {
    let mut found = false;
    each_part(list, &mut |part| {
        found |= match &part.what {
            What::For { variable, .. } => variable.as_deref() == Some(name),
            what => assignments(what).iter().any(|it| it.name == name),
        };
    });
    found
}

/// What a list sets a variable to in its own commands, in whatever branch.
pub(super) fn assigned<'a>(list: &'a List, name: &str) -> Vec<&'a Word> {
    let mut values = Vec::new();
    each_part(list, &mut |part| {
        values.extend(assignments(&part.what).iter().filter(|it| it.name == name).map(|it| &it.value));
    });
    values
}

/// What a command assigns for those behind it: in front of a program an assignment holds for that program only.
fn assignments(what: &What) -> &[Assignment] {
    match what {
        What::Simple(simple) if simple.words.is_empty() => &simple.assignments,
        _ => &[],
    }
}

/// Every command of a list, with those in its branches and functions.
fn each_part<'a>(list: &'a List, visit: &mut dyn FnMut(&'a Part)) {
    let parts = list.iter().flat_map(|and_or| &and_or.pipelines).flat_map(|(_, pipeline)| &pipeline.parts);
    parts.for_each(|part| in_part(part, visit));
}

fn in_part<'a>(part: &'a Part, visit: &mut dyn FnMut(&'a Part)) {
    visit(part);
    match &part.what {
        What::Group { list, .. } => each_part(list, visit),
        What::If { branches, otherwise } => {
            let lists = branches.iter().flat_map(|(asked, body)| [asked, body]).chain(otherwise);
            lists.for_each(|list| each_part(list, visit));
        }
        What::While { condition, body, .. } => [condition, body].into_iter().for_each(|list| each_part(list, visit)),
        What::For { body, .. } => each_part(body, visit),
        What::Case { arms, .. } => arms.iter().for_each(|arm| each_part(&arm.body, visit)),
        What::Function { body, .. } => in_part(body, visit),
        What::Simple(_) | What::Test(_) | What::Arithmetic => {}
    }
}
