//! What is judged: the files of the tree, the files that were named, and the format that claims each.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::super::args::Check;
use super::super::error::CliError;
use super::claims::{by_place, claimed};
use super::compare::Before;
use super::evidence;
use super::exclusions::Exclusions;
use super::extends::Extended;
use super::judged::{Judged, PLAN, SNAPSHOT, shown};
use super::pipelines;
use super::root::Root;
use super::rules::{POLICIES_PATH, Rules};
use crate::engine::Settings;
use crate::engine::supervise::protocol::{Candidate, Job, LOOK};
use crate::input::forge::Evidence;
use crate::input::recognised::{self, Form, Standing};
use crate::input::{Options, Outside, Scope, terraform};
use crate::limits::LIMITS;
use crate::outcome::{Skipped, Unjudged};
use crate::source::submodule::Submodule;
use crate::source::{Entry, RepoPath};

/// The snapshot that is read when nobody names one.
pub(super) const DEFAULT_SNAPSHOT: &str = ".forge/snapshot.json";

/// Files that one thread looks at in less time than it takes to start another.
const FILES_PER_THREAD: usize = 500;

/// What of it is judged.
pub(super) struct Gathered {
    pub(super) candidates: Vec<Candidate>,
    /// Files that no format claims.
    pub(super) unclaimed: Vec<RepoPath>,
    /// Submodules, with the Python files that are checked out of them.
    pub(super) foreign: Vec<Submodule>,
    /// What belongs to other repositories.
    pub(super) outside: Vec<Outside>,
    pub(super) options: Options,
    pub(super) skipped: Vec<Skipped>,
    pub(super) unjudged: Vec<Unjudged>,
    pub(super) notices: Vec<String>,
    pub(super) exclusions: Exclusions,
    /// Files that no format reads, and what they are by their path.
    pub(super) recognised: Vec<(RepoPath, &'static Form)>,
    /// What was there before the change, where only the change decides.
    pub(super) before: Option<Before>,
    /// Pipelines at places that the configuration names.
    pipelines: BTreeMap<RepoPath, &'static Form>,
}

/// What somebody has given or asked for.
pub(super) struct Given {
    /// Files that were named one by one.
    pub(super) named: Vec<RepoPath>,
    /// What of the repository is looked at.
    pub(super) scope: Scope,
    /// What a snapshot must be to be evidence.
    pub(super) evidence: Option<Evidence>,
    /// What is to be said of the run.
    pub(super) notice: Option<String>,
}

/// Finds out what is judged, by which format.
pub(super) fn candidates(
    judged: &mut Judged,
    root: &Root,
    call: &Check,
    rules: &Rules,
    now: Timestamp,
) -> Result<Gathered, CliError> {
    let named: Vec<RepoPath> = root.named.iter().map(|file| judged.admit(file)).collect::<Result<_, _>>()?;
    let configured = configured_plans(judged, call, rules)?;
    pipelines::check_clones(&rules.config, &judged.root, call.owner())?;
    let evidence = Some(evidence::wanted(judged, call, rules, now));
    judged.lay_over();
    let scope = match &root.part {
        _ if !named.is_empty() => Scope::Files(named.iter().cloned().collect()),
        Some(part) => Scope::Folder(part.clone()),
        None => Scope::Whole,
    };
    let notice = partial(&scope, root);
    let mut gathered = of(judged, call, rules, Given { named, scope, evidence, notice });
    for (plan, why) in configured {
        gathered.refuse(&plan, &why);
    }
    Ok(gathered)
}

/// The same of a tree with everything in it that was named.
pub(super) fn of(judged: &Judged, call: &Check, rules: &Rules, given: Given) -> Gathered {
    let Given { named, scope, evidence, notice } = given;
    let exclusions = Exclusions::of(rules, judged.files.as_ref());
    // What tests the policies of one's own is wrong on purpose.
    let fixtures = RepoPath::new(POLICIES_PATH);
    let fixtures = judged.files.paths().iter().filter(|path| path.is_below(fixtures.as_ref())).cloned();
    let excluded = exclusions.all().into_iter().chain(fixtures).chain(rules.tests().cloned()).collect();
    let options = Options { excluded, scope, ..options(judged, call, rules, evidence) };
    let mut gathered = Gathered {
        candidates: Vec::new(),
        skipped: judged.skipped.iter().filter(|skipped| options.looks_at(&skipped.path)).cloned().collect(),
        unclaimed: Vec::new(),
        foreign: Vec::new(),
        outside: Vec::new(),
        unjudged: judged.unjudged.clone(),
        notices: judged.notices.clone(),
        options,
        exclusions,
        recognised: Vec::new(),
        pipelines: pipelines::named(&rules.config).collect(),
        before: None,
    };
    gathered.without_code(judged, call);
    if !matches!(gathered.options.scope, Scope::Files(_)) {
        gathered.submodules(judged);
        let linked = judged.files.skipped().iter().map(|skip| &skip.path);
        let linked = linked.filter(|path| judged.files.entry(path) == Entry::Link && gathered.options.looks_at(path));
        gathered.unclaimed.extend(linked.cloned());
    }
    gathered.notices.extend(rules.extended.iter().filter_map(Extended::passed_over));
    gathered.notices.extend(notice);
    let explicit = named.iter().chain(judged.plans.iter().map(|(path, _)| path)).chain(&judged.forge);
    let explicit: Vec<RepoPath> = explicit.cloned().collect();
    gathered.without_pipeline(judged);
    let mut paths: Vec<RepoPath> =
        judged.files.paths().iter().filter(|path| gathered.options.looks_at(path)).cloned().collect();
    paths.extend(explicit.iter().cloned());
    paths.sort();
    paths.dedup();
    for path in paths {
        gathered.consider(judged, &path, explicit.contains(&path), call);
    }
    gathered
}

/// Takes in the plans that the configuration names, ignored by git or not, and returns those that cannot be judged.
///
/// With `--base` no such plan is evidence, ignored by git or not: the change can write every file of the tree, by a
/// commit or while it is built. A plan for the same folder has to come by `--plan`.
fn configured_plans(judged: &mut Judged, call: &Check, rules: &Rules) -> Result<Vec<(RepoPath, String)>, CliError> {
    let mut refused = Vec::new();
    for entry in &rules.config.inputs.terraform.plans {
        let inside = |text: &str| {
            RepoPath::new(text).ok_or_else(|| {
                let message = format!("inputs.terraform.plans: {text} is no path inside the repository");
                CliError::usage(message, "write it relative to the root of the repository")
            })
        };
        let plan = inside(&entry.plan)?;
        let top = entry.root.split('/').all(|part| matches!(part, "" | "."));
        let folder = if top { None } else { Some(inside(&entry.root)?) };
        let file = judged.root.join(plan.as_str());
        if call.base.is_some() {
            if !judged.plans.iter().any(|(_, given)| *given == folder) {
                refused.push((plan, untrusted(judged, folder.as_ref())));
            }
        } else if judged.files.contains(&plan) || file.is_file() {
            judged.admit(&file)?;
            judged.plans.push((plan, folder));
        } else {
            let why = "the configuration names this plan and there is none: make it before gate runs";
            refused.push((plan, why.to_owned()));
        }
    }
    Ok(refused)
}

/// Why a plan of the judged tree is no evidence, and what to do.
fn untrusted(judged: &Judged, folder: Option<&RepoPath>) -> String {
    let (about, argument) = (shown(folder), judged.as_argument(folder));
    format!("the change can write this plan of {about}; have a trusted job make one and pass --plan FILE={argument}")
}

fn options(judged: &Judged, call: &Check, rules: &Rules, evidence: Option<Evidence>) -> Options {
    let inputs = &rules.config.inputs;
    let configured = inputs.forge.snapshot.as_deref().unwrap_or(DEFAULT_SNAPSHOT);
    Options {
        plan_roots: judged.plans.iter().cloned().collect(),
        snapshot: judged.forge.clone().or_else(|| RepoPath::new(configured)),
        sources: pipelines::beside(&rules.config, &judged.root, call.owner()),
        evidence,
        knowledge: rules.knowledge.clone(),
        ..Options::default().with_airflow(&inputs.airflow.dag_constructors, &inputs.airflow.folders)
    }
}

/// That a run is not about the whole repository.
fn partial(scope: &Scope, root: &Root) -> Option<String> {
    let rules = root.folder.display();
    match scope {
        Scope::Whole => None,
        Scope::Folder(folder) => Some(format!("only {folder} was judged, by the rules of {rules}")),
        Scope::Files(files) => {
            let files = files.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Some(format!("only {files} was judged, by the rules of {rules}"))
        }
    }
}

impl Gathered {
    fn consider(&mut self, judged: &Judged, path: &RepoPath, explicit: bool, call: &Check) {
        let pipeline = self.pipelines.get(path).copied();
        if let Some(form) = pipeline.filter(|form| form.standing == Standing::Unread) {
            self.recognised.push((path.clone(), form));
            return;
        }
        let format = pipeline.and_then(pipelines::reader_of).or_else(|| judged.named(path));
        let format = format.or_else(|| claimed(judged, path, &self.options));
        let Some(format) = format.or_else(|| if explicit { by_place(judged, path) } else { None }) else {
            self.recognise(path, explicit);
            return;
        };
        if format.name() == PLAN && call.base.is_some() && !judged.is_evidence(path) {
            let reason = "the change can write this plan, so it is no evidence; pass one that a trusted job made: --plan FILE=DIR";
            if explicit {
                self.refuse(path, reason);
            } else {
                self.skipped.push(Skipped { path: path.clone(), reason: reason.to_owned() });
            }
            return;
        }
        if format.name() == SNAPSHOT && judged.forge.as_ref() != Some(path) {
            if call.base.is_some() {
                let reason =
                    "settings of the forge are not taken from the judged tree; pass --forge FILE from a trusted job";
                self.skipped.push(Skipped { path: path.clone(), reason: reason.to_owned() });
                return;
            }
            self.notices.push(format!("{path} is taken on trust: nobody has verified that the forge says so"));
        }
        // The limits of the judging process follow what it will hold.
        let bytes = if format.may_be_packed() {
            judged.files.unpacked_size(path, format.cap(&LIMITS))
        } else {
            judged.files.size(path)
        };
        let bytes = bytes.unwrap_or(0);
        self.candidates.push(Candidate { path: path.clone(), format: format.name().to_owned(), bytes });
    }

