//! Which commit the rules of an event come from, for a change that loosens them.

use super::runner::action;
use super::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW};
use super::{CONFIG, NONE, WORKFLOW};

const STRICT: &str = "version: 1\n";
const LOOSE: &str = "version: 1\nmode: observe\npolicies: { disable: [{ id: CI001, reason: later, owner: me }] }\n";

/// A history in which rules were loose (`old`), were tightened (`main`), and a change loosens them again to bring an
/// unpinned action: cut from the tip (`change`), and cut from the old commit (`late`).
struct History {
    repo: Repo,
    old: String,
    main: String,
    change: String,
    late: String,
}

impl History {
    fn new() -> Self {
        let repo = Repo::clean().with(CONFIG, LOOSE);
        let old = repo.commit_on(&[]);
        repo.write(CONFIG, STRICT);
        let main = repo.commit_on(&[&old]);
        repo.write(CONFIG, LOOSE);
        repo.write(WORKFLOW, UNPINNED_WORKFLOW);
        let change = repo.commit_on(&[&main]);
        let late = repo.commit_on(&[&old]);
        repo.name("refs/remotes/origin/main", &main);
        Self { repo, old, main, change, late }
    }

    /// The forge's merge of a commit into a branch, with the files of that commit and the rules of the branch where the
    /// change did not touch them.
    fn merged(&self, into: &str, head: &str, config: &str) -> String {
        self.repo.write(CONFIG, config);
        self.repo.write(WORKFLOW, UNPINNED_WORKFLOW);
        self.repo.commit_on(&[into, head])
    }

    /// Whether the clone holds the branch of the remote.
    fn without_branch(&self) {
        let repository = git2::Repository::open(self.repo.path()).unwrap();
        repository.find_reference("refs/remotes/origin/main").unwrap().delete().unwrap();
    }
}

