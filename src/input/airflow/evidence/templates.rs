//! Jinja in the arguments of tasks.

use std::sync::LazyLock;

use regex::Regex;

use super::super::model::TemplateSource;
use super::super::text::{Part, Text};

#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)\{\{(.*?)\}\}|\{%(.*?)%\}").unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static CONF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\bdag_run\s*(?:\.\s*conf\b|\[\s*.conf.\s*\]|\|\s*attr\b)|=\s*dag_run\s*(?:,|-?$)").unwrap()
});
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static PARAM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:^|[^.\w])params(?:\.get\(\s*["']|\.|\[\s*["']|\b)(\w*)"#).unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static XCOM: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bxcom_pull\s*\(").unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static OTHER_DAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bdag_id\s*=").unwrap());

/// What the trigger decides, as the interpreter describes it: `dag_run.conf[x]`, `[params][x]`.
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static IN_CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[.\[])dag_run\]?\.conf(?:[.\[].*)?$|(?:^|\[)params\]?(?:[.\[].*)?$").unwrap());

/// A Jinja expression of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Expression {
    pub(crate) text: String,
    pub(crate) source: TemplateSource,
    /// The parameter that it takes, when `source` is `params` and the name is written out.
    pub(crate) param: Option<String>,
}

/// A text of the code of a task with what the trigger decides as the template that would insert it.
pub(crate) fn from_code(text: &Text) -> Text {
    let mut whole = Text::default();
    whole.origin = text.origin;
    for part in text.parts() {
        match part {
            Part::Known(known) => whole.push_str(known),
            Part::Hole(name) => match IN_CODE.find(name) {
                Some(found) => {
                    let source = if found.as_str().contains("dag_run") { "dag_run.conf" } else { "params" };
                    let after = found.as_str().rsplit_once(['[', '.']).map_or("", |(_, last)| last);
                    let key = after.trim_matches([']', '[']);
                    let plain = !key.is_empty() && !matches!(key, "conf" | "params" | "get");
                    let key = if plain { format!("['{key}']") } else { String::new() };
                    whole.push_str(&format!("{{{{ {source}{key} }}}}"));
                }
                None => whole.push_hole(name),
            },
        }
    }
    whole
}

/// The Jinja expressions of a text.
pub(crate) fn expressions(text: &Text) -> Vec<Expression> {
    let whole = text.with_holes(std::borrow::ToOwned::to_owned);
    EXPRESSION
        .captures_iter(&whole)
        .filter_map(|found| found.get(1).or_else(|| found.get(2)))
        .map(|found| expression(found.as_str().trim()))
        .collect()
}

fn expression(text: &str) -> Expression {
    let param = PARAM.captures(text).map(|found| found.get(1).map_or(String::new(), |name| name.as_str().to_owned()));
    let source = if CONF.is_match(text) {
        TemplateSource::Conf
    } else if param.is_some() {
        TemplateSource::Params
    } else if XCOM.is_match(text) {
        if OTHER_DAG.is_match(text) { TemplateSource::ExternalXcom } else { TemplateSource::Xcom }
    } else {
        TemplateSource::Context
    };
    let param = param.filter(|name| !name.is_empty() && source == TemplateSource::Params);
    Expression { text: text.chars().take(200).collect(), source, param }
}

/// The text with every Jinja expression as a hole: what the run will fill in.
pub(crate) fn with_holes(text: &Text) -> Text {
    let mut filled = Text::default();
    for part in text.parts() {
        match part {
            Part::Hole(name) => filled.push_hole(name),
            Part::Known(known) => {
                let mut at = 0;
                for found in EXPRESSION.find_iter(known) {
                    filled.push_str(known.get(at..found.start()).unwrap_or_default());
                    filled.push_hole(found.as_str().trim_matches(|c| matches!(c, '{' | '}' | '%' | ' ')));
                    at = found.end();
                }
                filled.push_str(known.get(at..).unwrap_or_default());
            }
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::{expressions, with_holes};
    use crate::input::airflow::model::TemplateSource::{Conf, Context, ExternalXcom, Params, Xcom};
    use crate::input::airflow::text::Text;

    #[test]
    fn the_source_of_an_expression_is_known() {
        let cases = [
            ("{{ dag_run.conf['path'] }}", Conf, None),
            ("{{ dag_run.conf.get('path', 'x') }}", Conf, None),
            ("{% if dag_run.conf %}", Conf, None),
            ("{{ params.table }}", Params, Some("table")),
            ("{{ params['table'] | upper }}", Params, Some("table")),
            ("{{ ti.xcom_pull(task_ids='a') }}", Xcom, None),
            ("{{ ti.xcom_pull(dag_id='b', task_ids='a') }}", ExternalXcom, None),
            ("{{ ds }}", Context, None),
            ("{{ my.params_file }}", Context, None),
        ];
        for (text, source, param) in cases {
            let found = expressions(&Text::known(text));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].source, found[0].param.as_deref()), (source, param), "{text}");
        }
    }

    #[test]
    fn a_template_is_a_hole_in_a_name() {
        assert_eq!(with_holes(&Text::known("s3://raw-{{ var.value.env }}/x")).prefix(), "s3://raw-");
    }
}
