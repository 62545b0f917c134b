//! Who may approve an exception, and for how long.

use jiff::SignedDuration;
use jiff::civil::Date;

use super::Minimum;
use super::written::{Way, Written};
use crate::config::ConfigError;
use crate::source::Source;
use crate::waiver::{Waiver, same_person};

/// What somebody approves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exception {
    /// A waiver.
    Waiver,
    /// An entry of the baseline.
    Baseline,
    /// An emergency acceptance.
    Emergency,
}

/// What of an exception does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Who approved it.
    Approver,
    /// When it ends.
    End,
}

/// Why an organisation does not let an exception hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which part of it.
    pub part: Part,
    /// What is wrong.
    pub message: String,
    /// What to do, and the line of the minimum.
    pub help: String,
}

impl Minimum {
    /// Whether an exception may be approved by somebody and last from now until its end.
    ///
    /// # Errors
    /// [`Refusal`] with what of it is not allowed.
    pub fn permits(&self, what: Exception, approver: &str, lasts: SignedDuration) -> Result<(), Refusal> {
        let name = self.name();
        if let Some(approvers) = &self.approvers
            && !approvers.iter().any(|allowed| same_person(allowed, approver))
        {
            let message = format!("`{approver}` may not approve {}: {name} does not say so", what.words());
            let line = self.line(&Way::to(&["approvers"]));
            let help = format!("{line}: those who may are {}", approvers.join(", "));
            return Err(Refusal { part: Part::Approver, message, help });
        }
        let (keys, most, unit, hours) = match what {
            Exception::Waiver => (["waivers", "max-days"], self.max_days, "days", 24),
            Exception::Baseline => (["baseline", "max-weeks"], self.max_weeks, "weeks", 24 * 7),
            Exception::Emergency => (["emergency", "max-hours"], self.max_hours, "hours", 1),
        };
        let Some(most) = most else { return Ok(()) };
        if lasts <= SignedDuration::from_hours(i64::from(most).saturating_mul(hours)) {
            return Ok(());
        }
        let message = format!("{} lasts longer than {name} allows", what.words());
        let help = format!("{}: at most {most} {unit} from now", self.line(&Way::to(&keys)));
        Err(Refusal { part: Part::End, message, help })
    }
}

impl Exception {
    const fn words(self) -> &'static str {
        match self {
            Self::Waiver => "a waiver",
            Self::Baseline => "an entry of the baseline",
            Self::Emergency => "an emergency",
        }
    }
}

/// Checks the waivers of a file, in its order, against what organisations allow.
///
/// # Errors
/// [`ConfigError`] at the approver or the end of the first that they do not.
pub fn waivers(waivers: &[Waiver], source: &Source, minima: &[Minimum], today: Date) -> Result<(), ConfigError> {
    if minima.is_empty() {
        return Ok(());
    }
    let written = Written::new(source);
    for (index, waiver) in waivers.iter().enumerate() {
        // An end in the past is no time at all.
        let days = today.until(waiver.expires).map_or(i64::MAX, |span| i64::from(span.get_days()));
        let lasts = SignedDuration::from_hours(days.saturating_mul(24));
        for minimum in minima {
            minimum.permits(Exception::Waiver, &waiver.approver, lasts).map_err(|refusal| {
                let key = match refusal.part {
                    Part::Approver => "approver",
                    Part::End => "expires",
                };
                let entry = Way::to(&[]).item(index).key(key);
                written.wrong(&entry, format!("{} ({})", refusal.message, waiver.id), refusal.help)
            })?;
        }
    }
    Ok(())
}
