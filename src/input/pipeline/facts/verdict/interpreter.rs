//! How a script ends when it is known what some of its variables hold and that one of its commands fails.
//!
//! Nothing is run: a program that is not known may end either way, and where the shell does more than is followed here,
//! so may the script.

use std::collections::BTreeMap;

use super::ends::{Ends, Flow};
use super::expand::{self, Texts};
use super::outputs::{self, Outputs, Writes};
use super::state::{State, join};
use crate::input::pipeline::script::Language;
use crate::input::pipeline::shell::syntax::{AndOr, Connector, List, Part, Piece, Pipeline, Simple, What, Word};
use crate::input::pipeline::shell::{self, Shell};

/// What is supposed of a script.
pub(super) struct Supposed<'s> {
    /// The words of the command that fails.
    pub(super) fails: Option<&'s [String]>,
    /// The words of the commands that deploy.
    pub(super) deploys: &'s [&'s [String]],
    /// The variables of the step, as written.
    pub(super) env: &'s BTreeMap<String, String>,
    /// What a text with expressions of the vendor in it comes to.
    pub(super) expand: &'s dyn Fn(&str) -> Texts,
}

/// What a script comes to.
pub(super) struct Outcome {
    pub(super) ends: Ends,
    pub(super) outputs: Outputs,
    /// Whether something may have been deployed before it ended.
    pub(super) deploys: bool,
}

impl Outcome {
    /// Nobody knows.
    fn open() -> Self {
        Self { ends: Ends::EITHER, outputs: Outputs::new(), deploys: true }
    }
}

/// What a failed command leaves in `$?`: not 0, and more than one so that none is taken for granted.
const FAILED: [&str; 2] = ["1", "2"];

/// How a script ends, and what it has done by then.
pub(super) fn run(text: &str, shell: &str, supposed: &Supposed<'_>) -> Outcome {
    let bash = Language::Shell(Shell { errexit: true, pipefail: false });
    let Language::Shell(options) = Language::of(shell, bash) else { return Outcome::open() };
    let script = shell::read(text);
    if script.unread.is_some() {
        return Outcome::open();
    }
    let state = State::new(options);
    let mut interpreter = Interpreter { text, supposed, state, left: None, open: false, deploys: false, lost: false };
    let flow = interpreter.list(&script.list, false);
    if interpreter.lost {
        return Outcome::open();
    }
    let Interpreter { state, left, open, deploys, .. } = interpreter;
    let outputs = match left {
        _ if open => Outputs::new(),
        Some(left) if !flow.goes.any() => left,
        left => outputs::either(left, &state.outputs),
    };
    Outcome { ends: flow.goes.or(flow.ended), outputs, deploys }
}

/// A script while it is followed.
pub(super) struct Interpreter<'i> {
    text: &'i str,
    supposed: &'i Supposed<'i>,
    pub(super) state: State,
    /// The outputs where it has ended before its end, and well.
    left: Option<Outputs>,
    /// Whether outputs are written in a way that is not followed.
    pub(super) open: bool,
    /// Whether something that deploys has been reached.
    deploys: bool,
    /// Whether something stood there that is not followed.
    lost: bool,
}

