//! The child: reads and judges, and may die of it.

use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::super::{Judge, Judgement};
use super::abridge::{self, abridged};
use super::bounds::{Bounds, STACK_BYTES};
use super::confine::confine;
use super::look::look;
use super::protocol::{Candidate, Event, Job, LOOK, Reading, Whole};
use super::trees::{self, Trees};
use crate::finding::Kind;
use crate::input::airflow::{self, archive, places::DagPlaces, submodule};
use crate::input::terraform::{read_all, roots_without_plan};
use crate::input::{Context, Document, FORMATS, Format, Parsed, Problem, read, repository};
use crate::limits::LIMITS;
use crate::policy::{Policy, PolicyError, libraries};
use crate::source::{Compared, Files, Others, Recorded, RepoPath, SourceError};

/// Inputs above this size are judged one after the other; below it, as many as there are threads.
const LARGE_BYTES: u64 = 8 * 1024 * 1024;

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
pub fn run(mut input: impl BufRead, output: impl Write + Send) -> Result<(), WorkerError> {
    let mut text = Vec::new();
    input.read_until(b'\n', &mut text)?;
    let mut job: Job = serde_json::from_slice(&text)?;
    bounds(&job).apply();
    job.piped = job.piped.take().map(|piped| piped.filled(&mut input)).transpose()?;
    let Trees { judged, pinned, others, readable } = trees::open(&job)?;
    let files = Recorded::new(judged, pinned);
    // A repository reads its configuration when it is opened, so it is opened before.
    let held = confine(&readable);
    let policies = abridge::policies(&job)?;
    let wanted = policies.iter().any(|policy| policy.meta.input == Kind::Repository && may_apply(policy, &job));
    let fits = bounds(&job).hold(job.candidates.iter().map(|candidate| candidate.bytes).sum());
    let worker = Worker {
        judge: Judge::new(policies, libraries()?, job.settings.clone()),
        files: &files,
        others,
        output: Mutex::new(output),
        compose: wanted && fits,
        too_large: wanted && !fits,
        job: &job,
    };
    worker.say(&Event::Confined(held));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(job.threads.max(1)).stack_size(STACK_BYTES).build()?;
    pool.install(|| worker.run());
    Ok(())
}

/// Whether every kind that a policy over the whole repository needs may be there.
fn may_apply(policy: &Policy, job: &Job) -> bool {
    let kinds: BTreeSet<Kind> = job.candidates.iter().filter_map(|it| format(&it.format)).map(Format::kind).collect();
    policy.meta.needs.is_subset(&kinds)
}

/// What the job may take of the machine.
fn bounds(job: &Job) -> Bounds {
    let largest = job.candidates.iter().map(|candidate| candidate.bytes).max().unwrap_or(0);
    Bounds { largest, threads: job.threads, seconds: LIMITS.run_time.as_secs(), maps: trees::reads_git(job) }
}

/// What is kept of a document until every one is judged.
struct Kept {
    kind: Kind,
    path: RepoPath,
    /// Whether it defines a DAG.
    has_dags: bool,
    /// Itself, where a policy over the whole repository may need it.
    document: Option<Arc<Document>>,
}

/// What a candidate turned out to be, unless it could not be read.
enum Reached {
    /// A document.
    Document(Kept),
    /// Nothing that the format reads which claimed it.
    Other(RepoPath),
}

struct Worker<'a, W> {
    judge: Judge,
    files: &'a Recorded,
    /// What it is compared with.
    others: Option<Others>,
    output: Mutex<W>,
    /// Whether a policy over the whole repository may apply.
    compose: bool,
    /// Whether one would, and the documents together are too large to keep.
    too_large: bool,
    job: &'a Job,
}

