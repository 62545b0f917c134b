//! Commands that fetch the head of a pull request.

use super::in_job::InJob;
use crate::input::pipeline::knowledge::contexts;
use crate::input::pipeline::model::{Command, Interpolation, Step};
use crate::input::pipeline::shell;
use crate::input::pipeline::wrappers;

/// Options of git in front of its command that take the next word.
const GIT_VALUED: &[&str] = &["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--super-prefix", "--config-env"];

/// Options of gh that take the next word.
const GH_VALUED: &[&str] = &["-R", "--repo", "--hostname"];

/// Commands of git that change what stands in the workspace or fetch it.
const CHANGES: &[&str] =
    &["fetch", "pull", "checkout", "switch", "reset", "restore", "clone", "merge", "rebase", "cherry-pick", "worktree"];

/// The commit that merges a pull request: before that is done, one that tries it.
pub(super) const MERGE: &str = "github.event.pull_request.merge_commit_sha";

/// Which expressions say what is fetched.
type IsHead = fn(&Interpolation) -> bool;

/// Those with anything of a pull request in them.
pub(super) fn any(interpolation: &Interpolation) -> bool {
    interpolation.contexts.iter().any(|context| contexts::is_head(context))
}

/// Those with more of it than the commit that merges it.
pub(super) fn not_merge(interpolation: &Interpolation) -> bool {
    interpolation.contexts.iter().any(|context| context != MERGE && contexts::is_head(context))
}

/// Whether a command gets the code of a pull request that expressions say.
pub(super) fn is_fetched(at: InJob<'_>, command: &Command, is_head: IsHead) -> bool {
    if !command.argv.iter().any(|word| matches!(wrappers::base_name(word), "git" | "gh" | "curl" | "wget")) {
        return false;
    }
    let argv = wrappers::unwrap(&command.argv, |_| None);
    let Some((program, rest)) = argv.split_first() else { return false };
    match wrappers::base_name(program) {
        "gh" => {
            let mut words = arguments(rest, GH_VALUED);
            match words.next() {
                Some("pr") => match words.next() {
                    Some("checkout" | "co") => true,
                    // The change itself, applied to what is there.
                    Some("diff") => matches!(command.pipe_to.as_deref(), Some("git" | "patch")),
                    _ => false,
                },
                Some("api") => is_archive(command) && names_head(at, command, is_head),
                first => first == Some("co"),
            }
        }
        "git" => {
            let changes = arguments(rest, GIT_VALUED).next().is_some_and(|first| CHANGES.contains(&first));
            changes && names_head(at, command, is_head)
        }
        "curl" | "wget" => is_archive(command) && names_head(at, command, is_head),
        _ => false,
    }
}

/// Where GitHub has the files of a commit, all of them packed or one by one.
const ARCHIVES: &[&str] = &["/tarball/", "/zipball/", "/archive/", "codeload.", "raw.githubusercontent.", "/raw/"];

/// Whether a command asks for such files.
fn is_archive(command: &Command) -> bool {
    command.argv.iter().any(|word| ARCHIVES.iter().any(|part| word.contains(part)))
}

/// The words that are no options and no values of those.
fn arguments<'w>(words: &'w [String], valued: &'w [&str]) -> impl Iterator<Item = &'w str> {
    let mut is_value = false;
    words.iter().map(String::as_str).filter(move |word| {
        let skipped = std::mem::take(&mut is_value);
        is_value = !skipped && valued.contains(word);
        !skipped && !word.starts_with('-')
    })
}

/// How many variables are followed that hold each other.
const VARIABLES: usize = 4;

/// Whether a command names the head of a pull request: by its ref, by an expression, or by a variable that holds one.
fn names_head(at: InJob<'_>, command: &Command, is_head: IsHead) -> bool {
    let line = without_new_name(&command.argv).join(" ");
    Sayer { at, is_head }.says(at.step, &line, &command.variables, VARIABLES)
}

/// What says which commit it is.
struct Sayer<'a> {
    at: InJob<'a>,
    is_head: IsHead,
}

impl Sayer<'_> {
    /// Whether a text that stands in a step names the head, with the variables in it.
    fn says(&self, step: &Step, text: &str, variables: &[String], depth: usize) -> bool {
        let bare = without_quotes(text);
        let mut in_script = step.interpolations.iter().filter(|it| it.at == "run" && (self.is_head)(it));
        names_pull(text)
            || in_script.any(|it| bare.contains(&without_quotes(&it.expr)))
            || variables
                .iter()
                .filter(|name| [format!("${name}"), format!("${{{name}")].iter().any(|it| text.contains(it)))
                .any(|name| self.holds(name, depth))
    }

    /// Whether a variable holds the head: as the file sets it, or the script, or a script before it for the job.
    fn holds(&self, name: &str, depth: usize) -> bool {
        let (at, Some(depth)) = (self.at, depth.checked_sub(1)) else { return false };
        if at.variable(name).is_some_and(|(value, mut held)| names_pull(value) || held.any(self.is_head)) {
            return true;
        }
        let mut own = at.step.run.iter().flat_map(|run| shell::assigned(&run.text, name));
        if own.any(|(value, variables)| self.says(at.step, &value, &variables, depth)) {
            return true;
        }
        let before =
            at.run.steps.iter().take_while(|placed| !std::ptr::eq(*placed, at.placed)).map(|placed| placed.step);
        let lasting = before.filter(|step| step.run.as_ref().is_some_and(|run| run.names_environment));
        let mut set = lasting.chain([at.step]).flat_map(|step| {
            let commands = step.run.iter().flat_map(|run| &run.commands).filter(|command| may_set(command));
            commands.flat_map(move |command| command.argv.iter().map(move |word| (step, command, word)))
        });
        set.any(|(step, command, word)| {
            let value = word.strip_prefix(name).and_then(|rest| rest.strip_prefix('='));
            value.is_some_and(|value| self.says(step, value, &command.variables, depth))
        })
    }
}

/// Whether a command may give a variable its value.
fn may_set(command: &Command) -> bool {
    matches!(command.program.as_str(), "export" | "declare" | "readonly" | "local" | "echo" | "printf")
}

/// Options of git behind which the name of a new branch stands: whatever it is called, its commit is another word.
const NEW: [&str; 5] = ["-b", "-B", "-c", "-C", "--orphan"];

/// The words without the name of a branch that `checkout` or `switch` makes.
fn without_new_name(argv: &[String]) -> Vec<&str> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let Some(at) = words.iter().position(|word| matches!(*word, "checkout" | "switch")) else { return words };
    let (before, behind) = words.split_at(at);
    let mut is_name = false;
    let kept = behind.iter().copied().filter(|word| !std::mem::replace(&mut is_name, NEW.contains(word)));
    before.iter().copied().chain(kept).collect()
}

/// Whether a text holds `pull/…`, where GitHub keeps the heads of pull requests, as a whole segment.
fn names_pull(text: &str) -> bool {
    text.match_indices("pull/").any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| before.is_whitespace() || "/:+\"'=".contains(before))
    })
}

/// A text without quotes and blanks: a shell takes them out of an expression, and its words are joined by one blank.
fn without_quotes(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && !matches!(character, '"' | '\'' | '\\')).collect()
}
