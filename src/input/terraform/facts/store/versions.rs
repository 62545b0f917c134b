//! Whether a bucket of S3 with a lock keeps the versions that the lock is about.

use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, path};
use crate::input::terraform::facts::setting::Setting;
use crate::input::terraform::model::Resource;

/// The type of buckets that keep versions only when they are told to.
const BUCKET: &str = "aws_s3_bucket";

/// The resource that tells them.
const VERSIONING: &str = "aws_s3_bucket_versioning";

/// The switches on which keeping versions hangs, without those that are surely on: those of its versioning, or else that
/// of Object Lock itself, which makes AWS keep versions from the beginning.
pub(super) fn of(kind: &str, resources: &Resources<'_>, store: &Resource) -> Vec<Setting<bool>> {
    if kind != BUCKET {
        return Vec::new();
    }
    let open = store.maybe_linked.contains_key(VERSIONING);
    let configured: Vec<&Resource> = resources.linked(store, VERSIONING).collect();
    let status = path("versioning_configuration.0.status");
    let mut switches: Vec<Setting<bool>> = configured.iter().filter_map(|part| switch(part, &status, open)).collect();
    if configured.is_empty() && !on(store.argument(&path("versioning.0.enabled"))) && !is_locked(store) {
        switches.extend(switch(store, &path("object_lock_enabled"), open));
    }
    switches
}

/// Whether locks of a store take effect.
///
/// # Errors
/// Why nobody can tell.
pub(super) fn is_ready(kind: &str, store: &Resource) -> Result<bool, &'static str> {
    let enabled = store.argument(&path("object_lock_enabled"));
    if kind != BUCKET || on(enabled) || is_locked(store) {
        return Ok(true);
    }
    enabled.why().map_or(Ok(false), Err)
}

/// Whether a bucket has a configuration of its lock inside, which makes it keep versions.
fn is_locked(store: &Resource) -> bool {
    store.count_inside(&path("object_lock_configuration")).is_ok_and(|blocks| blocks > 0)
}

/// A switch; none when it is surely on. `open`: another resource may switch it.
fn switch(resource: &Resource, path: &[Segment], open: bool) -> Option<Setting<bool>> {
    let value = match resource.argument(path) {
        argument if on(argument) => return None,
        Argument::Unknown(why) => Err(why),
        Argument::Absent | Argument::Known(_) if open => Err(LATER),
        Argument::Absent | Argument::Known(_) => Ok(false),
    };
    Some(Setting::of(resource, path, value))
}

fn on(argument: Argument<'_>) -> bool {
    argument.known().is_some_and(|value| value.as_bool() == Some(true) || value.as_str() == Some("Enabled"))
}
