//! The rules of organisations that hold in a run: found where the trusted configuration or a flag says, and held to their
//! pins before anything of them is read.

use std::path::Path;
use std::sync::Arc;

use super::super::args::Check;
use super::super::error::CliError;
use crate::config::{ConfigError, Extension, Pin, Places, Way, sha256_digits};
use crate::limits::LIMITS;
use crate::minimum::{Minimum, RuleFolder};
use crate::policy::Policy;
use crate::source::{Folder, FolderError, Listing, Owner, RepoPath, Source, tracked_below, tracked_step};

/// What may lie in a rule folder.
const WHAT_BELONGS: &str = "a rule folder holds minimum.yaml, policies/<name>/ with a policy.rego and its tests, \
    knowledge/<kind>/<concept>.tsv and *.md, as plain files; keep everything else beside it";

/// One rule folder that holds.
pub(in super::super) struct Extended {
    /// What the organisation calls itself.
    pub(in super::super) name: String,
    /// The SHA-256 of everything in the folder.
    pub(in super::super) digest: String,
    /// Its minimum, not checked yet.
    pub(in super::super) minimum: Source,
    pub(in super::super) policies: Vec<Policy>,
    /// Its tables, each with the name of what it is about.
    pub(in super::super) tables: Vec<(String, Arc<Source>)>,
    /// What tests its policies, where it lies in the judged folder: wrong on purpose.
    pub(super) tests: Vec<RepoPath>,
    /// Where it is named.
    by: String,
}

impl Extended {
    /// What of the judged folder is not judged, because it tests the policies.
    pub(super) fn passed_over(&self) -> Option<String> {
        let first = self.tests.first()?;
        let more = self.tests.len().saturating_sub(1);
        let files = if more == 0 { first.to_string() } else { format!("{first} and {more} more") };
        Some(format!("not judged, because it tests the policies of {}, whose content is pinned: {files}", self.name))
    }
}

/// Where a rule folder is named, for what is wrong with it.
enum Named<'a> {
    /// The entry of `extends` with this number.
    Entry(&'a Places, usize),
    /// The value of `--extends`.
    Flag(&'a str),
}

impl Named<'_> {
    fn wrong(&self, key: Option<&str>, message: String, help: &str) -> CliError {
        match self {
            Self::Entry(written, index) => {
                let entry = Way::to(&["extends"]).item(*index);
                written.wrong(&key.map_or(entry.clone(), |key| entry.key(key)), message, help).into()
            }
            Self::Flag(value) => CliError::usage(format!("--extends {value}: {message}"), help),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Entry(written, index) => written.line(&Way::to(&["extends"]).item(*index)),
            Self::Flag(value) => format!("--extends {value}"),
        }
    }

    /// What keeps a folder from being read, at the key that names it.
    fn unreadable(&self, folder: &str, key: &str, error: &FolderError) -> CliError {
        let (key, help) = match error {
            FolderError::Missing => {
                let help = "gate fetches nothing: have the job check the rules out there before gate runs \
                    (a second checkout, or `git clone`)";
                (key, help.to_owned())
            }
            FolderError::NoCommit { commit, .. } => {
                ("commit", format!("run `git fetch origin {commit}` there before gate runs, or check that commit out"))
            }
            FolderError::NotACommit { .. } => {
                ("commit", "write the digits that `git rev-parse HEAD` prints there".to_owned())
            }
            FolderError::NotInCommit { .. } => ("folder", "write it relative to the top of the checkout".to_owned()),
            FolderError::Inside { .. } => (key, "name the top folder, and what is meant in it by `folder`".to_owned()),
            FolderError::NotAFolder => (key, "name the folder that holds minimum.yaml".to_owned()),
            _ => (key, WHAT_BELONGS.to_owned()),
        };
        self.wrong(Some(key), format!("{folder}: {error}"), &help)
    }
}

