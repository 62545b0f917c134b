//! Puts together what the judging process came to, and makes the outcome.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::args::{Check, Kept};
use super::collected::Collected;
use super::gather::Gathered;
use super::judged::Judged;
use super::rules::Rules;
use super::several::Several;
use super::{adopted, answers, change, compare, edited, gate_job, granted, room, upcoming};
use crate::engine::supervise::Judged as Results;
use crate::engine::supervise::protocol::{Job, Reading};
use crate::finding::{Coverage, Finding, Severity, Text};
use crate::input::Scope;
use crate::outcome::{Accepted, Compared, Edge, Mode, Outcome, Provenance, Unlisted, Verdict, verdict};
use crate::policy::{Policy, own};
use crate::source::{Entry, RepoPath, head_commit, secret};
use crate::waiver::{self, Waiver};

/// What to do where nobody can tell an edit of the change from one that the base made meanwhile.
const NO_FORK: &str = "this clone does not reach back to where the change left the base, so what the base changed since \
    looks like an edit of the change; clone the whole history (fetch-depth: 0, GIT_DEPTH: 0)";

/// What helps most where nothing was configured and something is in the way.
const NO_CONFIGURATION: &str = "there is no .gate/gate.yaml; `gate init` writes a first one and says what to do next";

/// Makes the outcome of a run.
pub(super) fn conclude(
    call: &Check,
    judged: &Judged,
    rules: &Rules,
    gathered: Gathered,
    job: &Job,
    results: Results,
    now: Timestamp,
) -> Outcome {
    let Gathered { exclusions, options, recognised, outside, unjudged, skipped, mut notices, before, .. } = gathered;
    let scope = &options.scope;
    let mut collected = Collected::new(unjudged, skipped);
    collected.outside = outside;
    let several = Several::of(job);
    for (index, mut reading) in results.readings {
        if let Some(candidate) = job.candidates.get(index) {
            if let Reading::Judged { judgement, .. } = &mut reading {
                judgement.findings.iter_mut().for_each(|finding| several.mark(finding, &candidate.path));
            }
            let named = matches!(scope, Scope::Files(files) if files.contains(&candidate.path));
            collected.reading(candidate, reading, named);
        }
    }
    for (path, form) in recognised {
        collected.recognised(path, form);
    }
    collected.read_elsewhere();
    let unplanned = |file: &RepoPath| answers::unplanned(file, judged, call);
    collected.whole(results.whole, &rules.config.inputs.terraform, &unplanned);
    if scope.is_whole() {
        collected.missing(rules);
    }
    let own = own();
    change_of_rules(&mut collected, &mut notices, judged, rules, &own);
    collected.findings.extend(exclusions.findings(&collected.runs, scope, &own));
    collected.unjudged.extend(exclusions.unjudged(&collected.runs));
    collected.unite();
    several.unmark(&mut collected.findings);
    let fail_on = call.fail_on.map_or(rules.fail_on(), Severity::from);
    let fail_on_unknown = rules.fail_on_unknown(fail_on);
    upcoming::set_aside(&mut collected, &rules.in_force, (fail_on, fail_on_unknown));
    let trusted = (call, judged, rules);
    let accepted = waived(&mut collected, &mut notices, trusted, (&own, scope, now));
    adopted::apply(&mut collected, &mut notices, trusted, &accepted, (&own, scope, now));
    let compared =
        before.map(|before| before.set_aside(&mut collected, &mut notices, &compare::Run { judged, rules, own: &own }));
    granted::emergencies(&mut collected, &mut notices, trusted, (&own, now));
    // A baseline has an entry for each, so that none comes up as new when the strongest is mended.
    if call.kept != Kept::Every {
        collected.say_once();
    }
    collected.unjudged = collected.unjudged.into_iter().map(answers::unread).collect();
    let unlisted = collected.sort_and_cap(call.kept == Kept::Every);
    notices.extend(std::mem::take(&mut collected.notices));
    notices.extend(room::notice(&unlisted));
    let edge = Edge {
        outside: std::mem::take(&mut collected.outside),
        listed: std::mem::take(&mut collected.listed).into_values().collect(),
        excluded: exclusions.listed(scope),
        accepted,
    };
    let thresholds = (fail_on, fail_on_unknown);
    outcome(collected, notices, edge, thresholds, rules, Run { call, judged, own, compared, unlisted, now })
}

/// What a run is apart from its answers.
struct Run<'a> {
    call: &'a Check,
    judged: &'a Judged,
    own: Vec<Policy>,
    compared: Option<Compared>,
    unlisted: Vec<Unlisted>,
    now: Timestamp,
}

