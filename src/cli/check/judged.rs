//! The judged tree: a folder or the git index, and files that were named from elsewhere.

use std::path::{Path, PathBuf};

use super::super::args::Check;
use super::super::argument::argument;
use super::super::error::CliError;
use super::super::{below, environment, plain};
use super::piped::{self, STDIN};
use crate::engine::supervise::protocol::Tree;
use crate::input::{FORMATS, Format};
use crate::limits::LIMITS;
use crate::outcome::{Skipped, Unjudged};
use crate::source::files::Memory;
use crate::source::{Files, Overlay, Piped, RepoPath, Staged, Unreadable, WorkTree, tracked_step};

/// The format whose files are evidence about the forge.
pub(super) const SNAPSHOT: &str = "forge-snapshot";
/// The format of Terraform plans.
pub(super) const PLAN: &str = "terraform-plan";
/// Where files from outside the tree are shown.
const OUTSIDE: &str = "external";
/// What the file on standard input is called there.
const PIPED: &str = "stdin";

/// The judged tree.
pub(in super::super) struct Judged {
    pub(super) root: PathBuf,
    pub(in super::super) files: Box<dyn Files>,
    pub(super) tree: Tree,
    pub(super) skipped: Vec<Skipped>,
    pub(super) unjudged: Vec<Unjudged>,
    pub(super) notices: Vec<String>,
    /// Files from outside the tree and where they really lie.
    pub(super) external: Vec<(RepoPath, PathBuf)>,
    /// The plan that came on standard input.
    pub(super) piped: Option<Piped>,
    /// Plans that were named, with the folder of their `.tf` files.
    pub(super) plans: Vec<(RepoPath, Option<RepoPath>)>,
    /// The snapshot that was named.
    pub(super) forge: Option<RepoPath>,
}

/// Opens the tree that the call names.
pub(super) fn open(root: &Path, call: &Check) -> Result<Judged, CliError> {
    let mut notices = Vec::new();
    if call.trust_checkout {
        notices.push("--trust-checkout: the repository was read whoever owns it".to_owned());
    }
    let (files, tree): (Box<dyn Files>, Tree) = if call.staged {
        let index = environment::git_index();
        let files = Staged::open(root, index.as_deref(), call.owner())?;
        (Box::new(files), Tree::Index { root: root.to_owned(), index, owner: call.owner() })
    } else {
        let tree = WorkTree::open(root, call.owner(), &LIMITS)?;
        notices.extend(tree.without_git().map(|why| format!("ignore rules of git were not applied: {why}")));
        (Box::new(tree), Tree::Folder(root.to_owned()))
    };
    let mut judged = Judged::new(root, files, tree, notices);
    for plan in &call.plan {
        let (file, folder) = piped::split(plan);
        if file == STDIN {
            judged.pipe(folder, call)?;
            continue;
        }
        from_outside(root, Path::new(file), "--plan", call)?;
        let path = judged.admit(Path::new(file))?;
        let folder = match folder {
            Some(folder) => tf_root(root, folder)?,
            None => path.parent().filter(|_| !judged.lies_outside(&path)),
        };
        judged.speaks(path, folder)?;
    }
    if let Some(file) = &call.forge {
        from_outside(root, file, "--forge", call)?;
        judged.forge = Some(judged.admit(file)?);
    }
    Ok(judged)
}

/// With `--base`, refuses evidence that the judged side brings itself: a file that git tracks, or a tracked link to one.
pub(super) fn from_outside(root: &Path, file: &Path, flag: &str, call: &Check) -> Result<(), CliError> {
    if call.base.is_none() {
        return Ok(());
    }
    let Some(step) = tracked_step(root, file, call.owner())? else { return Ok(()) };
    Err(CliError::usage(
        format!("{}: {step} is tracked by git, so the change can write what {flag} is to prove", file.display()),
        format!("have a trusted job make the file outside the repository, and pass {flag} with its path there"),
    ))
}

/// Whether two ways lead to one file.
fn is_same_file(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}

/// A folder as a message names it.
pub(super) fn shown(folder: Option<&RepoPath>) -> String {
    folder.map_or_else(|| "the top folder".to_owned(), ToString::to_string)
}

/// The folder of a plan's `.tf` files; `None` is the root.
pub(super) fn tf_root(root: &Path, folder: &str) -> Result<Option<RepoPath>, CliError> {
    if plain(root) == plain(Path::new(folder)) {
        return Ok(None);
    }
    below(root, Path::new(folder)).map(Some).ok_or_else(|| {
        CliError::usage(format!("{folder}: not below the judged folder"), "name the folder of the plan's .tf files")
    })
}

impl Judged {
    pub(super) fn new(root: &Path, files: Box<dyn Files>, tree: Tree, notices: Vec<String>) -> Self {
        // Submodules are told apart: they are outside.
        let is_submodule = |path: &RepoPath| files.submodules().iter().any(|submodule| submodule.path == *path);
        let skipped = files
            .skipped()
            .iter()
            .filter(|it| !is_submodule(&it.path))
            .map(|it| Skipped { path: it.path.clone(), reason: it.reason.clone() });
        let unjudged = files
            .unreadable()
            .iter()
            .map(|(name, why)| Unjudged { path: RepoPath::new(name), ..Unjudged::of_run(why.as_str()) });
        let (skipped, unjudged) = (skipped.collect(), unjudged.collect());
        let (external, plans) = (Vec::new(), Vec::new());
        Self {
            root: root.to_owned(),
            files,
            tree,
            skipped,
            unjudged,
            notices,
            external,
            piped: None,
            plans,
            forge: None,
        }
    }

