//! Files that Airflow renders in place of an argument: `sql="clean.sql"` runs what stands in the file.

use super::super::model::UnreadFile;
use super::super::text::Text;
use super::Builder;
use crate::source::{Entry, RepoPath, Unreadable};

/// Endings of the files that Airflow's operators render (`template_ext`).
const ENDINGS: &[&str] = &[".sh", ".bash", ".sql", ".hql", ".cmd"];

/// Bytes of such a file.
const BYTES: u64 = 256 * 1024;

/// Why nobody knows which file is meant.
const NOT_FOLLOWED: &str = "which file it names is decided where gate cannot follow it";

/// Why a file cannot be read that is not there.
const NOT_THERE: &str = "the file that it names is neither beside the DAG file nor in a folder above";

/// What the texts of a task lead to.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The texts of the files, each with the argument that names it.
    pub(super) texts: Vec<(String, Text)>,
    /// The files that could not be read.
    pub(super) unread: Vec<UnreadFile>,
}

impl Builder<'_, '_> {
    /// The files that the texts of a task name.
    pub(super) fn rendered(&self, texts: &[(String, Text)]) -> Rendered {
        let mut rendered = Rendered::default();
        for (arg, text) in texts.iter().filter(|(_, text)| names_a_file(text)) {
            let mut lost = |file: Option<&str>, why: String| {
                rendered.unread.push(UnreadFile { arg: arg.clone(), file: file.map(str::to_owned), why });
            };
            let Some(name) = text.as_known() else {
                lost(None, NOT_FOLLOWED.to_owned());
                continue;
            };
            match self.file(name) {
                Ok(text) => rendered.texts.push((arg.clone(), text)),
                // A command of several words is no name of a file: with that name, Airflow finds none and runs nothing.
                Err(Unreadable::Missing) if name.contains(char::is_whitespace) => {}
                Err(Unreadable::Missing) => lost(Some(name), NOT_THERE.to_owned()),
                Err(error) => lost(Some(name), format!("the file that it names cannot be read ({error})")),
            }
        }
        rendered
    }

    /// The text of a file beside the DAG file or, with a search path, in a folder above.
    fn file(&self, name: &str) -> Result<Text, Unreadable> {
        let files = self.interpreter.modules.files();
        let mut folder = Some(self.interpreter.modules.own().source.path().parent());
        while let Some(at) = folder {
            if let Some(path) = RepoPath::join(at.as_ref(), name.trim_start_matches('/'))
                && (files.contains(&path) || files.entry(&path) == Entry::Link)
            {
                return files.read(&path, BYTES).map(|file| Text::known(file.text()));
            }
            folder = at.map(|folder| folder.parent());
        }
        Err(Unreadable::Missing)
    }
}

/// Whether Airflow takes a text for the name of a file.
fn names_a_file(text: &Text) -> bool {
    let shown = text.display();
    ENDINGS.iter().any(|end| shown.ends_with(end)) && (!text.is_partial() || !shown.contains(char::is_whitespace))
}
