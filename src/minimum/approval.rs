//! Who may approve an exception, and for how long.

use jiff::SignedDuration;
use jiff::civil::Date;

use super::Minimum;
use crate::baseline::Baseline;
use crate::config::{ConfigError, Places, Way};
use crate::source::Source;
use crate::waiver::emergency::Emergency;
use crate::waiver::{Waiver, is_named};

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
            && !approvers.iter().any(|allowed| is_named(allowed, approver))
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
    let file = File::new(source, minima, Exception::Waiver);
    waivers.iter().enumerate().try_for_each(|(index, waiver)| {
        let at = |key: &str| Way::to(&[]).item(index).key(key);
        let asked = (waiver.approver.as_str(), until(today, waiver.expires));
        file.check(asked, &waiver.id, (at("approver"), at("expires")))
    })
}

/// Checks the baseline, in its order, on the same terms.
///
/// # Errors
/// As [`waivers`].
pub fn baseline(baseline: &Baseline, source: &Source, minima: &[Minimum], today: Date) -> Result<(), ConfigError> {
    let file = File::new(source, minima, Exception::Baseline);
    baseline.entries.iter().enumerate().try_for_each(|(index, entry)| {
        let end = Way::to(&["entries"]).item(index).key("expires");
        let asked = (baseline.approver.as_str(), until(today, entry.expires));
        file.check(asked, &entry.debt.named(), (Way::to(&["approver"]), end))
    })
}

/// Checks the emergencies of a file, in its order, on the same terms.
///
/// # Errors
/// As [`waivers`].
pub fn emergencies(emergencies: &[Emergency], source: &Source, minima: &[Minimum]) -> Result<(), ConfigError> {
    let file = File::new(source, minima, Exception::Emergency);
    emergencies.iter().enumerate().try_for_each(|(index, emergency)| {
        let at = |key: &str| Way::to(&[]).item(index).key(key);
        let asked = (emergency.approver.as_str(), emergency.until.duration_since(emergency.from));
        file.check(asked, &emergency.id, (at("approver"), at("until")))
    })
}

/// From today to a day; one in the past is no time at all.
fn until(today: Date, end: Date) -> SignedDuration {
    let days = today.until(end).map_or(i64::MAX, |span| i64::from(span.get_days()));
    SignedDuration::from_hours(days.saturating_mul(24))
}

/// A file of exceptions, and who has a say in it.
struct File<'a> {
    /// Read where somebody has.
    written: Option<Places>,
    minima: &'a [Minimum],
    what: Exception,
}

impl<'a> File<'a> {
    fn new(source: &Source, minima: &'a [Minimum], what: Exception) -> Self {
        Self { written: (!minima.is_empty()).then(|| Places::of(source)), minima, what }
    }

    /// Checks one exception by its approver and how long it lasts.
    fn check(
        &self,
        (approver, lasts): (&str, SignedDuration),
        name: &str,
        (by, end): (Way, Way),
    ) -> Result<(), ConfigError> {
        let Some(written) = &self.written else { return Ok(()) };
        self.minima.iter().try_for_each(|minimum| {
            minimum.permits(self.what, approver, lasts).map_err(|refusal| {
                let at = if refusal.part == Part::Approver { &by } else { &end };
                written.wrong(at, format!("{} ({name})", refusal.message), refusal.help)
            })
        })
    }
}
