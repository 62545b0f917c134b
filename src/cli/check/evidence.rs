//! What a snapshot of the forge's settings must be to be evidence in this run.

use jiff::{SignedDuration, Timestamp};

use super::super::args::Check;
use super::judged::Judged;
use super::rules::Rules;
use crate::config::MaxAge;
use crate::input::forge::{Evidence, Subject};
use crate::source::origin;

/// How far the clock of the job that collected a snapshot may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// What a snapshot must be: about the repository that the trusted configuration names, else the one that the clone is
/// of, and not older than it allows.
///
/// Of a snapshot that nobody passed with `--forge` nothing is asked that the configuration does not ask: it lies in the
/// judged tree, is taken on trust, and says so.
pub(super) fn wanted(judged: &mut Judged, call: &Check, rules: &Rules, now: Timestamp) -> Evidence {
    let input = &rules.config.inputs.forge;
    let passed = call.forge.is_some();
    let subject = match &input.repository {
        Some(name) => Some(Subject { host: None, name: name.as_str().to_owned() }),
        None if passed => of_clone(judged, call),
        None => None,
    };
    let age = input.max_age.or(passed.then_some(MaxAge::DEFAULT));
    Evidence {
        subject,
        latest: now.checked_add(AHEAD).unwrap_or(Timestamp::MAX),
        earliest: age.map(|age| (now.checked_sub(age.duration()).unwrap_or(Timestamp::MIN), age.to_string())),
    }
}

/// The repository that the remote `origin` names; without one a notice says that nobody knows.
fn of_clone(judged: &mut Judged, call: &Check) -> Option<Subject> {
    // A repository that git refuses to open says as little as one without a remote.
    let origin = origin(&judged.root, call.owner()).ok().flatten();
    if origin.is_none() {
        judged.notices.push(
            "nobody can say whether the snapshot is of this repository: git has no remote `origin` at a forge; \
             name it in .gate/gate.yaml: inputs.forge.repository: owner/name"
                .to_owned(),
        );
    }
    origin.map(|origin| Subject { host: origin.host, name: origin.name })
}