    /// Finds out what a file is that no format claims.
    fn recognise(&mut self, path: &RepoPath, explicit: bool) {
        let found = recognised::by_path(path);
        match found.map(|found| found.form.standing) {
            Some(Standing::Unread) => self.recognised.extend(found.map(|found| (path.clone(), found.form))),
            // Code without a plan is named by its folder, like all code.
            _ if explicit && !terraform::is_code(path) && !recognised::wants(path) => {
                self.refuse(path, "no format of gate claims this file; see `gate check --help` for what is judged");
            }
            _ if recognised::wants(path) => {
                self.candidates.push(Candidate { path: path.clone(), format: LOOK.to_owned(), bytes: 0 });
            }
            Some(Standing::Listed) => self.recognised.extend(found.map(|found| (path.clone(), found.form))),
            Some(Standing::Read(_)) | None => {}
        }
        self.unclaimed.push(path.clone());
    }

    fn refuse(&mut self, path: &RepoPath, why: &str) {
        self.unjudged.push(Unjudged::of(path, why));
    }

    /// Says which pipelines the configuration names that are not there.
    fn without_pipeline(&mut self, judged: &Judged) {
        let gone = |path: &&RepoPath| self.options.scope.holds(path) && !judged.files.contains(path);
        let gone: Vec<RepoPath> = self.pipelines.keys().filter(gone).cloned().collect();
        for path in gone {
            self.refuse(&path, "inputs.pipeline.files names this pipeline and there is none; correct the entry");
        }
    }

