//! A clock for what runs outside of the judging process: listing the tree, reading the rules, putting the answers
//! together. Its steps are counted and its inputs capped; the clock is for what nobody thought of, such as a file
//! system that does not answer.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::super::error::CliError;
use crate::limits::LIMITS;

/// The stack of the thread that works; what it reads is nested to a limit that this holds many times.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Runs `work` in a thread of its own; `what` it is for is said when it takes too long. The thread is left behind
/// then: it may wait for something that never comes, and ends with the process.
pub(in super::super) fn within<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> Result<T, CliError> + Send + 'static,
) -> Result<T, CliError> {
    within_time(what, LIMITS.gather_time, work)
}

/// The same for work that waits for somebody else.
pub(super) fn within_time<T: Send + 'static>(
    what: &'static str,
    time: Duration,
    work: impl FnOnce() -> Result<T, CliError> + Send + 'static,
) -> Result<T, CliError> {
    let (sender, receiver) = channel();
    std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        // Nobody listens any more when the time is over.
        .spawn(move || sender.send(work()))
        .map_err(|error| CliError::Bug(format!("no thread to work in: {error}")))?;
    match receiver.recv_timeout(time) {
        Ok(done) => done,
        Err(RecvTimeoutError::Timeout) => Err(CliError::Overrun { what, seconds: time.as_secs() }),
        Err(RecvTimeoutError::Disconnected) => Err(CliError::Bug(format!("{what} failed"))),
    }
}
