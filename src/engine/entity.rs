//! The entities of a document by their `_loc`: what each is called, and what it says, whatever stands around it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::input::repository::Part;
use crate::input::{Segment, plain};

/// What names an element of a list, so that another one before it changes nothing.
const NAMES: [&str; 4] = ["address", "id", "name", "key"];

/// The same of what has another word for it. It does not tell the way to an unknown, which entries of waivers name.
const IDS: [&str; 2] = ["dag_id", "task_id"];

/// Where the place of an entity is kept.
pub(super) const LOC: &str = "_loc";

/// Where a plan keeps the arguments of a resource.
const ARGUMENTS: &str = "values";

/// Where facts stand, which share the places of the entities that they are about.
const FACTS: &str = "facts";

/// The entities of one document.
///
/// Few of them are asked for, so what they are called is put together then.
pub(super) struct Entities<'a> {
    /// What holds other values, each behind what holds it.
    nodes: Vec<Node<'a>>,
    /// The numbers of the entities among them, by their places.
    places: BTreeMap<&'a str, usize>,
}

/// A value that holds others.
struct Node<'a> {
    /// The number of what holds it; nothing for the document.
    holder: Option<usize>,
    step: Step<'a>,
    value: &'a Value,
}

/// Where a value stands in what holds it.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    /// It is the document.
    Top,
    Key(&'a str),
    Element(usize),
}

impl<'a> Entities<'a> {
    /// Those of a normalised document.
    pub(super) fn of(document: &'a Value) -> Self {
        let this = Self { nodes: Vec::new(), places: BTreeMap::new() };
        this.with(Node { holder: None, step: Step::Top, value: document })
    }

    /// Those of one document of a repository, called as in the whole, of which the others need not be made for it.
    pub(super) fn within(part: &Part<'a>) -> Self {
        let around = std::iter::once(Step::Top).chain(part.keys.iter().map(|key| Step::Key(key)));
        let steps: Vec<Step<'a>> = around.chain(part.index.map(Step::Element)).collect();
        let mut this = Self { nodes: Vec::new(), places: BTreeMap::new() };
        let (last, above) = steps.split_last().map_or((Step::Top, [].as_slice()), |(last, above)| (*last, above));
        for (number, step) in above.iter().enumerate() {
            this.nodes.push(Node { holder: number.checked_sub(1), step: *step, value: &Value::Null });
        }
        this.with(Node { holder: above.len().checked_sub(1), step: last, value: part.document.value() })
    }

    /// The same with a value and all that it holds.
    fn with(self, value: Node<'a>) -> Self {
        let mut this = self;
        let mut pending = vec![value];
        // What facts say about an entity is not the entity: they are looked at last.
        let mut facts = Vec::new();
        while let Some(node) = pending.pop().or_else(|| facts.pop()) {
            let holder = Some(this.nodes.len());
            match node.value {
                Value::Object(fields) => {
                    for (key, value) in fields.iter().filter(|(_, value)| holds(value)) {
                        let waiting = if key == FACTS { &mut facts } else { &mut pending };
                        waiting.push(Node { holder, step: Step::Key(key), value });
                    }
                    if let Some(loc) = fields.get(LOC).and_then(Value::as_str) {
                        this.places.entry(loc).or_insert(this.nodes.len());
                    }
                }
                Value::Array(elements) => {
                    let held = elements.iter().enumerate().filter(|(_, value)| holds(value));
                    pending.extend(held.map(|(index, value)| Node { holder, step: Step::Element(index), value }));
                }
                _ => {}
            }
            this.nodes.push(node);
        }
        this
    }

    /// The way to an entity, from the document on.
    fn way(&self, loc: &str) -> Vec<&Node<'a>> {
        let node = |number: usize| self.nodes.get(number);
        let from = self.places.get(loc).and_then(|number| node(*number));
        let mut way: Vec<_> = std::iter::successors(from, |inner| node(inner.holder?)).collect();
        way.reverse();
        way
    }

    /// Whether it has an entity of that place.
    pub(super) fn has(&self, loc: &str) -> bool {
        self.places.contains_key(loc)
    }

    /// What the document says about an entity.
    fn entity(&self, loc: &str) -> Option<&'a Value> {
        self.nodes.get(*self.places.get(loc)?).map(|node| node.value)
    }

    /// What identifies the value at `path` below an entity: the names on the way to it, and what it says. Where the
    /// document has no such value, it is `text`, which stands at its place; where that is only a key, the whole entity.
    pub(super) fn identity(&self, loc: &str, path: &[Segment], text: &str) -> String {
        let Some(entity) = self.entity(loc) else { return loc.to_owned() };
        let mut value = Some(entity);
        let mut identity = String::new();
        for node in self.way(loc) {
            match (node.step, name(node.value)) {
                (Step::Top, _) => {}
                (Step::Key(step), _) | (Step::Element(_), Some(step)) => identity.extend(["/", step]),
                (Step::Element(index), None) => identity.extend(["/", &index.to_string()]),
            }
        }
        let mut last = "";
        for segment in path {
            let (below, step) = match segment {
                Segment::Key(key) => (value.and_then(|value| value.get(key)), key.clone()),
                Segment::Index(index) => (value.and_then(|value| value.get(index)), index.to_string()),
            };
            identity = format!("{identity}/{step}");
            value = below;
            last = if let Segment::Key(key) = segment { key } else { "" };
        }
        let text = plain(text);
        let says = match value {
            Some(value) => without_places(value).to_string(),
            None if !text.is_empty() && text.trim_matches(['"', '\'']) != last => text,
            None => without_places(entity).to_string(),
        };
        format!("{identity}\n{says}")
    }
}

