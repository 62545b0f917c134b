//! Parts of a resource that are created for one that was there before: they take over what that one said itself.

use super::change::{Change, Changes};
use super::guard::Guard;
use super::named::Named;
use super::rule::{Side, Wording};
use super::{Known, Weakening};
use crate::input::terraform::facts::argument::{Argument, Resources, path};
use crate::input::terraform::model::{Action, Resource};
use crate::input::{Fact, Segment};

/// The type of buckets that keep old versions only when they are told to, and the one that tells them.
const BUCKET: (&str, &str) = ("aws_s3_bucket", "aws_s3_bucket_versioning");

/// What rules about old versions of such a bucket are about.
const OLD_VERSIONS: &str = "old versions";

/// The resources of a type that parts may be about, as they were before.
struct Subjects<'a> {
    resources: &'a Resources<'a>,
    named: Named<'a>,
    argument: &'a [Segment],
    kind: &'a str,
}

impl<'a> Subjects<'a> {
    fn of(resources: &'a Resources<'a>, argument: &'a [Segment], kind: &'a str, name: &[Segment]) -> Self {
        let there = resources.of_type(kind).filter(|subject| was_there(subject));
        Self { resources, named: Named::of(there.map(|subject| (subject, subject.before(name)))), argument, kind }
    }

    /// The resource that a part is about, if the plan has it and it was there before.
    fn get(&self, part: &'a Resource) -> Option<&'a Resource> {
        let named = part.argument(self.argument).text().and_then(|name| self.named.get(name).first().copied());
        let mut targets = self.resources.targets(part, self.argument);
        named.or_else(|| targets.find(|subject| subject.kind == self.kind && was_there(subject)))
    }
}

fn was_there(resource: &Resource) -> bool {
    resource.mode == "managed" && !resource.before.is_empty()
}

/// The created resources of a type that take no other's place.
fn created<'a>(resources: &Resources<'a>, changes: &Changes<'a>, kind: &str) -> Vec<&'a Resource> {
    let created = resources.existing(kind).filter(|part| part.action == Action::Create);
    created.filter(|part| !changes.follows(part)).collect()
}

/// What guards of a resource lose by a part of it that is created.
pub(super) fn guards<'a>(
    resources: &'a Resources<'a>,
    changes: &Changes<'a>,
    known: &'a Known,
) -> Vec<Fact<Weakening>> {
    let mut found = Vec::new();
    for row in known.protections.iter() {
        let Some(kind) = &row.subject else { continue };
        let parts = created(resources, changes, &row.of);
        if parts.is_empty() {
            continue;
        }
        let subjects = Subjects::of(resources, &row.argument, kind, &row.name);
        for guard in known.guards.iter().filter(|guard| guard.of == row.of) {
            for own in known.guards.iter().filter(|own| own.of == *kind && own.loss == guard.loss) {
                let judged = parts.iter().filter_map(|part| guard.judge_part(own, subjects.get(part)?, part));
                found.extend(judged);
            }
        }
    }
    found
}

/// Whether a part of a resource goes on with what an argument of it guarded.
pub(super) fn goes_on(resources: &Resources<'_>, known: &Known, guard: &Guard, holder: &Resource) -> bool {
    let rows = known.protections.iter().filter(|row| row.subject.as_ref() == Some(&guard.of));
    rows.into_iter().any(|row| {
        let mut same = known.guards.iter().filter(|other| other.of == row.of && other.loss == guard.loss);
        same.any(|other| {
            resources
                .at(&holder.address)
                .is_some_and(|holder| resources.linked(holder, &row.of).any(|part| other.is_kept_by(part)))
        })
    })
}

/// What becomes of records by the rules of a plan.
pub(super) fn rules<'a>(resources: &'a Resources<'a>, changes: &Changes<'a>, known: &'a Known) -> Vec<Fact<Weakening>> {
    let bucket = path("bucket");
    let versioned = resources.of_type(BUCKET.1).filter(|part| was_there(part));
    let versioned = Named::of(versioned.map(|part| (part, part.before(&bucket))));
    let mut found = Vec::new();
    for row in known.rules.iter() {
        let changed: Vec<Change<'a>> = changes.of_type(&row.of).collect();
        let Some(subject) = &row.subject else {
            found.extend(changed.into_iter().flat_map(|change| row.judge(change)));
            continue;
        };
        let parts = created(resources, changes, &row.of);
        if changed.is_empty() && parts.is_empty() {
            continue;
        }
        let subjects = Subjects::of(resources, &subject.argument, &subject.kind, &subject.name);
        let kept_none = |holder: &Resource| row.what == OLD_VERSIONS && !kept_versions(holder, &versioned);
        for change in changed {
            if !subjects.get(change.after).is_some_and(kept_none) {
                found.extend(row.judge(change));
            }
        }
        let inline = known.rules.iter().find(|own| own.of == subject.kind && own.what == row.what);
        for after in parts {
            let Some(before) = subjects.get(after).filter(|holder| !kept_none(holder)) else { continue };
            found.extend(row.compare(before_of(inline, before), Change { before, after }));
        }
    }
    found
}

/// The rules that a resource had itself.
fn before_of(inline: Option<&Wording>, holder: &Resource) -> Result<super::rule::Read, &'static str> {
    inline.map_or(Ok(Vec::new()), |inline| inline.rules(Side::Before(holder)))
}

/// Whether a store kept old versions before the plan, or may have.
fn kept_versions(holder: &Resource, versioned: &Named<'_>) -> bool {
    let off = |argument: Argument<'_>| {
        argument == Argument::Absent || argument.known().is_some_and(|value| value.as_bool() == Some(false))
    };
    let itself = ["versioning.0.enabled", "object_lock_enabled"].iter().any(|name| !off(holder.before(&path(name))));
    let told = |part: &&Resource| part.before(&path("versioning_configuration.0.status")).text() != Some("Disabled");
    let name = holder.before(&path("bucket")).text();
    holder.kind != BUCKET.0 || itself || name.is_some_and(|name| versioned.get(name).iter().any(told))
}
