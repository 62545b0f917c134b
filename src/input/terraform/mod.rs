//! Terraform and OpenTofu plans, as `terraform show -json` prints them.
//!
//! What policies see is [`model::Plan`]. An example, shortened:
//!
//! ```json
//! {
//!   "schema": "gate.terraform/v1", "_loc": "infra/plan.json#0", "file": "infra/plan.json", "mode": "plan",
//!   "tool": "terraform", "format_version": "1.2", "version": "1.11.4", "complete": true, "errored": false,
//!   "variables": {
//!     "env":   {"_loc": "infra/plan.json#1", "value": "prod", "sensitive": false, "hardcoded_default": true},
//!     "db_pw": {"_loc": "infra/plan.json#2", "value": {"redacted": true, "kind": "string", "length": 12},
//!               "sensitive": true, "hardcoded_default": false}},
//!   "providers": [{"_loc": "infra/plan.json#3", "key": "aws", "name": "aws", "alias": "",
//!     "source": "registry.terraform.io/hashicorp/aws", "constraint": "~> 5.0",
//!     "config": {"default_tags": [{"tags": {"owner": "pay"}}]}, "unknown": {"region": true}}],
//!   "modules": [{"_loc": "infra/plan.json#4", "address": "module.m", "source": "./modules/bucket", "version": null,
//!     "kind": "local", "ref": null}],
//!   "resources": [{
//!     "_loc": "infra/plan.json#5", "address": "module.m[\"us\"].aws_s3_bucket.logs[0]", "module": "module.m[\"us\"]",
//!     "mode": "managed", "type": "aws_s3_bucket", "name": "logs", "index": 0, "provider": "aws",
//!     "action": "update", "actions": ["update"], "reason": "", "importing": false,
//!     "values": {"bucket": "logs", "tags": {"env": "prod"}, "policy": null},
//!     "before": {"bucket": "logs", "tags": {"env": "test"}, "policy": null},
//!     "unknown": {"arn": true, "id": true}, "sensitive": {}, "changed": {"tags.env": true},
//!     "refs": [{"path": "tags", "to": "var.env", "attr": "", "exact": true}],
//!     "linked": {"aws_s3_bucket_versioning": ["module.m[\"us\"].aws_s3_bucket_versioning.v[0]"]}, "maybe_linked": {},
//!     "lifecycle": {"prevent_destroy": true, "ignore_changes": ["tags"]},
//!     "constants": {"bucket": true}, "file": "infra/modules/bucket/main.tf"}, {
//!     "address": "module.m[\"us\"].aws_s3_bucket_versioning.v[0]", "type": "aws_s3_bucket_versioning",
//!     "values": {"versioning_configuration": [{"status": "Enabled"}]}, "unknown": {"bucket": true, "id": true},
//!     "refs": [{"path": "bucket", "to": "module.m[\"us\"].aws_s3_bucket.logs[0]", "attr": "id", "exact": true}],
//!     "constants": {"versioning_configuration.0.status": true}}],
//!   "by_type": {"aws_s3_bucket": ["the resource objects themselves"]},
//!   "by_address": {"module.m[\"us\"].aws_s3_bucket.logs[0]": 0},
//!   "outputs": [], "checks": [], "drift": [], "unread": [],
//!   "secrets": [{"_loc": "infra/plan.json#9", "resource": "aws_db_instance.main", "path": "password",
//!     "at": ["password"], "kind": "password", "constant": true}]
//! }
//! ```

mod address;
mod code;
mod configuration;
mod credentials;
mod evaluate;
pub mod facts;
mod fit;
mod identifiers;
mod json;
mod link;
mod literal;
mod locate;
mod mask;
pub mod model;
mod normalise;
mod origin;
mod parts;
mod paths;
mod raw;
mod recognise;
mod refine;
mod remarks;
mod resolve;
mod resources;
mod roots;
mod sealed;
mod tfvars;
mod trace;
mod unsaid;
mod value;
mod whole;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::code::{Code, Directory};
use self::configuration::Configuration;
use self::evaluate::{Evaluator, Memo, Planned};
use self::facts::Facts;
use self::locate::Locator;
use self::sealed::Seal;
use crate::finding::Kind;
use crate::input::content::Content;
use crate::input::{Claim, Context, Document, Format, Locate as _, Parsed, Problem};
use crate::limits::Limits;
use crate::source::{RepoPath, Source, Unreadable};

pub use self::code::is_code;
pub use self::roots::{read_all, roots_without_plan};

/// The format of plans in JSON.
#[derive(Debug, Clone, Copy)]
pub struct TerraformPlan;