impl Interpreter<'_> {
    /// Commands one after the other; `asked` where their failure is an answer.
    pub(super) fn list(&mut self, list: &List, asked: bool) -> Flow {
        let mut flow = Flow::goes(Ends::WELL);
        for and_or in list {
            if !flow.goes.any() {
                break;
            }
            let next = self.and_or(and_or, asked);
            flow = Flow { goes: next.goes, ended: flow.ended.or(next.ended) };
        }
        flow
    }

    fn and_or(&mut self, and_or: &AndOr, asked: bool) -> Flow {
        if and_or.background {
            let before = self.state.clone();
            self.pipelines(and_or, true);
            self.state.join(&before);
            return Flow::goes(Ends::WELL);
        }
        self.pipelines(and_or, asked)
    }

    fn pipelines(&mut self, and_or: &AndOr, asked: bool) -> Flow {
        let mut flow = Flow::goes(Ends::WELL);
        let last = and_or.pipelines.len().saturating_sub(1);
        for (index, (connector, pipeline)) in and_or.pipelines.iter().enumerate() {
            let (runs, passes) = match connector {
                None => (true, Ends::NOT),
                Some(Connector::And) => (flow.goes.may_succeed, Ends { may_succeed: false, ..flow.goes }),
                Some(Connector::Or) => (flow.goes.may_fail, Ends { may_fail: false, ..flow.goes }),
            };
            if !runs {
                continue;
            }
            let before = self.state.clone();
            let own = self.pipeline(pipeline, asked || index < last);
            if passes.any() {
                self.state.join(&before);
            }
            let mut goes = own.goes;
            let mut ended = own.ended;
            let ends_script = self.state.options.errexit && !asked && index == last && !pipeline.negated;
            if ends_script && goes.may_fail {
                goes.may_fail = false;
                ended.may_fail = true;
            }
            flow = Flow { goes: goes.or(passes), ended: flow.ended.or(ended) };
        }
        flow
    }

    fn pipeline(&mut self, pipeline: &Pipeline, asked: bool) -> Flow {
        let mut flow = match pipeline.parts.as_slice() {
            [only] => self.part(only, asked || pipeline.negated),
            parts => self.piped(parts),
        };
        if pipeline.negated {
            flow.goes = flow.goes.not();
        }
        self.state.status = status(flow.goes);
        flow
    }

    /// Commands that are joined by pipes, each in a shell of its own.
    fn piped(&mut self, parts: &[Part]) -> Flow {
        let ends: Vec<Ends> = parts.iter().map(|part| self.subshell(|it| it.part(part, true))).collect();
        let last = ends.last().copied().unwrap_or(Ends::EITHER);
        if !self.state.options.pipefail {
            return Flow::goes(last);
        }
        let may_succeed = ends.iter().all(|ends| ends.may_succeed);
        Flow::goes(Ends { may_succeed, may_fail: ends.iter().any(|ends| ends.may_fail) })
    }

    /// How a part ends that runs in a shell of its own. What it writes stays.
    pub(super) fn subshell(&mut self, run: impl FnOnce(&mut Self) -> Flow) -> Ends {
        let (before, left) = (self.state.clone(), self.left.take());
        let flow = run(self);
        let inside = std::mem::replace(&mut self.left, left);
        let outputs = outputs::either(inside, &self.state.outputs);
        self.state = State { outputs, ..before };
        flow.goes.or(flow.ended)
    }

    fn part(&mut self, part: &Part, asked: bool) -> Flow {
        let flow = self.runs(part, asked);
        match Writes::of(part) {
            Writes::Nothing => {}
            Writes::One(name, word) => {
                let value = |text: String| text.split_once('=').map(|(_, value)| value.to_owned());
                let texts = self.word(word).and_then(|texts| texts.into_iter().map(value).collect::<Option<Vec<_>>>());
                self.state.outputs.insert(name.to_owned(), texts);
            }
            Writes::Any => self.state.outputs.clear(),
        }
        flow
    }

    fn runs(&mut self, part: &Part, asked: bool) -> Flow {
        match &part.what {
            What::Simple(simple) => self.simple(simple),
            What::Group { list, subshell: true } => Flow::goes(self.subshell(|it| it.list(list, asked))),
            What::Group { list, subshell: false } => self.list(list, asked),
            What::If { branches, otherwise } => self.choice(branches, otherwise.as_ref(), asked),
            What::While { condition, body, .. } => {
                let before = self.list(condition, true);
                if !before.goes.any() {
                    return before;
                }
                let flow = self.repeated(body, asked);
                Flow { ended: flow.ended.or(before.ended), ..flow }
            }
            What::For { body, .. } => self.repeated(body, asked),
            What::Case { word, arms } => {
                let texts = self.word(word);
                let [text] = texts.as_deref().unwrap_or_default() else { return self.any_of(arms, asked) };
                let is_all = |word: &Word| word.text == "*" && !word.is_quoted();
                let is_it = |word: &Word| is_all(word) || word.literal().is_some_and(|pattern| pattern == text);
                let is_plain = |word: &Word| is_all(word) || expand::is_plain(word);
                if !arms.iter().flat_map(|arm| &arm.patterns).all(is_plain) || arms.iter().any(|arm| arm.falls) {
                    return self.any_of(arms, asked);
                }
                match arms.iter().find(|arm| arm.patterns.iter().any(is_it)) {
                    Some(arm) => self.list(&arm.body, asked),
                    None => Flow::goes(Ends::WELL),
                }
            }
            What::Test(words) => {
                let texts = |word: &Word| self.word(word).filter(|texts| !expand::may_be_pattern(word, texts));
                let words: Vec<(Texts, Option<&str>)> =
                    words.iter().map(|word| (texts(word), word.literal().filter(|_| !word.is_quoted()))).collect();
                Flow::goes(Ends::of(expand::test(&words)))
            }
            What::Arithmetic => Flow::goes(Ends::EITHER),
            What::Function { .. } => {
                // What a name stands for after this is not followed.
                self.lost = true;
                Flow::goes(Ends::WELL)
            }
        }
    }

    fn choice(&mut self, branches: &[(List, List)], otherwise: Option<&List>, asked: bool) -> Flow {
        let Some(((condition, body), rest)) = branches.split_first() else {
            return otherwise.map_or(Flow::goes(Ends::WELL), |list| self.list(list, asked));
        };
        let answer = self.list(condition, true);
        let before = self.state.clone();
        let mut flow = Flow::ends(answer.ended);
        if answer.goes.may_succeed {
            flow = flow.or(self.list(body, asked));
        }
        if answer.goes.may_fail {
            let after = std::mem::replace(&mut self.state, before);
            flow = flow.or(self.choice(rest, otherwise, asked));
            if answer.goes.may_succeed {
                self.state.join(&after);
            }
        }
        flow
    }

    /// A body that runs any number of times.
    fn repeated(&mut self, body: &List, asked: bool) -> Flow {
        let outputs = self.state.outputs.clone();
        self.state.forget();
        let flow = self.list(body, asked);
        self.state.forget();
        join(&mut self.state.outputs, &outputs);
        Flow { goes: Ends::EITHER, ended: flow.ended }
    }

    fn any_of(&mut self, arms: &[crate::input::pipeline::shell::syntax::Arm], asked: bool) -> Flow {
        let before = self.state.clone();
        let mut flow = Flow::goes(Ends::WELL);
        for arm in arms {
            let after = std::mem::replace(&mut self.state, before.clone());
            flow = flow.or(self.list(&arm.body, asked));
            self.state.join(&after);
        }
        flow
    }

    fn simple(&mut self, simple: &Simple) -> Flow {
        let argv: Vec<&str> = simple.words.iter().map(|word| word.text.as_str()).collect();
        self.open |= simple.assignments.iter().any(|it| outputs::is_file(&it.value));
        self.deploys |= self.supposed.deploys.iter().any(|deploys| deploys.iter().eq(argv.iter()));
        if self.supposed.fails.is_some_and(|fails| fails.iter().eq(argv.iter())) {
            return Flow::goes(Ends::BADLY);
        }
        let [program, arguments @ ..] = argv.as_slice() else { return self.assigned(simple) };
        match *program {
            "exit" => {
                let ends = self.exit(simple.words.get(1));
                if ends.may_succeed {
                    self.left = Some(outputs::either(self.left.take(), &self.state.outputs));
                }
                Flow::ends(ends)
            }
            "true" | ":" | "echo" | "printf" => Flow::goes(Ends::WELL),
            "false" => Flow::goes(Ends::BADLY),
            "[" | "test" => Flow::goes(self.test(simple)),
            "export" | "declare" | "readonly" | "local" => {
                self.declared(simple);
                Flow::goes(Ends::WELL)
            }
            "set" if simple.words.iter().all(|word| word.literal().is_some()) => {
                self.options(arguments);
                Flow::goes(Ends::WELL)
            }
            "trap" | "eval" | "source" | "." | "exec" | "return" | "break" | "continue" | "shopt" | "alias" | "set"
            | "wait" | "command" | "builtin" => {
                self.lost = true;
                Flow::goes(Ends::EITHER)
            }
            "read" | "mapfile" | "getopts" | "unset" => {
                self.state.forget();
                Flow::goes(Ends::EITHER)
            }
            _ => Flow::goes(Ends::EITHER),
        }
    }

    /// What a word comes to.
    pub(super) fn word(&self, word: &Word) -> Texts {
        let variable = |name: &str| {
            if name == "?" {
                return self.state.status.clone();
            }
            match self.state.variables.get(name) {
                Some(texts) => texts.clone(),
                None => (self.supposed.expand)(self.supposed.env.get(name)?),
            }
        };
        let expression = |piece: &Piece| (self.supposed.expand)(self.text.get(piece.span.start..piece.span.end)?);
        expand::word(word, &variable, &expression)
    }
}

/// What `$?` holds after a command.
fn status(ends: Ends) -> Texts {
    match (ends.may_succeed, ends.may_fail) {
        (true, false) => Some(vec!["0".to_owned()]),
        (false, true) => Some(FAILED.map(str::to_owned).to_vec()),
        _ => None,
    }
}
