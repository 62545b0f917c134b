//! The tree of a template, as far as it says what is inserted.

use std::rc::Rc;

use super::token::Constant;

/// An expression.
#[derive(Debug)]
pub(super) enum Expr {
    /// A string that is written out.
    Text(Constant),
    /// A whole number that may count the items of a list.
    Index(usize),
    /// Another number, a boolean or nothing.
    Plain,
    /// What the code puts into the template: which expression it is, only a run knows.
    Holes(Vec<Rc<str>>),
    Name(Rc<str>),
    /// A list or tuple.
    List(Vec<Expr>),
    Dict(Vec<(Expr, Expr)>),
    /// `~` and `+`.
    Joined(Vec<Expr>),
    /// Other operators of which a text may come out: `*`, `%`.
    Together(Vec<Expr>),
    /// Operators of which only a number or boolean comes out: comparisons, `not`, `-`, `/`.
    Reduced(Vec<Expr>),
    Or(Vec<Expr>),
    And(Vec<Expr>),
    /// `yes if test else no`.
    Choice {
        test: Box<Expr>,
        yes: Box<Expr>,
        no: Option<Box<Expr>>,
    },
    /// Attributes, items, calls, filters and tests, from the left.
    Steps(Box<Expr>, Vec<Step>),
}

/// What is done with the value before it.
#[derive(Debug)]
pub(super) enum Step {
    /// `.name`; the name may hold holes.
    Attribute(Constant),
    /// `[key]`.
    Item(Expr),
    /// `[from:to]`.
    Slice(Vec<Expr>),
    Call(Arguments),
    Filter(Rc<str>, Arguments),
    /// `is name`: only a boolean comes out.
    Test(Arguments),
}

/// The arguments of a call.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    pub(super) positional: Vec<Expr>,
    pub(super) named: Vec<(Rc<str>, Expr)>,
    /// `*list` and `**dict`.
    pub(super) unpacked: Vec<Expr>,
}

/// What an assignment binds.
#[derive(Debug)]
pub(super) enum Target {
    Name(Rc<str>),
    Tuple(Vec<Target>),
    /// `namespace.name`.
    Field,
}

/// A piece of the template's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Something that is rendered.
#[derive(Debug)]
pub(super) enum Node {
    /// Text with holes. Text without says nothing and is not kept.
    Data(Vec<Rc<str>>),
    /// `{{ value }}`.
    Insert(Expr, Place),
    /// An expression that is evaluated and not inserted.
    Do(Expr),
    /// The bodies of `if`, with their conditions.
    If(Vec<(Option<Expr>, Vec<Node>)>),
    For(Box<For>),
    Set(Target, Expr),
    /// `set name` with a body, and the filters on it.
    SetBlock(Target, Vec<Step>, Vec<Node>),
    With(Vec<(Target, Expr)>, Vec<Node>),
    /// A body that is rendered where it stands.
    Body(Vec<Node>),
    Filter(Vec<Step>, Vec<Node>, Place),
    Macro(Rc<Macro>),
    /// `call` of an expression, with the macro that it may call back.
    Call(Rc<Macro>, Expr, Place),
    Include {
        name: Expr,
        place: Place,
    },
    Import {
        name: Expr,
        target: Rc<str>,
        place: Place,
    },
    /// The names that are taken from another template, each with the name that it gets.
    From {
        name: Expr,
        names: Vec<(Rc<str>, Rc<str>)>,
        place: Place,
    },
}

/// A loop.
#[derive(Debug)]
pub(super) struct For {
    pub(super) target: Target,
    pub(super) over: Expr,
    pub(super) test: Option<Expr>,
    pub(super) body: Vec<Node>,
    pub(super) otherwise: Vec<Node>,
}

/// The parameters of a macro, with what they are by default.
pub(super) type Parameters = Vec<(Rc<str>, Option<Expr>)>;

/// A macro.
#[derive(Debug)]
pub(super) struct Macro {
    pub(super) name: Rc<str>,
    pub(super) parameters: Parameters,
    pub(super) body: Vec<Node>,
}
