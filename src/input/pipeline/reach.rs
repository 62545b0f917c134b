//! What a job of a pipeline can do: who starts it, which secrets it has, where it deploys, what its token may write.
//!
//! The same thing at fault is worse where more of it can be reached, so that it is not the same thing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::knowledge::events;

/// Triggers that let somebody from outside start a run with the rights of the repository, by the name of their class. An
/// event that gate does not know may be one.
const OUTSIDERS: [&str; 3] = ["pr_untrusted", "outsider", "unknown"];

/// The token of a run, which every job has; what it may do stands in the permissions.
const TOKEN: &str = "GITHUB_TOKEN";

/// The word for a token that may write everything, and the beginning of those for one scope.
const EVERYTHING: &str = "write everything";
const WRITES: &str = "write ";

/// What can be reached from each place of one pipeline.
#[derive(Debug, Default)]
pub struct Reach {
    /// From every place of it.
    whole: BTreeSet<String>,
    /// From each job besides, with its id.
    jobs: Vec<(String, BTreeSet<String>)>,
    /// The job that each place belongs to.
    places: BTreeMap<String, usize>,
}

impl Reach {
    /// That of a normalised pipeline.
    #[must_use]
    pub fn of(pipeline: &Value) -> Self {
        let mut reach = Self::default();
        let opens = |trigger: &Value| {
            let text = |key: &str| trigger.get(key).and_then(Value::as_str).unwrap_or_default();
            OUTSIDERS.contains(&text("class")) || events::brings_strangers(text("raw"))
        };
        if list(pipeline, "triggers").any(opens) {
            reach.whole.insert(Self::OUTSIDERS.to_owned());
        }
        reach.whole.extend(secrets(pipeline));
        for (index, job) in list(pipeline, "jobs").enumerate() {
            let mut can: BTreeSet<String> = environments(job).collect();
            let rights = [job, pipeline].into_iter().find_map(|it| it.get("permissions").filter(|it| !it.is_null()));
            can.extend(rights.into_iter().flat_map(writes));
            can.extend(secrets(job));
            can.extend(list(job, "steps").flat_map(secrets));
            places(job, &mut |place| {
                reach.places.entry(place.to_owned()).or_insert(index);
            });
            let id = job.get("id").and_then(Value::as_str).unwrap_or_default();
            reach.jobs.push((id.to_owned(), can));
        }
        reach
    }

    /// The word for whoever is no member of the repository.
    pub const OUTSIDERS: &str = "outsiders";

    /// What can be reached from a place, a word each.
    #[must_use]
    pub fn from(&self, place: &str) -> BTreeSet<String> {
        let job = self.job(place).map(|(_, can)| can);
        self.whole.iter().chain(job.into_iter().flatten()).cloned().collect()
    }

    /// The id of the job that a place belongs to; empty outside of all.
    #[must_use]
    pub fn job_of(&self, place: &str) -> String {
        self.job(place).map(|(id, _)| id.clone()).unwrap_or_default()
    }

    fn job(&self, place: &str) -> Option<&(String, BTreeSet<String>)> {
        self.jobs.get(*self.places.get(place)?)
    }
}

