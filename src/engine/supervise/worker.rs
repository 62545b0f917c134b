//! The child: reads and judges, and may die of it.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::super::{Judge, Judgement};
use super::protocol::{Candidate, Event, Job, Reading, Tree, Whole};
use crate::finding::Kind;
use crate::input::terraform::roots_without_plan;
use crate::input::{Context, Document, FORMATS, Format, Parsed, Problem, read, repository};
use crate::limits::LIMITS;
use crate::policy::{Policy, PolicyError, bundled, libraries};
use crate::source::{Files, Overlay, RepoPath, SourceError, Staged, WorkTree};

/// The stack of every thread that parses or judges. Recursion is refused before, so this is the second line.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Address space that every child may use besides what its inputs need.
const BASE_BYTES: u64 = 1536 * 1024 * 1024;
/// Address space of a thread: its stack and its share of the allocator.
const THREAD_BYTES: u64 = 192 * 1024 * 1024;
/// Address space for every byte of input: text, tree, normalised document, the engine's copy.
const BYTES_PER_INPUT_BYTE: u64 = 24;

/// Why a child cannot work at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkerError {
    /// The job is not what this version of gate sends.
    #[error("the job cannot be read: {0}")]
    Job(#[from] serde_json::Error),
    /// The pipe to the supervisor.
    #[error("the supervisor is gone: {0}")]
    Pipe(#[from] std::io::Error),
    /// The bundled policies.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The judged tree.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The threads.
    #[error("no threads to judge with: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Runs one job from `input` and writes events to `output`.
///
/// # Errors
/// [`WorkerError`] when nothing can be judged; trouble with one file is an event.
pub fn run(mut input: impl Read, output: impl Write + Send) -> Result<(), WorkerError> {
    let mut text = Vec::new();
    input.read_to_end(&mut text)?;
    let job: Job = serde_json::from_slice(&text)?;
    lower_limits(&job);
    let files = files(&job)?;
    let mut policies: Vec<Policy> = bundled()?;
    policies.retain(|policy| !job.without.contains(&policy.meta.id));
    policies.extend(job.user_policies.iter().cloned());
    let compose = policies.iter().any(|policy| policy.meta.input == Kind::Repository && may_apply(policy, &job));
    let worker = Worker {
        judge: Judge::new(policies, libraries()?, job.settings.clone()),
        files: files.as_ref(),
        output: Mutex::new(output),
        compose,
        job: &job,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(job.threads.max(1)).stack_size(STACK_BYTES).build()?;
    pool.install(|| worker.run());
    Ok(())
}

/// Whether every kind that a policy over the whole repository needs may be there.
fn may_apply(policy: &Policy, job: &Job) -> bool {
    let kinds: BTreeSet<Kind> = job.candidates.iter().filter_map(|it| format(&it.format)).map(Format::kind).collect();
    policy.meta.needs.is_subset(&kinds)
}

/// Lowers what the operating system gives to this process; where it cannot be lowered, the supervisor's clock remains.
fn lower_limits(job: &Job) {
    let inputs: u64 = job.candidates.iter().map(|candidate| candidate.bytes).sum();
    let threads = u64::try_from(job.threads.max(1)).unwrap_or(1);
    let memory = BASE_BYTES
        .saturating_add(threads.saturating_mul(THREAD_BYTES))
        .saturating_add(inputs.saturating_mul(BYTES_PER_INPUT_BYTE));
    let seconds = LIMITS.run_time.as_secs().saturating_mul(threads).saturating_add(5);
    for (resource, limit) in [
        (rlimit::Resource::AS, memory),
        (rlimit::Resource::CPU, seconds),
        (rlimit::Resource::CORE, 0),
        (rlimit::Resource::FSIZE, 0),
    ] {
        let hard = rlimit::getrlimit(resource).map_or(limit, |(_, hard)| hard);
        // A refusal leaves the old limit, which is never looser than what a process has without gate.
        let _ = rlimit::setrlimit(resource, limit.min(hard), limit.min(hard));
    }
}

fn files(job: &Job) -> Result<Box<dyn Files>, SourceError> {
    let inner: Box<dyn Files> = match &job.tree {
        Tree::Folder(root) => Box::new(WorkTree::with_paths(root, job.paths.clone())?),
        Tree::Index { root, index, owner } => Box::new(Staged::open(root, index.as_deref(), *owner)?),
    };
    Ok(if job.external.is_empty() { inner } else { Box::new(Overlay::new(inner, &job.external)) })
}

struct Worker<'a, W> {
    judge: Judge,
    files: &'a dyn Files,
    output: Mutex<W>,
    /// Whether a policy over the whole repository may apply.
    compose: bool,
    job: &'a Job,
}

impl<W: Write + Send> Worker<'_, W> {
    fn run(&self) {
        let lost = &self.job.lost;
        let pending = (0..self.job.candidates.len()).filter(|index| !lost.contains(index)).collect::<Vec<_>>();
        let documents: Vec<Option<Arc<Document>>> = if self.job.threads <= 1 {
            pending.into_iter().map(|index| self.candidate(index)).collect()
        } else {
            pending.into_par_iter().map(|index| self.candidate(index)).collect()
        };
        self.say(&Event::WholeBegin);
        let documents: Vec<Arc<Document>> = documents.into_iter().flatten().collect();
        self.say(&Event::WholeEnd(Box::new(self.whole(&documents))));
    }

    /// What needs every document at once.
    fn whole(&self, documents: &[Arc<Document>]) -> Whole {
        let options = &self.job.options;
        let context = Context { files: self.files, limits: &LIMITS, options };
        let plans: Vec<Option<RepoPath>> = documents
            .iter()
            .filter(|document| document.kind == Kind::Terraform)
            .map(|plan| options.plan_roots.get(&plan.path).cloned().unwrap_or_else(|| plan.path.parent()))
            .collect();
        let mut whole = Whole { unplanned: roots_without_plan(&context, &plans), ..Whole::default() };
        if self.compose && !documents.is_empty() {
            let repository = repository::compose(documents, self.files, &LIMITS);
            whole.problems.clone_from(&repository.problems);
            whole.judgement = Some(self.judge.judge(&repository));
        }
        whole
    }

    /// Reads and judges one candidate.
    fn candidate(&self, index: usize) -> Option<Arc<Document>> {
        let candidate = self.job.candidates.get(index)?;
        self.say(&Event::Begin(index));
        let (reading, document) = match self.parse(candidate) {
            Parsed::Document(document) => {
                let done = self.job.done.contains(&index);
                let judgement = if done { Judgement::default() } else { self.judge.judge(&document) };
                let problems = document.problems.clone();
                (Reading::Judged { kind: document.kind, problems, judgement }, Some(*document))
            }
            Parsed::Failed(problem) => (Reading::Failed(problem), None),
            Parsed::NotMine(why) => (Reading::NotMine(why), None),
        };
        self.say(&Event::End(index, Box::new(reading)));
        document.filter(|document| self.compose || document.kind == Kind::Terraform).map(Arc::new)
    }

    fn parse(&self, candidate: &Candidate) -> Parsed {
        let Some(format) = format(&candidate.format) else {
            return Parsed::Failed(Problem::of(&candidate.path, "no reader for this format"));
        };
        let context = Context { files: self.files, limits: &LIMITS, options: &self.job.options };
        let read = std::panic::AssertUnwindSafe(|| read(format, &candidate.path, &context));
        std::panic::catch_unwind(read).unwrap_or_else(|_| {
            Parsed::Failed(Problem::of(&candidate.path, "gate has a bug: its reader failed on this file"))
        })
    }

    /// Writes one line. If the supervisor is gone there is nobody left to tell.
    fn say(&self, event: &Event) {
        if let Ok(mut line) = serde_json::to_vec(event) {
            line.push(b'\n');
            let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = output.write_all(&line).and_then(|()| output.flush());
        }
    }
}

/// The format of that name.
fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}
