//! Pipelines whose calls, scripts and variables multiply.

use std::fmt::Write as _;

use super::support::Repo;
use super::{Input, input};

const CHECK: &[&str] = &["check"];
/// A problem of the document, or a document that is given up.
const INCOMPLETE: &[i32] = &[3];
const ANSWERED: &[i32] = &[0, 1, 3];
const WORKFLOW: &str = ".github/workflows/a.yml";

/// What is followed until a count says that it is enough: many steps, each of them quick.
pub(crate) const CALLS: &[Input] = &[
    input("pipeline: workflows that call the next 20 times", workflows, CHECK, INCOMPLETE),
    input("pipeline: actions that call the next 10 times", actions, CHECK, INCOMPLETE),
    input("pipeline: targets that make one another", targets, CHECK, INCOMPLETE),
    input("pipeline: scripts that run the next 10 times", scripts, CHECK, INCOMPLETE),
];

/// What would cost its square.
pub(crate) const SCRIPTS: &[Input] = &[
    input("pipeline: 10 000 jobs in a chain that deploy", |repo| repo.write(WORKFLOW, chain(10_000)), CHECK, ANSWERED),
    input("pipeline: 10 000 jobs that deploy behind a check that an input leaves out", skipped, CHECK, ANSWERED),
    input("pipeline: 1 000 jobs that need all before them", |repo| repo.write(WORKFLOW, all(1_000)), CHECK, ANSWERED),
    input("pipeline: variables of make that double", make, CHECK, ANSWERED),
    input("pipeline: a variable that doubles 64 times", |repo| script(repo, &doubled()), CHECK, ANSWERED),
    input("pipeline: 5 000 variables made of one another", |repo| script(repo, &mixed(5_000)), CHECK, ANSWERED),
    input("pipeline: 3 000 branches before a scan", |repo| script(repo, &branches(3_000)), CHECK, ANSWERED),
    input("pipeline: 5 000 functions that call one another", |repo| script(repo, &functions(5_000)), CHECK, ANSWERED),
];

/// Lines that a number each makes.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        writeln!(text, "{}", line(number)).unwrap();
        text
    })
}

fn workflow(jobs: &str) -> String {
    format!("on: push\npermissions: {{}}\njobs:\n{jobs}")
}

fn script(repo: &Repo, script: &str) {
    let script = format!("          {}\n", script.trim_end().replace('\n', "\n          "));
    let job = "  a:\n    runs-on: x\n    env: {T: \"${{ github.event.issue.title }}\"}\n    steps:\n";
    let checkout = "      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8\n";
    let head = "on: issues\npermissions: {}\njobs:\n";
    repo.write(WORKFLOW, format!("{head}{job}{checkout}      - run: |\n{script}"));
}

fn chain(count: usize) -> String {
    workflow(&lines(count, |at| {
        let needs = if at > 0 { format!("j{}", at - 1) } else { String::new() };
        format!("  j{at}: {{runs-on: x, needs: [{needs}], steps: [{{run: terraform apply -var-file=prod.tfvars}}]}}")
    }))
}

/// A chain of jobs that deploy, the first of which tests only if whoever starts the run wants it to.
fn skipped(repo: &Repo) {
    let first = "  j0: {runs-on: x, steps: [{run: terraform apply -var-file=prod.tfvars}]}";
    let checked = "  j0: {runs-on: x, if: \"${{ !inputs.skip }}\", steps: [{run: pytest}]}";
    let jobs = chain(10_000).replacen("needs: [], ", "", 1).replacen(first, checked, 1);
    let jobs = jobs.replacen("on: push", "on: {workflow_dispatch: {inputs: {skip: {type: boolean}}}}", 1);
    assert!(jobs.contains("pytest") && jobs.contains("workflow_dispatch"));
    repo.write(WORKFLOW, jobs);
}

fn all(count: usize) -> String {
    workflow(&lines(count, |at| {
        let needs: Vec<String> = (0..at).map(|before| format!("j{before}")).collect();
        format!("  j{at}: {{runs-on: x, needs: [{}], steps: [{{run: helm upgrade x -n prod}}]}}", needs.join(", "))
    }))
}

