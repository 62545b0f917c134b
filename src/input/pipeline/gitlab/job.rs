//! A job of a GitLab pipeline.

use std::collections::BTreeMap;

use super::condition::{Chance, Presence};
use super::item::{Item, Key};
use super::matrix::{self, Matrix};
use super::reader::Reader;
use super::resolve::Jobs;
use super::waiting::{needed, needs, optional_needs, stage};
use crate::input::pipeline::credentials;
use crate::input::pipeline::knowledge::no_keys;
use crate::input::pipeline::model::{
    Ancestors, Approval, Artifacts, Environment, Job, Literal, Paths, Permissions, Ref, Rule, Runner, SecretUse,
};
use crate::input::pipeline::references;
use crate::source::secret;

/// How a job begins, and whether the pipeline goes on when it fails.
struct Course {
    when: String,
    presence: Presence,
    rules: Vec<Rule>,
    allow_failure: Option<bool>,
}

/// Keys of a job whose credentials are said where they are read.
const READ: &[&str] = &["variables", "before_script", "script", "after_script", "run", "hooks"];

impl Reader<'_> {
    /// Reads a job that is put together, perhaps of one of a template.
    pub(super) fn job_of(&mut self, all: &Jobs, variables: Option<&Item>, key: &Key, item: &mut Item) -> Job {
        let Some(made) = self.made(all, &key.name) else { return self.job(key, item) };
        *item = self.settled(&made, std::mem::replace(item, Item::empty(&key.source)));
        let mut job = self.job(key, item);
        job.template = self.weakened(&made, variables, item, &job);
        self.with_role(&made, item, &mut job);
        job
    }

    /// Reads a job that is put together.
    #[expect(clippy::too_many_lines, reason = "a line for each field of a job")]
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
        let (mut unknown, mut literals) = (Paths::new(), Vec::new());
        let env = self.variables(item.get("variables"), &mut literals);
        self.written_beside(item, &mut literals);
        let course = self.course(item, &env, &mut literals, &mut unknown);
        let matrix = matrix::read(item);
        let environment = self.deploys_to(item, &env, &matrix, &mut unknown);
        let inherits = inherits(item);
        let globals = inherits.as_ref().map(|names| {
            let all = self.env.clone();
            self.env.retain(|name, _| names.contains(name));
            all
        });
        self.begin(item);
        let (image, services) = self.images(item, &id, &env);
        let (steps, interpolations) = self.steps(&id, item, &env);
        self.report(&id, item);
        self.env = globals.unwrap_or_else(|| std::mem::take(&mut self.env));
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
            optional_needs: optional_needs(item),
            ancestors: Ancestors::default(),
            condition: String::new(),
            rules: course.rules,
            when: course.when,
            presence: course.presence,
            runner: Runner { kind: "unknown", labels: item.get("tags").map(Item::texts).unwrap_or_default() },
            image,
            services,
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
            template: None,
            artifacts: item.get("artifacts").map(artifacts),
            inherits,
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
            let Some(text) = value.value_text() else { continue };
            self.written(&format!("env.{}", key.name), value, literals);
            self.keep_place(&key.name, value);
            variables.insert(key.name.clone(), self.places.shown(&key.name, &text));
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
        let is_key = |kind: &&str| *kind == "password" && is_variable && !no_keys::is_file(key, &scalar.text);
        if let Some(kind) = secret::literal(key, &scalar.text).filter(is_key) {
            let loc = self.places.entity(&item.source, item.span);
            self.places.hide(&item.source, item.span, &scalar.text);
            let kind = credentials::kind_under(key, kind, &scalar.text);
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

    fn course(
        &mut self,
        item: &Item,
        env: &BTreeMap<String, String>,
        literals: &mut Vec<Literal>,
        unknown: &mut Paths,
    ) -> Course {
        let own = Some(item.text("when")).filter(|when| !when.is_empty()).unwrap_or_else(|| "on_success".to_owned());
        let mut flat = Vec::new();
        item.get("rules").iter().for_each(|rules| flatten(rules, &mut flat));
        let mut rules = Vec::new();
        for rule in flat {
            let span = rule.source.first_line(rule.span);
            let loc = self.places.entity(&rule.source, span);
            for (key, value) in rule.entries() {
                let (source, span) = value.place(key);
                self.places.child(&loc, &[&key.name], source, span);
            }
            let when = Some(rule.text("when")).filter(|when| !when.is_empty()).unwrap_or_else(|| own.clone());
            let allow_failure = rule.get("allow_failure").and_then(allows);
            rules.push(Rule {
                loc,
                condition: rule.text("if"),
                when,
                allow_failure,
                changes: rule.get("changes").map(paths),
                exists: rule.get("exists").map(paths),
                variables: self.variables(rule.get("variables"), literals),
                needs: rule.get("needs").map(needed),
            });
        }
        let presence = self.workflow.presence(item, &own, env);
        let when = started(&presence, !rules.is_empty(), own);
        let given = item.get("allow_failure");
        // A manual job does not hold up the pipeline unless rules make it manual.
        let own = given.map_or(Some(rules.is_empty() && when == "manual"), allows);
        let allow_failure = forgiven(&presence, &rules, own);
        if allow_failure.is_none() {
            unknown.insert("allow_failure".to_owned(), true);
        }
        Course { when, presence, rules, allow_failure }
    }

    fn deploys_to(
        &mut self,
        job: &Item,
        env: &BTreeMap<String, String>,
        matrix: &Matrix,
        unknown: &mut Paths,
    ) -> Option<Environment> {
        let (key, item) = job.get_entry("environment")?;
        let raw = item.get("name").unwrap_or(item).as_str().unwrap_or_default();
        let names = self.names(raw, job, env, matrix);
        self.environment(key, item, names, unknown)
    }

    fn environment(
        &mut self,
        key: &Key,
        item: &Item,
        mut names: Vec<String>,
        unknown: &mut Paths,
    ) -> Option<Environment> {
        let named = item.get("name").unwrap_or(item);
        let raw = named.as_str()?.to_owned();
        let (source, span) = named.place(key);
        let loc = self.places.entity(source, span);
        // `review/$CI_COMMIT_REF_SLUG` is known to be a review; only a leading variable can be anything.
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

    /// Secrets from a vault: `secrets`.
    fn vault_secrets(&mut self, item: &Item) -> Vec<SecretUse> {
        let declared = item.get("secrets").map(Item::entries).unwrap_or_default();
        declared
            .iter()
            .map(|(key, _)| {
                let loc = self.places.entity(&key.source, key.span);
                let name = key.name.to_ascii_uppercase();
                SecretUse { loc, name, at: "secrets".to_owned(), computed: false }
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
        let reference =
            Ref { loc, raw, kind, owner, name, path, reference, pin, comment: String::new(), job: job.to_owned() };
        if kind == "downstream" {
            self.refs.push(reference.clone());
        }
        Some(reference)
    }
}

/// The files that a job leaves behind.
fn artifacts(item: &Item) -> Artifacts {
    let paths = item.get("paths").map(Item::texts).unwrap_or_default();
    Artifacts { name: item.text("name"), paths, expire_in: item.text("expire_in") }
}

/// The variables of the pipeline that a job gets; `None` for all.
pub(super) fn inherits(item: &Item) -> Option<Vec<String>> {
    let variables = item.get("inherit")?.get("variables")?;
    if variables.is_list() { Some(variables.texts()) } else { (variables.truth() == Some(false)).then(Vec::new) }
}

/// The paths of `changes` and `exists`.
fn paths(item: &Item) -> Vec<String> {
    item.get("paths").unwrap_or(item).texts()
}

/// How a job starts; `own` is what it says itself.
fn started(presence: &Presence, has_rules: bool, own: String) -> String {
    let mut starting = presence.chances().filter(|chance| chance.is_added()).peekable();
    match (has_rules, starting.peek().is_some()) {
        (_, false) => "never".to_owned(),
        (true, true) if starting.all(|chance| chance.when == "manual") => "manual".to_owned(),
        (true, true) if own == "manual" => "on_success".to_owned(),
        _ => own,
    }
}

/// Whether the pipelines that a job stands in go on when it fails: if all of them do. `own` is what the job says itself.
fn forgiven(presence: &Presence, rules: &[Rule], own: Option<bool>) -> Option<bool> {
    let of = |chance: &Chance| {
        let rule = chance.rule.and_then(|index| rules.get(index));
        rule.and_then(|rule| rule.allow_failure).or(own)
    };
    let (mut all, mut any) = (true, false);
    for kind in presence.kinds() {
        let mut answers = kind.iter().filter(|chance| chance.is_added()).map(of).peekable();
        any |= answers.peek().is_some();
        let answers: Vec<Option<bool>> = answers.collect();
        if !answers.is_empty() && answers.iter().all(|answer| *answer == Some(false)) {
            return Some(false);
        }
        all &= answers.iter().all(|answer| *answer == Some(true));
    }
    if any { all.then_some(true) } else { own }
}

/// Whether a failure is allowed. Of exit codes, 1 counts: it is the one by which scanners report what they found.
pub(super) fn allows(item: &Item) -> Option<bool> {
    if let Some(codes) = item.get("exit_codes") {
        let mut codes = codes.one_or_more().iter().filter_map(Item::value_text);
        return Some(codes.any(|code| code == "1"));
    }
    if item.as_str() == Some("") { Some(false) } else { item.truth() }
}

/// The elements of nested lists, however deep, as GitLab flattens them.
pub(super) fn flatten<'a>(item: &'a Item, into: &mut Vec<&'a Item>) {
    let mut pending: Vec<&Item> = vec![item];
    while let Some(item) = pending.pop() {
        if item.is_list() {
            pending.extend(item.elements().iter().rev());
        } else {
            into.push(item);
        }
    }
}