/// One row of the table: what is checked out, the facts of the event, and the verdict with a text that has to be said.
#[derive(Clone)]
struct Row {
    name: &'static str,
    head: String,
    facts: Vec<(&'static str, String)>,
    verdict: &'static str,
    said: &'static str,
}

/// What a row says of rules that hold for the change.
const CANNOT: &str = "which this change cannot edit";

/// The facts of an event.
type Facts = Vec<(&'static str, String)>;

fn facts(pairs: &[(&'static str, &str)]) -> Facts {
    pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

fn pull(target: &str, head: &str) -> Facts {
    let reference = "refs/pull/7/merge";
    facts(&[("EVENT", "pull_request"), ("EVENT_TARGET", target), ("EVENT_HEAD", head), ("EVENT_REF", reference)])
}

fn push(reference: &str, before: &str, protected: &str) -> Facts {
    facts(&[("EVENT", "push"), ("EVENT_REF", reference), ("EVENT_BEFORE", before), ("EVENT_PROTECTED", protected)])
}

fn other(event: &str, reference: &str) -> Facts {
    facts(&[("EVENT", event), ("EVENT_REF", reference), ("EVENT_BEFORE", "")])
}

fn row(name: &'static str, head: &str, facts: Facts, verdict: &'static str, said: &'static str) -> Row {
    Row { name, head: head.to_owned(), facts, verdict, said }
}

fn requests(history: &History) -> Vec<Row> {
    let History { main, change, late, old, .. } = history;
    let merge = history.merged(main, change, LOOSE);
    let late_merge = history.merged(main, late, STRICT);
    let own_merge = history.repo.commit_on(&[change, main]);
    let reference = "refs/heads/gh-readonly-queue/main/pr-7";
    let queue = facts(&[("EVENT", "merge_group"), ("EVENT_QUEUE_BASE", main), ("EVENT_REF", reference)]);
    history.repo.name("refs/remotes/origin/loose", old);
    vec![
        row("pull request, merge checked out", &merge, pull("main", change), "blocked", CANNOT),
        row("pull request, head checked out", change, pull("main", change), "blocked", CANNOT),
        row("pull request from an old commit, merge", &late_merge, pull("main", late), "blocked", CANNOT),
        row("pull request from an old commit, head", late, pull("main", late), "blocked", CANNOT),
        row("pull request to a branch of the author", late, pull("loose", late), "blocked", "refs/remotes/origin/main"),
        row("merge queue", &merge, queue, "blocked", "base commit"),
        row("pull request, its author's merge checked out", &own_merge, pull("main", &own_merge), "blocked", CANNOT),
    ]
}

fn pushes(history: &History) -> Vec<Row> {
    let History { main, change, late, .. } = history;
    history.repo.write(CONFIG, LOOSE);
    history.repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    let on_main = history.repo.commit_on(&[main]);
    vec![
        row("push to main", &on_main, push("refs/heads/main", main, "true"), "blocked", "base commit"),
        row(
            "force push to main, what was there is gone",
            &on_main,
            push("refs/heads/main", &change.replace(|_: char| true, "1"), "true"),
            "error",
            "git fetch",
        ),
        row(
            "push to another protected branch",
            &on_main,
            push("refs/heads/release/1", main, "true"),
            "blocked",
            "base commit",
        ),
        row("first push to a branch", change, push("refs/heads/topic", NONE, "false"), "blocked", CANNOT),
        row("second push to a branch", late, push("refs/heads/topic", change, "false"), "blocked", "origin/main"),
        row("tag on a commit of nobody", change, push("refs/tags/v1", NONE, "false"), "blocked", "origin/main"),
        row("tag on main", main, push("refs/tags/v1", NONE, "false"), "pass", "holds already"),
    ]
}

fn others(history: &History) -> Vec<Row> {
    let History { main, change, late, .. } = history;
    vec![
        row("schedule", main, other("schedule", "refs/heads/main"), "pass", "holds already"),
        row("dispatch on main", main, other("workflow_dispatch", "refs/heads/main"), "pass", "holds already"),
        row("dispatch on a branch", change, other("workflow_dispatch", "refs/heads/topic"), "blocked", "origin/main"),
        row("release of a commit of nobody", late, other("release", "refs/tags/v1"), "blocked", "origin/main"),
        row("pull_request_target", main, facts(&[("EVENT", "pull_request_target")]), "error", "never run gate"),
    ]
}

#[test]
fn no_event_lets_a_change_choose_its_rules() {
    let history = History::new();
    let rows = [requests(&history), pushes(&history), others(&history)].concat();
    for row in rows {
        history.repo.checkout(&row.head);
        let facts: Vec<(&str, &str)> = row.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let ran = action(&history.repo, "", &facts);
        println!("{:48} {:8} {}", row.name, ran.verdict(), row.said);
        assert_eq!(ran.verdict(), row.verdict, "{}\n{}", row.name, ran.text());
        assert!(ran.text().contains(row.said), "{}\n{}", row.name, ran.text());
    }
}

#[test]
fn a_clone_without_the_branch_takes_the_first_parent_of_the_forges_merge_alone() {
    let history = History::new();
    let merge = history.merged(&history.main, &history.change, LOOSE);
    let own = history.repo.commit_on(&[&history.old, &history.main]);
    history.without_branch();
    for (name, head, change, verdict) in [
        ("the forge's merge", &merge, history.change.as_str(), "blocked"),
        ("a merge of the author", &own, own.as_str(), "error"),
        ("the head alone", &history.change, history.change.as_str(), "error"),
    ] {
        history.repo.checkout(head);
        let facts = [("EVENT", "pull_request"), ("EVENT_TARGET", "main"), ("EVENT_HEAD", change)];
        let ran = action(&history.repo, "", &facts);
        assert_eq!(ran.verdict(), verdict, "{name}\n{}", ran.text());
    }
}

#[test]
fn branches_that_the_caller_lists_have_rules_of_their_own() {
    let repo = Repo::new().with(WORKFLOW, CLEAN_WORKFLOW);
    let main = repo.commit_on(&[]);
    repo.write(CONFIG, "policies: { severity: { CI001: low } }\n");
    let release = repo.commit_on(&[&main]);
    repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    let change = repo.commit_on(&[&release]);
    repo.name("refs/remotes/origin/main", &main);
    repo.name("refs/remotes/origin/release/1", &release);
    repo.checkout(&change);
    let facts = [("EVENT", "pull_request"), ("EVENT_TARGET", "release/1"), ("EVENT_HEAD", change.as_str())];
    assert_eq!(action(&repo, "", &facts).verdict(), "blocked");
    let listed = [facts.as_slice(), &[("GATE_BRANCHES", "develop\nrelease/*")]].concat();
    let ran = action(&repo, "", &listed);
    assert_eq!(ran.verdict(), "pass", "{}", ran.text());
}

/// The lines that the README gives for GitLab, Azure, Bitbucket and Jenkins fetch the target branch to this name.
#[test]
fn a_merge_request_elsewhere_is_judged_by_the_branch_that_was_fetched() {
    let history = History::new();
    history.repo.name("refs/remotes/target/base", &history.main);
    // What a change can bring must not stand in for it.
    history.repo.name("refs/tags/refs/remotes/target/base", &history.change);
    history.repo.name("refs/heads/target/base", &history.late);
    for (name, head) in [("cut from the tip", &history.change), ("cut from an old commit", &history.late)] {
        history.repo.checkout(head);
        let run = history.repo.gate(&["check", "--base", "refs/remotes/target/base"]);
        assert_eq!(run.code, 1, "{name}\n{}", run.text());
        assert!(run.stdout.contains("CI001") && run.stdout.contains("which this change cannot edit"), "{}", run.text());
    }
}

/// What was there before does not decide where the caller asks for that, and a commit that the base holds is judged whole.
#[test]
fn only_the_change_decides_where_the_caller_says_so() {
    let repo = Repo::clean().with(WORKFLOW, UNPINNED_WORKFLOW);
    let before = repo.commit_on(&[]);
    repo.write(".github/workflows/new.yml", CLEAN_WORKFLOW);
    let after = repo.commit_on(&[&before]);
    repo.checkout(&after);
    repo.name("refs/remotes/origin/main", &after);
    let tag = [("EVENT_REF", "refs/tags/v1"), ("EVENT_BEFORE", NONE)];
    for (changed, tagged, verdict) in [
        ("true", false, "pass"),
        ("false", false, "blocked"),
        ("", false, "blocked"),
        ("true", true, "blocked"),
        ("yes", false, "error"),
    ] {
        let more = if tagged { &tag[..] } else { &[] };
        let facts: Vec<(&str, &str)> = [("GATE_CHANGED", changed)].into_iter().chain(more.iter().copied()).collect();
        let ran = action(&repo, &before, &facts);
        assert_eq!(ran.verdict(), verdict, "{changed:?} {tagged}: {}", ran.text());
    }
}