impl<W: Write + Send> Worker<'_, W> {
    fn run(&self) {
        let lost = &self.job.lost;
        let pending = (0..self.job.candidates.len()).filter(|index| !lost.contains(index)).collect::<Vec<_>>();
        let is_large = |index: &usize| self.job.candidates.get(*index).is_some_and(|it| it.bytes > LARGE_BYTES);
        let (large, small): (Vec<usize>, Vec<usize>) = pending.into_iter().partition(is_large);
        let mut read: Vec<Option<Reached>> = if self.job.threads <= 1 {
            small.into_iter().map(|index| self.candidate(index)).collect()
        } else {
            small.into_par_iter().map(|index| self.candidate(index)).collect()
        };
        read.extend(large.into_iter().map(|index| self.candidate(index)));
        self.say(&Event::WholeBegin);
        let (mut kept, mut others) = (Vec::new(), Vec::new());
        for reached in read.into_iter().flatten() {
            match reached {
                Reached::Document(document) => kept.push(document),
                Reached::Other(path) => others.push(path),
            }
        }
        let whole = Whole { read: self.files.read_so_far(), ..self.whole(&kept, &others) };
        self.say(&Event::WholeEnd(Box::new(whole)));
    }

    /// What needs every document at once.
    fn whole(&self, kept: &[Kept], others: &[RepoPath]) -> Whole {
        let options = &self.job.options;
        let context = Context { files: self.files, limits: &LIMITS, options };
        let plans: Vec<Option<RepoPath>> = kept
            .iter()
            .filter(|kept| kept.kind == Kind::Terraform)
            .map(|plan| options.plan_roots.get(&plan.path).cloned().unwrap_or_else(|| plan.path.parent()))
            .collect();
        let documents: Vec<Arc<Document>> = kept.iter().filter_map(|kept| kept.document.clone()).collect();
        let mut whole = Whole { unplanned: roots_without_plan(&context, &plans), ..Whole::default() };
        whole.same_code = whole.unplanned.iter().filter(|file| self.is_same_code(file)).cloned().collect();
        whole.problems.extend(self.edge(kept, others));
        if self.too_large {
            let message = "policies over the whole repository: its documents together need more memory than a run has; \
                           judge its folders one by one";
            whole.problems.push(Problem::of(&RepoPath::repository(), message));
        }
        if self.compose && !documents.is_empty() {
            let repository = repository::compose(&documents, self.files, &LIMITS);
            whole.problems.extend(repository.problems.iter().cloned());
            whole.judgement = Some(self.judged(&repository, false));
        }
        whole
    }

    /// Whether the code without a plan, of which this is the first file, is the same in the trees that it is compared with.
    fn is_same_code(&self, file: &RepoPath) -> bool {
        let compare = |others| {
            let compared = Compared::new(self.files, others);
            let context = Context { files: &compared, limits: &LIMITS, options: &self.job.options };
            read_all(&context, file.parent().as_ref());
            compared.is_same()
        };
        self.others.as_ref().is_some_and(compare)
    }

    /// DAGs that no reader sees: those in archives and in submodules.
    fn edge(&self, kept: &[Kept], others: &[RepoPath]) -> Vec<Problem> {
        let dags: Vec<&RepoPath> = kept.iter().filter(|kept| kept.has_dags).map(|kept| &kept.path).collect();
        let places = DagPlaces::new(dags);
        // Airflow takes a file that is called Python for Python, whatever is in it.
        let others = others.iter().filter(|path| path.extension() != Some("py"));
        let mut unclaimed: Vec<&RepoPath> = self.job.unclaimed.iter().chain(others).collect();
        unclaimed.sort();
        let mut problems = archive::archives(self.files, &unclaimed, &places, &LIMITS);
        problems.extend(submodule::submodules(self.files, &self.job.submodules, &places, &LIMITS));
        problems
    }

    /// Reads and judges one candidate, and says whether it is the same in the trees that it is compared with.
    fn candidate(&self, index: usize) -> Option<Reached> {
        let candidate = self.job.candidates.get(index)?;
        self.say(&Event::Begin(index));
        let compared = self.others.as_ref().map(|others| Compared::new(self.files, others));
        let files: &dyn Files = compared.as_ref().map_or(self.files, |compared| compared);
        let is_same = || compared.as_ref().is_some_and(Compared::is_same);
        let (reading, reached) = self.reading(index, candidate, files, &is_same);
        self.say(&Event::End(index, Box::new(reading)));
        if is_same() {
            self.say(&Event::Same(index));
        }
        reached
    }

    fn reading(
        &self,
        index: usize,
        candidate: &Candidate,
        files: &dyn Files,
        is_same: &dyn Fn() -> bool,
    ) -> (Reading, Option<Reached>) {
        let other = || Some(Reached::Other(candidate.path.clone()));
        if candidate.format == LOOK {
            return (look(files, &candidate.path).unwrap_or(Reading::Nothing), other());
        }
        match self.parse(candidate, files) {
            Parsed::Document(document) => {
                let done = self.job.done.contains(&index);
                let judgement = if done { Judgement::default() } else { abridged(self.judged(&document, is_same())) };
                let problems = document.problems.clone();
                let (outside, runs) = (document.outside.clone(), document.runs.clone());
                let (facets, notices) = (document.facets.clone(), document.notices.clone());
                let kind = document.kind;
                let reading = Reading::Judged { kind, facets, problems, judgement, notices, outside, runs };
                (reading, Some(self.keep(*document)))
            }
            Parsed::Failed(problem) => (Reading::Failed(problem), None),
            Parsed::NotMine(why) => (look(files, &candidate.path).unwrap_or(Reading::NotMine(why)), other()),
        }
    }

    /// Findings are compared by what they are, except those of a document that is the same everywhere.
    fn judged(&self, document: &Document, is_same: bool) -> Judgement {
        let compared = self.others.is_some() && !is_same;
        self.judge.judge_with(document, compared || self.job.settings.identities)
    }

    fn keep(&self, document: Document) -> Reached {
        Reached::Document(Kept {
            kind: document.kind,
            path: document.path.clone(),
            has_dags: airflow::has_dags(&document),
            document: self.compose.then(|| Arc::new(document)),
        })
    }

    fn parse(&self, candidate: &Candidate, files: &dyn Files) -> Parsed {
        let Some(format) = format(&candidate.format) else {
            return Parsed::Failed(Problem::of(&candidate.path, "no reader for this format"));
        };
        let context = Context { files, limits: &LIMITS, options: &self.job.options };
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
