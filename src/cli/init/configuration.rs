//! The text of a first `.gate/gate.yaml`: what holds without it, said in words, and the keys that a repository like
//! this one needs next, each behind a `#`.

use super::super::check::root_pattern;
use super::ground::Ground;
use crate::config::Pattern;
use crate::report::scalar;
use crate::source::RepoPath;

/// Lines of a list at the most: the file stays one screen, and the report of a run names all of them.
const SHOWN: usize = 5;

/// The whole file; `edition` is the newest that there is.
pub(super) fn text(ground: &Ground, edition: &str) -> String {
    let parts = [
        HEAD.replace("EDITION", edition),
        block(&exclude(ground)),
        INPUTS.to_owned(),
        block(&plans(ground)),
        block(&roots(ground)),
    ];
    let forge = ground.repository.as_deref().map_or_else(|| "OWNER/NAME".to_owned(), scalar);
    let tail = TAIL.replace("REPOSITORY", &forge);
    parts.concat() + &tail
}

/// Only what speaks of this repository, for whoever has a file already.
pub(super) fn additions(ground: &Ground) -> String {
    let mut lines = Vec::new();
    if !ground.inert.is_empty() {
        lines.extend(exclude(ground));
    }
    let has_plans = !ground.plans.is_empty() || !ground.loose.is_empty();
    if has_plans || !ground.unplanned.is_empty() {
        lines.extend(["inputs:".to_owned(), "  terraform:".to_owned()]);
        lines.extend(has_plans.then(|| plans(ground)).into_iter().flatten());
        lines.extend((!ground.unplanned.is_empty()).then(|| roots(ground)).into_iter().flatten());
    }
    block(&lines)
}

const HEAD: &str = r"# What gate judges here and when it blocks. Every key may be left out; one that gate does not know is an error.
# A line with no blank after its # is a key that does not hold yet: take the # away, and it does.
# Exceptions stand in .gate/waivers.yaml, each with an owner, an approver and an end date.
version: 1
# The rules that decide. What newer ones find is shown and blocks nothing until this is raised; `gate edition` tells more.
edition: EDITION
# The lowest severity that blocks: low, medium, high or critical.
fail-on: high
#fail-on-unknown: high # the same for what cannot be known; by default it is the value of fail-on
fail-on-empty: true # a run that finds nothing to judge is blocked
# Start with `observe` to see violations without being blocked by them; what cannot be judged still blocks.
mode: block
";

const INPUTS: &str = r"# What is judged. Whatever lies at its usual place is found without a line here.
inputs:
  terraform:
    # Whether code needs a plan (required) or is only listed without one (optional).
    plan: required
";

const TAIL: &str = r"  # Pipelines at a place that only the settings of their platform name. With `required`, a run without any is incomplete.
  #pipeline: { required: true, files: [{ file: ci/main.yml, vendor: gitlab }] }
  # Functions and classes of your own that make a DAG.
  #airflow: { required: true, dag-constructors: [acme.dags.TeamDag], folders: [libs/acme/src] }
  # Settings of the forge, and whose they must be.
  #forge: { required: true, repository: REPOSITORY, max-age: 7d }
# The job that runs gate, once there is one: a change that edits it is a finding.
#gate: { job: .github/workflows/gate.yml#gate }
# What policies do here; `gate policies` lists them, and `gate explain CI001` says what one means.
#policies: { severity: { AF004: low } }
# A scanner that gate does not know is a row below .gate/knowledge; see `gate explain pipeline/tools`.
";

fn exclude(ground: &Ground) -> Vec<String> {
    let mut lines = vec![
        "# Files that no platform runs. Only their owner knows that, so nothing is left out by itself.".to_owned(),
        "#exclude:".to_owned(),
    ];
    let line = |path: &str| format!("  #- {{ paths: [{path}], reason: why nothing runs it, owner: \"@your-team\" }}");
    let folders = ground.inert.iter().map(|folder| line(&scalar(&Pattern::literal(folder))));
    capped(&mut lines, "  ", folders.collect());
    if ground.inert.is_empty() {
        lines.push(line("tests/fixtures"));
    }
    lines
}

fn plans(ground: &Ground) -> Vec<String> {
    let mut lines = Vec::new();
    if !ground.plans.is_empty() {
        lines.push("    # Plans, and the folder of the code that each is of.".to_owned());
        lines.push("    plans:".to_owned());
        let line = |(plan, folder): &(RepoPath, Option<RepoPath>)| {
            let root = folder.as_ref().map_or_else(|| ".".to_owned(), |folder| folder.as_str().to_owned());
            format!("      - {{ plan: {}, root: {} }}", scalar(plan.as_str()), scalar(&root))
        };
        capped(&mut lines, "      ", ground.plans.iter().map(line).collect());
    }
    if !ground.loose.is_empty() {
        lines.push("    # Plans that do not lie beside code: name the folder that each is of.".to_owned());
        if ground.plans.is_empty() {
            lines.push("    #plans:".to_owned());
        }
        let line =
            |plan: &RepoPath| format!("      #- {{ plan: {}, root: the/folder/of/its/code }}", scalar(plan.as_str()));
        capped(&mut lines, "      ", ground.loose.iter().map(line).collect());
    }
    lines
}

fn roots(ground: &Ground) -> Vec<String> {
    let mut lines = vec![
        "    # Folders of code that nobody applies by themselves. For any other make a plan, each time gate runs:"
            .to_owned(),
        "    # terraform init && terraform plan -out p && terraform show -json p > plan.json".to_owned(),
        "    #roots:".to_owned(),
    ];
    let line = |root: &str| format!("      #- {{ root: {}, plan: optional }}", scalar(root));
    capped(&mut lines, "      ", ground.unplanned.iter().map(|folder| line(&root_pattern(folder.as_ref()))).collect());
    if ground.unplanned.is_empty() {
        lines.push(line("modules/"));
    }
    lines
}

/// Adds lines, and how many there would be more.
fn capped(lines: &mut Vec<String>, indent: &str, all: Vec<String>) {
    let more = all.len().saturating_sub(SHOWN);
    lines.extend(all.into_iter().take(SHOWN));
    if more > 0 {
        lines.push(format!("{indent}# and {more} more, which `gate check -v` names"));
    }
}

fn block(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}
