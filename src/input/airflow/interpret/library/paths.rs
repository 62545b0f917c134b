//! Paths of files. The folder that the repository lies in is not known; what stands below it is.

use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::text::{Part, Text};
use super::super::super::value::{Args, Item, Kind, List, Object, Value};
use super::super::Interpreter;
use super::super::imports::REPOSITORY;
use super::super::strings::is_path;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// Functions of `os.path`, and `pathlib.Path` itself.
    pub(super) fn call_paths(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        if is_path(name) {
            let text = self.joined_path(&args.positional);
            return Some(self.path(text, at));
        }
        let function = name.strip_prefix("os.path.").or_else(|| name.strip_prefix("posixpath."));
        let Some(function) = function else {
            return matches!(name, "os.fspath").then(|| Value::Text(Rc::new(self.joined_path(&args.positional))));
        };
        let text = |text: Text| Some(Value::Text(Rc::new(text)));
        if function == "join" {
            return text(self.joined_path(&args.positional));
        }
        let path = self.as_text(&args.positional.first()?.value);
        match function {
            "dirname" => text(folder_of(&path)),
            "basename" => text(path.after_last("/")),
            "abspath" | "realpath" | "normpath" | "expanduser" | "expandvars" => text(normal(&path, function)),
            "splitext" => {
                let (stem, ending) = split_ending(&path);
                let item = |text: Text| Item { value: Value::Text(Rc::new(text)), span: at };
                Some(self.heap.tuple(vec![item(stem), item(ending)]))
            }
            "split" => {
                let item = |text: Text| Item { value: Value::Text(Rc::new(text)), span: at };
                Some(self.heap.tuple(vec![item(folder_of(&path)), item(path.after_last("/"))]))
            }
            _ => None,
        }
    }

    /// Parts joined by `/`; one that begins with `/` starts anew.
    pub(in super::super) fn joined_path(&self, parts: &[Item<'a>]) -> Text {
        let mut text = Text::default();
        for item in parts {
            let part = self.as_text(&item.value);
            let shown = text.display();
            if part.prefix().starts_with('/') || is_of_repository(&part) {
                text = part;
                continue;
            }
            if !shown.is_empty() && !shown.ends_with('/') && !part.parts().is_empty() {
                text.push_str("/");
            }
            text.push(&part);
        }
        text
    }

    /// An attribute of a path.
    pub(in super::super) fn path_attribute(&mut self, id: Id<Object<'a>>, name: &str, at: Span) -> Option<Value<'a>> {
        let path = self.as_text(&Value::Object(id));
        let text = |text: Text| Some(Value::Text(Rc::new(text)));
        match name {
            "name" => text(path.after_last("/")),
            "stem" => text(split_ending(&path.after_last("/")).0),
            "suffix" => text(split_ending(&path.after_last("/")).1),
            "parent" => Some(self.path(folder_of(&path), at)),
            "parents" => {
                let mut parents = Vec::new();
                let mut above = folder_of(&path);
                while parents.len() < 64 && above.display().contains('/') {
                    parents.push(self.path(above.clone(), at));
                    above = folder_of(&above);
                }
                parents.push(self.path(above, at));
                Some(self.heap.list_of(parents, at))
            }
            "parts" => {
                let Some(Part::Known(known)) = path.parts().last() else { return None };
                let parts = known.split('/').filter(|part| !part.is_empty()).map(Value::text);
                let parts = parts.map(|value| Item { value, span: at }).collect();
                let kind = if path.is_partial() { Kind::End } else { Kind::Tuple };
                let list = List { items: parts, open: path.is_partial(), kind };
                Some(Value::List(self.heap.lists.add(list)))
            }
            _ => None,
        }
    }

    /// A method of a path.
    pub(super) fn path_method(
        &mut self,
        id: Id<Object<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let path = self.as_text(&Value::Object(id));
        let first = args.positional.first().map(|item| self.as_text(&item.value));
        let made = match name {
            "joinpath" => {
                let own = Item { value: Value::Object(id), span: at };
                let parts: Vec<Item<'a>> = std::iter::once(own).chain(args.positional.iter().cloned()).collect();
                self.joined_path(&parts)
            }
            "resolve" | "absolute" | "expanduser" => normal(&path, "abspath"),
            "with_suffix" => {
                let (mut stem, _) = split_ending(&path);
                stem.push(&first?);
                stem
            }
            "with_name" => {
                let mut sibling = folder_of(&path);
                sibling.push_str("/");
                sibling.push(&first?);
                sibling
            }
            "as_posix" | "__str__" | "__fspath__" => return Some(Value::Text(Rc::new(path))),
            _ => return None,
        };
        Some(self.path(made, at))
    }
}

/// Whether a path begins with the folder that the repository lies in.
fn is_of_repository(path: &Text) -> bool {
    matches!(path.parts().first(), Some(Part::Hole(name)) if &**name == REPOSITORY)
}

/// The folder that a path lies in.
fn folder_of(path: &Text) -> Text {
    match path.rsplit_once("/") {
        Some((folder, _)) if folder.parts().is_empty() => Text::known("/"),
        Some((folder, _)) => folder,
        None if path.as_known().is_some() => Text::known(""),
        // Above the repository.
        None => Text::hole("folder"),
    }
}

/// A path without its ending, and the ending.
fn split_ending(path: &Text) -> (Text, Text) {
    let name = path.after_last("/");
    let has_stem = name.rsplit_once(".").is_some_and(|(stem, _)| !stem.parts().is_empty());
    match path.rsplit_once(".").filter(|_| has_stem) {
        Some((stem, ending)) => {
            let mut dotted = Text::known(".");
            dotted.push(&ending);
            (stem, dotted)
        }
        None if name.is_partial() => (path.clone(), Text::hole("ending")),
        None => (path.clone(), Text::default()),
    }
}

/// A path without `.` and `..`.
fn normal(path: &Text, function: &str) -> Text {
    if !is_of_repository(path) {
        return match path.as_known() {
            Some(known) if known.starts_with('/') => Text::known(normal_parts(known)),
            _ if function.starts_with("expand") || function == "normpath" => path.clone(),
            // Relative to the folder that Airflow runs in.
            _ => {
                let mut whole = Text::hole("working folder");
                whole.push_str("/");
                whole.push(path);
                whole
            }
        };
    }
    match path.parts() {
        [hole @ Part::Hole(_), Part::Known(known)] if !known.starts_with("/..") => {
            let mut text = Text::default();
            text.push_part(hole);
            text.push_str(&normal_parts(known));
            text
        }
        _ => path.clone(),
    }
}

fn normal_parts(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    format!("/{}", parts.join("/"))
}
