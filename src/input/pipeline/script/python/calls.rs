//! Calls by which Python starts programs, and what it makes of their failure.

use std::collections::BTreeMap;

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, StmtFunctionDef};
use ruff_python_parser::parse_unchecked_source;

use super::super::origin::Piece;
use super::words::{Assigned, Made, callee};
use crate::input::airflow::python::{check_depth, children, span};
use crate::limits::Limits;
use crate::source::Span;

/// How deep values may stand in each other.
const DEPTH: usize = 8;

/// A program that is started.
pub(in super::super) struct Started {
    /// Its words, or the text for a shell.
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    /// The call.
    pub(super) span: Span,
    pub(super) fate: Fate,
    pub(super) folder: Folder,
}

/// What the script does when a program fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It fails.
    Fails,
    /// It goes on: why.
    GoesOn(&'static str),
    /// Nobody can say: why.
    Unsure(&'static str),
}

/// Where a program runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Folder {
    /// Where the script does.
    Same,
    /// In a folder of that.
    Below(String),
    /// Nobody knows.
    Unknown,
}

/// Why the script goes on.
const UNCHECKED: &str = "nothing in the script in Python looks at how it ended";
const STATUS: &str = "`sys.exit` makes 0 of what `os.system` gives";
/// Why nobody can say.
const DECIDES: &str = "the script in Python decides what becomes of it";
const TRY: &str = "it stands in a `try`";

/// Words without which a script starts nothing that is known here.
const MARKS: [&str; 5] = ["subprocess", "system", "popen", "exec", "spawn"];

/// How a function starts a program.
#[derive(Clone, Copy)]
struct How {
    /// Whether a shell reads its argument unless it is told otherwise.
    shell: bool,
    /// Whether the words are its arguments: `os.execlp`.
    spread: bool,
    /// The first of its arguments that is of the words.
    at: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It fails when the program does.
    Checks,
    /// It gives back how the program ended.
    Gives,
    /// The same, as a status of the system.
    Status,
}

/// A function of the script that starts what it is given.
#[derive(Clone, Copy)]
struct Helper {
    how: How,
    /// Which of its arguments; all of them from there on if they are the words.
    at: usize,
    all: bool,
    /// What it makes of a failure; `None` when it gives that back.
    fate: Option<Fate>,
}

/// What is made of what a node gives.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Used {
    /// Something else.
    #[default]
    Otherwise,
    /// Nothing looks at it.
    Not,
    /// The script ends with it.
    Exits,
    /// The function that it stands in gives it back.
    Returned,
}

/// What surrounds a node.
#[derive(Clone, Copy, Default)]
struct Around<'a> {
    used: Used,
    /// Whether an error of it may be caught.
    caught: bool,
    function: Option<&'a StmtFunctionDef>,
}

/// The programs that a script starts, in order; or why gate does not look for them.
pub(in super::super) type Starts = Result<Vec<Started>, String>;

/// What a script starts.
pub(in super::super) fn of(text: &str, limits: &Limits) -> Starts {
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return Ok(Vec::new());
    }
    check_depth(text, limits)?;
    let parsed = parse_unchecked_source(text, ruff_python_ast::PySourceType::Python);
    let root = AnyNodeRef::from(parsed.syntax());
    let mut script = Script::default();
    walk(root, &mut |node, _| script.learn(node));
    // What a function hands on is known once all names are.
    let mut helpers = BTreeMap::new();
    walk(root, &mut |node, around| {
        if let (AnyNodeRef::ExprCall(call), Some(function)) = (node, around.function) {
            helpers.extend(script.helper(call, function, around));
        }
    });
    let mut found = Vec::new();
    let mut folder = Folder::Same;
    walk(root, &mut |node, around| {
        let AnyNodeRef::ExprCall(call) = node else { return };
        if script.name(&call.func) == "os.chdir" {
            folder = Folder::Unknown;
        }
        found.extend(script.started(call, &helpers, around, &folder));
    });
    Ok(found)
}

