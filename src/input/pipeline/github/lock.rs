//! `.github/workflows/actions.lock`: the commits that run in place of the tags and branches that a workflow names.
//!
//! The format is that of github.com/github/actions-lockfile, version v0.0.2: `workflows` lists for each workflow the pins
//! that it depends on, `dependencies` gives the commit of each. A pin is `owner/name@ref`; owner and name count in any
//! case. A workflow that is listed runs the commits of the lock. Calls of reusable workflows are not locked
//! (docs.github.com/actions/concepts/security/workflow-dependency-lockfiles), nor are local actions.

use std::collections::BTreeMap;

use crate::input::tree::{self, Node};
use crate::input::{Context, Problem};
use crate::source::{RepoPath, Unreadable};

/// Where it stands.
pub(super) const PATH: &str = ".github/workflows/actions.lock";

/// The version that is read.
const VERSION: &str = "v0.0.2";

/// The keys that it may have; GitHub's own reader refuses others.
const KEYS: [&str; 3] = ["version", "workflows", "dependencies"];

/// The commits of one workflow by pin.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lock {
    commits: BTreeMap<String, String>,
}

impl Lock {
    /// The lock of a workflow; without any pin when there is none.
    ///
    /// # Errors
    /// The [`Problem`] that the file cannot be read or makes no sense.
    pub(super) fn of(workflow: &RepoPath, context: &Context<'_>) -> Result<Self, Problem> {
        let Some(path) = RepoPath::new(PATH) else { return Ok(Self::default()) };
        let source = match context.files.read(&path, context.limits.file_bytes) {
            Ok(source) => source,
            Err(Unreadable::Missing) => return Ok(Self::default()),
            Err(why) => return Err(Problem::of(&path, &format!("the lock of actions cannot be read: {why}"))),
        };
        let mut tree = tree::parse(&source, context.limits)?;
        if let Some(problem) = tree.problems.pop() {
            return Err(problem);
        }
        let refused = |node: Option<&Node>, why: &str| {
            let message = format!("{why}; write the lock anew with `gh actions-lock`");
            Problem::at(&source, node.map_or(0, |node| node.span.start), &message)
        };
        let Some(root) = tree.root().filter(|root| root.is_mapping()) else {
            return Err(refused(None, "the lock of actions holds no mapping"));
        };
        if let Some(other) = root.entries().iter().find(|entry| !entry.name().is_some_and(|name| KEYS.contains(&name)))
        {
            return Err(refused(Some(&other.key), "a key that the lock of actions does not have"));
        }
        if root.get("version").and_then(Node::as_str) != Some(VERSION) {
            let why = format!("the lock of actions is not of version {VERSION}, which gate reads");
            return Err(refused(root.get("version"), &why));
        }
        Self::read(workflow, root, &refused)
    }

    fn read(
        workflow: &RepoPath,
        root: &Node,
        refused: &dyn Fn(Option<&Node>, &str) -> Problem,
    ) -> Result<Self, Problem> {
        let dependencies = root.get("dependencies").map(Node::entries).unwrap_or_default();
        let mut known: BTreeMap<String, &Node> = BTreeMap::new();
        for entry in dependencies {
            let key = pin(entry.name().unwrap_or_default());
            if known.insert(key, &entry.value).is_some() {
                return Err(refused(Some(&entry.key), "the lock of actions has this action twice"));
            }
        }
        let mut lock = Self::default();
        let listed = root.get("workflows").and_then(|workflows| workflows.get(workflow.as_str()));
        for name in listed.map(Node::elements).unwrap_or_default() {
            let key = pin(name.as_str().unwrap_or_default());
            let Some(entry) = known.get(&key) else { continue };
            let digest = entry.get("commit").and_then(Node::as_str).and_then(commit);
            let Some(digest) = digest else {
                let node = entry.get("commit").unwrap_or(entry);
                return Err(refused(Some(node), "the lock of actions gives no full commit here"));
            };
            lock.commits.insert(key, digest.to_owned());
        }
        Ok(lock)
    }

    /// The commit that runs for `owner/name@reference`.
    pub(super) fn commit(&self, owner: &str, name: &str, reference: &str) -> Option<&str> {
        self.commits.get(&pin(&format!("{owner}/{name}@{reference}"))).map(String::as_str)
    }
}

/// A pin as it is compared.
fn pin(text: &str) -> String {
    match text.split_once('@') {
        Some((repository, reference)) => format!("{}@{reference}", repository.to_ascii_lowercase()),
        None => text.to_owned(),
    }
}

/// The digits of `sha1-…` or `sha256-…`, if they are all there.
fn commit(text: &str) -> Option<&str> {
    let (algorithm, digits) = text.split_once('-')?;
    let length = match algorithm {
        "sha1" => 40,
        "sha256" => 64,
        _ => return None,
    };
    let is_full = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_full.then_some(digits)
}