impl Entities<'_> {
    /// The names on the way to an entity: `/jobs/deploy/steps/`. A place in a list is none.
    pub(super) fn names(&self, loc: &str) -> String {
        let mut names = String::new();
        for node in self.way(loc) {
            let name = match node.step {
                Step::Top => continue,
                Step::Key(key) => key,
                Step::Element(_) => called(node.value).unwrap_or_default(),
            };
            names.extend(["/", name]);
        }
        names
    }

    /// What the document says at a path below an entity, or about a small entity as a whole. A plan keeps the arguments
    /// of a resource below `values`, and some of them are JSON in a text, which is looked into.
    pub(super) fn value(&self, loc: &str, path: &[Segment]) -> Option<Value> {
        let entity = self.entity(loc)?;
        let arguments = entity.get(ARGUMENTS);
        if path.is_empty() {
            return arguments.is_none().then(|| entity.clone());
        }
        let found = look(entity, path).or_else(|| look(arguments?, path));
        found.filter(|value| !value.is_null())
    }

    /// Whether a text may be what an entity is, such as the text of a script or a credential, and not only where it begins.
    /// Of what holds other things it is only if it says so; what was masked there may be anything.
    pub(super) fn is_itself(&self, loc: &str, text: &str) -> bool {
        let Some(fields) = self.entity(loc).and_then(Value::as_object) else { return true };
        let is_text = |value: &Value| {
            let value = value.as_str().unwrap_or_default();
            value.contains("**") || value.split_whitespace().eq(text.split_whitespace())
        };
        !fields.values().any(holds) || fields.values().any(is_text)
    }

    /// What is said of an entity, without what it and what holds it are called.
    pub(super) fn unnamed(&self, loc: &str, said: &str) -> String {
        let elements = self.way(loc).into_iter().filter(|node| matches!(node.step, Step::Element(_)));
        let called: String = elements.filter_map(|node| called(node.value)).flat_map(|name| [name, "\n"]).collect();
        let mut names: Vec<&str> = called.lines().collect();
        // A name may hold another one.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.into_iter().fold(said.to_owned(), |said, name| without_word(&said, name))
    }

    /// The names on the way to every entity.
    pub(super) fn all_names(&self) -> impl Iterator<Item = String> {
        self.places.keys().map(|loc| self.names(loc))
    }
}

/// Whether other values stand in a value.
fn holds(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// The value at a path, through texts that hold JSON.
fn look(value: &Value, path: &[Segment]) -> Option<Value> {
    let mut value = value;
    for (index, segment) in path.iter().enumerate() {
        value = match (segment, value) {
            (_, Value::String(text)) => {
                let inside: Value = serde_json::from_str(text).ok()?;
                return if inside.is_string() { None } else { look(&inside, path.get(index..)?) };
            }
            (Segment::Key(key), value) => value.get(key)?,
            (Segment::Index(index), value) => value.get(index)?,
        };
    }
    Some(value.clone())
}

/// A text without a word, wherever that stands by itself.
fn without_word(text: &str, word: &str) -> String {
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    let (mut kept, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(word).filter(|_| !word.is_empty()) {
        kept.push_str(before);
        let begins = !kept.ends_with(inside);
        let ends = !after.starts_with(inside);
        kept.push_str(if begins && ends { "\u{0}" } else { word });
        rest = after;
    }
    kept + rest
}

/// An element's own name.
fn name(element: &Value) -> Option<&str> {
    named_by(element, &NAMES)
}

/// The same, or the other word that it has for it.
fn called(element: &Value) -> Option<&str> {
    name(element).or_else(|| named_by(element, &IDS))
}

/// The first name that an element has under one of these keys.
fn named_by<'a>(element: &'a Value, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| element.get(key).and_then(Value::as_str).filter(|name| !name.is_empty()))
}