/// Goes through a tree in order, without recursion.
fn walk<'a>(root: AnyNodeRef<'a>, visit: &mut dyn FnMut(AnyNodeRef<'a>, Around<'a>)) {
    let mut waiting = vec![(root, Around::default())];
    while let Some((node, around)) = waiting.pop() {
        visit(node, around);
        let below = Around { used: Used::Otherwise, ..around };
        let of_child = |child: AnyNodeRef<'a>| match node {
            AnyNodeRef::StmtExpr(_) => Around { used: Used::Not, ..below },
            AnyNodeRef::StmtReturn(_) => Around { used: Used::Returned, ..below },
            AnyNodeRef::StmtTry(tried) => {
                let is_tried = tried.body.iter().any(|statement| span(statement) == span(&child));
                Around { caught: around.caught || is_tried && !tried.handlers.is_empty(), ..below }
            }
            AnyNodeRef::StmtWith(_) => Around { caught: around.caught || suppresses(node), ..below },
            AnyNodeRef::StmtFunctionDef(function) => {
                Around { function: Some(function), caught: false, ..Around::default() }
            }
            AnyNodeRef::ExprCall(call) if is_exit(&call.func) => Around { used: Used::Exits, ..below },
            // `sys.exit(subprocess.run(…).returncode)`
            AnyNodeRef::Arguments(_) | AnyNodeRef::ExprAttribute(_) if around.used != Used::Not => around,
            _ => below,
        };
        let below: Vec<_> = children(node).into_iter().map(|child| (child, of_child(child))).collect();
        waiting.extend(below.into_iter().rev());
    }
}

/// Whether a `with` passes over errors.
fn suppresses(node: AnyNodeRef<'_>) -> bool {
    let AnyNodeRef::StmtWith(with) = node else { return false };
    with.items.iter().any(|item| match &item.context_expr {
        Expr::Call(call) => callee(&call.func).ends_with("suppress"),
        _ => false,
    })
}

/// Whether a call ends the script with what it is given.
fn is_exit(function: &Expr) -> bool {
    matches!(callee(function).as_str(), "sys.exit" | "exit" | "quit" | "SystemExit" | "os._exit")
}

/// What is known of a script.
#[derive(Default)]
struct Script<'a> {
    /// What a name was imported as.
    imported: BTreeMap<&'a str, String>,
    names: Assigned<'a>,
}

