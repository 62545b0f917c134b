//! The jobs of the templates that GitLab ships.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::knowledge::{Lookup, Row, concepts};

static TEMPLATES: Lookup<BTreeMap<String, Vec<Arc<TemplateJob>>>> =
    Lookup::new(&concepts::pipeline::GITLAB_TEMPLATES, |rows| {
        let mut templates: BTreeMap<String, Vec<Arc<TemplateJob>>> = BTreeMap::new();
        for row in rows {
            let job = Arc::new(TemplateJob::of(&row));
            for template in row.list("templates") {
                templates.entry(template.to_owned()).or_default().push(Arc::clone(&job));
            }
        }
        templates
    });

/// What a job of a template says itself.
#[derive(Debug)]
pub(in crate::input::pipeline) struct TemplateJob {
    pub(in crate::input::pipeline) job: String,
    /// The job that it is made of.
    pub(in crate::input::pipeline) extends: Option<String>,
    pub(in crate::input::pipeline) stage: Option<String>,
    /// What it is for; `stages` for the stages of the template.
    pub(in crate::input::pipeline) role: &'static str,
    pub(in crate::input::pipeline) category: &'static str,
    pub(in crate::input::pipeline) tool: String,
    /// The command that matters of its script.
    pub(in crate::input::pipeline) runs: Option<String>,
    /// How it starts.
    pub(in crate::input::pipeline) starts: Option<&'static str>,
    /// Variables and inputs that make it start by itself.
    pub(in crate::input::pipeline) auto: Vec<Switch>,
    /// Variables without which it does not run; one of them is enough.
    pub(in crate::input::pipeline) on: Vec<Switch>,
    /// Variables with which it does not run.
    pub(in crate::input::pipeline) off: Vec<Switch>,
    pub(in crate::input::pipeline) environment: Option<String>,
    /// Whether the pipeline goes on when it fails.
    pub(in crate::input::pipeline) soft: Option<bool>,
}

/// A variable that switches a job.
#[derive(Debug)]
pub(in crate::input::pipeline) struct Switch {
    pub(in crate::input::pipeline) name: String,
    /// The value that does it; any that says yes if there is none.
    value: Option<String>,
}

impl Switch {
    fn of(text: &str) -> Self {
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value.to_owned())));
        Self { name: name.to_owned(), value }
    }

    /// Whether this value of the variable switches.
    pub(in crate::input::pipeline) fn is(&self, value: &str) -> bool {
        match &self.value {
            Some(wanted) => value == wanted,
            // Templates of before 2024 take every value for yes that is not empty, those of today `true` and `1`.
            None => !matches!(value.to_ascii_lowercase().as_str(), "" | "false" | "0" | "no" | "off"),
        }
    }
}

impl TemplateJob {
    fn of(row: &Row<'_>) -> Self {
        let given = |column: &str| row.given(column).map(str::to_owned);
        let switches = |column: &str| row.list(column).map(Switch::of).collect();
        Self {
            job: row.text("job").to_owned(),
            extends: given("extends"),
            stage: given("stage"),
            role: row.word("role"),
            category: row.word("category"),
            tool: row.text("tool").to_owned(),
            runs: given("runs"),
            starts: Some(row.word("starts")).filter(|starts| !starts.is_empty()),
            auto: switches("auto"),
            on: switches("on"),
            off: switches("off"),
            environment: given("environment"),
            soft: row.given("soft").map(|_| row.flag("soft")),
        }
    }
}

/// The jobs of a template or component, by its name without the host and `.gitlab-ci.yml`; none if it is not known.
pub(in crate::input::pipeline) fn of(name: &str) -> &'static [Arc<TemplateJob>] {
    TEMPLATES.built_in().get(name).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Switch, TEMPLATES, of};

    #[test]
    fn every_job_extends_one_of_its_template() {
        for (template, jobs) in TEMPLATES.built_in() {
            let names: BTreeSet<&str> = jobs.iter().map(|job| job.job.as_str()).collect();
            for job in jobs {
                let base = job.extends.as_deref();
                assert!(base.is_none_or(|base| names.contains(base)), "{template}: {} extends {base:?}", job.job);
                assert!(base.is_some() || job.role == "stages" || job.stage.is_some(), "{template}: {}", job.job);
            }
        }
        assert!(of("Jobs/SAST").iter().any(|job| job.job == "semgrep-sast"));
        assert!(of("Jobs/SAST.gitlab-ci.yml").is_empty());
    }

    #[test]
    fn a_variable_switches_by_what_it_holds() {
        let cases =
            [("A", "true", true), ("A", "1", true), ("A", "", false), ("A", "False", false), ("A=x", "x", true)];
        for (switch, value, expected) in cases {
            assert_eq!(Switch::of(switch).is(value), expected, "{switch} {value}");
        }
        assert!(!Switch::of("A=x").is("true"));
    }
}