/// The same value without where its entities stand: places move when something else does.
pub(super) fn without_places(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(without_places).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| *key != LOC)
            .map(|(key, value)| (key.clone(), without_places(value)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::Entities;
    use crate::input::{self, Claim, Context, Document, FORMATS, Options, Parsed, Segment, repository};
    use crate::limits::LIMITS;
    use crate::policy::tree;
    use crate::source::files::Memory;
    use crate::source::{Files as _, RepoPath, Source};

    fn identity(document: &Value, path: &[&str]) -> String {
        let path: Vec<Segment> = path.iter().map(|key| Segment::Key((*key).to_owned())).collect();
        Entities::of(document).identity("x#7", &path, "on  ${{ X }}")
    }

    #[test]
    fn what_is_said_of_an_entity_is_known_without_its_names() {
        let document =
            json!({"_loc": "x#0", "jobs": [{"_loc": "x#1", "id": "build", "steps": [{"_loc": "x#7", "name": "b"}]}]});
        let entities = Entities::of(&document);
        let cases = [
            ("build deploys what builders build", "\0 deploys what builders \0"),
            ("`build`/b: a-b b_c", "`\0`/\0: a-b b_c"),
            ("rebuild", "rebuild"),
            ("", ""),
        ];
        for (said, expected) in cases {
            assert_eq!(entities.unnamed("x#7", said), expected);
            assert_eq!(entities.unnamed("x#9", said), said);
        }
    }

    #[test]
    fn an_entity_is_known_by_its_names_and_its_value_and_not_by_its_place() {
        let step = |loc: &str, run: &str| json!({"_loc": loc, "run": {"text": run, "_loc": format!("{loc}1")}});
        let of = |steps: Value| json!({"_loc": "x#0", "jobs": [{"_loc": "x#1", "id": "deploy", "steps": steps}]});
        let here = identity(&of(json!([step("x#7", "sh $X")])), &["run", "text"]);
        assert_eq!(here, "/jobs/deploy/steps/0/run/text\n\"sh $X\"");
        let later = json!({"_loc": "x#0", "jobs": [
            {"_loc": "x#1", "id": "build", "steps": []},
            {"_loc": "x#4", "id": "deploy", "steps": [step("x#7", "sh $X")]},
        ]});
        assert_eq!(identity(&later, &["run", "text"]), here);
        let other = identity(&of(json!([step("x#7", "sh $Y")])), &["run", "text"]);
        assert_ne!(other, here);
        let whole = identity(&of(json!([step("x#7", "sh $X")])), &[]);
        let written = identity(&of(json!([step("x#7", "sh $X")])), &["continue-on-error"]);
        assert_eq!(written, "/jobs/deploy/steps/0/continue-on-error\non ${{ X }}");
        let key = identity(&of(json!([step("x#7", "sh $X")])), &["on  ${{ X }}"]);
        assert_eq!(key, "/jobs/deploy/steps/0/on  ${{ X }}\non ${{ X }}");
        assert_eq!(whole, "/jobs/deploy/steps/0\n{\"run\":{\"text\":\"sh $X\"}}");
    }

    /// The repositories of the fixtures of policies that judge one as a whole.
    fn repositories() -> BTreeMap<String, Document> {
        let mut trees: BTreeMap<String, Vec<Source>> = BTreeMap::new();
        for (file, text) in tree().unwrap() {
            let mut segments = file.splitn(6, '/');
            let folder: Vec<&str> = segments.by_ref().take(5).collect();
            if let (["policies", "data", ..], Some(path)) = (folder.as_slice(), segments.next().and_then(RepoPath::new))
            {
                trees.entry(folder.join("/")).or_default().push(Source::from_text(path, &text));
            }
        }
        let composed = |sources: Vec<Source>| {
            let files = Memory::new(sources);
            let snapshot = RepoPath::new(".forge/snapshot.json").filter(|path| files.contains(path));
            let options = Options { snapshot, ..Options::default() };
            let context = Context { files: &files, limits: &LIMITS, options: &options };
            let read = |path: &RepoPath| {
                let format = FORMATS.iter().find(|format| format.claims(path) == Claim::Yes)?;
                let Parsed::Document(document) = input::read(*format, path, &context) else { return None };
                Some(Arc::new(*document))
            };
            let documents: Vec<Arc<Document>> = files.paths().iter().filter_map(read).collect();
            repository::compose(&documents, &files, &LIMITS)
        };
        trees.into_iter().map(|(name, sources)| (name, composed(sources))).collect()
    }

    #[test]
    fn an_entity_is_called_the_same_in_its_document_and_in_the_whole() {
        let mut compared = 0;
        for (name, repository) in repositories() {
            let whole = Entities::of(repository.value());
            for loc in whole.places.keys() {
                let Some(part) = repository::part(&repository, loc) else { continue };
                let own = Entities::within(&part);
                assert!(own.has(loc), "{name}: {loc}");
                assert_eq!(own.names(loc), whole.names(loc), "{name}: {loc}");
                assert_eq!(own.identity(loc, &[], "x"), whole.identity(loc, &[], "x"), "{name}: {loc}");
                assert_eq!(own.unnamed(loc, "a deploy x"), whole.unnamed(loc, "a deploy x"), "{name}: {loc}");
                assert_eq!(own.value(loc, &[]), whole.value(loc, &[]), "{name}: {loc}");
                compared += 1;
            }
        }
        assert!(compared > 500, "{compared}");
    }
}
