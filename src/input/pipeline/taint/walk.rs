//! Lists, pipes, branches and loops.

use std::collections::BTreeMap;

use super::expansion::file_of_the_runner;
use super::fence::Says;
use super::value::{Seen, Value};
use super::{Kept, Outcome, Scope};
use crate::input::pipeline::persistent::Map;
use crate::input::pipeline::shell::syntax::{AndOr, Arm, Connector, List, Part, Pipeline, What, Word};
use crate::source::Span;

/// How many commands of one script are gone through, those of loops and functions again each time.
const STEPS: usize = 20_000;

/// How many variables that are not the same on two ways take as long as a command.
const VARIABLES_A_STEP: usize = 20;

/// How deep functions may call each other.
pub(super) const CALLS: usize = 12;

/// Whether what follows runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    On,
    /// It ends the script, the function or the turn of a loop.
    Ends,
}

/// A script while it is gone through.
pub(super) struct Walk<'w, 's> {
    pub(super) text: &'s str,
    pub(super) scope: &'w Scope<'w>,
    pub(super) kept: &'w mut Kept,
    pub(super) arguments: Vec<Value>,
    pub(super) functions: BTreeMap<&'s str, &'s Part>,
    /// What the commands read, if somebody gives them something.
    pub(super) input: Option<Value>,
    /// What was printed, up to where somebody takes it.
    pub(super) printed: Value,
    /// What is written to the files of the environment, by the name of the file.
    pub(super) written: BTreeMap<&'static str, Vec<(Span, Value)>>,
    pub(super) outcome: Outcome,
    pub(super) depth: usize,
    pub(super) steps: usize,
    place: &'w mut dyn FnMut(Span) -> String,
}

impl<'w, 's> Walk<'w, 's> {
    pub(super) fn new(
        text: &'s str,
        scope: &'w Scope<'w>,
        kept: &'w mut Kept,
        arguments: Vec<Value>,
        place: &'w mut dyn FnMut(Span) -> String,
    ) -> Self {
        Self {
            text,
            scope,
            kept,
            arguments,
            functions: BTreeMap::new(),
            input: None,
            printed: Value::default(),
            written: BTreeMap::new(),
            outcome: Outcome::default(),
            depth: 0,
            steps: 0,
            place,
        }
    }

    /// All of it.
    pub(super) fn whole(&mut self, list: &'s List) {
        self.list(list);
        let printed = std::mem::take(&mut self.printed);
        self.said_to_the_runner(printed);
        self.hand_over();
    }

    /// Where a range stands.
    pub(super) fn place(&mut self, span: Span) -> String {
        (self.place)(span)
    }

    pub(super) fn list(&mut self, list: &'s List) -> Goes {
        for and_or in list {
            if self.and_or(and_or) == Goes::Ends {
                return Goes::Ends;
            }
        }
        Goes::On
    }

    /// `a && b || c`: what is behind a connector runs with what the answer before it says, and with the variables of the
    /// way on which it runs.
    fn and_or(&mut self, and_or: &'s AndOr) -> Goes {
        let mut says = Says::default();
        // The variables where what stands so far has ended well, and where it has failed; `None` where it cannot.
        let (mut well, mut badly) = (None, None);
        for (connector, pipeline) in &and_or.pipelines {
            let Some(connector) = connector else {
                if self.pipeline(pipeline) == Goes::Ends {
                    return Goes::Ends;
                }
                says = self.says(pipeline);
                (well, badly) = (Some(self.kept.variables.clone()), Some(self.kept.variables.clone()));
                continue;
            };
            let ((inside, outside), (runs, skips)) = match connector {
                Connector::And => ((&says.if_so, &says.if_not), (&mut well, &mut badly)),
                Connector::Or => ((&says.if_not, &says.if_so), (&mut badly, &mut well)),
            };
            let Some(before) = runs.take() else { continue };
            self.kept.variables = before;
            self.take_as(inside);
            let goes = self.pipeline(pipeline);
            let here = self.says(pipeline);
            if goes == Goes::Ends {
                if let Some(variables) = skips.take() {
                    self.kept.variables = variables;
                    self.take_as(outside);
                    *skips = Some(self.kept.variables.clone());
                }
            } else {
                let after = self.kept.variables.clone();
                let may_fail = !always_ends_well(pipeline);
                // The way on which it fails, and the one on which it does not.
                match connector {
                    Connector::And => {
                        badly = if may_fail { Some(self.joined(badly, after.clone())) } else { badly };
                        well = Some(after);
                    }
                    Connector::Or => {
                        well = Some(self.joined(well, after.clone()));
                        badly = may_fail.then_some(after);
                    }
                }
            }
            says = says.with(*connector, here);
        }
        match (well, badly) {
            (None, None) if !and_or.pipelines.is_empty() => return Goes::Ends,
            (None, None) => {}
            (Some(one), None) | (None, Some(one)) => self.kept.variables = one,
            (Some(one), Some(other)) => {
                self.kept.variables = one;
                self.either(&other);
            }
        }
        Goes::On
    }

