//! What is judged: the files of the tree, the files that were named, and the format that claims each.

use std::path::{Path, PathBuf};

use super::super::args::Check;
use super::super::below;
use super::super::environment;
use super::super::error::CliError;
use super::rules::{POLICIES_PATH, Rules};
use crate::engine::Settings;
use crate::engine::supervise::protocol::{Candidate, Job, Tree};
use crate::finding::Kind;
use crate::input::{Claim, FORMATS, Format, Options};
use crate::limits::LIMITS;
use crate::outcome::{Skipped, Unjudged};
use crate::source::files::Memory;
use crate::source::{Files, Overlay, RepoPath, Staged, WorkTree};

/// The snapshot that is read when nobody names one.
const DEFAULT_SNAPSHOT: &str = ".forge/snapshot.json";
/// The format whose files are evidence about the forge.
const SNAPSHOT: &str = "forge-snapshot";
/// Where files from outside the tree are shown.
const OUTSIDE: &str = "external";

/// The judged tree.
pub(super) struct Judged {
    pub(super) root: PathBuf,
    pub(super) files: Box<dyn Files>,
    pub(super) tree: Tree,
    pub(super) skipped: Vec<Skipped>,
    pub(super) unjudged: Vec<Unjudged>,
    pub(super) notices: Vec<String>,
    /// Files from outside the tree and where they really lie.
    pub(super) external: Vec<(RepoPath, PathBuf)>,
    /// Plans that were named, with the folder of their `.tf` files.
    plans: Vec<(RepoPath, Option<RepoPath>)>,
    /// The snapshot that was named.
    forge: Option<RepoPath>,
}

/// What of it is judged.
pub(super) struct Gathered {
    pub(super) candidates: Vec<Candidate>,
    pub(super) options: Options,
    pub(super) skipped: Vec<Skipped>,
    pub(super) unjudged: Vec<Unjudged>,
    pub(super) notices: Vec<String>,
}

/// Opens the tree that the call names.
pub(super) fn open(root: &Path, call: &Check) -> Result<Judged, CliError> {
    let mut notices = Vec::new();
    let (files, tree): (Box<dyn Files>, Tree) = if call.staged {
        let index = environment::git_index();
        (Box::new(Staged::open(root, index.as_deref())?), Tree::Index { root: root.to_owned(), index })
    } else {
        let tree = WorkTree::open(root, &LIMITS)?;
        notices.extend(tree.without_git().map(|why| format!("ignore rules of git were not applied: {why}")));
        (Box::new(tree), Tree::Folder(root.to_owned()))
    };
    let mut judged = Judged::new(root, files, tree, notices);
    for plan in &call.plan {
        let (file, folder) = plan.split_once('=').map_or((plan.as_str(), None), |(file, folder)| (file, Some(folder)));
        let path = judged.admit(Path::new(file))?;
        let folder = match folder {
            Some(folder) => tf_root(root, folder)?,
            None => path.parent().filter(|parent| parent.as_str() != OUTSIDE),
        };
        judged.plans.push((path, folder));
    }
    if let Some(file) = &call.forge {
        judged.forge = Some(judged.admit(file)?);
    }
    if !judged.external.is_empty() {
        let inner = std::mem::replace(&mut judged.files, Box::new(Memory::default()));
        judged.files = Box::new(Overlay::new(inner, &judged.external));
    }
    Ok(judged)
}

/// The folder of a plan's `.tf` files; `None` is the root.
fn tf_root(root: &Path, folder: &str) -> Result<Option<RepoPath>, CliError> {
    if std::path::absolute(root).ok() == std::path::absolute(folder).ok() {
        return Ok(None);
    }
    below(root, Path::new(folder)).map(Some).ok_or_else(|| {
        CliError::usage(format!("{folder}: not below the judged folder"), "name the folder of the plan's .tf files")
    })
}

impl Judged {
    fn new(root: &Path, files: Box<dyn Files>, tree: Tree, notices: Vec<String>) -> Self {
        let skipped = files.skipped().iter().map(|it| Skipped { path: it.path.clone(), reason: it.reason.clone() });
        let unjudged = files.unreadable().iter().map(|(name, why)| Unjudged {
            path: RepoPath::new(name),
            position: None,
            policy: None,
            reason: why.as_str().into(),
        });
        let (skipped, unjudged) = (skipped.collect(), unjudged.collect());
        let (external, plans) = (Vec::new(), Vec::new());
        Self { root: root.to_owned(), files, tree, skipped, unjudged, notices, external, plans, forge: None }
    }

    /// The path under which a named file is judged; a file that the tree does not list is read from where it lies.
    fn admit(&mut self, file: &Path) -> Result<RepoPath, CliError> {
        if !file.is_file() {
            return Err(CliError::usage(format!("{}: no such file", file.display()), "name a file that exists"));
        }
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("input");
        let inside = below(&self.root, file);
        let path = inside
            .or_else(|| RepoPath::new(&format!("{OUTSIDE}/{name}")))
            .ok_or_else(|| CliError::usage(format!("{}: not a usable name", file.display()), "rename the file"))?;
        if !self.files.contains(&path) {
            self.external.push((path.clone(), file.to_owned()));
        }
        Ok(path)
    }
}

