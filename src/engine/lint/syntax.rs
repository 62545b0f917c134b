//! The syntax tree of a Rego file, as much of it as the lints ask for.
//!
//! The engine gives its tree as JSON; this turns it into types. A node that is not understood becomes [`Node::Other`],
//! about which nothing is concluded.

use serde_json::Value as Json;

use super::heads::is_plain;
pub(in crate::engine) use super::operator::Operator;

/// One file.
#[derive(Debug, Default)]
pub(in crate::engine) struct File {
    /// Offset of its `package`.
    pub(in crate::engine) at: usize,
    /// The components of its package.
    pub(in crate::engine) package: Vec<String>,
    /// Its imports.
    pub(in crate::engine) imports: Vec<Import>,
    /// Its rules, in the order of the file.
    pub(in crate::engine) rules: Vec<Rule>,
}

/// `import data.gate.pipeline as ci`.
#[derive(Debug)]
pub(in crate::engine) struct Import {
    /// Offset of what is imported.
    pub(in crate::engine) at: usize,
    /// The name that it is used by.
    pub(in crate::engine) alias: String,
    /// What it stands for, `data` first.
    pub(in crate::engine) path: Vec<String>,
}

/// What a rule defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Kind {
    /// A value.
    Complete,
    /// Members of a set: `contains`.
    Set,
    /// Members of an object: `m[k] := v`.
    Object,
    /// A function.
    Function,
    /// `default`.
    Default,
}

/// One rule.
#[derive(Debug)]
pub(in crate::engine) struct Rule {
    /// Offset of its first byte.
    pub(in crate::engine) at: usize,
    /// What it defines.
    pub(in crate::engine) kind: Kind,
    /// The first component of its name.
    pub(in crate::engine) name: String,
    /// Whether its head is a name, `a.b` or `a[key]`; deeper ones are lost by the engine.
    pub(in crate::engine) is_plain: bool,
    /// Whether it is a part of what its name stands for: `a.b`.
    pub(in crate::engine) is_part: bool,
    /// The member of a set or the key of an object.
    pub(in crate::engine) key: Option<Expr>,
    /// The parameters of a function.
    pub(in crate::engine) parameters: Vec<Expr>,
    /// The value in the head.
    pub(in crate::engine) value: Option<Expr>,
    /// Its bodies; `else` bodies too.
    pub(in crate::engine) bodies: Vec<Body>,
}

/// One body of a rule.
#[derive(Debug)]
pub(in crate::engine) struct Body {
    /// The value of an `else`.
    pub(in crate::engine) value: Option<Expr>,
    /// Its statements.
    pub(in crate::engine) statements: Vec<Statement>,
}

/// One statement.
#[derive(Debug)]
pub(in crate::engine) struct Statement {
    /// What it says.
    pub(in crate::engine) literal: Literal,
    /// `with` target and replacement.
    pub(in crate::engine) with: Vec<(Expr, Expr)>,
}

/// What a statement says.
#[derive(Debug)]
pub(in crate::engine) enum Literal {
    /// `some x, y`.
    Declare(Vec<String>),
    /// `some k, v in collection`.
    SomeIn { key: Option<Expr>, value: Expr, collection: Expr },
    /// An expression that must hold.
    Holds(Expr),
    /// `not` an expression.
    Not(Expr),
    /// `every k, v in domain { … }`.
    Every { variables: Vec<String>, domain: Expr, statements: Vec<Statement> },
    /// Something else.
    Other,
}

/// An expression.
#[derive(Debug)]
pub(in crate::engine) struct Expr {
    /// Offset of its first byte.
    pub(in crate::engine) at: usize,
    /// What it is.
    pub(in crate::engine) node: Node,
}

/// The kinds of expressions.
#[derive(Debug)]
pub(in crate::engine) enum Node {
    /// A number or a bool, as JSON.
    Scalar(Json),
    /// Null.
    Null,
    /// Text.
    String(String),
    /// A name.
    Var(String),
    /// A list or a set.
    List(Vec<Expr>),
    /// An object.
    Object(Vec<(Expr, Expr)>),
    /// A comprehension: its terms (key and value of an object) and its body.
    Comprehension { terms: Vec<Expr>, statements: Vec<Statement> },
    /// A call.
    Call { function: Box<Expr>, arguments: Vec<Expr> },
    /// `base.field` or `base["field"]`.
    Field(Box<Expr>, String),
    /// `base[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `a := b` or `a = b`.
    Assign(Box<Expr>, Box<Expr>),
    /// An operator and its operands, `in` included.
    Operator(Operator, Vec<Expr>),
    /// Something else.
    Other,
}