    /// The variables as they may be on two ways, of which the first may not be there.
    fn joined(&mut self, one: Option<Map<Value>>, other: Map<Value>) -> Map<Value> {
        let Some(one) = one else { return other };
        self.kept.variables = one;
        self.either(&other);
        self.kept.variables.clone()
    }

    pub(super) fn pipeline(&mut self, pipeline: &'s Pipeline) -> Goes {
        if let [part] = pipeline.parts.as_slice() {
            return self.part(part, self.input.clone());
        }
        let mut input = self.input.clone();
        let printed = std::mem::take(&mut self.printed);
        for part in &pipeline.parts {
            let before = self.kept.variables.clone();
            self.part(part, input.take());
            self.kept.variables = before;
            input = Some(std::mem::take(&mut self.printed));
        }
        self.printed = printed;
        self.printed.push(input.unwrap_or_default());
        Goes::On
    }

    /// One command with what it reads and where its output goes.
    pub(super) fn part(&mut self, part: &'s Part, input: Option<Value>) -> Goes {
        self.steps = self.steps.saturating_add(1);
        if self.steps > STEPS {
            (self.outcome.gave_up, self.outcome.is_cut) = (true, true);
            return Goes::Ends;
        }
        let input = self.input_of(part, input);
        let input = std::mem::replace(&mut self.input, input);
        let printed = std::mem::take(&mut self.printed);
        let goes = self.what(part);
        self.input = input;
        let output = std::mem::replace(&mut self.printed, printed);
        self.send(part, output);
        goes
    }

    fn what(&mut self, part: &'s Part) -> Goes {
        match &part.what {
            What::Simple(simple) => self.simple(part, simple),
            What::Group { list, subshell: false } => self.list(list),
            What::Group { list, subshell: true } => {
                self.apart(|walk| walk.list(list));
                Goes::On
            }
            What::If { branches, otherwise } => self.branches(branches, otherwise.as_ref()),
            What::While { condition, body, .. } => {
                self.list(condition);
                let says = self.says_list(condition);
                self.turns(|walk| {
                    walk.take_as(&says.if_so);
                    walk.list(body);
                })
            }
            What::For { variable, words, body } => {
                let values = words.as_ref().map(|words| words.iter().map(|word| self.word(word)).collect());
                let values: Vec<Value> = values.unwrap_or_else(|| self.arguments.clone());
                let each = values.into_iter().reduce(Value::or).unwrap_or_default();
                self.turns(|walk| {
                    if let Some(variable) = variable {
                        walk.set(variable, each.clone());
                    }
                    walk.list(body);
                })
            }
            What::Case { word, arms } => self.case(word, arms),
            What::Function { name, body } => {
                self.functions.insert(name, body);
                Goes::On
            }
            What::Test(words) => {
                self.test(part, words);
                Goes::On
            }
            What::Arithmetic => {
                self.arithmetic(part.span, part.span, "((");
                Goes::On
            }
        }
    }

    /// Does something whose variables are lost behind it; returns what it printed.
    pub(super) fn apart(&mut self, does: impl FnOnce(&mut Self) -> Goes) {
        let variables = self.kept.variables.clone();
        does(self);
        self.kept.variables = variables;
    }

