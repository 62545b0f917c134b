//! `gate parse` and `gate policy` read files that anybody may have written, so they run in a child of gate that has
//! the limits of the judging process.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{CliError, say_error};
use crate::engine::supervise::bounds::Bounds;
use crate::engine::supervise::confine::confine;
use crate::engine::supervise::contained::{self, Ended};
use crate::exit::Exit;
use crate::limits::LIMITS;
use crate::report::escape::for_terminal;

/// Time to read one file.
pub(super) const PARSE_TIME: Duration = LIMITS.document_time.saturating_mul(2);
/// Time to work on a folder of policies: tests are as many as somebody wrote.
pub(super) const POLICY_TIME: Duration = LIMITS.run_time;

/// Starts the child with the arguments of the command and ends as it does; one that dies or overruns is incomplete.
pub(super) fn start(arguments: &[OsString], about: &Path, time: Duration, color: bool) -> Result<Exit, CliError> {
    let program =
        std::env::current_exe().map_err(|error| CliError::Bug(format!("its own binary cannot be found: {error}")))?;
    let how = match contained::run(&program, arguments, color, time)? {
        Ended::Code(code) => match Exit::of(code) {
            Some(exit) => return Ok(exit),
            None => format!("ended early (status {code})"),
        },
        Ended::Cut(how) => how,
    };
    say_error(&format!("{}: cannot be read: {how}\n", for_terminal(&about.to_string_lossy())));
    Ok(Exit::Incomplete)
}

/// Does the work, in the child.
pub(super) fn work(
    about: &Path,
    time: Duration,
    work: impl FnOnce() -> Result<Exit, CliError>,
) -> Result<Exit, CliError> {
    let largest = about.metadata().map_or(0, |found| if found.is_file() { found.len() } else { 0 });
    let largest = largest.min(LIMITS.plan_bytes);
    Bounds { largest, threads: 2, seconds: time.as_secs(), maps: false }.apply();
    // What it needs lies beside it, or below the current folder.
    let beside = about.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folders = [Some(Path::new(".")), beside, Some(about)];
    // What the kernel does not hold, the limits do as far as they go.
    let _ = confine(&folders.into_iter().flatten().map(PathBuf::from).collect::<Vec<_>>());
    work()
}
