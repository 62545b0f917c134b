//! Conditions on the arguments of a resource or of a block, as rows of tables write them.

use serde_json::Value;

use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, path};
use crate::input::terraform::facts::length;
use crate::input::terraform::facts::written::value;

/// What must hold; without clauses, nothing.
#[derive(Debug, Default)]
pub(super) struct Condition {
    /// All of them, and of each clause one test.
    clauses: Vec<Vec<Test>>,
}

#[derive(Debug)]
struct Test {
    argument: Vec<Segment>,
    asks: Asks,
}

#[derive(Debug)]
enum Asks {
    Set,
    Is(Value),
    IsNot(Value),
    Over(f64),
}

impl Condition {
    /// Reads `status=Enabled,days>0|years>0`.
    pub(super) fn of(text: &str) -> Self {
        let clauses = text.split(',').filter(|clause| !clause.is_empty());
        Self { clauses: clauses.map(|clause| clause.split('|').map(Test::of).collect()).collect() }
    }

    /// Whether it holds for what `read` says of the arguments.
    ///
    /// # Errors
    /// Why that is not known.
    pub(super) fn holds<'a>(&self, read: impl Fn(&[Segment]) -> Argument<'a>) -> Result<bool, &'static str> {
        let mut answer = Ok(true);
        for clause in &self.clauses {
            let mut any = Ok(false);
            for test in clause {
                match test.holds(read(&test.argument)) {
                    Ok(true) => any = Ok(true),
                    Err(why) if any == Ok(false) => any = Err(why),
                    Ok(false) | Err(_) => {}
                }
            }
            match any {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(why) => answer = Err(why),
            }
        }
        answer
    }
}

impl Test {
    fn of(text: &str) -> Self {
        let (argument, asks) = if let Some((argument, is_not)) = text.split_once("!=") {
            (argument, Asks::IsNot(value(is_not)))
        } else if let Some((argument, over)) = text.split_once('>') {
            (argument, Asks::Over(over.parse().unwrap_or(f64::INFINITY)))
        } else if let Some((argument, is)) = text.split_once('=') {
            (argument, Asks::Is(value(is)))
        } else {
            (text, Asks::Set)
        };
        Self { argument: path(argument), asks }
    }

    fn holds(&self, argument: Argument<'_>) -> Result<bool, &'static str> {
        let known = match argument {
            Argument::Unknown(why) => return Err(why),
            Argument::Absent => None,
            Argument::Known(value) => Some(value),
        };
        Ok(match &self.asks {
            Asks::Set => known.is_some_and(is_set),
            Asks::Is(value) => known == Some(value),
            Asks::IsNot(value) => known != Some(value),
            Asks::Over(least) => known.and_then(length::amount).is_some_and(|amount| amount > *least),
        })
    }
}

/// Whether a value says anything.
pub(super) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Condition;
    use crate::input::terraform::facts::argument::{Argument, dotted};

    #[test]
    fn a_condition_has_three_answers() {
        let values = json!({"on": true, "off": false, "days": 7, "text": "9", "name": "x", "empty": "", "block": [{}]});
        let read = |path: &[_]| match dotted(path).as_str() {
            "hidden" => Argument::Unknown("it is sensitive"),
            name => values.get(name).map_or(Argument::Absent, Argument::Known),
        };
        let (yes, no, unknown) = (Ok(true), Ok(false), Err("it is sensitive"));
        for (text, expected) in [
            ("", yes),
            ("on=true", yes),
            ("off=true", no),
            ("gone=true", no),
            ("gone!=true", yes),
            ("on!=true", no),
            ("days=7", yes),
            ("days>6", yes),
            ("days>7", no),
            ("text>8", yes),
            ("name>0", no),
            ("gone>0", no),
            ("block", yes),
            ("empty", no),
            ("gone", no),
            ("hidden", unknown),
            ("on=true,hidden=1", unknown),
            ("hidden=1,off=true", no),
            ("hidden=1|on=true", yes),
            ("off=true|hidden=1", unknown),
            ("off=true|on=true,days>6", yes),
        ] {
            assert_eq!(Condition::of(text).holds(read), expected, "{text}");
        }
    }
}
