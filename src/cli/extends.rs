//! `gate extends FOLDER`: the lines that pin the rules of an organisation.

use std::path::{Path, PathBuf};

use super::args::{Check, Extends};
use super::check::{self, extends};
use super::{CliError, say};
use crate::exit::Exit;
use crate::policy::bundled;
use crate::report::escape::for_terminal;
use crate::report::scalar;
use crate::source::{Listing, Owner, RepoPath, head_commit};

/// Runs the command: everything in the folder is checked as a run checks it.
pub(super) fn run(call: &Extends) -> Result<Exit, CliError> {
    let folder = call.folder.clone();
    let lines = check::within("reading the rule folder", move || lines(&folder))?;
    for line in lines {
        say(&format!("{}\n", for_terminal(&line)));
    }
    Ok(Exit::Pass)
}

fn lines(folder: &str) -> Result<Vec<String>, CliError> {
    let extended = extends::unpinned(folder)?;
    let of_folder = std::slice::from_ref(&extended);
    extends::minima(of_folder, &bundled()?)?;
    let unreadable = || CliError::usage(format!("{folder}: not a folder that can be read"), "name another one");
    let top = check::top(&Check::of(None, true))?.canonicalize().map_err(|_| unreadable())?;
    let place = Path::new(folder).canonicalize().map_err(|_| unreadable())?;
    let digest = &extended.digest;
    let path = seen_from(&top, &place).ok_or_else(unreadable)?;
    let mut lines = vec![
        format!(
            "# {}: a minimum, policies: {}, tables: {}",
            extended.name,
            extended.policies.len(),
            extended.tables.len()
        ),
        "extends:".to_owned(),
        format!("  - {{ folder: {}, digest: \"sha256:{digest}\" }}", scalar(&path)),
    ];
    if let Some(line) = of_commit(&top, &place, digest) {
        lines.push("  # or, whatever the working tree there holds:".to_owned());
        lines.push(format!("  # - {line}"));
    }
    Ok(lines)
}

/// The entry that pins the commit that is checked out, if that holds what lies in the folder now.
fn of_commit(top: &Path, place: &Path, digest: &str) -> Option<String> {
    let checkout = place.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok())?;
    let commit = head_commit(checkout, Owner::Checked)?;
    let below = slashed(place.strip_prefix(checkout).ok()?)?;
    let folder = RepoPath::new(&below);
    let listing = Listing::of_commit(checkout, &commit, folder.as_ref(), Owner::Checked).ok()?;
    let is_same = listing.read().is_ok_and(|content| content.digest() == digest);
    let repository = scalar(&seen_from(top, checkout)?);
    let folder = folder.map(|folder| format!(", folder: {}", scalar(folder.as_str()))).unwrap_or_default();
    is_same.then(|| format!("{{ repository: {repository}, commit: \"{commit}\"{folder} }}"))
}

/// A folder as it is written from another; both are free of links.
fn seen_from(top: &Path, place: &Path) -> Option<String> {
    let common = top.ancestors().find(|folder| place.starts_with(folder))?;
    let up = top.strip_prefix(common).ok()?.components().map(|_| "..");
    let down = place.strip_prefix(common).ok()?;
    let path: PathBuf = up.map(PathBuf::from).chain([down.to_path_buf()]).collect();
    let text = slashed(&path)?;
    Some(if text.is_empty() { ".".to_owned() } else { text })
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::seen_from;
    use std::path::Path;

    #[test]
    fn a_folder_is_written_from_the_root_of_the_repository() {
        let cases = [
            ("/w/pay", "/w/acme-rules", "../acme-rules"),
            ("/w/pay", "/w/acme/rules", "../acme/rules"),
            ("/w/deep/pay", "/w/rules", "../../rules"),
            ("/w/pay", "/w/pay/rules", "rules"),
            ("/w/pay", "/w/pay", "."),
        ];
        for (top, place, expected) in cases {
            assert_eq!(seen_from(Path::new(top), Path::new(place)).as_deref(), Some(expected), "{top} {place}");
        }
    }
}