/// Every rule folder that the configuration and the flags name. `source` is the file of the configuration.
///
/// # Errors
/// At the entry that names one that is not there, not what is pinned, or none.
pub(super) fn load(
    root: &Path,
    call: &Check,
    source: Option<&Source>,
    extensions: &[Extension],
) -> Result<Vec<Extended>, CliError> {
    // Read where somebody extends something.
    let written = source.filter(|_| !extensions.is_empty()).map(Places::of);
    let mut loaded: Vec<Extended> = Vec::new();
    for (index, extension) in extensions.iter().enumerate() {
        let Some(written) = &written else { continue };
        let named = Named::Entry(written, index);
        let pin = extension.pin().map_err(|wrong| named.wrong(wrong.key, wrong.message, &wrong.help))?;
        add(&mut loaded, pinned(root, &pin, &named, call.owner())?, &named)?;
    }
    for value in &call.extends {
        add(&mut loaded, flagged(root, value, call)?, &Named::Flag(value))?;
    }
    Ok(loaded)
}

/// One organisation speaks once: two versions of its rules cannot both be what it says.
fn add(loaded: &mut Vec<Extended>, new: Extended, named: &Named<'_>) -> Result<(), CliError> {
    match loaded.iter().find(|other| other.name == new.name) {
        None => loaded.push(new),
        Some(other) if other.digest == new.digest => {}
        Some(other) => {
            let message = format!(
                "{} is extended twice: {} brings sha256:{}, and this is sha256:{}",
                new.name, other.by, other.digest, new.digest
            );
            return Err(named.wrong(
                None,
                message,
                "pin one version of these rules, or give the two names of their own",
            ));
        }
    }
    Ok(())
}

/// What the trusted configuration pins.
fn pinned(root: &Path, pin: &Pin, named: &Named<'_>, owner: Owner) -> Result<Extended, CliError> {
    match pin {
        Pin::Folder { folder, digest } => {
            let unreadable = |error: FolderError| named.unreadable(folder, "folder", &error);
            let listing = Listing::on_disk(&root.join(folder)).map_err(unreadable)?;
            let (parts, content) = read(&listing, folder, "folder", named)?;
            held_to(&content, digest, folder, named)?;
            extended(root, &listing, &parts, &content, last_name(folder), named)
        }
        Pin::Commit { repository, commit, folder } => {
            let unreadable = |error: FolderError| named.unreadable(repository, "repository", &error);
            let listing = Listing::of_commit(&root.join(repository), commit, folder.as_ref(), owner);
            let listing = listing.map_err(unreadable)?;
            let (parts, content) = read(&listing, repository, "repository", named)?;
            let name = folder.as_ref().map_or_else(|| last_name(repository), |folder| last_name(folder.as_str()));
            extended(root, &listing, &parts, &content, name, named)
        }
    }
}

/// What a flag names: a folder of the caller's, who may pin it. With `--base`, the change must not be able to write one
/// that is not pinned.
fn flagged(root: &Path, value: &str, call: &Check) -> Result<Extended, CliError> {
    let named = Named::Flag(value);
    let (folder, digest) = match value.rsplit_once('@').filter(|(_, pin)| pin.starts_with("sha256")) {
        None => (value, None),
        Some((folder, pin)) => {
            let help = "write FOLDER@sha256: and the 64 digits that `gate extends FOLDER` prints";
            (folder, Some(sha256_digits(pin).ok_or_else(|| named.wrong(None, format!("`{pin}` is no digest"), help))?))
        }
    };
    let place = Path::new(folder);
    let unreadable = |error: FolderError| named.unreadable(folder, "folder", &error);
    let listing = Listing::on_disk(place).map_err(unreadable)?;
    let tracked = if call.base.is_some() && digest.is_none() {
        tracked_step(root, place, call.owner())?
            .map_or_else(|| tracked_below(root, place, call.owner()), |it| Ok(Some(it)))?
    } else {
        None
    };
    if let Some(step) = tracked {
        let message = format!("{step} is tracked by git, so the change can write its own minimum");
        let help = "pin it (`gate extends FOLDER` prints the digest), or check the rules out beside the repository";
        return Err(named.wrong(None, message, help));
    }
    let (parts, content) = read(&listing, folder, "folder", &named)?;
    if let Some(digest) = digest {
        held_to(&content, &digest, folder, &named)?;
    }
    extended(root, &listing, &parts, &content, last_name(folder), &named)
}

