//! Files that Airflow renders in place of an argument: `sql="clean.sql"` runs what stands in the file.

use std::rc::Rc;
use std::sync::Arc;

use super::super::jinja::holes;
use super::super::model::UnreadFile;
use super::super::text::{Part, Text};
use super::Builder;
use super::templates::DagTemplates;
use crate::source::{Entry, RepoPath, Source, Unreadable};

/// Endings of the files that Airflow's operators render (`template_ext`).
const ENDINGS: &[&str] = &[".sh", ".bash", ".sql", ".hql", ".cmd"];

/// Bytes of such a file.
const BYTES: u64 = 256 * 1024;

/// Steps of a search path that are tried.
const STEPS: usize = 8;

/// Why nobody knows which file is meant.
const NOT_FOLLOWED: &str = "which file it names is decided where gate cannot follow it";

/// Why a file cannot be read that is not in a folder that only the deployment knows.
const ELSEWHERE: &str = "its DAG looks for the file in a folder that is decided where gate cannot follow it";

/// Why a file cannot be read that is not there.
fn not_there(name: &str) -> String {
    format!("the file that it names, `{name}`, is neither beside the DAG file nor in a folder above")
}

/// What the texts of a task lead to.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The texts of the files, each with the argument that names it.
    pub(super) texts: Vec<(String, Text)>,
    /// The same files.
    pub(super) files: Vec<(String, Arc<Source>)>,
    /// The files that could not be read.
    pub(super) unread: Vec<UnreadFile>,
}

impl Builder<'_, '_> {
    /// The files that the texts of a task name.
    pub(super) fn rendered(&self, texts: &[(String, Text)], templates: &DagTemplates) -> Rendered {
        let mut rendered = Rendered::default();
        for (arg, text) in texts.iter().filter(|(_, text)| names_a_file(text)) {
            let mut lose = |file: Option<&str>, why: String, by_dag: bool| {
                rendered.unread.push(UnreadFile { arg: arg.clone(), file: file.map(str::to_owned), why, by_dag });
            };
            let Some(name) = text.as_known() else {
                lose(None, NOT_FOLLOWED.to_owned(), false);
                continue;
            };
            match self.file(name, &templates.search) {
                Ok(file) => {
                    rendered.texts.push((arg.clone(), Text::known(file.text())));
                    rendered.files.push((arg.clone(), file));
                }
                // A command of several words is no name of a file: with that name, Airflow finds none and runs nothing.
                Err(Unreadable::Missing) if name.contains(char::is_whitespace) => {}
                Err(Unreadable::Missing) => match &templates.elsewhere {
                    Some(why) => lose(Some(name), why.clone(), true),
                    None => lose(Some(name), not_there(name), false),
                },
                Err(error) => lose(Some(name), format!("the file that it names cannot be read ({error})"), false),
            }
        }
        rendered
    }

    /// A file that a template takes in; the error says why it cannot be read.
    pub(super) fn included(&self, name: &str, search: &[String]) -> Result<Arc<Source>, Rc<str>> {
        self.file(name, search).map_err(|error| match error {
            Unreadable::Missing => Rc::from(format!("it takes in `{name}`, which is not in the tree")),
            error => Rc::from(format!("it takes in `{name}`, which cannot be read ({error})")),
        })
    }

    /// A file beside the DAG file or in a folder above, or in a folder that the DAG searches.
    fn file(&self, name: &str, search: &[String]) -> Result<Arc<Source>, Unreadable> {
        let files = self.interpreter.modules.files();
        let name = name.trim_start_matches('/');
        let searched = search.iter().map(|folder| format!("{folder}/{name}"));
        for name in std::iter::once(name.to_owned()).chain(searched) {
            let mut folder = Some(self.interpreter.modules.own().source.path().parent());
            while let Some(at) = folder {
                if let Some(path) = RepoPath::join(at.as_ref(), &name)
                    && (files.contains(&path) || files.entry(&path) == Entry::Link)
                {
                    return files.read(&path, BYTES);
                }
                folder = at.map(|folder| folder.parent());
            }
        }
        Err(Unreadable::Missing)
    }
}

/// The folders of the tree that a search path may mean. Where a deployment puts the tree is not known, so any end of the
/// path counts, the longest first.
pub(super) fn folders(path: &Text) -> Vec<String> {
    let known = match path.parts().last() {
        Some(Part::Known(known)) => known.as_str(),
        _ => "",
    };
    let steps: Vec<&str> = known.split('/').filter(|step| !matches!(*step, "" | ".")).collect();
    let mut rest = steps.as_slice();
    let mut folders = Vec::new();
    while let [_, behind @ ..] = rest {
        folders.push(rest.join("/"));
        rest = behind;
    }
    folders.truncate(STEPS);
    folders
}

/// Why nobody knows what a search path means, if its end is not known.
pub(super) fn elsewhere(path: &Text) -> Option<String> {
    match path.parts().last() {
        Some(Part::Hole(name)) => Some(holes::named(ELSEWHERE, name)),
        _ => None,
    }
}

/// Whether Airflow takes a text for the name of a file.
fn names_a_file(text: &Text) -> bool {
    let shown = text.display();
    ENDINGS.iter().any(|end| shown.ends_with(end)) && (!text.is_partial() || !shown.contains(char::is_whitespace))
}
