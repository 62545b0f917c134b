//! What of an entry matters to its approval.

use jiff::civil::Date;

use super::{Debt, read};
use crate::source::Source;

/// What is granted, until when, and by whom; two versions of an entry with the same form are the same grant.
pub type Form = (Debt, Date, String);

/// What matters of each entry of a file, in its order; `None` where the file cannot be read.
#[must_use]
pub fn forms(source: &Source) -> Option<Vec<Form>> {
    let baseline = read(source).ok()?;
    let approver = baseline.approver;
    Some(baseline.entries.into_iter().map(|entry| (entry.debt, entry.expires, approver.clone())).collect())
}
