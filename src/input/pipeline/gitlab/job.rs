//! A job of a GitLab pipeline.

use std::collections::BTreeMap;

use super::item::{Item, Key};
use super::matrix::{self, Matrix};
use super::reader::Reader;
use crate::input::pipeline::credentials;
use crate::input::pipeline::model::{
    Approval, Environment, Image, Job, Literal, Paths, Permissions, Ref, Rule, Runner, SecretUse,
};
use crate::input::pipeline::references;
use crate::source::secret;

/// How a job begins, and whether the pipeline goes on when it fails.
struct Course {
    when: String,
    rules: Vec<Rule>,
    allow_failure: Option<bool>,
}

/// Keys of a job whose credentials are said where they are read.
const READ: &[&str] = &["variables", "before_script", "script", "after_script", "run", "hooks"];

impl Reader<'_> {
    /// Reads a job that is put together.
    pub(super) fn job(&mut self, key: &Key, item: &Item) -> Job {
        let id = key.name.clone();
        let loc = self.places.entity(&key.source, key.span);
        for (name, value) in item.entries() {
            let (source, span) = value.place(name);
            self.places.child(&loc, &[&name.name], source, span);
            for (below, value) in value.entries() {
                let (source, span) = value.place(below);
                self.places.child(&loc, &[&name.name, &below.name], source, span);
            }
        }
        let mut unknown = Paths::new();
        let mut literals = Vec::new();
        let env = self.variables(item.get("variables"), &mut literals);
        self.written_beside(item, &mut literals);
        let course = self.course(item, &mut unknown);
        let matrix = matrix::read(item);
        let environment =
            item.get_entry("environment").and_then(|(key, item)| self.environment(key, item, &matrix, &mut unknown));
        self.begin(item);
        let (steps, interpolations) = self.steps(&id, item, &env);
        self.report(&id, item);
        let deploys = environment.as_ref().is_some_and(|it| matches!(it.action.as_str(), "start" | "prepare"));
        let approval = match (course.when.as_str(), deploys) {
            ("manual", _) => Approval::Manual,
            (_, true) => Approval::External,
            _ => Approval::None,
        };
        Job {
            name: id.clone(),
            stage: stage(item),
            needs: needs(item),
            ancestors: Vec::new(),
            condition: String::new(),
            rules: course.rules,
            when: course.when,
            runner: Runner { kind: "unknown", labels: item.get("tags").map(Item::texts).unwrap_or_default() },
            image: item.get("image").and_then(|image| self.image(image, "image", &id)),
            services: self.services(item, &id),
            environment,
            approval,
            permissions: Permissions {
                loc: loc.clone(),
                default: "unspecified",
                scopes: BTreeMap::new(),
                inherited: false,
            },
            oidc: item.get("id_tokens").is_some_and(|tokens| !tokens.entries().is_empty()),
            allow_failure: course.allow_failure,
            timeout_minutes: None,
            matrix,
            concurrency: item.text("resource_group"),
            uses: item.get("trigger").and_then(|trigger| self.downstream(trigger, &id)),
            called: None,
            with: BTreeMap::new(),
            env,
            steps,
            interpolations,
            secrets: self.vault_secrets(item),
            literals,
            unknown,
            loc,
            id,
        }
    }

    /// Variables with literal values; credentials written out are replaced.
    pub(super) fn variables(&mut self, item: Option<&Item>, literals: &mut Vec<Literal>) -> BTreeMap<String, String> {
        let mut variables = BTreeMap::new();
        for (key, item) in item.map(Item::entries).unwrap_or_default() {
            let value = item.get("value").unwrap_or(item);
            let Some(text) = value.as_str() else { continue };
            self.written(&format!("env.{}", key.name), value, literals);
            self.keep_place(&key.name, value);
            variables.insert(key.name.clone(), self.places.shown(&key.name, text));
        }
        variables
    }

    /// The same for all values of a job that are not read on their own.
    fn written_beside(&mut self, job: &Item, literals: &mut Vec<Literal>) {
        for (key, value) in job.entries().iter().filter(|(key, _)| !READ.contains(&key.name.as_str())) {
            self.written(&key.name, value, literals);
        }
        for step in job.get("run").map(Item::one_or_more).unwrap_or_default() {
            for (key, value) in step.entries().iter().filter(|(key, _)| key.name != "script") {
                self.written(&format!("run.{}", key.name), value, literals);
            }
        }
    }

    /// Hides the credentials of a value and says those that are sure. Scripts say their own.
    pub(super) fn written(&mut self, at: &str, item: &Item, literals: &mut Vec<Literal>) {
        for element in item.elements() {
            self.written(at, element, literals);
        }
        for (key, value) in item.entries() {
            self.written(&format!("{at}.{}", key.name), value, literals);
        }
        let Some(scalar) = item.as_scalar() else { return };
        let key = at.rsplit('.').next().unwrap_or(at);
        let is_variable = at.starts_with("env.") || at.contains("variables.") || at.contains("matrix.");
        if let Some(kind) = secret::literal(key, &scalar.text).filter(|kind| *kind == "password" && is_variable) {
            let loc = self.places.entity(&item.source, item.span);
            self.places.hide(&item.source, item.span, &scalar.text);
            let kind = credentials::kind_of(kind, &scalar.text);
            return literals.push(Literal { loc, at: at.to_owned(), kind });
        }
        for written in self.places.in_value(&scalar.text) {
            let span = scalar.source_span(&item.source, written.span);
            self.places.table.hide(item.source.path(), span);
            if written.sure {
                self.places.known.add(scalar.text.get(written.span.start..written.span.end).unwrap_or_default());
                let loc = self.places.entity(&item.source, item.source.first_line(span));
                literals.push(Literal { loc, at: at.to_owned(), kind: written.kind });
            }
        }
    }

    fn course(&mut self, item: &Item, unknown: &mut Paths) -> Course {
        let own = Some(item.text("when")).filter(|when| !when.is_empty()).unwrap_or_else(|| "on_success".to_owned());
        let mut flat = Vec::new();
        flatten(item.get("rules"), 0, &mut flat);
        let mut rules = Vec::new();
        for rule in flat {
            let span = rule.source.first_line(rule.span);
            let loc = self.places.entity(&rule.source, span);
            let when = Some(rule.text("when")).filter(|when| !when.is_empty()).unwrap_or_else(|| own.clone());
            let allow_failure = rule.get("allow_failure").and_then(allows);
            rules.push(Rule { loc, condition: rule.text("if"), when, allow_failure });
        }
        let mut starting = rules.iter().filter(|rule| rule.when != "never").peekable();
        let when = match (rules.is_empty(), starting.peek().is_some()) {
            (false, false) => "never".to_owned(),
            (false, true) if starting.all(|rule| rule.when == "manual") => "manual".to_owned(),
            (false, true) if own == "manual" => "on_success".to_owned(),
            _ => own,
        };
        let allow_failure = match item.get("allow_failure") {
            Some(given) => {
                let allows = allows(given);
                if allows.is_none() {
                    unknown.insert("allow_failure".to_owned(), true);
                }
                allows
            }
            // A manual job does not hold up the pipeline unless rules make it manual.
            None => Some(rules.is_empty() && when == "manual"),
        };
        Course { when, rules, allow_failure }
    }

    fn environment(&mut self, key: &Key, item: &Item, matrix: &Matrix, unknown: &mut Paths) -> Option<Environment> {
        let named = item.get("name").unwrap_or(item);
        let raw = named.as_str()?.to_owned();
        let (source, span) = named.place(key);
        let loc = self.places.entity(source, span);
        // `review/$CI_COMMIT_REF_SLUG` is known to be a review; only a leading variable can be anything.
        let mut names = matrix::names(&raw, matrix);
        if names.is_empty() || names.iter().any(|name| name.starts_with('$')) {
            unknown.insert("environment".to_owned(), true);
            names.clear();
        }
        let name = if let [only] = names.as_slice() { Some(only.clone()) } else { None };
        let action = Some(item.text("action")).filter(|action| !action.is_empty());
        Some(Environment {
            loc,
            names,
            name,
            raw,
            url: item.get("url").and_then(Item::as_str).map(str::to_owned),
            action: action.unwrap_or_else(|| "start".to_owned()),
        })
    }

    /// An image, also added to what is fetched.
    pub(super) fn image(&mut self, item: &Item, at: &str, job: &str) -> Option<Image> {
        let named = item.get("name").unwrap_or(item);
        let raw = named.as_str().filter(|raw| !raw.is_empty())?;
        let parts = references::image(raw);
        let loc = self.places.entity(&named.source, named.span);
        self.refs.push(Ref {
            loc: loc.clone(),
            raw: raw.to_owned(),
            kind: "image",
            owner: String::new(),
            name: parts.repository.clone(),
            path: at.to_owned(),
            reference: parts.digest.clone().or_else(|| parts.tag.clone()),
            pin: parts.pin,
            job: job.to_owned(),
        });
        let (repository, tag, digest, pin) = (parts.repository, parts.tag, parts.digest, parts.pin);
        Some(Image { loc, raw: raw.to_owned(), repository, tag, digest, pin })
    }

    fn services(&mut self, item: &Item, job: &str) -> Vec<Image> {
        let services = item.get("services").map(Item::elements).unwrap_or_default();
        services.iter().filter_map(|service| self.image(service, "services", job)).collect()
    }

    /// Secrets from a vault: `secrets`.
    fn vault_secrets(&mut self, item: &Item) -> Vec<SecretUse> {
        let declared = item.get("secrets").map(Item::entries).unwrap_or_default();
        declared
            .iter()
            .map(|(key, _)| {
                let loc = self.places.entity(&key.source, key.span);
                SecretUse { loc, name: key.name.to_ascii_uppercase(), at: "secrets".to_owned() }
            })
            .collect()
    }

    /// A pipeline that the job starts.
    fn downstream(&mut self, trigger: &Item, job: &str) -> Option<Ref> {
        let local = trigger.get("include").map(|include| {
            let first = include.one_or_more().first().unwrap_or(include);
            first.get("local").unwrap_or(first).clone()
        });
        let project = trigger.get("project").unwrap_or(trigger);
        let (place, kind, pin) = match &local {
            Some(item) if item.as_str().is_some() => (item, "local", "local"),
            // What it consists of is read where child pipelines are.
            Some(_) => return None,
            None => (project, "downstream", "none"),
        };
        let raw = place.as_str()?.to_owned();
        let (owner, name) = match kind {
            "local" => ("", ""),
            _ => raw.rsplit_once('/').unwrap_or(("", &raw)),
        };
        let path = if kind == "local" { raw.clone() } else { String::new() };
        let loc = self.places.entity(&place.source, place.span);
        let reference = trigger.get("branch").and_then(Item::as_str).map(str::to_owned);
        let (owner, name) = (owner.to_owned(), name.to_owned());
        let pin = if kind == "local" { pin } else { reference.as_deref().map_or(pin, references::pin) };
        let reference = Ref { loc, raw, kind, owner, name, path, reference, pin, job: job.to_owned() };
        if kind == "downstream" {
            self.refs.push(reference.clone());
        }
        Some(reference)
    }
}

