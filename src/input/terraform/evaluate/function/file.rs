//! Files of the judged tree that expressions read.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use data_encoding::BASE64;

use super::super::{At, Evaluator, Invalid, Outcome};
use super::text_of;
use crate::input::terraform::value::{Is, Origin, Value};
use crate::source::{RepoPath, Source, Span};

/// The functions that read a file.
pub(in super::super) const READS: &[&str] =
    &["file", "filebase64", "fileexists", "fileset", "templatefile", "templatestring"];

/// Nobody can look whether a file is there, or what it says.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Unread;

/// How many names `fileset` gives.
const MOST: usize = 2_000;

impl Evaluator<'_> {
    /// What a function that reads a file comes to; `None` for any other function.
    pub(super) fn of_file(&self, name: &str, arguments: &[Value]) -> Option<Outcome> {
        if !READS.contains(&name) {
            return None;
        }
        let first = arguments.first().and_then(text_of);
        let Some(first) = first else { return Some(Ok(super::open(arguments))) };
        if name == "templatestring" {
            let values = arguments.get(1).cloned().unwrap_or_else(|| Value::object(BTreeMap::default()));
            let Some(origin) = arguments.first().and_then(|text| text.origin.clone()) else {
                return Some(Ok(Value::open()));
            };
            let at = At { source: &origin.source, fixed: Some(origin.span) };
            return Some(self.template_of(&first, at, &values));
        }
        if name == "fileset" {
            let pattern = arguments.get(1).and_then(text_of);
            return Some(Ok(pattern.and_then(|glob| self.set(&first, &glob)).unwrap_or_else(Value::open)));
        }
        let path = self.code.file_named(&first)?;
        let Ok(found) = self.read(&path) else { return Some(Ok(Value::open())) };
        Some(match (name, found) {
            ("fileexists", found) => Ok(Value::bool(found.is_some())),
            (_, None) => Err(Invalid),
            ("templatefile", Some(source)) => {
                let at = At { source: &source, fixed: None };
                let values = arguments.get(1).cloned().unwrap_or_else(|| Value::object(BTreeMap::default()));
                let text = self.template_of(source.text(), at, &values);
                text.map(|text| text.at(Some(whole(&source))))
            }
            ("filebase64", Some(source)) => {
                Ok(Value::text(BASE64.encode(source.text().as_bytes())).at(Some(whole(&source))))
            }
            (_, Some(source)) => Ok(Value::text(source.text()).at(Some(whole(&source)))),
        })
    }

    /// A file of the tree, none where it is not there.
    pub(in super::super) fn read(&self, path: &RepoPath) -> Result<Option<Arc<Source>>, Unread> {
        let files = || self.memo.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = files().get(path) {
            return Ok(known.clone());
        }
        let context = self.context.ok_or(Unread)?;
        // One that is there and cannot be read may hold anything.
        let there = context.files.contains(path);
        let found =
            if there { Some(context.files.read(path, context.limits.file_bytes).map_err(|_| Unread)?) } else { None };
        files().insert(path.clone(), found.clone());
        Ok(found)
    }

    /// The names of the files below a folder that fit a pattern.
    fn set(&self, folder: &str, pattern: &str) -> Option<Value> {
        let key = format!("{folder}\n{pattern}");
        let sets = || self.memo.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = sets().get(&key) {
            return Some(known.clone());
        }
        let context = self.context?;
        // A name at the end keeps the top level from being an empty path.
        let inside = self.code.file_named(&format!("{folder}/x"))?.parent();
        let prefix = inside.map_or_else(String::new, |folder| format!("{}/", folder.as_str()));
        let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build().ok()?.compile_matcher();
        let below = |path: &RepoPath| path.as_str().strip_prefix(&prefix).is_some_and(|name| glob.is_match(name));
        let paths = context.files.paths_where(&below);
        if paths.len() > MOST {
            return None;
        }
        let names = paths.into_iter().filter_map(|path| path.as_str().strip_prefix(&prefix)).map(Value::text);
        let list = crate::input::terraform::value::List { items: Arc::new(names.collect()), rest: None, is_set: true };
        let found = Value::new(Is::List(list), None);
        sets().insert(key, found.clone());
        Some(found)
    }
}

fn whole(source: &Arc<Source>) -> Origin {
    Origin { source: Arc::clone(source), span: Span::new(0, source.text().len()) }
}
