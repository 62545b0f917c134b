//! What a repository holds, a line for each kind.

use std::collections::BTreeSet;

use super::super::check::Ran;
use super::ground::is_unread;
use crate::input::FORMATS;
use crate::input::recognised;
use crate::report::escape::for_terminal;
use crate::source::RepoPath;

/// Paths that a line names.
const NAMED: usize = 3;

/// The lines, escaped: what is judged, what keeps a run from passing, what is only listed.
pub(super) fn lines(ran: &Ran) -> Vec<String> {
    let seen = &ran.seen;
    let mut lines = Vec::new();
    for format in FORMATS {
        let files: Vec<&RepoPath> = seen.files(format.name()).collect();
        let title = recognised::by_name(format.name()).map_or(format.name(), |form| form.title);
        lines.extend(line(title, &files.iter().map(|file| file.as_str()).collect::<Vec<_>>(), ""));
    }
    let bare: BTreeSet<&str> = seen.unplanned.iter().map(folder).collect();
    let planned = seen.files("terraform-plan").filter(|plan| seen.code.contains(&plan.parent())).map(folder);
    lines.extend(line("folder of Terraform code with a plan", &planned.collect::<BTreeSet<_>>(), ""));
    lines.extend(line("folder of Terraform code without a plan", &bare, "not judged until it has one"));
    // Archives and submodules are no form of the table.
    let named = |path: &RepoPath| seen.recognised.values().chain(seen.read.values()).any(|paths| paths.contains(path));
    let unread = ran.outcome.unjudged.iter().filter(|it| it.unread).filter_map(|it| it.path.as_ref());
    let others: BTreeSet<&str> = unread.filter(|path| !named(path)).map(RepoPath::as_str).collect();
    lines.extend(line("archive or submodule", &others, "gate does not look into it"));
    for unread in [true, false] {
        let forms = seen.recognised.iter().filter(|(form, _)| is_unread(form) == unread);
        for (form, paths) in forms {
            let title = recognised::by_name(form).map_or(*form, |form| form.title);
            let paths: Vec<&str> = paths.iter().map(RepoPath::as_str).collect();
            let note = if unread { "gate has no reader for it" } else { "no policy is about it" };
            lines.extend(line(title, &paths, note));
        }
    }
    lines
}

/// The folder of a file, as people write it.
fn folder(file: &RepoPath) -> &str {
    file.as_str().rsplit_once('/').map_or(".", |(folder, _)| folder)
}

/// `GitHub workflow (4): a.yml, b.yml, c.yml and 1 more — note`.
fn line<'a>(
    title: &str,
    names: impl IntoIterator<Item = &'a &'a str, IntoIter: ExactSizeIterator>,
    note: &str,
) -> Option<String> {
    let names = names.into_iter();
    let number = names.len();
    let shown = names.take(NAMED).map(|name| for_terminal(name)).collect::<Vec<_>>().join(", ");
    let more = match number.saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let note = if note.is_empty() { String::new() } else { format!(" — {note}") };
    (number > 0).then(|| format!("{title} ({number}): {shown}{more}{note}"))
}