/// The stage of a job; `type` is what `stage` was called.
fn stage(item: &Item) -> String {
    let named = ["stage", "type"].map(|key| item.text(key)).into_iter().find(|stage| !stage.is_empty());
    named.unwrap_or_else(|| "test".to_owned())
}

/// The jobs that a job needs, of this pipeline.
fn needs(item: &Item) -> Vec<String> {
    item.get("needs").or_else(|| item.get("dependencies")).map(needed).unwrap_or_default()
}

/// The jobs that a list of needs names, of this pipeline.
pub(super) fn needed(list: &Item) -> Vec<String> {
    let named = |need: &Item| match need.as_str() {
        Some(name) => Some(name.to_owned()),
        None if need.get("project").is_some() || need.get("pipeline").is_some() => None,
        None => need.get("job").and_then(Item::as_str).map(str::to_owned),
    };
    list.elements().iter().filter_map(named).collect()
}

/// Whether a failure is allowed. Of exit codes, 1 counts: it is the one by which scanners report what they found.
fn allows(item: &Item) -> Option<bool> {
    if let Some(codes) = item.get("exit_codes") {
        return Some(codes.texts().iter().any(|code| code == "1"));
    }
    if item.as_str() == Some("") { Some(false) } else { item.truth() }
}

/// The elements of nested lists, as GitLab flattens them.
pub(super) fn flatten<'a>(item: Option<&'a Item>, depth: usize, into: &mut Vec<&'a Item>) {
    let Some(item) = item.filter(|_| depth < 12) else { return };
    for element in item.one_or_more() {
        if element.elements().is_empty() {
            into.push(element);
        } else {
            flatten(Some(element), depth.saturating_add(1), into);
        }
    }
}