    /// What a list prints, in a shell of its own.
    pub(super) fn output(&mut self, list: &'s List) -> Value {
        let printed = std::mem::take(&mut self.printed);
        self.apart(|walk| walk.list(list));
        std::mem::replace(&mut self.printed, printed).trimmed()
    }

    fn branches(&mut self, branches: &'s [(List, List)], otherwise: Option<&'s List>) -> Goes {
        let mut ends: Vec<Map<Value>> = Vec::new();
        for (condition, body) in branches {
            if self.list(condition) == Goes::Ends {
                return Goes::Ends;
            }
            let says = self.says_list(condition);
            let before = self.kept.variables.clone();
            self.take_as(&says.if_so);
            if self.list(body) == Goes::On {
                ends.push(std::mem::replace(&mut self.kept.variables, before));
            } else {
                self.kept.variables = before;
            }
            self.take_as(&says.if_not);
        }
        let goes = otherwise.map_or(Goes::On, |list| self.list(list));
        self.meet(goes, ends)
    }

    fn case(&mut self, word: &'s Word, arms: &'s [Arm]) -> Goes {
        self.word(word);
        let mut ends: Vec<Map<Value>> = Vec::new();
        let mut rest = Goes::On;
        for arm in arms {
            arm.patterns.iter().for_each(|pattern| drop(self.word(pattern)));
            let before = self.kept.variables.clone();
            let says = self.says_pattern(word, &arm.patterns);
            self.take_as(&says.if_so);
            let goes = self.list(&arm.body);
            let after = std::mem::replace(&mut self.kept.variables, before);
            if goes == Goes::On {
                ends.push(after);
            }
            self.take_as(&says.if_not);
            if arm.patterns.iter().any(|pattern| pattern.text == "*") {
                rest = Goes::Ends;
                break;
            }
        }
        self.meet(rest, ends)
    }

    /// Goes on with what several branches leave. `goes` says whether that which stands now is one of them.
    fn meet(&mut self, goes: Goes, ends: Vec<Map<Value>>) -> Goes {
        let mut ends = ends.into_iter();
        if goes == Goes::Ends {
            let Some(first) = ends.next() else { return Goes::Ends };
            self.kept.variables = first;
        }
        ends.for_each(|other| self.either(&other));
        Goes::On
    }

    /// A loop: it may run never, once, or again with what it left.
    fn turns(&mut self, mut turn: impl FnMut(&mut Self)) -> Goes {
        for _ in 0..2 {
            let before = self.kept.variables.clone();
            turn(self);
            let changed = self.kept.variables != before;
            self.either(&before);
            if !changed {
                break;
            }
        }
        Goes::On
    }

    /// The variables may also be as they are here.
    pub(super) fn either(&mut self, other: &Map<Value>) {
        let mut work = 0_usize;
        let variables = self.kept.variables.merged(other, &mut |name, here, there| {
            work = work.saturating_add(1);
            Some(match (here, there) {
                (Some(here), Some(there)) => here.clone().or(there.clone()),
                // Unset there, and as something around the script sets it.
                (Some(here), None) => {
                    let around = self.around(name);
                    if around.is_hostile() { here.clone().or(around) } else { here.clone() }
                }
                (None, Some(there)) => there.clone().or(self.around(name)),
                (None, None) => return None,
            })
        });
        self.kept.variables = variables;
        self.steps = self.steps.saturating_add(work.checked_div(VARIABLES_A_STEP).unwrap_or_default());
    }

    /// What something around the script sets a variable to.
    pub(super) fn around(&self, name: &str) -> Value {
        let held = (self.scope.variable)(name);
        let Some(held) = held else { return Value::named(name) };
        file_of_the_runner(&held).unwrap_or_else(|| Value::of(held, Seen::Variable(name.to_owned())))
    }
}

/// Whether a command is nothing but values of variables, which are set in any case.
fn always_ends_well(pipeline: &Pipeline) -> bool {
    let [part] = pipeline.parts.as_slice() else { return false };
    let What::Simple(simple) = &part.what else { return false };
    let runs = |word: &Word| !word.scripts().is_empty();
    !pipeline.negated
        && part.redirects.is_empty()
        && simple.words.is_empty()
        && !simple.assignments.iter().any(|assignment| runs(&assignment.value))
}