/// Whether nothing can be reached that could not be before.
#[must_use]
pub fn is_within(now: &BTreeSet<String>, before: &BTreeSet<String>) -> bool {
    let is_known = |word: &String| before.contains(word) || (word.starts_with(WRITES) && before.contains(EVERYTHING));
    now.iter().all(is_known)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The secrets that something names itself.
fn secrets(value: &Value) -> impl Iterator<Item = String> {
    let names = list(value, "secrets").filter_map(|secret| secret.get("name").and_then(Value::as_str));
    names.filter(|name| !name.eq_ignore_ascii_case(TOKEN)).map(|name| format!("secret {name}"))
}

/// The environments of a job, or what is written where they cannot be known.
fn environments(job: &Value) -> impl Iterator<Item = String> {
    let environment = job.get("environment").filter(|it| it.is_object());
    let names: Vec<&str> = environment.into_iter().flat_map(|it| list(it, "names")).filter_map(Value::as_str).collect();
    let raw = environment.filter(|_| names.is_empty()).and_then(|it| it.get("raw").and_then(Value::as_str));
    let all: Vec<String> = names.into_iter().chain(raw).map(|name| format!("environment {name}")).collect();
    all.into_iter()
}

/// What a token may write.
fn writes(permissions: &Value) -> Vec<String> {
    let scopes = permissions.get("scopes").and_then(Value::as_object).into_iter().flatten();
    let scopes = scopes.filter(|(_, right)| *right == "write").map(|(scope, _)| format!("{WRITES}{scope}"));
    let all = permissions.get("default").and_then(Value::as_str);
    // Where nothing is said the settings of the forge count, which may be anything.
    let all = all.filter(|right| matches!(*right, "write-all" | "unspecified"));
    scopes.chain(all.map(|_| EVERYTHING.to_owned())).collect()
}

/// Every place in a value.
fn places(value: &Value, found: &mut dyn FnMut(&str)) {
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(place) = fields.get("_loc").and_then(Value::as_str) {
                    found(place);
                }
                pending.extend(fields.values());
            }
            Value::Array(elements) => pending.extend(elements),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::{Reach, is_within};

    fn words(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_place_reaches_what_its_job_and_its_pipeline_reach() {
        let pipeline = json!({
            "triggers": [{"class": "push"}, {"class": "pr_untrusted"}],
            "permissions": {"default": "scopes", "scopes": {"contents": "read", "packages": "write"}},
            "secrets": [{"name": "ALL"}, {"name": "github_token"}],
            "jobs": [
                {"_loc": "x#1", "id": "build", "permissions": null, "steps": [{"_loc": "x#2", "secrets": [{"name": "ONE"}]}]},
                {"_loc": "x#3", "environment": {"_loc": "x#4", "names": ["prod"], "raw": "prod"},
                 "permissions": {"default": "write-all", "scopes": {}}, "steps": []},
                {"_loc": "x#5", "environment": {"names": [], "raw": "${{ inputs.to }}"},
                 "permissions": {"default": "none", "scopes": {}}},
            ],
        });
        let reach = Reach::of(&pipeline);
        for (place, expected) in [
            ("x#1", &["outsiders", "secret ALL", "secret ONE", "write packages"][..]),
            ("x#2", &["outsiders", "secret ALL", "secret ONE", "write packages"]),
            ("x#4", &["environment prod", "outsiders", "secret ALL", "write everything"]),
            ("x#5", &["environment ${{ inputs.to }}", "outsiders", "secret ALL"]),
            ("x#9", &["outsiders", "secret ALL"]),
        ] {
            assert_eq!(reach.from(place), words(expected), "{place}");
        }
        assert_eq!((reach.job_of("x#2").as_str(), reach.job_of("x#9").as_str()), ("build", ""));
        assert!(Reach::of(&json!({"steps": []})).from("x#1").is_empty());
    }

    #[test]
    fn whoever_may_bring_the_work_of_strangers_is_from_outside() {
        for (trigger, expected) in [
            (json!({"class": "pr_untrusted", "raw": "pull_request_target"}), true),
            (json!({"class": "upstream", "raw": "workflow_run"}), true),
            (json!({"class": "unknown", "raw": "an_event_of_tomorrow"}), true),
            (json!({"class": "push", "raw": "push"}), false),
            (json!({"class": "schedule", "raw": "schedule"}), false),
        ] {
            let reach = Reach::of(&json!({"triggers": [trigger], "jobs": []}));
            assert_eq!(reach.from("x#1").contains("outsiders"), expected, "{trigger}");
        }
    }

    #[test]
    fn what_may_write_everything_may_write_each_thing() {
        for (now, before, expected) in [
            (&[][..], &["secret A"][..], true),
            (&["secret A"], &["secret A"], true),
            (&["secret B"], &["secret A"], false),
            (&["write contents"], &["write everything"], true),
            (&["write everything"], &["write contents"], false),
            (&["environment prod"], &["write everything"], false),
        ] {
            assert_eq!(is_within(&words(now), &words(before)), expected, "{now:?} {before:?}");
        }
    }
}
