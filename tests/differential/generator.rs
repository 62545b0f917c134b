//! Small Rego programs, made at random from a grammar and the same for the same seed.
//!
//! Expressions have a type, so that most programs come to something; what may be undefined, of the wrong type or empty
//! is mixed in.

use super::support::chance::Chance;

/// Rules of one program whose values are compared.
pub(crate) const RULES: usize = 4;

/// What an expression gives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Number,
    Text,
    List,
    Texts,
    Set,
    Object,
}
use Type::{List, Number, Object, Set, Text, Texts};

const TYPES: [Type; 6] = [Number, Text, List, Texts, Set, Object];

/// The rules of the program of a seed; `x0` to `x3` are compared. `d` stands for an object of unknown type.
pub(crate) fn program(seed: u64) -> String {
    let mut maker = Maker { chance: Chance::new(seed), helpers: 0, defined: false, scope: Vec::new(), next: 0 };
    let mut rules: Vec<String> = (0..HELPERS.len()).map(|index| maker.helper(index)).collect();
    rules.extend((0..RULES).map(|n| maker.rule(&format!("x{n}"))));
    rules.join("\n\n")
}

/// Functions of one number, each of which may call those before it.
const HELPERS: [&str; 3] = ["h0", "h1", "h2"];

struct Maker {
    chance: Chance,
    /// How many helpers may be called.
    helpers: usize,
    /// Whether everything must have a value now, as below `not`.
    defined: bool,
    /// Variables that have a value, with their types.
    scope: Vec<(String, Type)>,
    next: usize,
}

impl Maker {
    fn fresh(&mut self) -> String {
        self.next += 1;
        format!("v{}", self.next)
    }

    /// A function of one number: `h0(a)`.
    fn helper(&mut self, index: usize) -> String {
        let name = HELPERS[index];
        self.scope = vec![("a".to_owned(), Number)];
        let text = match self.chance.below(5) {
            0 => format!("{name}(a) := {}", self.expr(Number, 2)),
            1 => format!("{name}(a) if {}", self.condition(2)),
            2 => format!("default {name}(_) := 0\n\n{name}(a) := {} if {}", self.expr(Number, 1), self.condition(1)),
            3 => format!(
                "{name}(a) := {} if {{\n\t{}\n}} else := {} if {{\n\t{}\n}} else := {}",
                self.expr(Number, 1),
                self.condition(1),
                self.expr(Number, 1),
                self.condition(1),
                self.expr(Number, 1)
            ),
            _ => {
                self.scope.clear();
                format!("{name}(1) := 7\n\n{name}(2) := {}", self.expr(Number, 1))
            }
        };
        self.scope.clear();
        self.helpers = index + 1;
        text
    }

    /// A call of a helper, or another number when there is none yet.
    fn helped(&mut self, argument: &str) -> String {
        match self.helpers {
            0 => format!("abs({argument})"),
            some => format!("{}({argument})", HELPERS[self.chance.below(some)]),
        }
    }

    fn rule(&mut self, name: &str) -> String {
        self.scope.clear();
        let body = self.body(3);
        let kind = TYPES[self.chance.below(TYPES.len())];
        let value = self.expr(kind, 2);
        let head = self.fresh();
        match self.chance.below(7) {
            0 => format!("{name} := {head} if {{\n{body}\n\t{head} := {value}\n}}"),
            1 => format!("{name} contains {head} if {{\n{body}\n\t{head} := {value}\n}}"),
            2 => format!("{name}[{head}] := 1 if {{\n{body}\n\t{head} := {value}\n}}"),
            3 => format!("default {name} := 9\n\n{name} := {head} if {{\n{body}\n\t{head} := {value}\n}}"),
            4 => format!("{name} := [{head} |\n{body}\n\t{head} := {value}\n]"),
            5 => format!("{name} if {{\n{body}\n}}"),
            _ => format!("{name} := sprintf(\"%v\", [{{{head} |\n{body}\n\t{head} := {value}\n}}])"),
        }
    }

