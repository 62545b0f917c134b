//! Differences that are known, and why they stay. A row that explains nothing any more may go.

use gate::engine::Rules;
use serde_json::json;

use super::oracle::Said;

/// One kind of difference.
pub(crate) struct Row {
    /// Why it is there.
    pub(crate) why: &'static str,
    /// Whether it explains these answers to a question.
    fits: fn(&str, &Said, &Said) -> bool,
}

impl Row {
    pub(crate) fn fits(&self, question: &str, opa: &Said, gate: &Said) -> bool {
        (self.fits)(question, opa, gate)
    }
}

fn is_value(said: &Said) -> bool {
    matches!(said, Said::Value(_))
}

/// Whether a text has a number with an exponent, or one of more than 64 bits.
fn has_long_number(question: &str) -> bool {
    let digits = |text: &str| text.len() > 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    question.split(|one: char| !one.is_ascii_alphanumeric()).any(digits)
        || ["1e3", "1e21", "1e-7", "1e100", "1e18", "1e400"].iter().any(|number| question.contains(number))
}

/// Whether a question is a comparison by order whose operands are a set and an object.
fn orders_a_set_and_an_object(question: &str) -> bool {
    let operands = [" < ", " <= ", " > ", " >= "].iter().find_map(|operator| question.split_once(operator));
    let Some((left, right)) = operands else { return false };
    let types = [left, right].map(type_of);
    types == ["set", "object"].map(Some) || types == ["object", "set"].map(Some)
}

/// The type of a term, by asking; `None` when it is no term or has another type.
fn type_of(term: &str) -> Option<&'static str> {
    let module = format!("package t\n\nhidden(x) := x\n\nx := type_name({term})\n");
    let rules = Rules::load(&[("t.rego".to_owned(), module)], &json!({})).ok()?;
    let name = rules.ask("data.t.x", &json!({})).ok()??;
    ["set", "object"].into_iter().find(|known| name == **known)
}

/// All of them, the narrow ones first.
pub(crate) const EXPLAINED: &[Row] = &[
    Row {
        why: "OPA's compiler refuses types that can never fit; here the value is undefined or another",
        fits: |_, opa, _| matches!(opa, Said::Error(why) if why.contains("rego_type_error")),
    },
    Row {
        why: "the library stops at an error of a builtin that gate never calls, because it asks another condition first",
        fits: |question, opa, _| {
            question.starts_with("seed ") && matches!(opa, Said::Error(why) if why.contains("eval_builtin_error"))
        },
    },
    Row {
        why: "OPA keeps how a number was written (1e3, 1.0) and integers of any length; here it is a number of 64 bits",
        fits: |question, opa, gate| {
            let spelled = question.contains("json.marshal") && question.contains(".0");
            is_value(opa) && is_value(gate) && (spelled || has_long_number(question))
        },
    },
    Row {
        why: "an object comes before a set in OPA and after it here, in comparisons of one with the other",
        fits: |question, opa, gate| orders_a_set_and_an_object(question) && is_value(opa) && is_value(gate),
    },
    Row { why: "OPA rounds -0.5 up to 1 and down to 0", fits: |question, _, _| question.contains("-0.5") },
    Row {
        why: "OPA takes a version that begins with `v` for valid; semver.org does not",
        fits: |question, _, _| question.contains("semver.is_valid") && question.contains("\"v"),
    },
    Row {
        why: "a unit of a number with `_`, or of half a byte below zero, is read otherwise",
        fits: |question, _, _| question.contains("units.parse"),
    },
    Row {
        why: "`to_number` passes over a blank at the end",
        fits: |question, _, _| question.contains("to_number") && question.contains(' '),
    },
    Row {
        why: "a moment with a blank or `t` instead of `T` is read; OPA refuses it",
        fits: |question, _, _| {
            question.contains("time.parse_rfc3339_ns")
                && ["29 12", "29t12"].iter().any(|blank| question.contains(blank))
        },
    },
    Row {
        why: "the name of a zone is shown as its offset",
        fits: |question, _, _| question.contains("time.format") && question.contains("MST"),
    },
];
