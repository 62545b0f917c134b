//! What the flags of a run may say beside its rules.

use super::super::args::Check;
use super::super::error::CliError;
use super::rules::Rules;
use crate::finding::Severity;
use crate::minimum::Minimum;
use crate::outcome::Mode;

/// With `--base`, a flag may tighten what the base says and never loosen it; what an organisation asks for holds with
/// `--base` and without.
///
/// # Errors
/// For the first flag that is looser.
pub(super) fn check(call: &Check, rules: &Rules) -> Result<(), CliError> {
    let fail_on = call.fail_on.map(Severity::from);
    let observes = call.mode.is_some_and(|word| Mode::from(word) == Mode::Observe);
    for minimum in &rules.minima {
        against(minimum, call, fail_on, observes)?;
    }
    if call.base.is_none() {
        return Ok(());
    }
    let help = "drop the flag, or change .gate/gate.yaml in a change of its own";
    if fail_on.is_some_and(|word| word > rules.fail_on()) {
        let message = format!("--fail-on is looser than the base revision, which says `{}`", rules.fail_on());
        return Err(CliError::usage(message, help));
    }
    if observes && rules.mode() == Mode::Block {
        return Err(CliError::usage("--mode observe is looser than the base revision, which blocks", help));
    }
    Ok(())
}

fn against(minimum: &Minimum, call: &Check, fail_on: Option<Severity>, observes: bool) -> Result<(), CliError> {
    let name = minimum.name();
    let refused =
        |message: String| Err(CliError::usage(message, format!("drop the flag: {name} asks that of every run")));
    if let Some(most) = minimum.fail_on().filter(|most| fail_on.is_some_and(|said| said > *most)) {
        return refused(format!("--fail-on is looser than {name} allows, which says `{most}`"));
    }
    if observes && minimum.blocks() {
        return refused(format!("--mode observe is looser than {name} allows, which blocks"));
    }
    if call.comparison.changed && !minimum.allows_changed() {
        return refused(format!("--changed lets less decide than {name} allows"));
    }
    Ok(())
}