    /// Says which of the plans that were named speak for a folder without code: most likely the folder is misspelt.
    fn without_code(&mut self, judged: &Judged, call: &Check) {
        for (plan, folder) in judged.plans.iter().take(call.plan.len()) {
            let here = |path: &&RepoPath| path.parent() == *folder && terraform::is_code(path);
            if judged.files.paths().iter().find(here).is_none() {
                let about = shown(folder.as_ref());
                self.notices
                    .push(format!("{plan} speaks for no code: {about} holds none; name its folder: --plan FILE=DIR"));
            }
        }
    }

    /// The job of the judging process.
    pub(super) fn job(&self, judged: &Judged, rules: &Rules, settings: Settings, threads: usize) -> Job {
        Job {
            tree: judged.tree.clone(),
            paths: judged.files.paths().to_vec(),
            external: judged.external.clone(),
            piped: judged.piped.clone(),
            against: Vec::new(),
            candidates: self.candidates.clone(),
            unclaimed: self.unclaimed.clone(),
            submodules: self.foreign.clone(),
            done: Vec::new(),
            lost: Vec::new(),
            document_time: crate::limits::LIMITS.document_time,
            options: self.options.clone(),
            settings,
            without: rules.config.policies.disable.iter().map(|disabled| disabled.id.clone()).collect(),
            user_policies: rules.user_policies.clone(),
            threads: threads.min(self.candidates.len().max(self.unclaimed.len() / FILES_PER_THREAD)).max(1),
        }
    }
}
