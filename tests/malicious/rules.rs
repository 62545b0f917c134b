//! Changes to the rules and to the job that asks for the judgement.

use super::base::{CI, CI_TEXT, CONFIG, GATE, GATE_TEXT, POLICY, WAIVERS};
use super::{Attack, attack};

const BAD: (&str, &str) = ("checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "checkout@v4");

pub(crate) const ATTACKS: &[Attack] = &[
    attack("only shows violations", "META001", |it| it.edit(CONFIG, "version: 1", "version: 1\nmode: observe")),
    attack("raises the severity that blocks, and violates", "CI001", |it| {
        it.edit(CONFIG, "version: 1", "version: 1\nfail-on: critical");
        it.edit(CI, BAD.0, BAD.1);
    }),
    attack("disables the policy that it violates", "CI001", |it| {
        it.edit(CONFIG, "version: 1", "version: 1\npolicies: { disable: [{ id: CI001, reason: x, owner: me }] }");
        it.edit(CI, BAD.0, BAD.1);
    }),
    attack("lowers a severity", "META001", |it| {
        it.edit(CONFIG, "version: 1", "version: 1\npolicies: { severity: { CI001: low } }");
    }),
    attack("drops a required input", "META001", |it| it.edit(CONFIG, "required: true", "required: false")),
    attack("makes plans optional", "META001", |it| {
        it.edit(CONFIG, "inputs:", "inputs:\n  terraform: { plan: optional }");
    }),
    attack("names another job", "META001", |it| it.edit(CONFIG, "gate.yml#gate", "ci.yml#test")),
    attack("deletes the configuration", "META001", |it| it.remove(CONFIG)),
    attack("deletes all rules", "META002", |it| it.remove(".gate")),
    attack("makes the rules' folder a link", "META001", |it| {
        it.rename(".gate", "rules");
        it.link("rules", ".gate");
    }),
    attack("makes the rules' folder a file", "META001", |it| {
        it.remove(".gate");
        it.write(".gate", "x");
    }),
    attack("makes the configuration a link to a file of the same bytes", "META001", |it| {
        it.rename(CONFIG, "rules.yaml");
        it.link("../rules.yaml", CONFIG);
    }),
    attack("makes the configuration executable", "META001", |it| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(it.repo.path().join(CONFIG), mode).unwrap();
    }),
    attack("makes the configuration a folder", "META001", |it| {
        it.remove(CONFIG);
        it.write(".gate/gate.yaml/gate.yaml", "x");
    }),
    attack("brings a second configuration", "META002", |it| it.write(".gate/gate.yml", "mode: observe\n")),
    attack("brings a note below the rules", "META002", |it| it.write(".gate/notes.md", "x")),
    attack("weakens a policy of the repository", "META002", |it| {
        it.edit(POLICY, "input.name == \"\"", "input.name == \"x\"");
    }),
    attack("violates a policy that it weakens", "ACME1", |it| {
        it.edit(POLICY, "input.name == \"\"", "input.name == \"x\"");
        it.edit(CI, "name: ci\n", "");
    }),
    attack("lowers the severity in a policy's metadata", "META002", |it| {
        it.edit(POLICY, "severity: high", "severity: low");
    }),
    attack("deletes a policy", "META002", |it| it.remove(POLICY)),
    attack("renames a policy's folder", "META002", |it| it.rename(".gate/policies/nameless", ".gate/policies/other")),
    attack("makes a policy a link", "META002", |it| {
        it.rename(POLICY, "policy.rego");
        it.link("../../../policy.rego", POLICY);
    }),
    attack("lays data beside a policy", "META002", |it| it.write(".gate/policies/nameless/data.json", "{}")),
    attack("brings a policy over a bundled one", "META002", |it| {
        let text = std::fs::read_to_string(it.repo.path().join(POLICY)).unwrap();
        it.write(".gate/policies/unpinned-action/policy.rego", text.replace("ACME1", "CI001"));
    }),
    attack("waives its own violation", "META003", |it| {
        it.write(WAIVERS, "- id: W-1\n  policy: CI001\n  where: .github/workflows/ci.yml\n  reason: x\n  owner: a\n  approver: b\n  expires: 2099-01-01\n");
        it.edit(CI, BAD.0, BAD.1);
    }),
    attack("puts other waivers in the place of those that are there", "META003", |it| {
        it.write(WAIVERS, "- id: W-9\n  policy: CI001\n  where: .github/workflows/ci.yml\n  reason: x\n  owner: a\n  approver: b\n  expires: 2026-12-24\n");
    }),
    attack("names owners for the rules that it edits", "META001", |it| {
        it.write(".github/CODEOWNERS", "/.gate/ @evil\n");
        it.edit(CONFIG, "version: 1", "version: 1\nmode: observe");
    }),
    attack("removes the job that runs gate", "META004", |it| it.remove(GATE)),
    attack("renames the workflow that runs gate", "META004", |it| it.rename(GATE, ".github/workflows/gate.yaml")),
    attack("renames the job that runs gate", "META004", |it| it.edit(GATE, "  gate:\n", "  judge:\n")),
    attack("gives the job another check name", "META004", |it| {
        it.edit(GATE, "    runs-on", "    name: judged\n    runs-on");
    }),
    attack("skips the job by a condition", "META004", |it| {
        it.edit(GATE, "    runs-on", "    if: ${{ false }}\n    runs-on");
    }),
    attack("skips the job by what it needs", "META004", |it| {
        it.edit(GATE, "jobs:\n", "jobs:\n  never: { runs-on: x, steps: [{ run: exit 1 }] }\n");
        it.edit(GATE, "  gate:\n", "  gate:\n    needs: never\n");
    }),
    attack("skips the job by the paths of the event", "META004", |it| {
        it.edit(GATE, "on: pull_request", "on:\n  pull_request:\n    paths: [docs/**]");
    }),
    attack("lets the job fail", "META004", |it| {
        it.edit(GATE, "    runs-on", "    continue-on-error: true\n    runs-on");
    }),
    attack("lets the step fail", "META004", |it| {
        it.edit(
            GATE,
            "        with:\n          branches",
            "        continue-on-error: true\n        with:\n          branches",
        );
    }),
    attack("runs a script of the tree before gate", "META004", |it| {
        it.write("prepare.sh", "rm -rf .gate\n");
        it.edit(GATE, "      - uses: acme/gate", "      - run: ./prepare.sh\n      - uses: acme/gate");
    }),
    attack("checks another commit out", "META004", |it| it.edit(GATE, "fetch-depth: 0", "ref: main")),
    attack("hands gate another base", "META004", |it| it.edit(GATE, "branches: release/*", "base: HEAD")),
    attack("hands gate another binary", "META004", |it| {
        it.edit(GATE, "branches: release/*", "binary: bin/gate\n          binary-sha256: abc");
    }),
    attack("uses a gate of its own", "META004", |it| it.edit(GATE, "acme/gate@1111", "evil/gate@2222")),
    attack("uses the gate of its own tree", "META004", |it| {
        it.edit(GATE, "acme/gate@1111111111111111111111111111111111111111", "./tools/gate");
    }),
    attack("sets the shell's start file for the job", "META004", |it| {
        it.edit(GATE, "jobs:", "env: { BASH_ENV: ./x.sh }\njobs:");
    }),
    attack("reports under the name of the job from another workflow", "META004", |it| {
        it.write(".github/workflows/green.yml", GATE_TEXT.replace("acme/gate", "acme/other"));
    }),
    attack("reports under the name of the job from beside it", "META004", |it| {
        it.write(
            GATE,
            format!("{GATE_TEXT}  green:\n    name: gate\n    runs-on: x\n    steps: [{{ run: \"true\" }}]\n"),
        );
    }),
    attack("reports under a name that an expression makes", "META004", |it| {
        it.write(".github/workflows/green.yml", CI_TEXT.replace("  test:\n", "  test:\n    name: ${{ 'gate' }}\n"));
    }),
    attack("edits a script that a local action of the job's workflow runs", "META004", |it| {
        it.edit(".github/actions/two/run.sh", "echo", "ln -sf /bin/true /usr/local/bin/gate; echo");
    }),
    attack("edits an action that a local action of the job calls", "META004", |it| {
        it.edit(".github/actions/two/action.yml", "run.sh", "other.sh");
    }),
    attack("makes the workflow that runs gate a link", "META004", |it| {
        it.rename(GATE, "gate.yml");
        it.link("../../gate.yml", GATE);
    }),
    attack("makes the workflow that runs gate unreadable", "META004", |it| it.write(GATE, "jobs: [")),
];
