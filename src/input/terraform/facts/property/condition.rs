//! Whether a row of a table holds for a resource.

use super::argument::{comes_to_something, said, word};
use crate::input::terraform::facts::argument::{Argument, path};
use crate::input::terraform::model::Resource;
use crate::knowledge::concepts::demand::Condition;

/// Whether all conditions hold.
///
/// # Errors
/// Why it is not known.
pub(super) fn all(resource: &Resource, conditions: &[Condition]) -> Result<bool, &'static str> {
    let mut whole = Ok(true);
    for condition in conditions {
        match holds(resource, condition) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(why) => whole = Err(why),
        }
    }
    whole
}

fn holds(resource: &Resource, condition: &Condition) -> Result<bool, &'static str> {
    let text = match said(resource, &path(&condition.argument)) {
        // Something is given, and what it is does not matter.
        Argument::Unknown(_) if condition.values.iter().all(|value| value == "*") => return Ok(!condition.not),
        Argument::Unknown(_)
            if condition.values.iter().all(String::is_empty)
                && comes_to_something(resource, &path(&condition.argument)) =>
        {
            return Ok(condition.not);
        }
        Argument::Unknown(why) => return Err(why),
        Argument::Absent => String::new(),
        Argument::Known(value) => word(value),
    };
    let named = |value: &String| if value == "*" { !text.is_empty() } else { *value == text };
    Ok(condition.values.iter().any(named) != condition.not)
}