    fn body(&mut self, most: usize) -> String {
        let count = 1 + self.chance.below(most);
        (0..count).map(|_| format!("\t{}", self.statement())).collect::<Vec<_>>().join("\n")
    }

    fn statement(&mut self) -> String {
        let kind = TYPES[self.chance.below(TYPES.len())];
        let name = self.fresh();
        let element = if self.chance.once_in(2) { Number } else { Text };
        let over = if element == Number { self.numbers(2) } else { self.expr(Texts, 2) };
        match self.chance.below(14) {
            0..=2 => {
                let text = format!("{name} := {}", self.expr(kind, 2));
                self.scope.push((name, kind));
                text
            }
            3 | 4 => {
                self.scope.push((name.clone(), element));
                format!("some {name} in {over}")
            }
            5 => {
                let key = self.fresh();
                let over = self.expr(Object, 1);
                self.scope.extend([(name.clone(), Number), (key.clone(), Text)]);
                format!("some {key}, {name} in {over}")
            }
            6 => {
                self.defined = !self.chance.once_in(10);
                let text = format!("not {}", self.condition(1));
                self.defined = false;
                text
            }
            7 => {
                let outside = self.scope.len();
                self.scope.push((name.clone(), element));
                let negated = if self.chance.once_in(4) { "not " } else { "" };
                let same = self.chance.once_in(3);
                self.defined = !negated.is_empty();
                let inner = if same { format!("d.o[{name}] == 1") } else { self.condition(1) };
                self.defined = false;
                self.scope.truncate(outside);
                format!("every {name} in {over} {{ {name} != 99; {negated}{inner} }}")
            }
            8 => format!(
                "{} with input as {{\"resources\": [{{\"values\": {{\"n\": 5, \"l\": [9]}}}}]}}",
                self.condition(1)
            ),
            9 => {
                let other = self.fresh();
                let text = format!("[{name}, {other}] := [{}, {}]", self.expr(Number, 1), self.expr(Text, 1));
                self.scope.extend([(name, Number), (other, Text)]);
                text
            }
            10 => {
                self.scope.push((name.clone(), Number));
                format!("some {name}\n\t{}[{name}] != 77", ["d.l", "[4, 5, 6]", "d.e"][self.chance.below(3)])
            }
            11 => {
                format!("{name} := {}[_]", ["d.l", "d.w", "d.o", "{7, 8}", "d.gone"][self.chance.below(5)])
            }
            _ => self.condition(2),
        }
    }

    /// Something that holds or not.
    fn condition(&mut self, depth: usize) -> String {
        let (left, right) = (self.expr(Number, depth), self.expr(Number, depth));
        match self.chance.below(14) {
            0..=2 => format!("{left} {} {right}", self.chance.one(&["<", "<=", ">", ">=", "==", "!="])),
            3 => format!("{left} in {}", self.numbers(depth)),
            4 => format!("{} in {}", self.expr(Text, depth), self.expr(Texts, depth)),
            5 => format!("startswith({}, {})", self.expr(Text, depth), self.expr(Text, 0)),
            6 => self.helped(&left),
            7 => format!("{} == {}", self.expr(Set, depth), self.expr(Set, depth)),
            8 => format!("count({}) > {}", self.numbers(depth), self.chance.below(4)),
            9 => format!(
                "regex.match(`{}`, {})",
                self.chance.one(&["^a", "[b-y]+$", "\\d", ".", "^$"]),
                self.expr(Text, depth)
            ),
            10 if !self.defined => format!("d.{}", self.chance.one(&["n", "b", "z", "gone", "o.a", "o.gone", "t"])),
            11 => format!("{}({})", self.chance.one(&["is_string", "is_number", "is_array", "is_null"]), self.leaf()),
            12 => format!("{} != {}", self.expr(Object, depth), self.expr(Object, 0)),
            _ => format!("{} == {}", self.expr(Text, depth), self.expr(Text, depth)),
        }
    }

