//! What the code of a task takes from the context of its run, written as a template would take it.
//!
//! The interpreter describes such a value by the way that the code goes to it: `context[params][table]`,
//! `ti.dag_run.conf.get`.

use super::super::text::{Part, Text};
use super::{holes, objects};

/// Steps of one description.
const STEPS: usize = 32;

/// A step of a description.
#[derive(Debug, PartialEq, Eq)]
enum Step<'d> {
    Attribute(&'d str),
    Key(&'d str),
}

/// A text of the code of a task with what the run decides as the template that would insert it.
pub(crate) fn from_code(text: &Text) -> Text {
    let mut whole = Text::default();
    whole.origin = text.origin;
    for part in text.parts() {
        match part {
            Part::Known(known) => whole.push_str(known),
            Part::Hole(name) => match expression(name) {
                Some(expression) => whole.push_str(&format!("{{{{ {expression} }}}}")),
                None => whole.push_hole(name),
            },
        }
    }
    whole
}

/// The expression of a template that gives what a description says; `None` when it leads to nothing of the context.
fn expression(described: &str) -> Option<String> {
    let steps = steps(described)?;
    // Of which DAG an XCom is pulled stands in the arguments, which a description does not have.
    if steps.contains(&Step::Attribute("xcom_pull")) || holes::is_number(described) {
        return None;
    }
    let mut steps = steps.into_iter().enumerate();
    let mut written = steps.find_map(|(index, step)| match step {
        // A bare name is a parameter that Airflow fills in; below another name, only a run is known by its attribute.
        Step::Attribute(name) if index == 0 || matches!(name, "dag_run" | "task_instance" | "ti") => known(name),
        Step::Key(name) => known(name),
        Step::Attribute(_) => None,
    })?;
    for (_, step) in steps {
        match step {
            Step::Attribute("get") => {}
            Step::Attribute(name) => written.extend([".", name]),
            Step::Key(key) if key.contains(['\'', '\\', '{', '}']) => return Some(written),
            Step::Key(key) => written.extend(["['", key, "']"]),
        }
    }
    Some(written)
}

fn known(name: &str) -> Option<String> {
    objects::variable(name).filter(|_| name != "context").map(|_| name.to_owned())
}

/// `a.b[c]().d` step by step; calls are left out.
fn steps(described: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    let mut rest = described;
    while !rest.is_empty() {
        if steps.len() > STEPS {
            return None;
        }
        if let Some(behind) = rest.strip_prefix("()") {
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix('[') {
            let end = closing(behind);
            steps.push(Step::Key(behind.get(..end)?));
            rest = behind.get(end..)?.strip_prefix(']').unwrap_or_default();
        } else {
            let name = rest.strip_prefix('.').unwrap_or(rest);
            let length = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
            if length == 0 {
                return None;
            }
            steps.push(Step::Attribute(name.get(..length)?));
            rest = name.get(length..)?;
        }
    }
    Some(steps)
}

/// Where the bracket closes in which a text begins; its end when that was cut off.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return at,
            ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::from_code;
    use crate::input::airflow::text::Text;

    #[test]
    fn what_code_takes_from_the_run_stands_as_the_template_that_would_insert_it() {
        for (described, expected) in [
            ("dag_run.conf[x]", "{{ dag_run.conf['x'] }}"),
            ("dag_run.conf.get", "{{ dag_run.conf }}"),
            ("dag_run.conf.get().get", "{{ dag_run.conf }}"),
            ("[params][x]", "{{ params['x'] }}"),
            ("context[params][a-b]", "{{ params['a-b'] }}"),
            ("get_current_context()[dag_run].conf[x]", "{{ dag_run.conf['x'] }}"),
            ("airflow.sdk.get_current_context()[ti].get_dagrun().conf", "{{ ti.get_dagrun.conf }}"),
            ("kwargs[ds]", "{{ ds }}"),
            ("self.ti.dag_run.conf", "{{ ti.dag_run.conf }}"),
            ("params[it's]", "{{ params }}"),
            // These lead to nothing of the context, or to more than they say.
            ("self.params[x]", "{self.params[x]}"),
            ("task.execution_timeout.total_seconds", "{task.execution_timeout.total_seconds}"),
            ("task.params.total_seconds[x]", "{{ task.params.total_seconds['x'] }}"),
            ("load()[cmd]", "{load()[cmd]}"),
            ("ti.xcom_pull", "{ti.xcom_pull}"),
            ("formatted value", "{formatted value}"),
        ] {
            assert_eq!(from_code(&Text::hole(described)).display(), expected, "{described}");
        }
    }
}
