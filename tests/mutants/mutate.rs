//! Small changes of a policy, at the places that its syntax tree names.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value as Json;

/// A policy with one change.
pub(crate) struct Mutant {
    /// Its text.
    pub(crate) text: String,
    /// The line where the change begins, as it was, without the blanks around it.
    pub(crate) line: String,
    /// The change in words.
    pub(crate) change: String,
}

/// Every mutant of a policy, in the order of its text.
pub(crate) fn mutants(text: &str) -> Vec<Mutant> {
    let mut engine = regorus::Engine::new();
    engine.add_policy("policy.rego".to_owned(), text.to_owned()).unwrap();
    let tree: Json = serde_json::from_str(&engine.get_ast_as_json().unwrap()).unwrap();
    let mut maker = Maker { text, made: Vec::new(), seen: BTreeSet::new() };
    maker.rules(&tree[0]["ast"]["rules"]);
    maker.made
}

/// A comparison, how it is written, and what takes its place: its opposite first.
const COMPARISONS: &[(&str, &str, &[&str])] = &[
    ("Eq", "==", &["!="]),
    ("Ne", "!=", &["=="]),
    ("Lt", "<", &[">=", "<="]),
    ("Ge", ">=", &["<", ">"]),
    ("Gt", ">", &["<=", ">="]),
    ("Le", "<=", &[">", "<"]),
];
/// The same for what computes.
const ARITHMETIC: &[(&str, &str, &[&str])] =
    &[("Add", "+", &["-"]), ("Sub", "-", &["+"]), ("Mul", "*", &["+"]), ("Div", "/", &["*"]), ("Mod", "%", &["*"])];

struct Maker<'a> {
    text: &'a str,
    made: Vec<Mutant>,
    seen: BTreeSet<String>,
}

impl Maker<'_> {
    /// Adds the policy with `range` replaced.
    fn add(&mut self, range: Range<usize>, by: &str, change: String) {
        let text = format!("{}{by}{}", &self.text[..range.start], &self.text[range.end..]);
        if text != self.text && self.seen.insert(text.clone()) {
            let start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            let line = self.text[start..].lines().next().unwrap_or_default().trim().to_owned();
            self.made.push(Mutant { text, line, change });
        }
    }

    fn rules(&mut self, rules: &Json) {
        for rule in rules.as_array().unwrap() {
            let (_, content) = node(rule).unwrap();
            self.add(span(content), "", "the rule is removed".to_owned());
            // An `else` is a body of its own, after the first.
            for body in content["bodies"].as_array().into_iter().flatten().skip(1) {
                self.add(span(body), "", "the `else` is removed".to_owned());
            }
            self.below(content);
        }
    }

    /// Goes through a node and everything below it.
    fn below(&mut self, json: &Json) {
        match json {
            Json::Array(items) => items.iter().for_each(|item| self.below(item)),
            Json::Object(fields) => {
                if fields.contains_key("literal") {
                    self.statement(json);
                }
                for (name, content) in fields {
                    if content.get("span").is_some() {
                        self.expression(name, content);
                    }
                    // What the engine adds to a tree is not text of the policy.
                    if name != "span" {
                        self.below(content);
                    }
                }
            }
            _ => {}
        }
    }

    fn statement(&mut self, json: &Json) {
        let range = span(json);
        self.add(range.clone(), "true", "the statement is removed".to_owned());
        let Some((kind, content)) = node(&json["literal"]) else { return };
        match kind {
            "NotExpr" => {
                let inner = self.text[range.clone()].strip_prefix("not ").unwrap().to_owned();
                self.add(range, &inner, "`not` is removed".to_owned());
            }
            "Expr"
                if matches!(
                    node(&content["expr"]),
                    Some(("Call" | "Var" | "RefDot" | "RefBrack" | "Membership", _))
                ) =>
            {
                self.add(range.start..range.start, "not ", "`not` is put before it".to_owned());
            }
            _ => {}
        }
    }

    fn expression(&mut self, kind: &str, content: &Json) {
        let range = span(content);
        match kind {
            "BoolExpr" => self.operator(content, COMPARISONS),
            "ArithExpr" => self.operator(content, ARITHMETIC),
            "Number" => {
                let other = format!("{}", content["value"].as_f64().unwrap_or_default() + 1.0);
                self.swap(range, &other);
            }
            "Bool" => self.swap(range, if content["value"] == true { "false" } else { "true" }),
            "Null" => self.swap(range, "false"),
            "String" | "RawString" => self.swap(range, "~"),
            // A rule that makes a set has a head of the same name.
            "Set" if content["items"].is_array() => self.set(range, &content["items"]),
            _ => {}
        }
    }

    fn swap(&mut self, range: Range<usize>, by: &str) {
        let change = format!("`{}` becomes `{by}`", &self.text[range.clone()]);
        self.add(range, by, change);
    }

    fn operator(&mut self, content: &Json, table: &[(&str, &str, &[&str])]) {
        let row = table.iter().find(|(name, ..)| content["op"] == **name);
        let Some((_, written, others)) = row else { return };
        let [left, right] = ["lhs", "rhs"].map(|side| span(node(&content[side]).unwrap().1));
        let Some(at) = self.text[left.start..right.start].rfind(written) else { return };
        let range = left.start + at..left.start + at + written.len();
        for other in *others {
            self.add(range.clone(), other, format!("`{written}` becomes `{other}`"));
        }
    }

    fn set(&mut self, range: Range<usize>, items: &Json) {
        self.add(range.clone(), "set()", "the set is emptied".to_owned());
        let items: Vec<String> = items.as_array().unwrap().iter().map(|item| self.written(item)).collect();
        for left_out in 0..items.len() {
            let mut rest = items.clone();
            let item = rest.remove(left_out);
            if !rest.is_empty() {
                let change = format!("{item} is left out of the set");
                self.add(range.clone(), &format!("{{{}}}", rest.join(", ")), change);
            }
        }
    }

    /// An expression as it is written; the engine's span of text has no quotes.
    fn written(&self, expression: &Json) -> String {
        let (kind, content) = node(expression).unwrap();
        let range = span(content);
        let quote = usize::from(kind.ends_with("String"));
        self.text[range.start - quote..range.end + quote].to_owned()
    }
}

/// Name and content of a node, which the engine writes as an object of one field.
fn node(json: &Json) -> Option<(&str, &Json)> {
    let (name, content) = json.as_object()?.iter().next()?;
    Some((name, content))
}

fn span(json: &Json) -> Range<usize> {
    let end = |name: &str| usize::try_from(json["span"][name].as_u64().unwrap()).unwrap();
    end("start")..end("end")
}
