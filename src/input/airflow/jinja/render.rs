//! Statements of a template: what is inserted, and where.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::files::Loaded;
use super::holes;
use super::syntax::{Expr, For, Macro, Node, Place, Step, Target};
use super::value::{Origin, Origins, Value};
use super::{Environment, Insertion};

/// Statements, expressions and steps that are followed for one text.
const STEPS: usize = 50_000;

/// The same for all texts of a document.
const ALL_STEPS: usize = 2_000_000;

/// Macros and files within each other.
pub(super) const CALLS: usize = 12;

/// Times that a template is followed, until what its lists and namespaces hold grows no more.
const ROUNDS: usize = 6;

/// Why a text is not followed to its end.
const TOO_LARGE: &str = "its template is too large to follow";

/// The names of a template, a loop or a macro.
#[derive(Debug, Default)]
struct Frame {
    names: BTreeMap<Rc<str>, Value>,
    around: Option<usize>,
    /// How many conditions stood around when it was made.
    conditions: usize,
}

/// A macro with the names that it sees.
pub(super) struct Callable {
    pub(super) code: Rc<Macro>,
    pub(super) frame: usize,
}

/// Goes through a template and the files that it takes in.
pub(super) struct Renderer<'e> {
    pub(super) environment: &'e Environment<'e>,
    /// What was put into lists, dicts and namespaces anywhere.
    pub(super) pool: Value,
    pub(super) found: Vec<Insertion>,
    pub(super) files: BTreeMap<String, Result<Rc<Loaded>, Rc<str>>>,
    /// The files that are being rendered.
    pub(super) within: Vec<Rc<Loaded>>,
    frames: Vec<Frame>,
    frame: usize,
    pub(super) callables: Vec<Callable>,
    /// The macros that are being rendered.
    pub(super) calls: Vec<usize>,
    /// What is rendered into a variable or argument and not into the text, innermost last.
    captured: Vec<Origins>,
    conditions: usize,
    steps: usize,
}

impl<'e> Renderer<'e> {
    pub(super) fn new(environment: &'e Environment<'e>) -> Self {
        Self {
            environment,
            pool: Value::default(),
            found: Vec::new(),
            files: BTreeMap::new(),
            within: Vec::new(),
            frames: Vec::new(),
            frame: 0,
            callables: Vec::new(),
            calls: Vec::new(),
            captured: Vec::new(),
            conditions: 0,
            steps: 0,
        }
    }

    /// Follows a template until nothing new comes out.
    pub(super) fn run(&mut self, text: &Rc<Loaded>) {
        // Reading a text is work as well.
        self.count(text.flat.text.len() / 64);
        for _ in 0..ROUNDS {
            let before = self.pool.clone();
            self.found.clear();
            self.callables.clear();
            self.frames = vec![Frame::default()];
            (self.frame, self.conditions) = (0, 0);
            self.within = vec![Rc::clone(text)];
            self.nodes(&text.nodes);
            if self.is_exhausted() {
                break;
            }
            if self.pool == before {
                return;
            }
        }
        self.within = vec![Rc::clone(text)];
        self.captured.clear();
        self.emit([Origin::Unknown(Rc::from(TOO_LARGE))].into(), None);
    }

    fn count(&mut self, steps: usize) {
        self.steps = self.steps.saturating_add(steps);
        self.environment.steps.set(self.environment.steps.get().saturating_add(steps));
    }

    fn is_exhausted(&self) -> bool {
        self.steps > STEPS || self.environment.steps.get() > ALL_STEPS
    }

    /// Counts work; false when the text has used up its share.
    pub(super) fn step(&mut self) -> bool {
        self.count(1);
        !self.is_exhausted()
    }