impl Expr {
    /// The names of a reference: `input.jobs` is `["input", "jobs"]`; `None` when an index is computed.
    pub(in crate::engine) fn path(&self) -> Option<Vec<&str>> {
        match &self.node {
            Node::Var(name) => Some(vec![name]),
            Node::Field(base, field) => {
                let mut path = base.path()?;
                path.push(field);
                Some(path)
            }
            _ => None,
        }
    }

    /// The name at the bottom of a reference.
    pub(in crate::engine) fn root(&self) -> Option<&str> {
        match &self.node {
            Node::Var(name) => Some(name),
            Node::Field(base, _) | Node::Index(base, _) => base.root(),
            _ => None,
        }
    }

    /// The expressions directly below this one, those of comprehensions not included.
    pub(in crate::engine) fn children(&self) -> Vec<&Expr> {
        match &self.node {
            Node::List(items) | Node::Operator(_, items) => items.iter().collect(),
            Node::Object(fields) => fields.iter().flat_map(|(key, value)| [key, value]).collect(),
            Node::Call { arguments, .. } => arguments.iter().collect(),
            Node::Field(base, _) => vec![base.as_ref()],
            Node::Index(left, right) | Node::Assign(left, right) => vec![left.as_ref(), right.as_ref()],
            Node::Scalar(_)
            | Node::Null
            | Node::String(_)
            | Node::Var(_)
            | Node::Comprehension { .. }
            | Node::Other => Vec::new(),
        }
    }
}

/// Reads the engine's tree of a file; `text` is the file.
pub(in crate::engine) fn file(json: &Json, text: &str) -> File {
    let reader = Reader { text };
    let package = json.get("package").and_then(|package| package.get("refr")).map(|refr| reader.expr(refr));
    File {
        at: json.pointer("/package/span").and_then(|span| offset(span, "start")).unwrap_or_default(),
        package: package.as_ref().and_then(Expr::path).unwrap_or_default().into_iter().map(str::to_owned).collect(),
        imports: list(json, "imports").iter().filter_map(|import| reader.import(import)).collect(),
        rules: list(json, "rules").iter().filter_map(|rule| reader.rule(rule)).collect(),
    }
}

/// The list of a field, empty when there is none.
fn list<'a>(json: &'a Json, field: &str) -> &'a [Json] {
    json.get(field).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

/// Name and content of a node, which the engine writes as an object of one field.
pub(super) fn node(json: &Json) -> Option<(&str, &Json)> {
    let (name, content) = json.as_object()?.iter().next()?;
    Some((name, content))
}