impl Format for TerraformPlan {
    fn kind(&self) -> Kind {
        Kind::Terraform
    }

    fn name(&self) -> &'static str {
        "terraform-plan"
    }

    fn claims(&self, path: &RepoPath) -> Claim {
        recognise::claims(path)
    }

    fn confirms(&self, head: &str) -> bool {
        recognise::confirms(head)
    }

    fn cap(&self, limits: &Limits) -> u64 {
        limits.plan_bytes
    }

    fn may_be_packed(&self) -> bool {
        true
    }

    fn unread(&self, path: &RepoPath, why: &Unreadable, context: &Context<'_>) -> Parsed {
        sealed::unread(path, why, context)
    }

    fn parse(&self, source: &Arc<Source>, context: &Context<'_>) -> Parsed {
        if let Some(seal) = Seal::of(source.text()) {
            return seal.parsed(source.path(), context);
        }
        match read(source, context) {
            Ok(document) => Parsed::Document(Box::new(document)),
            Err(problem) => Parsed::Failed(problem),
        }
    }
}

/// The text of a plan, or why it is none that can be judged.
fn parsed(source: &Source) -> Result<raw::Plan<'_>, Problem> {
    let raw = serde_json::from_str(source.text()).map_err(|error| recognise::unreadable(source, &error))?;
    let whole = recognise::judgeable(source.path(), &raw).and_then(|()| whole::covered(&raw));
    whole.map(|()| raw).map_err(|message| Problem::of(source.path(), &message))
}

/// That the configuration of a plan does not have a resource.
fn set_by_nobody(locator: &Locator, loc: &str) -> Option<Problem> {
    let place = locator.locate(loc, &[])?;
    let message =
        "the configuration of the plan does not have this, so nobody knows what sets it; write it again, whole";
    Some(Problem::at(&place.source, place.span.start, message))
}

/// Reads a plan, or says why it cannot be judged.
fn read(source: &Arc<Source>, context: &Context<'_>) -> Result<Document, Problem> {
    let path = source.path();
    let failed = |message: &str| Problem::of(path, message);
    let mut raw = parsed(source)?;
    let has_configuration = raw.configuration.is_some();
    let stored = raw.configuration.take().unwrap_or_default();
    let configuration = Configuration::new(&stored);
    let mut problems = recognise::problems(path, &raw, has_configuration.then_some(&configuration));
    // A third of a plan, and the addresses in it were all that was wanted.
    raw.planned_values = None;
    let root = context.options.plan_roots.get(path).cloned().unwrap_or_else(|| path.parent());
    let root = Directory(root);
    let code = Code::read(context, &root, &configuration.paths);
    let planned = Planned::of(source, &raw);
    let memo = Memo::default();
    let evaluator = Evaluator::new(&code, &planned, &memo, Some(context));
    problems.extend(evaluator.read_ahead());
    let mut normalised = normalise::normalise(path, &raw, &configuration, &stored.provider_config.0, &evaluator)
        .map_err(|message| failed(&message))?;
    let parts = parts::unread(source.text()).map_err(|error| recognise::unreadable(source, &error))?;
    normalised.unread(parts);
    problems.extend(fit::stale(&raw, &stored, &configuration, &code).or_else(|| fit::texts::stale(&raw, &evaluator)));
    problems.extend(code.lost());
    let given = fit::otherwise(context, root.0.as_ref(), &raw.variables.0);
    let notices = remarks::of(&raw, &normalised.plan, given);
    drop(raw);
    let mut known = normalised.known;
    code.credentials(&mut known);
    tfvars::credentials(context, &root, &code, &mut known);
    let mut plan = normalised.plan;
    plan.facts = Facts::of(&plan, context.knowledge());
    let facets = plan.resources.iter().map(|resource| resource.kind.clone()).collect();
    let locator = Locator {
        plan: Arc::clone(source),
        entities: normalised.entities,
        code,
        planned,
        memo,
        sensitive: normalised.sensitive,
        orders: normalised.orders,
        shown: normalised.shown,
    };
    // Without any configuration, that is said once.
    let unconfigured = normalised.unconfigured.iter().filter(|_| has_configuration);
    problems.extend(unconfigured.filter_map(|loc| set_by_nobody(&locator, loc)));
    problems.sort();
    problems.dedup();
    Ok(Document {
        kind: Kind::Terraform,
        format: "terraform-plan",
        path: path.clone(),
        content: Content::new(plan),
        facets,
        problems,
        notices,
        outside: Vec::new(),
        runs: BTreeSet::new(),
        known,
        locator: Box::new(locator),
    })
}

#[cfg(test)]
mod tests;
