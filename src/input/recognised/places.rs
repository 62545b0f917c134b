//! Forms by path: all globs of the table at once.

use std::collections::{BTreeMap, BTreeSet};

use super::Recognised;
use super::glob::{Glob, Parts};
use super::table::{Form, TABLE};
use crate::source::RepoPath;

/// The globs of the table.
pub(super) struct Places {
    /// Where platforms look, written exactly so.
    runs: Globs,
    /// Names, in small letters: whoever sets the place of a file chooses its letters too.
    named: Globs,
}

/// Globs, each with the index of its form.
#[derive(Default)]
struct Globs {
    /// Those that end with a name, by it.
    by_name: BTreeMap<&'static str, Vec<(usize, Glob)>>,
    /// Of the rest, those that name a folder, by it.
    by_folder: BTreeMap<&'static str, Vec<(usize, Glob)>>,
    others: Vec<(usize, Glob)>,
}

impl Places {
    pub(super) fn of(forms: &[Form]) -> Self {
        Self { runs: Globs::of(forms, |form| &form.runs_at), named: Globs::of(forms, |form| &form.named) }
    }

    /// The first form whose platform runs a file at this place, else the first that has such a name.
    pub(super) fn find(&self, path: &RepoPath) -> Option<Recognised> {
        let runs = self.runs.first(path.as_str()).map(|form| Recognised { form, runs: true });
        let named = || self.named.first(&path.as_str().to_lowercase()).map(|form| Recognised { form, runs: false });
        runs.or_else(named)
    }

    /// Whether a platform runs a file of this form at this place by itself.
    pub(super) fn runs(&self, form: &Form, path: &RepoPath) -> bool {
        self.runs.all(path.as_str()).into_iter().any(|index| TABLE.forms.get(index) == Some(form))
    }
}

impl Globs {
    fn of(forms: &[Form], globs: fn(&Form) -> &[&'static str]) -> Self {
        let mut all = Self::default();
        for (index, form) in forms.iter().enumerate() {
            for glob in globs(form).iter().filter_map(|glob| Glob::new(glob)) {
                let list = match (glob.literal_name(), glob.literal_folder()) {
                    (Some(name), _) => all.by_name.entry(name).or_default(),
                    (None, Some(folder)) => all.by_folder.entry(folder).or_default(),
                    (None, None) => &mut all.others,
                };
                list.push((index, glob));
            }
        }
        all
    }

    /// The indices of the forms of which a glob matches.
    fn all(&self, path: &str) -> Vec<usize> {
        let parts = Parts::of(path);
        let by_name = self.by_name.get(parts.name).into_iter().flatten();
        let folders: BTreeSet<&str> = parts.folders.iter().copied().collect();
        let by_folder = folders.iter().filter_map(|folder| self.by_folder.get(folder)).flatten();
        let globs = by_name.chain(by_folder).chain(&self.others);
        globs.filter(|(_, glob)| glob.is_match(&parts)).map(|(form, _)| *form).collect()
    }

    /// The first form of the table of which a glob matches.
    fn first(&self, path: &str) -> Option<&'static Form> {
        TABLE.forms.get(self.all(path).into_iter().min()?)
    }
}
