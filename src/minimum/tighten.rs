//! The configuration that holds: what the repository says, and what every minimum asks for besides.

use super::Minimum;
use super::bounds::Bounds;
use crate::config::{Config, ConfigError, ModeWord, Places, Way};
use crate::finding::Severity;
use crate::policy::Policy;

/// The configuration that holds with these minima. `written` is the file that `config` was read from, and `policies` are
/// all that a run knows.
///
/// # Errors
/// [`ConfigError`] at the first value that is looser than a minimum allows, and for two minima that cannot both hold.
pub fn tighten(
    config: &Config,
    written: &Places,
    minima: &[Minimum],
    policies: &[&Policy],
) -> Result<Config, ConfigError> {
    agree(minima)?;
    let mut held = config.clone();
    for minimum in minima {
        let bounds = Bounds { config, written, minimum };
        bounds.decision(&mut held)?;
        bounds.edition()?;
        bounds.inputs(&mut held)?;
        bounds.policies(&mut held, policies)?;
        bounds.exclusions()?;
    }
    Ok(held)
}

/// Two minima that fix one parameter to two values leave none that a repository could have.
fn agree(minima: &[Minimum]) -> Result<(), ConfigError> {
    for (index, minimum) in minima.iter().enumerate() {
        let fixed = minimum.parameters.iter().flat_map(|(slug, values)| values.iter().map(move |it| (slug, it)));
        for (slug, (name, (value, by))) in fixed {
            let said = |other: &Minimum| {
                let (said, by) = other.parameters.get(slug)?.get(name)?;
                (said != value).then(|| format!("{} of {}", other.line(by), other.name()))
            };
            if let Some(other) = minima.iter().take(index).find_map(said) {
                let message = format!("`{slug}.{name}` has another value in {other}, and only one can hold");
                let help = "have the two organisations agree, or extend one of them";
                return Err(minimum.written.wrong(by, message, help));
            }
        }
    }
    Ok(())
}

impl Bounds<'_> {
    /// When a run blocks.
    fn decision(&self, held: &mut Config) -> Result<(), ConfigError> {
        let Bounds { config, minimum, .. } = self;
        if let Some(most) = minimum.fail_on {
            let at = Way::to(&["fail-on"]);
            if let Some(said) = config.fail_on.filter(|said| *said > most) {
                return Err(self.looser(&at, &format!("`fail-on: {said}`"), &at, &format!("`fail-on: {most}`")));
            }
            held.fail_on = Some(held.fail_on.unwrap_or(Severity::High).min(most));
        }
        // Of a repository that says nothing, the value of `fail-on` holds, or that of the minimum if it is lower; which
        // one is known when flags are.
        if let Some((most, said)) =
            minimum.fail_on_unknown().zip(config.fail_on_unknown).filter(|(most, said)| said > most)
        {
            let key = if minimum.fail_on_unknown.is_some() { "fail-on-unknown" } else { "fail-on" };
            let said = format!("`fail-on-unknown: {said}`");
            return Err(self.looser(
                &Way::to(&["fail-on-unknown"]),
                &said,
                &Way::to(&[key]),
                &format!("`{key}: {most}`"),
            ));
        }
        if minimum.blocks() && config.mode == ModeWord::Observe {
            let at = Way::to(&["mode"]);
            return Err(self.looser(&at, "`mode: observe`", &at, "`mode: block`"));
        }
        if minimum.fail_on_empty {
            let at = Way::to(&["fail-on-empty"]);
            if config.fail_on_empty == Some(false) {
                return Err(self.looser(&at, "`fail-on-empty: false`", &at, "`fail-on-empty: true`"));
            }
            held.fail_on_empty = Some(true);
        }
        Ok(())
    }

    /// An edition that the repository stays at. Without one the newest rules hold, and nothing is older than it may be.
    fn edition(&self) -> Result<(), ConfigError> {
        let at = Way::to(&["edition"]);
        let (Some(least), Some(said)) = (&self.minimum.edition, &self.config.edition) else { return Ok(()) };
        // Years and months have as many digits everywhere, so texts stand in the order of time.
        if said.as_str() < least.as_str() {
            return Err(self.looser(&at, &format!("`edition: {said}`"), &at, &format!("`edition: {least}`")));
        }
        Ok(())
    }
}
