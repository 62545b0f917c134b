//! `gate check`: gathers what is judged and by which rules, has it judged, and reports.

mod answers;
mod change;
mod claims;
mod clock;
mod collected;
mod compare;
mod conclude;
mod edited;
mod evidence;
mod exclusions;
mod gate_job;
mod gather;
mod judged;
mod pipelines;
pub(super) mod place;
mod root;
mod rules;
mod seen;
mod sinks;
mod submodules;
mod way;

use std::path::{Path, PathBuf};

use jiff::Timestamp;

pub(super) use self::answers::root_pattern;
pub(super) use self::clock::within;
use self::compare::Comparison;
pub(super) use self::exclusions::runs_by_itself;
use self::gather::Gathered;
use self::judged::Judged;
use self::root::Root;
use self::rules::Rules;
pub(super) use self::seen::Seen;
use super::args::Check;
use super::error::CliError;
use super::progress::Progress;
use super::{environment, say_error};
use crate::config::Config;
use crate::engine::supervise::Judged as Results;
use crate::engine::supervise::confine::Confinement;
use crate::engine::supervise::protocol::Job;
use crate::engine::{Settings, supervise};
use crate::exit::Exit;
use crate::outcome::{Mode, Outcome};
use crate::report::Style;

/// Threads that judge at the most; more only cost memory on the files of one repository.
const MAX_THREADS: usize = 8;

/// Runs the command.
pub(super) fn run(call: &Check, style: &Style) -> Result<Exit, CliError> {
    let sinks = sinks::parse(&call.format)?;
    let found = call.clone();
    let root = clock::within("finding the repository", move || root::find(&found))?;
    sinks::make_ready(&sinks, &root.folder)?;
    let style = &style.at(&root.folder);
    let progress = Progress::start(environment::shows_progress(style.quiet));
    let judged = judge(call.clone(), root, &progress, |_, _, _, _| Seen::default());
    drop(progress);
    let Ran { outcome, confined, .. } = judged?;
    if style.verbose {
        let held = confined.map_or_else(|| "did not begin".to_owned(), |held| held.to_string());
        say_error(&format!("judging process: {held}\n"));
    }
    sinks::write(&sinks, &outcome, style)?;
    Ok(outcome.exit())
}

/// What a run without any flag sees and says of the repository around a folder, and where that begins: a command that
/// looks for itself would see something else one day.
pub(super) fn look(folder: Option<&Path>, trust_checkout: bool, quiet: bool) -> Result<(PathBuf, Ran), CliError> {
    let call = Check::of(folder, trust_checkout);
    let found = call.clone();
    let root = within("finding the repository", move || root::find(&found))?;
    let root = Root { part: None, ..root };
    let top = root.folder.clone();
    let progress = Progress::start(environment::shows_progress(quiet));
    Ok((top, judge(call, root, &progress, Seen::of)?))
}

/// A run that has come to its end.
pub(super) struct Ran {
    /// What it says.
    pub(super) outcome: Outcome,
    /// What it saw, where somebody asked.
    pub(super) seen: Seen,
    /// The configuration that held.
    pub(super) config: Config,
    confined: Option<Confinement>,
}

/// What is judged by what, once the tree is listed and the rules are read.
struct Prepared {
    judged: Judged,
    rules: Rules,
    gathered: Gathered,
    comparison: Option<Comparison>,
}

/// Takes down what a run saw.
type See = fn(&Judged, &Gathered, &Job, &Results) -> Seen;

/// Everything up to the outcome, which no report can change any more.
fn judge(call: Check, root: Root, progress: &Progress, see: See) -> Result<Ran, CliError> {
    let now = Timestamp::now();
    let (call, prepared) = clock::within("listing the tree and reading the rules", move || {
        prepare(&call, &root, now).map(|prepared| (call, prepared))
    })?;
    let Prepared { judged, rules, mut gathered, comparison } = prepared;
    let program =
        std::env::current_exe().map_err(|error| CliError::Bug(format!("its own binary cannot be found: {error}")))?;
    let settings = Settings {
        severities: rules.config.policies.severity.clone(),
        parameters: rules.config.policies.parameters.clone(),
        identities: false,
        now_ns: i64::try_from(now.as_nanosecond()).unwrap_or(i64::MAX),
    };
    let mut job = gathered.job(&judged, &rules, settings, threads());
    job.against = comparison.as_ref().map(Comparison::against).unwrap_or_default();
    let results = supervise::run_watched(&program, job.clone(), &mut |done, all| progress.say(done, all))?;
    gathered.before = comparison.map(|it| it.judge(&program, &job, &rules, &results)).transpose()?;
    clock::within("putting the answers together", move || {
        let confined = results.confined;
        let seen = see(&judged, &gathered, &job, &results);
        let outcome = conclude::conclude(&call, &judged, &rules, gathered, &job, results, now);
        Ok(Ran { outcome, seen, config: rules.config, confined })
    })
}

/// Lists the tree, reads the rules, and finds out what they are applied to.
fn prepare(call: &Check, root: &Root, now: Timestamp) -> Result<Prepared, CliError> {
    way::apart(&root.folder, call)?;
    let mut judged = judged::open(&root.folder, call)?;
    let rules = rules::load(&root.folder, call, &judged)?;
    check_flags(call, &rules)?;
    let gathered = gather::candidates(&mut judged, root, call, &rules, now)?;
    let comparison = Comparison::open(call, &judged, &gathered, &rules)?;
    Ok(Prepared { judged, rules, gathered, comparison })
}

/// With `--base`, a flag may tighten what the base says and never loosen it.
fn check_flags(call: &Check, rules: &Rules) -> Result<(), CliError> {
    if call.base.is_none() {
        return Ok(());
    }
    let loosens = call.fail_on.is_some_and(|word| crate::finding::Severity::from(word) > rules.fail_on());
    if loosens {
        let message = format!("--fail-on is looser than the base revision, which says `{}`", rules.fail_on());
        return Err(CliError::usage(message, "drop the flag, or change .gate/gate.yaml in a change of its own"));
    }
    if call.mode.is_some_and(|word| Mode::from(word) == Mode::Observe) && rules.mode() == Mode::Block {
        let message = "--mode observe is looser than the base revision, which blocks";
        return Err(CliError::usage(message, "drop the flag, or change .gate/gate.yaml in a change of its own"));
    }
    Ok(())
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS)
}