    pub(super) fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            if self.step() {
                self.node(node);
            }
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Data(names) => {
                let origins: Origins = names.iter().filter_map(|name| holes::origin(name)).collect();
                if !origins.is_empty() {
                    self.emit(origins, None);
                }
            }
            Node::Insert(expression, place) => {
                let value = self.value(expression);
                let origins = self.printed(&value);
                self.emit(origins, Some(*place));
            }
            Node::Do(expression) => drop(self.value(expression)),
            Node::If(branches) => self.branches(branches),
            Node::For(code) => self.for_loop(code),
            Node::Set(target, expression) => {
                let value = self.value(expression);
                self.assign(target, value);
            }
            Node::SetBlock(target, filters, body) => {
                let value = Value::from(self.capture(|this| this.nodes(body)));
                let value = self.filtered(value, filters);
                self.assign(target, value);
            }
            Node::With(bindings, body) => {
                let values: Vec<Value> = bindings.iter().map(|(_, value)| self.value(value)).collect();
                self.framed(self.frame, |this| {
                    bindings.iter().zip(values).for_each(|((target, _), value)| this.assign(target, value));
                    this.nodes(body);
                });
            }
            Node::Body(body) => self.framed(self.frame, |this| this.nodes(body)),
            Node::Filter(filters, body, place) => {
                let value = Value::from(self.capture(|this| this.nodes(body)));
                let value = self.filtered(value, filters);
                let origins = self.printed(&value);
                self.emit(origins, Some(*place));
            }
            Node::Macro(code) => {
                let value = self.callable(code);
                self.assign(&Target::Name(Rc::clone(&code.name)), value);
            }
            Node::Call(code, call, place) => {
                let origins = self.call_with_body(code, call);
                self.emit(origins, Some(*place));
            }
            Node::Include { name, place } => self.include(name, *place),
            Node::Import { name, target, place } => {
                let module = self.import(name, *place);
                self.assign(&Target::Name(Rc::clone(target)), module);
            }
            Node::From { name, names, place } => {
                let module = self.import(name, *place);
                for (taken, given) in names {
                    self.assign(&Target::Name(Rc::clone(given)), module.get(Some(taken)));
                }
            }
        }
    }

    /// Notes what is inserted at a place of the file that is being rendered.
    pub(super) fn emit(&mut self, origins: Origins, place: Option<Place>) {
        if let Some(captured) = self.captured.last_mut() {
            captured.extend(origins);
            return;
        }
        let Some(file) = self.within.last() else { return };
        let shown = place.map(|place| file.flat.show(place.start, place.end).trim().to_owned());
        let place = place.map(|place| (place.start, place.end));
        self.found.push(Insertion { source: file.source.clone(), place, shown, origins });
    }

    /// What is rendered, in place of rendering it.
    pub(super) fn capture(&mut self, render: impl FnOnce(&mut Self)) -> Origins {
        self.captured.push(Origins::new());
        render(self);
        self.captured.pop().unwrap_or_default()
    }

    fn filtered(&mut self, value: Value, filters: &[Step]) -> Value {
        filters.iter().fold(value, |value, filter| self.apply(&value, filter))
    }

    /// Which branch is rendered, a run decides; what decides it is not inserted.
    fn branches(&mut self, branches: &[(Option<Expr>, Vec<Node>)]) {
        for (test, body) in branches {
            if let Some(test) = test {
                self.value(test);
            }
            self.conditions = self.conditions.saturating_add(1);
            self.nodes(body);
            self.conditions = self.conditions.saturating_sub(1);
        }
    }

    fn for_loop(&mut self, code: &For) {
        let over = self.value(&code.over);
        let element = self.elements(&over);
        let around: BTreeMap<Rc<str>, Value> =
            ["nextitem", "previtem"].into_iter().map(|name| (Rc::from(name), element.clone())).collect();
        self.framed(self.frame, |this| {
            this.assign(&code.target, element);
            this.assign(&Target::Name(Rc::from("loop")), Value::dict(around, None, Origins::new()));
            if let Some(test) = &code.test {
                this.value(test);
            }
            this.nodes(&code.body);
        });
        self.framed(self.frame, |this| this.nodes(&code.otherwise));
    }

    /// The names that are seen now.
    pub(super) const fn frame(&self) -> usize {
        self.frame
    }

    /// Renders something with names of its own.
    pub(super) fn framed<T>(&mut self, around: usize, render: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.frame;
        self.frame = self.frames.len();
        self.frames.push(Frame { around: Some(around), conditions: self.conditions, ..Frame::default() });
        let rendered = render(self);
        self.frame = outer;
        rendered
    }

    /// The names of the frame that is being rendered, as those of a module.
    pub(super) fn own_names(&self) -> Value {
        let names = self.frames.get(self.frame).map(|frame| frame.names.clone()).unwrap_or_default();
        Value::dict(names, None, Origins::new())
    }

    /// A name of a frame around.
    pub(super) fn bound(&self, name: &str) -> Option<Value> {
        let mut at = Some(self.frame);
        while let Some(frame) = at.and_then(|frame| self.frames.get(frame)) {
            if let Some(value) = frame.names.get(name) {
                return Some(value.clone());
            }
            at = frame.around;
        }
        None
    }

    pub(super) fn assign(&mut self, target: &Target, value: Value) {
        match target {
            Target::Name(name) => {
                let Some(frame) = self.frames.get_mut(self.frame) else { return };
                let certain = frame.conditions == self.conditions;
                let before = if certain { None } else { frame.names.remove(name) };
                frame.names.insert(Rc::clone(name), before.map_or(value.clone(), |before| before.or(value)));
            }
            Target::Tuple(targets) => {
                for (index, target) in targets.iter().enumerate() {
                    let part = self.part(&value, &Value::number(index));
                    self.assign(target, part);
                }
            }
            Target::Field => self.put(&value),
        }
    }
}