    /// A value of any type, or of none.
    fn leaf(&mut self) -> String {
        if self.defined {
            return self.simple(Text);
        }
        let fields = ["n", "s", "l", "o", "e", "z", "b", "w", "t", "gone", "o.gone"];
        format!("d.{}", self.chance.one(&fields))
    }

    /// Something whose elements are numbers.
    fn numbers(&mut self, depth: usize) -> String {
        match self.chance.below(4) {
            0 => self.expr(Set, depth),
            1 => self.expr(Object, depth),
            _ => self.expr(List, depth),
        }
    }

    fn variable(&mut self, kind: Type) -> Option<String> {
        let fitting: Vec<&String> =
            self.scope.iter().filter(|(_, other)| *other == kind).map(|(name, _)| name).collect();
        (!fitting.is_empty() && !self.chance.once_in(3)).then(|| fitting[self.chance.below(fitting.len())].clone())
    }

    fn expr(&mut self, kind: Type, depth: usize) -> String {
        if let Some(name) = self.variable(kind) {
            return name;
        }
        if self.defined || depth == 0 || self.chance.once_in(3) {
            return self.simple(kind);
        }
        let depth = depth - 1;
        match kind {
            Number => self.number(depth),
            Text => self.text(depth),
            List => self.list(depth),
            Texts => self.texts(depth),
            Set => self.set(depth),
            Object => self.object(depth),
        }
    }

    fn simple(&mut self, kind: Type) -> String {
        let several: &[&str] = match kind {
            Number => &["0", "1", "2", "3", "1.5", "-4", "10", "d.n", "d.o.a", "d.l[0]", "d.l[7]", "d.o.gone"],
            Text => &["\"\"", "\"a\"", "\"abc\"", "\"x-y\"", "\"Ä€\"", "\"a\\tb\"", "d.s", "d.w[0]", "d.gone", "`\\d`"],
            List => &["[]", "[1, 2]", "[3, 1, 3]", "d.l", "d.e", "numbers.range(1, 4)"],
            Texts => &["[\"a\", \"b\"]", "{\"abc\", \"a\"}", "d.w", "[]", "d.t.a", "object.keys(d.o)"],
            Set => &["set()", "{1}", "{1, 2, 3}", "{x | some x in d.l}"],
            Object => &["{}", "{\"a\": 1}", "{\"b\": 2, \"c\": 3}", "d.o"],
        };
        let several: Vec<&str> = several.iter().copied().filter(|text| !self.defined || !text.contains("d.")).collect();
        self.chance.one(&several).to_owned()
    }

    fn number(&mut self, depth: usize) -> String {
        let (left, right) = (self.expr(Number, depth), self.expr(Number, depth));
        match self.chance.below(12) {
            0..=2 => format!("({left} {} {right})", self.chance.one(&["+", "-", "*", "/", "%"])),
            3 => format!("count({})", self.expr(Texts, depth)),
            4 => format!("{}({})", self.chance.one(&["sum", "max", "min", "count"]), self.numbers(depth)),
            5 => self.helped(&left),
            6 => format!("{}({left})", self.chance.one(&["abs", "floor", "ceil", "round"])),
            7 => format!("object.get(d.o, {}, {right})", self.expr(Text, 0)),
            8 => format!("indexof({}, \"b\")", self.expr(Text, depth)),
            9 if !self.defined => format!("d.l[{left}]"),
            10 => format!("to_number({})", self.chance.one(&["\"12\"", "\"1.5\"", "null", "true", "\"x\""])),
            11 if !self.defined => format!("d.o[{}]", self.expr(Text, 0)),
            _ => format!("({left} - {right})"),
        }
    }