fn workflows(repo: &Repo) {
    repo.write(
        WORKFLOW,
        workflow(&lines(20, |at| format!("  j{at}: {{uses: ./.github/workflows/w1.yml, with: {{x: a{at}}}}}"))),
    );
    for level in 1..5 {
        let jobs = lines(20, |at| {
            if level == 4 {
                return format!(
                    "  j{at}: {{runs-on: x, steps: [{{run: \"helm upgrade ${{{{ inputs.x }}}} -n prod\"}}]}}"
                );
            }
            let next = level + 1;
            format!("  j{at}: {{uses: ./.github/workflows/w{next}.yml, with: {{x: \"${{{{ inputs.x }}}}{at}\"}}}}")
        });
        let head = "on: {workflow_call: {inputs: {x: {type: string}}}}\npermissions: {}\njobs:\n";
        repo.write(&format!(".github/workflows/w{level}.yml"), format!("{head}{jobs}"));
    }
}

fn actions(repo: &Repo) {
    let call = |level: usize, value: &str| {
        lines(10, |at| format!("      - {{uses: ./a{level}, with: {{x: \"{value}{at}\"}}}}"))
    };
    let checkout = "      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8\n";
    repo.write(WORKFLOW, workflow(&format!("  a:\n    runs-on: x\n    steps:\n{checkout}{}", call(1, "b"))));
    for level in 1..9 {
        let steps = match level {
            8 => "      - {run: \"helm upgrade ${{ inputs.x }} -n prod\", shell: bash}\n".to_owned(),
            _ => call(level + 1, "${{ inputs.x }}"),
        };
        let text = format!("name: x\ninputs: {{x: {{}}}}\nruns:\n    using: composite\n    steps:\n{steps}");
        repo.write(&format!("a{level}/action.yml"), text);
    }
}

fn targets(repo: &Repo) {
    script(repo, "make");
    let others = |target: usize| (0..30).filter(|at| *at != target).map(|at| format!(" t{at}")).collect::<String>();
    let rules = lines(30, |at| format!("t{at}:\n\t$(MAKE){}\n\thelm upgrade a -n prod", others(at)));
    repo.write("Makefile", format!("all:{}\n{rules}", others(30)));
}

fn scripts(repo: &Repo) {
    script(repo, "sh s0.sh x");
    for level in 0..9 {
        repo.write(&format!("s{level}.sh"), lines(10, |_| format!("sh s{}.sh \"$1\"a", level + 1)));
    }
    repo.write("s9.sh", "terraform apply -var-file=prod.tfvars\n");
}

fn make(repo: &Repo) {
    script(repo, "make");
    let variables = lines(60, |at| format!("V{} = $(V{at}) $(V{at})", at + 1));
    repo.write("Makefile", format!("V0 = helm upgrade a -n prod\n{variables}all:\n\t$(V60)\n"));
}

fn doubled() -> String {
    format!(
        "a=\"$T\"\n{}eval \"$a\"\nb=x\n{}echo $b",
        lines(64, |_| "a=$a$a".to_owned()),
        lines(64, |_| "b=$b$b".to_owned())
    )
}

fn mixed(count: usize) -> String {
    let set = lines(count, |at| format!("v{}=\"$v{at}$v{}\"", at + 1, at / 2));
    let turned = lines(count, |at| format!("v{at}=\"$v{}\"", at + 1));
    format!("v0=\"$T\"\n{set}while read -r line; do\n{turned}done\neval \"$v0\"")
}

fn branches(count: usize) -> String {
    let branches = lines(count, |at| format!("if a; then x{at}=1; else x{at}=2; fi"));
    format!("{branches}bandit -r src || code=$?\nif [ \"$code\" -ne 0 ]; then exit 1; fi")
}

fn functions(count: usize) -> String {
    let body = |at: usize| format!("f{at}() {{ f{}; f{} || true; }}", (at * 7 + 1) % count, (at * 11 + 3) % count);
    format!("{}f0", lines(count, body))
}