    /// Takes in the plan on standard input. Without a folder it speaks for the current one, if that is judged.
    fn pipe(&mut self, folder: Option<&str>, call: &Check) -> Result<(), CliError> {
        piped::from_elsewhere(&self.root, call)?;
        let path = self.outside(Path::new(STDIN), PIPED).zip(call.piped.clone());
        let (path, content) = path.ok_or_else(|| CliError::Bug("standard input was not read".to_owned()))?;
        let folder = match folder {
            Some(folder) => tf_root(&self.root, folder)?,
            None => tf_root(&self.root, ".").unwrap_or_default(),
        };
        self.piped = Some(Piped::new(path.clone(), content));
        self.speaks(path, folder)
    }

    /// Takes in a plan and the folder that it speaks for.
    fn speaks(&mut self, path: RepoPath, folder: Option<RepoPath>) -> Result<(), CliError> {
        match self.plans.iter().find(|(plan, other)| *plan == path || *other == folder) {
            Some((plan, other)) if *plan == path && *other == folder => return Ok(()),
            Some((plan, other)) if *plan == path => {
                let message = format!(
                    "{path}: one plan cannot speak for {} and {}",
                    shown(other.as_ref()),
                    shown(folder.as_ref())
                );
                return Err(CliError::usage(message, "plan each folder by itself and pass --plan FILE=DIR for each"));
            }
            Some((plan, _)) => {
                let about = shown(folder.as_ref());
                self.notices.push(format!("{plan} and {path} are both plans of {about}: each is judged by itself"));
            }
            None => {}
        }
        self.plans.push((path, folder));
        Ok(())
    }

    /// Whether a file that was named lies outside the judged folder.
    pub(super) fn lies_outside(&self, path: &RepoPath) -> bool {
        let mut external = self.external.iter();
        self.piped.as_ref().is_some_and(|piped| piped.path == *path)
            || external.any(|(shown, lies)| shown == path && below(&self.root, lies).is_none())
    }

    /// Whether a plan may be evidence about a change: it was named with `--plan`, or lies outside the judged folder.
    pub(super) fn is_evidence(&self, plan: &RepoPath) -> bool {
        self.plans.iter().any(|(named, _)| named == plan) || self.lies_outside(plan)
    }

    /// A folder of the tree as `--plan FILE=DIR` takes it.
    pub(super) fn as_argument(&self, folder: Option<&RepoPath>) -> String {
        let path = folder.map_or_else(|| self.root.clone(), |folder| self.root.join(folder.as_str()));
        argument(&path)
    }

    /// The format of a file that was named for what it is.
    pub(super) fn named(&self, path: &RepoPath) -> Option<&'static dyn Format> {
        let plan = self.plans.iter().any(|(plan, _)| plan == path).then_some(PLAN);
        let name = plan.or_else(|| (self.forge.as_ref() == Some(path)).then_some(SNAPSHOT))?;
        FORMATS.iter().copied().find(|format| format.name() == name)
    }

    /// The path under which a named file is judged; a file that the tree does not list is read from where it lies.
    pub(super) fn admit(&mut self, file: &Path) -> Result<RepoPath, CliError> {
        if !file.is_file() {
            return Err(CliError::usage(format!("{}: no such file", file.display()), "name a file that exists"));
        }
        let name = file.file_name().and_then(|name| name.to_str());
        let path = below(&self.root, file)
            .or_else(|| self.outside(file, name?))
            .ok_or_else(|| CliError::usage(format!("{}: not a usable name", file.display()), "rename the file"))?;
        let known = self.external.iter().any(|(shown, _)| *shown == path);
        if !known && !self.files.contains(&path) {
            self.external.push((path.clone(), file.to_owned()));
        }
        Ok(path)
    }

    /// A path of its own for a file from outside: two plans may have one name.
    fn outside(&self, file: &Path, name: &str) -> Option<RepoPath> {
        (1_usize..).find_map(|number| {
            let folder = if number == 1 { OUTSIDE.to_owned() } else { format!("{OUTSIDE}/{number}") };
            let path = RepoPath::new(&format!("{folder}/{name}"));
            // A file of the judged tree must never stand in for the one that was named, nor the code of a folder for
            // the code that a plan from outside was made of.
            let taken = |path: &RepoPath| {
                self.files.read(path, 0) != Err(Unreadable::Missing)
                    || self.files.paths().iter().any(|file| file.parent() == path.parent())
                    || self.piped.as_ref().is_some_and(|piped| piped.path == *path)
                    || self.external.iter().any(|(shown, lies)| shown == path && !is_same_file(lies, file))
            };
            // A name that is no path stays none under every number.
            match path {
                Some(path) if taken(&path) => None,
                found => Some(found),
            }
        })?
    }

    /// Makes the files that were named readable through the tree. Call it when all of them are known.
    pub(super) fn lay_over(&mut self) {
        if !self.external.is_empty() || self.piped.is_some() {
            let inner = std::mem::replace(&mut self.files, Box::new(Memory::default()));
            self.files = Box::new(Overlay::new(inner, &self.external, self.piped.as_ref()));
        }
    }
}
