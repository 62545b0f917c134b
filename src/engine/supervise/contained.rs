//! Commands that read files of the repository without judging them run in a child with the same limits.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::{MAX_OUTPUT_BYTES, SuperviseError, describe};

/// The first argument of such a child; the arguments of the command follow.
pub const CONTAINED_COMMAND: &str = "__contained";

/// How the child ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this exit code.
    Code(i32),
    /// In another way; says which.
    Cut(String),
}

/// Runs `program` again with the arguments of a command, and passes on what it prints.
///
/// # Errors
/// [`SuperviseError`] when it cannot be started.
pub fn run(program: &Path, arguments: &[OsString], color: bool, time: Duration) -> Result<Ended, SuperviseError> {
    let end = Instant::now().checked_add(time);
    let mut child = Command::new(program)
        .arg(CONTAINED_COMMAND)
        .args(arguments)
        .env_clear()
        .env(if color { "FORCE_COLOR" } else { "NO_COLOR" }, "1")
        .env("RUST_LIB_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|source| SuperviseError::Start { program: program.to_owned(), source })?;
    // Through pipes, since a child that may not make a file larger could not write to one that is redirected.
    let outputs = [
        child.stdout.take().map(|from| passed_on(from, std::io::stdout())),
        child.stderr.take().map(|from| passed_on(from, std::io::stderr())),
    ];
    for output in outputs.into_iter().flatten() {
        let left = end.map_or(time, |end| end.saturating_duration_since(Instant::now()));
        if output.recv_timeout(left).is_err() {
            // It may be gone already, and then there is nothing to end or to wait for.
            let _ = child.kill();
            let _ = child.wait();
            return Ok(Ended::Cut(format!("took longer than {} s", time.as_secs())));
        }
    }
    Ok(ended(&mut child))
}

/// Copies one output in a thread; the receiver hears when it has ended. A reader that has gone away ends it too.
fn passed_on(from: impl Read + Send + 'static, mut to: impl Write + Send + 'static) -> Receiver<()> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from.take(MAX_OUTPUT_BYTES), &mut to).and_then(|_| to.flush());
        let _ = sender.send(());
    });
    receiver
}

fn ended(child: &mut Child) -> Ended {
    match child.wait() {
        Ok(status) => status.code().map_or_else(|| Ended::Cut(describe(status)), Ended::Code),
        Err(error) => Ended::Cut(format!("was lost: {error}")),
    }
}
