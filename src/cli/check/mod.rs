//! `gate check`: gathers what is judged and by which rules, has it judged, and reports.

pub(super) mod adopted;
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
pub(super) mod extends;
mod flags;
mod gate_job;
mod gather;
mod granted;
mod judged;
mod piped;
mod pipelines;
pub(super) mod place;
mod removal;
mod room;
mod root;
mod rules;
mod seen;
mod several;
mod sinks;
mod submodules;
mod united;
mod upcoming;
mod way;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub(super) use self::answers::root_pattern;
pub(super) use self::clock::within;
use self::compare::Comparison;
pub(super) use self::exclusions::runs_by_itself;
use self::gather::Gathered;
pub(super) use self::judged::Judged;
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
use crate::outcome::Outcome;
use crate::policy::{EditionName, Policy};
use crate::report::Style;
use crate::source::Source;

/// Threads that judge at the most; more only cost memory on the files of one repository.
const MAX_THREADS: usize = 8;

/// Runs the command.
pub(super) fn run(call: &Check, style: &Style) -> Result<Exit, CliError> {
    let sinks = sinks::parse(&call.format)?;
    let call = &piped::taken(call)?;
    let found = call.clone();
    let root = clock::within("finding the repository", move || root::find(&found))?;
    sinks::make_ready(&sinks, &root.folder)?;
    let style = &style.at(&root.folder);
    let progress = Progress::start(environment::shows_progress(style.quiet));
    let judged = judge(call.clone(), root, &progress, (|_, _, _, _| Seen::default(), false));
    drop(progress);
    let Ran { outcome, confined, .. } = judged?;
    if style.verbose {
        let held = confined.map_or_else(|| "did not begin".to_owned(), |held| held.to_string());
        say_error(&format!("judging process: {held}\n"));
    }
    sinks::write(&sinks, &outcome, style)?;
    Ok(outcome.exit())
}

/// The root of the repository around the current folder, whose rules hold here.
pub(super) fn top(call: &Check) -> Result<PathBuf, CliError> {
    root::find(call).map(|root| root.folder)
}

/// The policies that the repository around the current folder and its organisations add to those of gate; none where there
/// are no rules.
pub(super) fn added_policies() -> Result<Vec<Policy>, CliError> {
    let call = Check::of(None, false);
    within("reading the rules", move || {
        let root = root::find(&call)?;
        if root.folder.join(".gate").symlink_metadata().is_err() {
            return Ok(Vec::new());
        }
        let judged = judged::open(&root.folder, &call)?;
        rules::added_policies(judged.files.as_ref(), (&root.folder, &call))
    })
}

/// What a run without any flag sees and says of the repository around a folder, and where that begins: a command that
/// looks for itself would see something else one day.
pub(super) fn look(folder: Option<&Path>, trust_checkout: bool, quiet: bool) -> Result<(PathBuf, Ran), CliError> {
    look_with(Check::of(folder, trust_checkout), quiet)
}

/// The same as if the configuration named another edition.
pub(super) fn look_as_of(
    folder: Option<&Path>,
    trust_checkout: bool,
    quiet: bool,
    edition: EditionName,
) -> Result<(PathBuf, Ran), CliError> {
    look_with(Check { as_of: Some(edition), ..Check::of(folder, trust_checkout) }, quiet)
}

/// Of a single file nothing could be said that holds for the repository.
fn look_with(call: Check, quiet: bool) -> Result<(PathBuf, Ran), CliError> {
    if let Some(path) = call.paths.iter().find(|path| !path.is_dir()) {
        let message = format!("{}: no such folder", path.display());
        return Err(CliError::usage(message, "name a folder of the repository"));
    }
    let found = call.clone();
    let root = within("finding the repository", move || root::find(&found))?;
    let root = Root { part: None, ..root };
    let top = root.folder.clone();
    let progress = Progress::start(environment::shows_progress(quiet));
    Ok((top, judge(call, root, &progress, (Seen::of, true))?))
}

/// A run that has come to its end.
pub(super) struct Ran {
    /// What it says.
    pub(super) outcome: Outcome,
    /// What it saw, where somebody asked.
    pub(super) seen: Seen,
    /// The configuration that held.
    pub(super) config: Config,
    /// The tree that was judged.
    pub(super) judged: Judged,
    /// The waivers that were read.
    pub(super) waivers: Option<Arc<Source>>,
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
///
/// `see` comes with whether somebody asks what each finding is wherever it stands.
fn judge(call: Check, root: Root, progress: &Progress, (see, identities): (See, bool)) -> Result<Ran, CliError> {
    let now = Timestamp::now();
    let (call, prepared) = clock::within("listing the tree and reading the rules", move || {
        prepare(&call, &root, now).map(|prepared| (call, prepared))
    })?;
    let Prepared { judged, rules, mut gathered, comparison } = prepared;
    let program =
        std::env::current_exe().map_err(|error| CliError::Bug(format!("its own binary cannot be found: {error}")))?;
    let settings = Settings {
        severities: rules.in_force.severities.clone(),
        parameters: rules.in_force.parameters.clone(),
        identities: identities || rules.baseline.is_some(),
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
        Ok(Ran { outcome, seen, config: rules.config, judged, waivers: rules.waivers_source, confined })
    })
}

/// Lists the tree, reads the rules, and finds out what they are applied to.
fn prepare(call: &Check, root: &Root, now: Timestamp) -> Result<Prepared, CliError> {
    way::apart(&root.folder, call)?;
    let mut judged = judged::open(&root.folder, call)?;
    let rules = rules::load(&root.folder, call, &judged, now.to_zoned(TimeZone::UTC).date())?;
    flags::check(call, &rules)?;
    let gathered = gather::candidates(&mut judged, root, call, &rules, now)?;
    let comparison = Comparison::open(call, &judged, &gathered, &rules)?;
    Ok(Prepared { judged, rules, gathered, comparison })
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS)
}