/// A rule folder that somebody wants to pin.
pub(in super::super) fn unpinned(folder: &str) -> Result<Extended, CliError> {
    let named = Named::Flag(folder);
    let listing = Listing::on_disk(Path::new(folder));
    let listing = listing.map_err(|error| named.unreadable(folder, "folder", &error))?;
    let (parts, content) = read(&listing, folder, "folder", &named)?;
    extended(Path::new("."), &listing, &parts, &content, last_name(folder), &named)
}

/// Every file of a folder, once it is known that each has its place.
fn read(listing: &Listing, folder: &str, key: &str, named: &Named<'_>) -> Result<(RuleFolder, Folder), CliError> {
    let parts = RuleFolder::of(listing.paths())
        .map_err(|stray| named.wrong(Some(key), format!("{folder} is no rule folder: {stray}"), WHAT_BELONGS))?;
    let content = listing.read().map_err(|error| named.unreadable(folder, key, &error))?;
    Ok((parts, content))
}

/// Refuses content that is not what is pinned.
fn held_to(content: &Folder, pin: &str, folder: &str, named: &Named<'_>) -> Result<(), CliError> {
    let now = content.digest();
    if now == *pin {
        return Ok(());
    }
    let message = format!("{folder} does not hold what is pinned: its digest is sha256:{now}");
    let help = format!("review what has changed in it; if it is meant so, pin it: digest: \"sha256:{now}\"");
    Err(named.wrong(Some("digest"), message, &help))
}

/// What a folder says, under the name that its minimum gives itself.
fn extended(
    root: &Path,
    listing: &Listing,
    parts: &RuleFolder,
    content: &Folder,
    folder: &str,
    named: &Named<'_>,
) -> Result<Extended, CliError> {
    let text = |path: &RepoPath, name: &str, cap: u64| {
        let shown = RepoPath::new(&format!("{name}/{path}", path = path.as_str())).unwrap_or_else(|| path.clone());
        content.source(path, &shown, cap).map_err(|source| ConfigError::Unreadable { path: shown, source })
    };
    // Until it is known what it calls itself, it is called like its folder.
    let minimum = text(&parts.minimum, folder, LIMITS.policy_bytes)?;
    let name = Minimum::name_in(&minimum).unwrap_or_else(|| folder.to_owned());
    let minimum = text(&parts.minimum, &name, LIMITS.policy_bytes)?;
    let mut policies = Vec::new();
    for (slug, path) in &parts.policies {
        let source = text(path, &name, LIMITS.policy_bytes)?;
        policies.push(Policy::from_text(&source.path().to_string(), slug, source.text())?);
    }
    let mut tables = Vec::new();
    for (concept, path) in &parts.tables {
        tables.push((concept.clone(), Arc::new(text(path, &name, LIMITS.knowledge_bytes)?)));
    }
    let inside = listing.lies_below(root);
    let tests = inside
        .iter()
        .flat_map(|inside| parts.tests.iter().filter_map(move |path| RepoPath::join(Some(inside), path.as_str())));
    Ok(Extended {
        tests: tests.collect(),
        digest: content.digest(),
        name,
        minimum,
        policies,
        tables,
        by: named.shown(),
    })
}

/// The last name of a path, for a folder that does not say what it is called.
fn last_name(path: &str) -> &str {
    path.split('/').rfind(|part| !matches!(*part, "" | "." | "..")).unwrap_or("rules")
}

/// The minima of rule folders, each checked against all policies that organisations can count on.
///
/// # Errors
/// [`ConfigError`] at the key or value of the minimum that is at fault.
pub(in super::super) fn minima(extended: &[Extended], bundled: &[Policy]) -> Result<Vec<Minimum>, ConfigError> {
    let all: Vec<&Policy> = bundled.iter().chain(extended.iter().flat_map(|it| &it.policies)).collect();
    let read = |it: &Extended| Minimum::read(&it.minimum, &all, &it.policies.iter().collect::<Vec<_>>());
    extended.iter().map(read).collect()
}