/// The verdict, and everything that a report may say.
fn outcome(
    collected: Collected,
    notices: Vec<String>,
    edge: Edge,
    (fail_on, fail_on_unknown): (Severity, Severity),
    rules: &Rules,
    run: Run<'_>,
) -> Outcome {
    let Run { call, judged, own, compared, unlisted, now } = run;
    let coverage = Coverage::new(collected.cells);
    let verdict = verdict(&coverage, &collected.findings, &collected.unjudged, fail_on, fail_on_unknown);
    let policies = rules.bundled.iter().chain(&own).chain(&rules.user_policies);
    Outcome {
        verdict,
        mode: call.mode.map_or(rules.mode(), Mode::from),
        fail_on,
        fail_on_unknown,
        fail_on_empty: rules.config.fail_on_empty.unwrap_or(true),
        findings: collected.findings,
        unlisted,
        unjudged: collected.unjudged,
        skipped: collected.skipped,
        edge,
        aside: collected.aside,
        emergencies: collected.emergencies,
        compared,
        edition: rules.config.edition.as_ref().map(ToString::to_string),
        coverage,
        policies: policies.map(|policy| (policy.meta.id.clone(), policy.clone())).collect(),
        documents: collected.documents,
        rules_from: rules.from.clone(),
        notices: told(notices, rules, verdict),
        judged_at: now.to_string(),
        provenance: Provenance {
            head: head_commit(&judged.root, call.owner()),
            files: collected.read,
            rules: rules.digests(),
            knowledge: rules.knowledge(),
            extends: rules.extended.iter().map(|it| (it.name.clone(), it.digest.clone())).collect(),
        },
    }
}

/// What the change did to the rules that judge it.
fn change_of_rules(
    collected: &mut Collected,
    notices: &mut Vec<String>,
    judged: &Judged,
    rules: &Rules,
    own: &[Policy],
) {
    let Some(base) = &rules.base else { return };
    let files = judged.files.as_ref();
    collected.findings.extend(change::findings(base, files, own, &rules.known()));
    if let Some(job) = &rules.config.gate.job {
        // A file without a reader is compared by its text.
        let failed = collected.unjudged.iter().filter(|it| !it.unread);
        let unread = failed.filter_map(|unread| unread.path.clone()).collect();
        collected.findings.extend(gate_job::findings(job, base, files, &unread, own));
    }
    let about_rules = |finding: &Finding| own.iter().any(|policy| policy.meta.id == finding.policy);
    if collected.findings.iter().any(about_rules) && !base.knows_forks() {
        notices.push(NO_FORK.to_owned());
    }
}

/// Applies the waivers; what they accept although it is not read is no longer in the way.
fn waived(
    collected: &mut Collected,
    notices: &mut Vec<String>,
    (call, judged, rules): (&Check, &Judged, &Rules),
    (own, scope, now): (&[Policy], &Scope, Timestamp),
) -> Vec<Accepted> {
    let Some(source) = rules.waivers_source.as_deref() else { return Vec::new() };
    let unread = collected.unjudged.iter().filter(|it| it.unread).filter_map(|it| it.path.clone());
    let unread: Vec<RepoPath> = unread.collect();
    let exists = |path: &RepoPath| judged.files.contains(path) || judged.files.entry(path) != Entry::Missing;
    let mut subject = waiver::Judged {
        findings: &mut collected.findings,
        unread: &unread,
        exists: &exists,
        looked_at: &|path| scope.holds(path),
    };
    let today = now.to_zoned(TimeZone::UTC).date();
    let approvals = granted::approvals(source, rules, judged, call);
    notices.extend(granted::unseen(&approvals, "waiver", rules.waivers.iter().map(|waiver| &waiver.id)));
    let applied = waiver::apply(&mut subject, &rules.waivers, source, own, (today, &approvals));
    collected.findings.extend(applied.about);
    let mut accepted = Vec::new();
    for waiver in applied.accepted {
        if rules.base.as_ref().is_some_and(|base| edited::edits(base, judged.files.as_ref(), &waiver.path)) {
            let (path, id) = (&waiver.path, secret::mask(&waiver.id));
            notices.push(format!("this change edits {path}, which nothing reads: waiver {id} accepts it as it is now"));
        }
        let (taken, left) = std::mem::take(&mut collected.unjudged)
            .into_iter()
            .partition(|it| it.unread && it.path.as_ref() == Some(&waiver.path));
        collected.unjudged = left;
        accepted.extend(Vec::into_iter(taken).map(|it| entry(waiver, it.reason)));
    }
    accepted.sort();
    accepted
}

fn entry(waiver: &Waiver, what: Text) -> Accepted {
    Accepted {
        path: waiver.path.clone(),
        what,
        waiver: Text::new(&waiver.id),
        owner: Text::new(&waiver.owner),
        expires: waiver.expires.to_string(),
    }
}

/// The notices of the run, with the policies that the configuration disables, or that there is none.
fn told(mut notices: Vec<String>, rules: &Rules, verdict: Verdict) -> Vec<String> {
    if rules.config_source.is_none() && verdict.is_without_answer() {
        notices.push(NO_CONFIGURATION.to_owned());
    }
    notices.extend(upcoming::notices(&rules.in_force));
    notices.extend(
        rules
            .config
            .policies
            .disable
            .iter()
            .map(|disabled| format!("policy {} is disabled by {}: {}", disabled.id, disabled.owner, disabled.reason))
            .map(|notice| secret::mask(&notice)),
    );
    notices
}
