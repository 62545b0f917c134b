//! Why a policy could not be evaluated, in words for a person.

use std::fmt;

/// Why loading or evaluating Rego failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The budget of steps ran out.
    Endless,
    /// The engine itself broke.
    Crashed,
    /// The engine refused, at a place if it named one.
    Error {
        /// `file:line:column` of the policy.
        at: Option<String>,
        /// What it says.
        message: String,
    },
}

/// Where the engine shows the place of an error.
const ARROW: &str = "--> ";
/// What stands before its message.
const ERROR: &str = "error: ";

impl Fault {
    /// A fault from the engine's text: a frame of the form `--> file:line:column`, source lines, `error: message`.
    pub(super) fn parse(text: &str) -> Self {
        if text.contains("execution exceeded time limit") {
            return Self::Endless;
        }
        let at = text.lines().find_map(|line| line.strip_prefix(ARROW)).map(|place| place.trim().to_owned());
        let message = text
            .lines()
            .find_map(|line| line.strip_prefix(ERROR))
            .or_else(|| text.lines().find(|line| !line.trim().is_empty()))
            .unwrap_or("it could not be evaluated");
        // What follows is the offending value, which may be anything from the judged file.
        let message = message.split(" Got `").next().unwrap_or(message);
        Self::Error { at, message: message.trim().trim_end_matches('.').to_owned() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endless => write!(out, "takes more steps than a policy has for a file of this size"),
            Self::Crashed => write!(out, "made the policy engine crash"),
            Self::Error { at: Some(at), message } => write!(out, "{at}: {message}"),
            Self::Error { at: None, message } => write!(out, "{message}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn the_place_and_the_message_are_kept_and_the_source_line_and_the_value_are_not() {
        let text = "\n--> p.rego:3:7\n  |\n3 | x := lower(1)\n  |      ^\nerror: `lower` expects string argument. Got `{\"password\": 1}` instead";
        let fault = Fault::parse(text);
        assert_eq!(fault.to_string(), "p.rego:3:7: `lower` expects string argument");
    }

    #[test]
    fn the_end_of_the_budget_is_recognised_wherever_it_is_named() {
        assert_eq!(Fault::parse("execution exceeded time limit (elapsed=1ns, limit=1ns)"), Fault::Endless);
    }
}
