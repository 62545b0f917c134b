//! Forms by path: all globs of the table at once.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Recognised;
use super::table::{Form, TABLE};
use crate::source::RepoPath;

/// The globs of the table.
pub(super) struct Places {
    /// Where platforms look, written exactly so.
    runs: Globs,
    /// Names, in small letters: whoever sets the place of a file chooses its letters too.
    named: Globs,
}

/// Globs, and the index of the form that each belongs to.
struct Globs {
    set: GlobSet,
    forms: Vec<usize>,
}

impl Places {
    pub(super) fn of(forms: &[Form]) -> Self {
        Self { runs: Globs::of(forms, |form| &form.runs_at), named: Globs::of(forms, |form| &form.named) }
    }

    /// The first form whose platform runs a file at this place, else the first that has such a name.
    pub(super) fn find(&self, path: &RepoPath) -> Option<Recognised> {
        let text = path.as_str();
        let runs = self.runs.forms(text).map(|form| Recognised { form, runs: true }).next();
        let lower = text.to_lowercase();
        let named = || self.named.forms(&lower).map(|form| Recognised { form, runs: false }).next();
        runs.or_else(named)
    }

    /// Whether a platform runs a file of this form at this place by itself.
    pub(super) fn runs(&self, form: &Form, path: &RepoPath) -> bool {
        self.runs.forms(path.as_str()).any(|found| found.slug == form.slug)
    }
}

impl Globs {
    fn of(forms: &[Form], globs: fn(&Form) -> &[&'static str]) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut indices = Vec::new();
        for (index, form) in forms.iter().enumerate() {
            for glob in globs(form).iter().filter_map(|glob| compile(glob)) {
                builder.add(glob);
                indices.push(index);
            }
        }
        // Each glob has been compiled by itself, so that all of them can be.
        Self { set: builder.build().unwrap_or_default(), forms: indices }
    }

    /// The forms of which a glob matches, in the order of the table.
    fn forms(&self, path: &str) -> impl Iterator<Item = &'static Form> {
        let found = self.set.matches(path).into_iter();
        found.filter_map(|glob| TABLE.forms.get(*self.forms.get(glob)?))
    }
}

/// A glob of the table: `*` stays in its folder.
pub(super) fn compile(glob: &str) -> Option<globset::Glob> {
    GlobBuilder::new(glob).literal_separator(true).backslash_escape(false).build().ok()
}
