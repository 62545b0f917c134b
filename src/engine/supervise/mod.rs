//! Reads and judges in a child process of gate itself, so that no file and no policy can take the verdict down.
//!
//! The child says when it begins and ends with each document. When it dies, overruns or aborts, a second child goes on
//! with one document at a time, and what that one dies of is marked as not judged; everything else is judged all the
//! same. Linked libraries, allocators and stacks may fail in the child in any way they like.

mod abridge;
pub mod bounds;
pub mod confine;
pub mod contained;
mod look;
pub mod protocol;
mod trees;
pub mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use confine::Confinement;
use protocol::{Event, Job, Reading, Whole};

use crate::input::Problem;
use crate::limits::LIMITS;
use crate::policy::PolicyError;
use crate::source::Piped;

/// The first argument of the child; not a command for people.
pub const CHILD_COMMAND: &str = "__judge";

/// The most bytes that a child may say; findings are capped far below.
const MAX_OUTPUT_BYTES: u64 = 512 * 1024 * 1024;

/// Bytes of input for which one document gets its time once: a plan of 128 MB gets it twice.
const BYTES_PER_DOCUMENT_TIME: u64 = 64 * 1024 * 1024;

/// Why no child could be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SuperviseError {
    /// The operating system refused to start it.
    #[error("{program}: cannot be started again to judge: {source}", program = program.display())]
    Start {
        /// gate's own binary.
        program: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The job could not be written.
    #[error("the job cannot be written: {0}")]
    Job(#[from] serde_json::Error),
    /// The bundled policies.
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

/// What the children came to.
#[derive(Debug, Default, PartialEq)]
pub struct Judged {
    /// By index of [`Job::candidates`]; complete.
    pub readings: BTreeMap<usize, Reading>,
    /// The candidates for which everything that was asked of the tree is the same in [`Job::against`]: what they came to
    /// is what they would come to there.
    pub same: BTreeSet<usize>,
    /// What needed every document at once, or why it could not be had.
    pub whole: Option<Result<Whole, String>>,
    /// What the kernel holds the judging process to, if it came so far.
    pub confined: Option<Confinement>,
}

/// Judges a job in children started from `program`.
///
/// # Errors
/// [`SuperviseError`] when no child can be started.
pub fn run(program: &std::path::Path, job: Job) -> Result<Judged, SuperviseError> {
    run_watched(program, job, &mut |_, _| ())
}

/// The same; `watch` hears how many candidates are done, of how many.
///
/// # Errors
/// [`SuperviseError`] when no child can be started.
pub fn run_watched(
    program: &std::path::Path,
    mut job: Job,
    watch: &mut dyn FnMut(usize, usize),
) -> Result<Judged, SuperviseError> {
    let mut judged = Judged::default();
    watch(0, job.candidates.len());
    let end = Instant::now().checked_add(LIMITS.run_time);
    loop {
        let mut child = Supervised::start(program, &job, end)?;
        let stop = child.follow(&job, &mut judged, watch);
        let Some(cause) = stop else { break };
        if child.out_of_time() {
            give_up(&job, &mut judged, &format!("the run took longer than {} s", LIMITS.run_time.as_secs()));
            break;
        }
        if judged.readings.len() == job.candidates.len() && child.in_flight.is_empty() {
            judged.whole = Some(Err(cause));
            break;
        }
        match child.in_flight.keys().next().copied() {
            Some(index) if job.threads <= 1 => {
                job.lost.push(index);
                judged.readings.entry(index).or_insert_with(|| lost(&job, index, &cause));
            }
            // It died between documents, alone: a third child would do the same.
            None if job.threads <= 1 => {
                give_up(&job, &mut judged, &cause);
                break;
            }
            // Which of several documents it was cannot be known: go on one at a time.
            _ => job.threads = 1,
        }
        job.done = judged.readings.keys().copied().collect();
    }
    complete(&job, &mut judged)?;
    Ok(judged)
}

/// Puts the cells back that the children left out.
fn complete(job: &Job, judged: &mut Judged) -> Result<(), SuperviseError> {
    let policies = abridge::policies(job)?;
    for (index, reading) in &mut judged.readings {
        let (Some(candidate), Reading::Judged { kind, facets, judgement, .. }) = (job.candidates.get(*index), reading)
        else {
            continue;
        };
        *judgement = abridge::completed(std::mem::take(judgement), &policies, &candidate.path, *kind, facets);
    }
    Ok(())
}

/// Marks what was not reached.
fn give_up(job: &Job, judged: &mut Judged, why: &str) {
    let cause = format!("not reached: {why}");
    for index in 0..job.candidates.len() {
        judged.readings.entry(index).or_insert_with(|| lost(job, index, &cause));
    }
    judged.whole.get_or_insert(Err(cause));
}

fn lost(job: &Job, index: usize, cause: &str) -> Reading {
    job.candidates.get(index).map_or_else(
        || Reading::NotMine(cause.to_owned()),
        |candidate| Reading::Failed(Problem::of(&candidate.path, cause)),
    )
}

/// One running child.
struct Supervised {
    child: Child,
    events: Receiver<Event>,
    /// Documents that it has begun and not ended, and when their time is over.
    in_flight: BTreeMap<usize, Instant>,
    end: Option<Instant>,
}

impl Supervised {
    fn start(program: &std::path::Path, job: &Job, end: Option<Instant>) -> Result<Self, SuperviseError> {
        let mut text = serde_json::to_vec(job)?;
        text.push(b'\n');
        let piped = job.piped.as_ref().map(Piped::content);
        let mut child = Command::new(program)
            .arg(CHILD_COMMAND)
            .env_clear()
            // A backtrace for every error that the engine handles itself costs twenty times its time.
            .env("RUST_LIB_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| SuperviseError::Start { program: program.to_owned(), source })?;
        if let Some(mut stdin) = child.stdin.take() {
            // A child that dies before it has read its job shows as one that said nothing.
            std::thread::spawn(move || {
                stdin.write_all(&text)?;
                piped.map_or(Ok(()), |content| stdin.write_all(&content))
            });
        }
        let (sender, events) = channel();
        if let Some(stdout) = child.stdout.take() {
            std::thread::spawn(move || {
                let mut lines = BufReader::new(stdout.take(MAX_OUTPUT_BYTES));
                let mut line = Vec::new();
                while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                    let Ok(event) = serde_json::from_slice(&line) else { break };
                    if sender.send(event).is_err() {
                        break;
                    }
                    line.clear();
                }
            });
        }
        Ok(Self { child, events, in_flight: BTreeMap::new(), end })
    }

    /// Follows the child to its end; says why it did not come to a good one.
    fn follow(&mut self, job: &Job, judged: &mut Judged, watch: &mut dyn FnMut(usize, usize)) -> Option<String> {
        let mut whole_ends = None;
        loop {
            let deadline = self.in_flight.values().copied().chain(whole_ends).chain(self.end).min();
            let wait = deadline.map_or(LIMITS.run_time, |deadline| deadline.saturating_duration_since(Instant::now()));
            match self.events.recv_timeout(wait) {
                Ok(Event::Confined(held)) => judged.confined = Some(held),
                Ok(Event::Begin(index)) => {
                    self.in_flight.insert(index, deadline_of(job, index));
                }
                Ok(Event::End(index, reading)) => {
                    self.in_flight.remove(&index);
                    judged.readings.entry(index).or_insert(*reading);
                    watch(judged.readings.len(), job.candidates.len());
                }
                Ok(Event::Same(index)) => {
                    judged.same.insert(index);
                }
                Ok(Event::WholeBegin) => whole_ends = Instant::now().checked_add(job.document_time),
                Ok(Event::WholeEnd(whole)) => {
                    judged.whole = Some(Ok(*whole));
                    return self.finish(job, judged);
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.kill();
                    return Some(format!("took longer than {} s", job.document_time.as_secs()));
                }
                Err(RecvTimeoutError::Disconnected) => return Some(self.finish_early()),
            }
        }
    }

    /// After its last event: everything must have been said.
    fn finish(&mut self, job: &Job, judged: &Judged) -> Option<String> {
        self.kill();
        (judged.readings.len() < job.candidates.len()).then(|| "gate has a bug: its child left a file out".to_owned())
    }

    /// The child closed its output before it was done.
    fn finish_early(&mut self) -> String {
        self.child.wait().map_or_else(|_| "the judging process was lost".to_owned(), describe)
    }

    fn out_of_time(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end)
    }

    fn kill(&mut self) {
        // It may be gone already, and then there is nothing to kill or to wait for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        self.kill();
    }
}

fn deadline_of(job: &Job, index: usize) -> Instant {
    let bytes = job.candidates.get(index).map_or(0, |candidate| candidate.bytes);
    let times = u32::try_from(bytes.div_ceil(BYTES_PER_DOCUMENT_TIME).max(1)).unwrap_or(1);
    let now = Instant::now();
    now.checked_add(job.document_time.saturating_mul(times)).unwrap_or(now)
}

/// What the end of a child means, in words.
fn describe(status: std::process::ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return match signal {
            6 | 11 => format!("ran out of memory or stack while it was judged (signal {signal})"),
            24 => "took too much processor time".to_owned(),
            other => format!("the judging process was killed (signal {other})"),
        };
    }
    format!("the judging process ended early (status {})", status.code().unwrap_or(-1))
}
