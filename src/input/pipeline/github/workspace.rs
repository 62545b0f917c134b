//! What stands where in the workspace of a job: this repository, and others that its steps have checked out.
//!
//! `uses: ./path` means a folder of the workspace, not of the repository
//! (docs.github.com/actions/reference/workflows-and-actions/workflow-syntax, "`./path/to/action`").

use std::collections::BTreeMap;

use super::super::references::{self, Parts};
use crate::input::pipeline::knowledge::contexts;

/// The action that checks repositories out.
const CHECKOUT: (&str, &str) = ("actions", "checkout");

/// What a path of the workspace may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// Paths of this repository, the likeliest first; and whether it may be something that only a run knows.
    Own(Vec<String>, bool),
    /// A path of another repository.
    Foreign(Parts),
}

/// One checkout.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Checkout {
    /// Where, as a path of the workspace; empty for its root.
    at: String,
    /// Whether `at` is all of it; if not, an expression goes on.
    whole: bool,
    /// Whether it is there for sure by now.
    sure: bool,
    /// The repository; `None` for this one.
    foreign: Option<Parts>,
}

/// The checkouts of a job so far, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Workspace {
    checkouts: Vec<Checkout>,
}

impl Workspace {
    /// Takes note of a step; `sure` says that it runs in any case and has ended before the next one begins.
    pub(super) fn after(&mut self, uses: &Parts, with: &BTreeMap<String, String>, sure: bool) {
        let is_checkout = uses.kind == "action"
            && uses.path.is_empty()
            && uses.owner.eq_ignore_ascii_case(CHECKOUT.0)
            && uses.name.eq_ignore_ascii_case(CHECKOUT.1);
        if !is_checkout {
            return;
        }
        let input = |name: &str| {
            let given = with.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            given.map(|(_, value)| value.trim()).unwrap_or_default()
        };
        let Some((at, whole)) = place(input("path")) else { return };
        // With `clean: false` what was there before may stay.
        let sure = sure && matches!(input("clean").to_ascii_lowercase().as_str(), "" | "true");
        let server = input("github-server-url");
        let elsewhere = !server.is_empty() && !server.contains("${{");
        let foreign = foreign(input("repository"), input("ref"), elsewhere);
        self.checkouts.push(Checkout { at, whole, sure, foreign });
    }

    /// Takes over what an action has checked out besides; `sure` says that it runs in any case.
    pub(super) fn take(&mut self, mut after: Self, sure: bool) {
        let before = self.checkouts.len();
        after.checkouts.iter_mut().skip(before).for_each(|checkout| checkout.sure = checkout.sure && sure);
        *self = after;
    }

    /// What a path of the workspace is, by the last checkout that holds it. One that may not have taken place leaves
    /// open what was there before; the worst of what it may be counts.
    pub(super) fn holds(&self, path: &str) -> Holds {
        let mut own = Vec::new();
        let mut unclear = false;
        let mut foreign: Option<Parts> = None;
        let mut settled = false;
        for checkout in self.checkouts.iter().rev() {
            let Some(inside) = checkout.inside(path) else { continue };
            if let Some(other) = &checkout.foreign {
                let pin = if checkout.whole { other.pin } else { "unknown" };
                if foreign.as_ref().is_none_or(|known| weakness(known.pin) < weakness(pin)) {
                    foreign = Some(Parts { path: inside, pin, ..other.clone() });
                }
            } else {
                own.push(inside);
                unclear = unclear || !checkout.whole;
            }
            settled = checkout.sure && checkout.whole;
            if settled {
                break;
            }
        }
        if !settled {
            own.push(path.to_owned());
        }
        foreign.map_or(Holds::Own(own, unclear), Holds::Foreign)
    }
}

impl Checkout {
    /// The path inside of the checkout of a path of the workspace, if it lies there.
    fn inside(&self, path: &str) -> Option<String> {
        if self.at.is_empty() {
            return Some(path.to_owned());
        }
        let rest = path.strip_prefix(&self.at)?;
        if !self.whole {
            return Some(rest.to_owned());
        }
        match rest.strip_prefix('/') {
            Some(inside) => Some(inside.to_owned()),
            None => rest.is_empty().then(String::new),
        }
    }
}

/// Where a checkout goes: the path, and whether that is all of it. `None` outside of the workspace, where the action
/// refuses to write.
fn place(path: &str) -> Option<(String, bool)> {
    let path = without_workspace(path);
    match path.split_once("${{") {
        Some((known, _)) => {
            let folder = known.rsplit_once('/').map_or("", |(folder, _)| folder);
            let last = known.rsplit('/').next().unwrap_or_default();
            let folder = references::inside(folder)?;
            let at = if folder.is_empty() { last.to_owned() } else { format!("{folder}/{last}") };
            Some((at, false))
        }
        None => references::inside(path).map(|at| (at, true)),
    }
}

/// A path below `${{ github.workspace }}` is one of the workspace.
pub(super) fn without_workspace(path: &str) -> &str {
    let Some((inner, rest)) = path.strip_prefix("${{").and_then(|rest| rest.split_once("}}")) else { return path };
    let is_workspace = inner.trim().eq_ignore_ascii_case("github.workspace");
    if is_workspace { rest.trim_start_matches('/') } else { path }
}

/// The repository of a checkout, unless it is this one.
fn foreign(repository: &str, reference: &str, elsewhere: bool) -> Option<Parts> {
    let inner = repository.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
    // That of the run, or the one that a change to it comes from: what is judged.
    let names_own = |it: &str| contexts::field(&it.to_ascii_lowercase()).is_some_and(|(_, field)| field == "full_name");
    let is_own = repository.is_empty() || inner.is_some_and(names_own);
    if is_own && !elsewhere {
        return None;
    }
    let (owner, name) = repository.split_once('/').filter(|_| inner.is_none()).unwrap_or(("", repository));
    let pin = match reference {
        _ if repository.contains("${{") => "unknown",
        "" => "none",
        reference => references::pin(reference),
    };
    let reference = Some(reference.to_owned()).filter(|reference| !reference.is_empty());
    let (owner, name, path) = (owner.to_owned(), name.to_owned(), String::new());
    Some(Parts { kind: "action", owner, name, path, reference, pin })
}

/// How little a pin says.
fn weakness(pin: &str) -> u8 {
    match pin {
        "sha" => 0,
        "unknown" => 1,
        _ => 2,
    }
}