    fn text(&mut self, depth: usize) -> String {
        let inner = self.expr(Text, depth);
        match self.chance.below(11) {
            0 => format!("concat(\",\", {})", self.expr(Texts, depth)),
            1 => format!("{}({inner})", self.chance.one(&["lower", "upper", "trim_space", "strings.reverse"])),
            2 => format!("sprintf(\"%s-%v\", [{inner}, {}])", self.expr(Number, depth)),
            3 => format!("sprintf(\"%v %v\", [{}, {}])", self.expr(Set, depth), self.expr(Object, depth)),
            4 => format!("sprintf(\"%d|%5d|%-4s|\", [count({}), 42, {inner}])", self.expr(Texts, 0)),
            5 => format!("substring({inner}, 1, {})", self.chance.one(&["-1", "2", "0"])),
            6 => format!("replace({inner}, \"a\", {})", self.expr(Text, 0)),
            7 => format!("json.marshal({})", self.leaf()),
            8 => format!("type_name({})", self.leaf()),
            9 => format!("trim({inner}, \"ax\")"),
            _ => format!("format_int({}, {})", self.expr(Number, depth), self.chance.one(&["10", "16", "2"])),
        }
    }

    fn list(&mut self, depth: usize) -> String {
        match self.chance.below(6) {
            0 => format!("[{}, {}]", self.expr(Number, depth), self.expr(Number, depth)),
            1 => self.comprehension(depth, '[', ']'),
            2 => format!("array.concat({}, {})", self.expr(List, depth), self.expr(List, depth)),
            3 => format!("sort({})", self.expr(if depth == 0 { List } else { Set }, depth)),
            4 => format!("array.slice({}, 1, {})", self.expr(List, depth), self.chance.below(4)),
            _ => format!("array.reverse({})", self.expr(List, depth)),
        }
    }

    fn texts(&mut self, depth: usize) -> String {
        match self.chance.below(4) {
            0 => format!("split({}, {})", self.expr(Text, depth), self.chance.one(&["\"a\"", "\"\"", "\"-\""])),
            1 => format!("regex.find_n(\"[a-c]\", {}, -1)", self.expr(Text, depth)),
            2 => format!("[{}, {}]", self.expr(Text, depth), self.expr(Text, depth)),
            _ => format!("{{{}}}", self.expr(Text, depth)),
        }
    }

    fn set(&mut self, depth: usize) -> String {
        match self.chance.below(4) {
            0 => self.comprehension(depth, '{', '}'),
            1 | 2 => {
                format!("({} {} {})", self.expr(Set, depth), self.chance.one(&["|", "&", "-"]), self.expr(Set, depth))
            }
            _ => format!("{{{}, 5}}", self.expr(Number, depth)),
        }
    }

    fn object(&mut self, depth: usize) -> String {
        match self.chance.below(4) {
            0 => format!("object.union({}, {})", self.expr(Object, depth), self.expr(Object, depth)),
            1 => format!("object.remove({}, [\"a\"])", self.expr(Object, depth)),
            2 => format!("{{\"k\": {}, \"l\": {}}}", self.expr(Number, depth), self.expr(Number, depth)),
            _ => {
                let (key, value) = (self.fresh(), self.fresh());
                let over = self.expr(Object, depth);
                let outside = self.scope.len();
                self.scope.extend([(value.clone(), Number), (key.clone(), Text)]);
                let condition = self.condition(0);
                self.scope.truncate(outside);
                format!("{{{key}: {value} | some {key}, {value} in {over}; {condition}}}")
            }
        }
    }

    fn comprehension(&mut self, depth: usize, open: char, close: char) -> String {
        let name = self.fresh();
        let over = self.numbers(depth);
        let outside = self.scope.len();
        self.scope.push((name.clone(), Number));
        let (term, condition) = (self.expr(Number, depth), self.condition(0));
        self.scope.truncate(outside);
        let head = self.fresh();
        format!("{open}{head} | some {name} in {over}; {condition}; {head} := {term}{close}")
    }
}