impl<'a> Script<'a> {
    fn learn(&mut self, node: AnyNodeRef<'a>) {
        match node {
            AnyNodeRef::StmtImport(import) => {
                for alias in &import.names {
                    if let Some(name) = &alias.asname {
                        self.imported.insert(name.as_str(), alias.name.to_string());
                    }
                }
            }
            AnyNodeRef::StmtImportFrom(import) => {
                let Some(module) = &import.module else { return };
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.imported.insert(name.as_str(), format!("{module}.{}", alias.name));
                }
            }
            AnyNodeRef::StmtAssign(assign) => {
                for target in &assign.targets {
                    if let Expr::Name(name) = target {
                        self.names.entry(name.id.as_str()).or_default().push(&assign.value);
                    }
                }
            }
            AnyNodeRef::StmtAugAssign(assign) => {
                // It is no longer what it was assigned.
                if let Expr::Name(name) = &*assign.target {
                    self.names.entry(name.id.as_str()).or_default().push(&assign.value);
                }
            }
            _ => {}
        }
    }

    /// The whole name of what is called.
    fn name(&self, function: &Expr) -> String {
        let name = callee(function);
        let (first, rest) = name.split_once('.').map_or((name.as_str(), None), |(first, rest)| (first, Some(rest)));
        match (self.imported.get(first), rest) {
            (Some(known), Some(rest)) => format!("{known}.{rest}"),
            (Some(known), None) => known.clone(),
            (None, _) => name,
        }
    }

    /// How a call starts a program, if it does.
    fn how(&self, call: &ExprCall) -> Option<How> {
        let of = |shell, kind| Some(How { shell, spread: false, at: 0, kind });
        match self.name(&call.func).as_str() {
            "subprocess.run" if says(call, "check") == Some(true) => of(false, Kind::Checks),
            "subprocess.run" | "subprocess.call" | "subprocess.Popen" => of(false, Kind::Gives),
            "subprocess.check_call" | "subprocess.check_output" => of(false, Kind::Checks),
            "subprocess.getoutput" | "subprocess.getstatusoutput" | "asyncio.create_subprocess_shell" => {
                of(true, Kind::Gives)
            }
            "asyncio.create_subprocess_exec" => Some(How { shell: false, spread: true, at: 0, kind: Kind::Gives }),
            "os.system" | "os.popen" => of(true, Kind::Status),
            // The first argument is the program once more.
            "os.execl" | "os.execlp" => Some(How { shell: false, spread: true, at: 1, kind: Kind::Checks }),
            "os.execv" | "os.execvp" | "os.execve" | "os.execvpe" => {
                Some(How { shell: false, spread: false, at: 1, kind: Kind::Checks })
            }
            _ => None,
        }
    }

    /// The function, as one that starts what it is given, if the call starts one of its parameters.
    fn helper(&self, call: &ExprCall, function: &'a StmtFunctionDef, around: Around<'_>) -> Option<(&'a str, Helper)> {
        let how = self.how(call)?;
        let given = match argument(call, how)? {
            Expr::Call(split) if self.name(&split.func) == "shlex.split" => split.arguments.find_positional(0)?,
            Expr::Starred(starred) => &starred.value,
            other => other,
        };
        let Expr::Name(name) = given else { return None };
        let parameters = &function.parameters;
        let is_method = parameters.args.first().is_some_and(|first| matches!(first.name().as_str(), "self" | "cls"));
        let from = usize::from(is_method);
        let mut positional = parameters.posonlyargs.iter().chain(&parameters.args).skip(from);
        let at = positional.position(|parameter| parameter.name().as_str() == name.id.as_str());
        let all = parameters.vararg.as_ref().is_some_and(|parameter| parameter.name.as_str() == name.id.as_str());
        let at = at.or_else(|| all.then(|| parameters.args.len().saturating_sub(from)))?;
        let shell = how.shell || says(call, "shell") == Some(true);
        let fate = Self::fate(call, how.kind, around);
        let fate = if around.used == Used::Returned && how.kind != Kind::Checks { None } else { Some(fate) };
        Some((function.name.as_str(), Helper { how: How { shell, ..how }, at, all, fate }))
    }

    /// What a call starts.
    fn started(
        &self,
        call: &'a ExprCall,
        helpers: &BTreeMap<&'a str, Helper>,
        around: Around<'_>,
        folder: &Folder,
    ) -> Option<Started> {
        let mut made = Made::default();
        let (fate, is_known) = if let Some(how) = self.how(call) {
            let how = How { shell: says(call, "shell").unwrap_or(how.shell), ..how };
            let is_known = match argument(call, how) {
                Some(_) if how.spread => {
                    made.elements(call.arguments.args.get(how.at..).unwrap_or_default(), &self.names)
                }
                Some(given) if how.shell => made.text_of(given, &self.names, DEPTH),
                Some(given) => made.words(given, &self.names, DEPTH),
                None => false,
            };
            (Self::fate(call, how.kind, around), is_known)
        } else {
            let name = callee(&call.func);
            let helper = helpers.get(name.trim_start_matches("self.").trim_start_matches("cls."))?;
            let given = call.arguments.args.get(helper.at..).unwrap_or_default();
            let is_known = match given.first() {
                Some(_) if helper.all => made.elements(given, &self.names),
                Some(text) if helper.how.shell => made.text_of(text, &self.names, DEPTH),
                // What is split there is written as one text.
                Some(text @ (Expr::StringLiteral(_) | Expr::FString(_))) => made.text_of(text, &self.names, DEPTH),
                Some(words) => made.words(words, &self.names, DEPTH),
                None => false,
            };
            let fate = match helper.fate {
                Some(Fate::Fails) if around.caught => Fate::Unsure(TRY),
                Some(fate) => fate,
                None => Self::fate(call, helper.how.kind, around),
            };
            (fate, is_known)
        };
        let folder = match call.arguments.find_keyword("cwd").map(|keyword| &keyword.value) {
            None => folder.clone(),
            Some(Expr::StringLiteral(path)) if *folder == Folder::Same => Folder::Below(path.value.to_str().to_owned()),
            Some(_) => Folder::Unknown,
        };
        let Made { text, pieces } = made;
        is_known.then_some(Started { text, pieces, span: span(call), fate, folder })
    }

    /// What becomes of a failure of what a call starts.
    fn fate(call: &ExprCall, kind: Kind, around: Around<'_>) -> Fate {
        let is_open =
            call.arguments.find_keyword("check").is_some_and(|it| it.value.as_boolean_literal_expr().is_none());
        match kind {
            Kind::Checks if around.caught => Fate::Unsure(TRY),
            Kind::Checks => Fate::Fails,
            _ if is_open => Fate::Unsure(DECIDES),
            Kind::Gives if around.used == Used::Exits => Fate::Fails,
            Kind::Status if around.used == Used::Exits => Fate::GoesOn(STATUS),
            _ if around.used == Used::Not => Fate::GoesOn(UNCHECKED),
            _ => Fate::Unsure(DECIDES),
        }
    }
}

/// What a call is given to start.
fn argument(call: &ExprCall, how: How) -> Option<&Expr> {
    let args = call.arguments.find_keyword("args").map(|keyword| &keyword.value);
    call.arguments.args.get(how.at).or(args)
}

/// Whether an argument says yes or no.
fn says(call: &ExprCall, name: &str) -> Option<bool> {
    let value = &call.arguments.find_keyword(name)?.value;
    value.as_boolean_literal_expr().map(|literal| literal.value)
}
