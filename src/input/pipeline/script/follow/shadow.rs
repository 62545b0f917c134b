//! Programs that a file of the tree stands in the place of: `PATH=./bin:$PATH`.

use std::rc::Rc;

use super::super::Reader;
use super::words::{Known, inside_of, path_in};
use super::{Call, Frame, Setting};
use crate::input::pipeline::wrappers;

/// Why nobody can say what a scan does.
const SHADOWED: &str = "a file of this repository stands in its place, by `PATH`";

/// The most folders that are kept.
const FOLDERS: usize = 20;

impl Known<'_> {
    /// Takes note of the folders of the workspace in which programs are looked for first.
    pub(super) fn look_in(&mut self, path: &str) {
        let own = path.split(':').take_while(|folder| !matches!(*folder, "$PATH" | "${PATH}"));
        let own = own.filter_map(|folder| path_in(self.folder.as_deref(), folder));
        let folders: Vec<String> = own.chain(self.path.iter().cloned()).take(FOLDERS).collect();
        self.path = Rc::new(folders);
    }
}

impl Reader<'_, '_> {
    /// The file that stands in the place of a program without a folder.
    pub(in super::super) fn shadow(&self, setting: &Setting<'_>, frame: &Frame<'_>) -> Option<String> {
        if setting.path.is_empty() || frame.remote {
            return None;
        }
        let words: Vec<&str> = setting.words.iter().map(String::as_str).collect();
        let (program, _, _) = wrappers::core(&words)?;
        let places = setting.path.iter().filter_map(|folder| inside_of(folder, program));
        places.into_iter().find(|place| !program.contains('/') && self.in_tree(place).is_some())
    }

    /// Marks the scans of a command that such a file takes the place of; `from` is the first of its roles.
    pub(in super::super) fn shadowed(&mut self, from: usize, loc: &str) {
        let scans = self.found.roles.iter_mut().skip(from).filter(|role| role.loc == loc && role.role == "scan");
        for role in scans.filter(|role| role.ignored.is_none()) {
            role.unsure = Some(SHADOWED.to_owned());
        }
    }

    /// Reads such a file.
    pub(super) fn in_its_place(&mut self, call: &Call<'_>) -> bool {
        let Some(place) = self.shadow(call.setting, call.frame) else { return false };
        self.file(call, &place, None, &call.arguments())
    }
}