/// Finds out what is judged, by which format.
pub(super) fn candidates(
    judged: &mut Judged,
    named: &[PathBuf],
    call: &Check,
    rules: &Rules,
) -> Result<Gathered, CliError> {
    let named: Vec<RepoPath> = named.iter().map(|file| judged.admit(file)).collect::<Result<_, _>>()?;
    let mut gathered = Gathered {
        candidates: Vec::new(),
        options: options(judged, rules)?,
        skipped: judged.skipped.clone(),
        unjudged: judged.unjudged.clone(),
        notices: judged.notices.clone(),
    };
    let listed: Vec<RepoPath> = if named.is_empty() { judged.files.paths().to_vec() } else { named.clone() };
    if !named.is_empty() {
        gathered.notices.push(format!("only the {} named files were judged", named.len()));
    }
    let explicit = named.iter().chain(judged.plans.iter().map(|(path, _)| path)).chain(&judged.forge);
    let explicit: Vec<RepoPath> = explicit.cloned().collect();
    let mut paths = listed;
    paths.extend(explicit.iter().cloned());
    paths.sort();
    paths.dedup();
    for path in paths {
        gathered.consider(judged, &path, explicit.contains(&path), call);
    }
    Ok(gathered)
}

fn options(judged: &Judged, rules: &Rules) -> Result<Options, CliError> {
    let inputs = &rules.config.inputs;
    let mut options = Options { dag_constructors: inputs.airflow.dag_constructors.clone(), ..Options::default() };
    for entry in &inputs.terraform.plans {
        let usage = |what: &str| {
            CliError::usage(
                format!("inputs.terraform.plans: {what} is no path inside the repository"),
                "write it relative to the root",
            )
        };
        let plan = RepoPath::new(&entry.plan).ok_or_else(|| usage(&entry.plan))?;
        let root = if entry.root.trim_matches(['.', '/']).is_empty() {
            None
        } else {
            Some(RepoPath::new(&entry.root).ok_or_else(|| usage(&entry.root))?)
        };
        options.plan_roots.insert(plan, root);
    }
    options.plan_roots.extend(judged.plans.iter().cloned());
    let configured = inputs.forge.snapshot.as_deref().unwrap_or(DEFAULT_SNAPSHOT);
    options.snapshot = judged.forge.clone().or_else(|| RepoPath::new(configured));
    Ok(options)
}

impl Gathered {
    fn consider(&mut self, judged: &Judged, path: &RepoPath, explicit: bool, call: &Check) {
        let fixtures = RepoPath::new(POLICIES_PATH);
        if path.is_below(fixtures.as_ref()) && !explicit {
            return;
        }
        let Some(format) = claimed(judged, path, &self.options) else {
            if explicit {
                self.refuse(path, "no format of gate claims this file; see `gate check --help` for what is judged");
            }
            return;
        };
        if format.name() == SNAPSHOT && judged.forge.as_ref() != Some(path) {
            if call.base.is_some() {
                let reason =
                    "settings of the forge are not taken from the judged tree; pass --forge FILE from a trusted job";
                self.skipped.push(Skipped { path: path.clone(), reason: reason.to_owned() });
                return;
            }
            self.notices.push(format!("{path} is taken on trust: nobody has verified that the forge says so"));
        }
        let bytes = judged.files.size(path).unwrap_or(0);
        self.candidates.push(Candidate { path: path.clone(), format: format.name().to_owned(), bytes });
    }

    fn refuse(&mut self, path: &RepoPath, why: &str) {
        self.unjudged.push(Unjudged { path: Some(path.clone()), position: None, policy: None, reason: why.into() });
    }

    /// The job of the judging process.
    pub(super) fn job(&self, judged: &Judged, rules: &Rules, settings: Settings, threads: usize) -> Job {
        Job {
            tree: judged.tree.clone(),
            paths: judged.files.paths().to_vec(),
            external: judged.external.clone(),
            candidates: self.candidates.clone(),
            done: Vec::new(),
            lost: Vec::new(),
            options: self.options.clone(),
            settings,
            without: rules.config.policies.disable.iter().map(|disabled| disabled.id.clone()).collect(),
            user_policies: rules.user_policies.clone(),
            threads: threads.min(self.candidates.len()).max(1),
        }
    }
}

/// The first format that claims a file, by its path or after a look at its beginning.
fn claimed(judged: &Judged, path: &RepoPath, options: &Options) -> Option<&'static dyn Format> {
    let mut head = None;
    FORMATS.iter().copied().find(|format| match format.claims(path) {
        Claim::No => {
            format.kind() == Kind::Forge && format.name() == SNAPSHOT && options.snapshot.as_ref() == Some(path)
        }
        Claim::Yes => true,
        Claim::Maybe => {
            let head = head.get_or_insert_with(|| judged.files.head(path));
            // A file that cannot be opened is left to the reader, which says why.
            head.as_ref().map_or(true, |head| format.confirms(head))
        }
    })
}