fn offset(json: &Json, end: &str) -> Option<usize> {
    json.get(end).and_then(Json::as_u64).and_then(|offset| usize::try_from(offset).ok())
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    /// The text that a span covers.
    fn slice(&self, span: &Json) -> String {
        let range = offset(span, "start").zip(offset(span, "end"));
        range.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default().to_owned()
    }

    fn import(&self, json: &Json) -> Option<Import> {
        let target = self.expr(json.get("refr")?);
        let path: Vec<String> = target.path()?.into_iter().map(str::to_owned).collect();
        let renamed = json.get("as").filter(|span| !span.is_null()).map(|span| self.slice(span));
        let alias = renamed.or_else(|| path.last().cloned())?;
        Some(Import { at: target.at, alias, path })
    }

    fn rule(&self, json: &Json) -> Option<Rule> {
        let (variant, content) = node(json)?;
        let at = content.get("span").and_then(|span| offset(span, "start")).unwrap_or_default();
        if variant == "Default" {
            let name = self.expr(content.get("refr")?).root()?.to_owned();
            let value = content.get("value").map(|value| self.expr(value));
            let parameters = self.exprs(content, "args");
            return Some(Rule {
                at,
                kind: Kind::Default,
                name,
                is_plain: true,
                is_part: false,
                key: None,
                parameters,
                value,
                bodies: Vec::new(),
            });
        }
        let (head_kind, head) = node(content.get("head")?)?;
        let is_plain = is_plain(head.get("refr")?);
        let target = self.expr(head.get("refr")?);
        let name = target.root()?.to_owned();
        let is_part = matches!(target.node, Node::Field(..));
        let value = head.get("assign").and_then(|assign| assign.get("value")).map(|value| self.expr(value));
        let (kind, key) = match (head_kind, target.node) {
            ("Func", _) => (Kind::Function, None),
            ("Set", _) => (Kind::Set, head.get("key").filter(|key| !key.is_null()).map(|key| self.expr(key))),
            (_, Node::Index(_, key)) => (Kind::Object, Some(*key)),
            _ => (Kind::Complete, None),
        };
        let parameters = self.exprs(head, "args");
        let bodies = list(content, "bodies").iter().map(|body| self.body(body)).collect();
        Some(Rule { at, kind, name, is_plain, is_part, key, parameters, value, bodies })
    }

    fn body(&self, json: &Json) -> Body {
        let value = json.get("assign").and_then(|assign| assign.get("value")).map(|value| self.expr(value));
        Body { value, statements: json.get("query").map(|query| self.statements(query)).unwrap_or_default() }
    }

    fn statements(&self, query: &Json) -> Vec<Statement> {
        list(query, "stmts")
            .iter()
            .map(|statement| Statement {
                literal: statement.get("literal").map_or(Literal::Other, |literal| self.literal(literal)),
                with: list(statement, "with_mods")
                    .iter()
                    .map(|with| (self.field(with, "refr"), self.field(with, "as")))
                    .collect(),
            })
            .collect()
    }

    fn literal(&self, json: &Json) -> Literal {
        let Some((variant, content)) = node(json) else { return Literal::Other };
        match variant {
            "SomeVars" => Literal::Declare(list(content, "vars").iter().map(|span| self.slice(span)).collect()),
            "SomeIn" => Literal::SomeIn {
                key: content.get("key").filter(|key| !key.is_null()).map(|key| self.expr(key)),
                value: self.field(content, "value"),
                collection: self.field(content, "collection"),
            },
            "Expr" => Literal::Holds(self.field(content, "expr")),
            "NotExpr" => Literal::Not(self.field(content, "expr")),
            "Every" => Literal::Every {
                variables: [content.get("key"), content.get("value")]
                    .into_iter()
                    .flatten()
                    .filter(|span| !span.is_null())
                    .map(|span| self.slice(span))
                    .collect(),
                domain: self.field(content, "domain"),
                statements: content.get("query").map(|query| self.statements(query)).unwrap_or_default(),
            },
            _ => Literal::Other,
        }
    }

    fn field(&self, json: &Json, name: &str) -> Expr {
        json.get(name).map_or(Expr { at: 0, node: Node::Other }, |json| self.expr(json))
    }

    fn boxed(&self, json: &Json, name: &str) -> Box<Expr> {
        Box::new(self.field(json, name))
    }

    fn exprs(&self, json: &Json, name: &str) -> Vec<Expr> {
        list(json, name).iter().map(|item| self.expr(item)).collect()
    }

    fn expr(&self, json: &Json) -> Expr {
        let Some((variant, content)) = node(json) else { return Expr { at: 0, node: Node::Other } };
        let at = content.get("span").and_then(|span| offset(span, "start")).unwrap_or_default();
        let text = || content.get("value").and_then(Json::as_str).unwrap_or_default().to_owned();
        let node = match variant {
            "Number" | "Bool" => Node::Scalar(content.get("value").cloned().unwrap_or_default()),
            "Null" => Node::Null,
            "String" | "RawString" => Node::String(text()),
            "Var" => Node::Var(text()),
            "Array" | "Set" => Node::List(self.exprs(content, "items")),
            "Object" => Node::Object(
                list(content, "fields")
                    .iter()
                    .filter_map(|field| Some((self.expr(field.get(1)?), self.expr(field.get(2)?))))
                    .collect(),
            ),
            "ArrayCompr" | "SetCompr" => self.comprehension(content, &["term"]),
            "ObjectCompr" => self.comprehension(content, &["key", "value"]),
            "Call" => Node::Call { function: self.boxed(content, "fcn"), arguments: self.exprs(content, "params") },
            "RefDot" => {
                let field = content.get("field").and_then(|field| field.get(1)).and_then(Json::as_str);
                Node::Field(self.boxed(content, "refr"), field.unwrap_or_default().to_owned())
            }
            "RefBrack" => match self.field(content, "index").node {
                Node::String(field) => Node::Field(self.boxed(content, "refr"), field),
                _ => Node::Index(self.boxed(content, "refr"), self.boxed(content, "index")),
            },
            "AssignExpr" => Node::Assign(self.boxed(content, "lhs"), self.boxed(content, "rhs")),
            "BinExpr" | "BoolExpr" | "ArithExpr" => {
                let operator = Operator::named(content.get("op").and_then(Json::as_str));
                Node::Operator(operator, vec![self.field(content, "lhs"), self.field(content, "rhs")])
            }
            "Membership" => {
                let operands = vec![self.field(content, "value"), self.field(content, "collection")];
                let has_key = content.get("key").is_some_and(|key| !key.is_null());
                Node::Operator(if has_key { Operator::Other } else { Operator::In }, operands)
            }
            "UnaryExpr" => Node::Operator(Operator::Other, vec![self.field(content, "expr")]),
            _ => Node::Other,
        };
        // The engine's span of text begins after the quote.
        let at = if matches!(node, Node::String(_)) { at.saturating_sub(1) } else { at };
        Expr { at, node }
    }

    fn comprehension(&self, content: &Json, terms: &[&str]) -> Node {
        let terms = terms.iter().map(|term| self.field(content, term)).collect();
        Node::Comprehension { terms, statements: content.get("query").map(|q| self.statements(q)).unwrap_or_default() }
    }
}
