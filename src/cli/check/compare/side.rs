//! The tree of one commit that a change is compared with, gathered like the judged one.

use std::path::{Path, PathBuf};

use super::super::super::args::Check;
use super::super::super::below;
use super::super::super::error::CliError;
use super::super::gather::{self, Gathered, Given};
use super::super::judged::{Judged, from_outside, shown, tf_root};
use super::super::rules::Rules;
use crate::engine::supervise::protocol::{Other, Tree};
use crate::input::Scope;
use crate::source::{CommitTree, RepoPath};

/// One tree.
pub(super) struct Side {
    pub(super) commit: String,
    pub(super) judged: Judged,
    pub(super) gathered: Gathered,
}

/// A plan of the base: the plan of the change that speaks for the same folder, and the file.
pub(super) type BasePlan = (RepoPath, PathBuf);

impl Side {
    /// The tree of a commit with everything that the judged one was given, its plans apart.
    pub(super) fn open(
        commit: &str,
        plans: &[BasePlan],
        head: &Judged,
        gathered: &Gathered,
        (call, rules): (&Check, &Rules),
    ) -> Result<Self, CliError> {
        let (root, owner) = (head.root.clone(), call.owner());
        let files = CommitTree::open(&root, commit, owner)?;
        let tree = Tree::Commit { root: root.clone(), commit: commit.to_owned(), owner };
        let mut judged = Judged::new(&root, Box::new(files), tree, Vec::new());
        judged.external.extend(plans.iter().cloned());
        let speaks = |(path, _): &BasePlan| head.plans.iter().find(|(plan, _)| plan == path).cloned();
        judged.plans.extend(plans.iter().filter_map(speaks));
        if let Some(snapshot) = &head.forge {
            // It is about the forge and not about a commit: the same on both sides.
            let lies = head.external.iter().find(|(shown, _)| shown == snapshot).map(|(_, lies)| lies.clone());
            judged.external.push((snapshot.clone(), lies.unwrap_or_else(|| root.join(snapshot.as_str()))));
            judged.forge = Some(snapshot.clone());
        }
        let scope = gathered.options.scope.clone();
        let named = match &scope {
            Scope::Files(files) => files.iter().filter(|path| judged.files.contains(path)).cloned().collect(),
            Scope::Whole | Scope::Folder(_) => Vec::new(),
        };
        judged.lay_over();
        let evidence = gathered.options.evidence.clone();
        let gathered = gather::of(&judged, call, rules, Given { named, scope, evidence, notice: None });
        Ok(Self { commit: commit.to_owned(), judged, gathered })
    }

    /// The tree, as the judging process opens it.
    pub(super) fn other(&self) -> Other {
        Other { tree: self.judged.tree.clone(), external: self.judged.external.clone() }
    }
}

/// The plans of the base that were named, each under the name of the plan of the change for the same folder.
pub(super) fn plans(judged: &Judged, call: &Check) -> Result<Vec<BasePlan>, CliError> {
    let mut plans: Vec<BasePlan> = Vec::new();
    for plan in &call.comparison.base_plan {
        let (file, folder) = plan.split_once('=').map_or((plan.as_str(), None), |(file, folder)| (file, Some(folder)));
        let file = Path::new(file);
        if !file.is_file() {
            return Err(CliError::usage(format!("{}: no such file", file.display()), "name a file that exists"));
        }
        from_outside(&judged.root, file, "--base-plan", call)?;
        let folder = match folder {
            Some(folder) => tf_root(&judged.root, folder)?,
            None => below(&judged.root, file).and_then(|path| path.parent()),
        };
        let Some((path, _)) = judged.plans.iter().find(|(_, other)| *other == folder) else {
            let about = shown(folder.as_ref());
            let message = format!("{}: no --plan speaks for {about}, so there is nothing to compare", file.display());
            return Err(CliError::usage(
                message,
                "pass the plan of the change with --plan, and the same folder to both",
            ));
        };
        if plans.iter().any(|(other, _)| other == path) {
            let message = format!("{}: a second plan of the base for {}", file.display(), shown(folder.as_ref()));
            return Err(CliError::usage(message, "pass one --base-plan for each folder"));
        }
        plans.push((path.clone(), file.to_owned()));
    }
    Ok(plans)
}

/// What to say of plans that are compared with none.
pub(super) fn unplanned(judged: &Judged, plans: &[BasePlan]) -> Vec<String> {
    let alone = judged.plans.iter().filter(|(path, _)| !plans.iter().any(|(other, _)| other == path));
    let say = |(path, folder): &(RepoPath, Option<RepoPath>)| {
        let (about, argument) = (shown(folder.as_ref()), judged.as_argument(folder.as_ref()));
        format!(
            "everything in {path}, the plan of {about}, decides; to compare it, have a trusted job make a plan of the \
             base and pass --base-plan FILE={argument}"
        )
    };
    alone.map(say).collect()
}
