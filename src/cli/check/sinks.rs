//! `-f FORMAT[=PATH]`: where reports go. The verdict is made before and does not depend on any of them.

use std::path::{Path, PathBuf};

use super::super::error::CliError;
use super::super::say;
use super::place::{prepare, replace};
use crate::outcome::Outcome;
use crate::report::{REPORTS, Report, Style, by_name};

/// One report and where it goes; `None` is standard output.
pub(super) struct Sink {
    report: &'static dyn Report,
    path: Option<PathBuf>,
}

/// Reads the `-f` flags; without any, the human report goes to standard output.
pub(super) fn parse(formats: &[String]) -> Result<Vec<Sink>, CliError> {
    let human = ["human".to_owned()];
    let formats = if formats.is_empty() { human.as_slice() } else { formats };
    let sinks: Vec<Sink> = formats.iter().map(|format| sink(format)).collect::<Result<_, _>>()?;
    if sinks.iter().filter(|sink| sink.path.is_none()).count() > 1 {
        return Err(CliError::usage(
            "only one report can go to standard output",
            "give the others a file: -f human -f sarif=gate.sarif",
        ));
    }
    for (index, sink) in sinks.iter().enumerate() {
        let place = |sink: &Sink| sink.path.as_deref().and_then(|path| std::path::absolute(path).ok());
        let same = |other: &Sink| sink.path.is_some() && place(other) == place(sink);
        if sinks.iter().skip(index.saturating_add(1)).any(same) {
            return Err(CliError::usage("two reports cannot go to one file", "give each report a file of its own"));
        }
    }
    Ok(sinks)
}

fn sink(format: &str) -> Result<Sink, CliError> {
    let (name, path) = format.split_once('=').map_or((format, None), |(name, path)| (name, Some(path)));
    let report = by_name(name).ok_or_else(|| {
        let names: Vec<&str> = REPORTS.iter().map(|report| report.name()).collect();
        CliError::usage(format!("unknown format `{name}`"), format!("one of {}", names.join(", ")))
    })?;
    match path {
        Some("") => Err(CliError::usage(format!("`{format}` names no file"), "write FORMAT=PATH, or FORMAT alone")),
        path => Ok(Sink { report, path: path.map(PathBuf::from) }),
    }
}

/// Makes every place ready that a report goes to.
///
/// # Errors
/// Those of the first place that cannot be used.
pub(super) fn make_ready(sinks: &[Sink], root: &Path) -> Result<(), CliError> {
    sinks.iter().filter_map(|sink| sink.path.as_deref()).try_for_each(|path| prepare(path, root))
}

/// Renders every report, files first, so that the last line on the screen is the verdict.
pub(super) fn write(sinks: &[Sink], outcome: &Outcome, style: &Style) -> Result<(), CliError> {
    let mut failed = None;
    for sink in sinks {
        let Some(path) = &sink.path else { continue };
        let plain = style.plain();
        if let Err(source) = replace(path, &sink.report.render(outcome, &plain)) {
            failed = Some(CliError::Write { path: path.clone(), source });
        }
    }
    for sink in sinks.iter().filter(|sink| sink.path.is_none()) {
        say(&sink.report.render(outcome, style));
    }
    failed.map_or(Ok(()), Err)
}
