//! Inside of one tree, the definition is taken away that a value refers to.

use gate::limits::LIMITS;
use gate::source::Files as _;

use crate::altered::Altered;
use crate::reading::{self, Said, Sort};
use crate::trees;

/// A definition, and what is said without it.
struct Definition {
    /// The tree, as its text: lines that end in `#-` are the definition.
    text: &'static str,
    /// The file, the line and a part of what is said.
    says: (&'static str, u32, &'static str),
}

const fn row(text: &'static str, says: (&'static str, u32, &'static str)) -> Definition {
    Definition { text, says }
}

const GITHUB: &str = ".github/workflows/x.yml";
const GITLAB: &str = ".gitlab-ci.yml";
const DAG: &str = "dags/x.py";

/// Line numbers are those without the definition.
const DEFINITIONS: &[Definition] = &[
    // YAML: an alias without its anchor.
    row(
        "-- .github/workflows/x.yml --\non: push\npermissions: {}\nenv: &e #-\n  A: '1' #-\njobs:\n  a:\n    runs-on: x\n    env: *e\n    steps: [{uses: a/b@v1}]\n",
        (GITHUB, 6, "anchor"),
    ),
    // GitHub: the job that another one needs, the steps of a job, the code of an action.
    row(
        "-- .github/workflows/x.yml --\non: push\npermissions: {}\njobs:\n  a: #-\n    runs-on: x #-\n    steps: [{run: make}] #-\n  b:\n    needs: a\n    runs-on: x\n    steps: [{run: make}]\n",
        (GITHUB, 5, "needs `a`"),
    ),
    row(
        "-- action.yml --\nname: a\ninputs: {}\nruns: #-\n  using: composite #-\n  steps: [{uses: a/b@v1}] #-\n",
        ("action.yml", 1, "has no `runs`"),
    ),
    // GitLab: a base job, what a reference leads to, an anchor, an input, a stage of a child pipeline.
    row(
        "-- .gitlab-ci.yml --\n.base: #-\n  script: [trivy image a || true] #-\na:\n  extends: .base\n  stage: test\n",
        (GITLAB, 2, "extends `.base`"),
    ),
    row(
        "-- .gitlab-ci.yml --\n.s: #-\n  script: [trivy image a || true] #-\na:\n  script:\n    - !reference [.s, script]\n",
        (GITLAB, 3, "leads nowhere"),
    ),
    row(
        "-- .gitlab-ci.yml --\n.s:\n  before_script: [make]\n  script: [trivy image a || true] #-\na:\n  script: !reference [.s, script]\n",
        (GITLAB, 4, "leads nowhere"),
    ),
    row("-- .gitlab-ci.yml --\n.a: &a #-\n  script: [make] #-\nb:\n  <<: *a\n  stage: test\n", (GITLAB, 2, "anchor")),
    row(
        "-- .gitlab-ci.yml --\nspec:\n  inputs: {where: {default: production}} #-\n---\na:\n  environment: $[[ inputs.where ]]\n  script: [./deploy.sh]\n",
        (GITLAB, 4, "environment"),
    ),
    row(
        "-- .gitlab-ci.yml --\na:\n  parallel: {matrix: [{WHERE: [production]}]} #-\n  environment: $WHERE\n  script: [./deploy.sh]\n",
        (GITLAB, 2, "environment"),
    ),
    // Airflow: a constant, a function, an import, a default argument, a file.
    row(
        "-- dags/x.py --\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\nCOMMAND = 'echo {{ dag_run.conf.x }}' #-\nwith DAG('x'):\n    BashOperator(\n        task_id='a',\n        bash_command=COMMAND,\n    )\n",
        (DAG, 6, "made where gate cannot follow it"),
    ),
    row(
        "-- dags/x.py --\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\ndef command(): #-\n    return 'echo {{ dag_run.conf.x }}' #-\nwith DAG('x'):\n    BashOperator(\n        task_id='a',\n        bash_command=command(),\n    )\n",
        (DAG, 6, "made where gate cannot follow it"),
    ),
    row(
        "-- dags/x.py --\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\nargs = {'bash_command': 'echo {{ dag_run.conf.x }}'} #-\nwith DAG('x'):\n    BashOperator(task_id='a', **args)\n",
        (DAG, 4, "args"),
    ),
    row(
        "-- dags/x.py --\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\nFOLDER = 'sql' #-\nwith DAG('x'):\n    BashOperator(\n        task_id='a',\n        bash_command=f'{FOLDER}/a.sh',\n    )\n-- dags/sql/a.sh --\necho {{ dag_run.conf.x }}\n",
        (DAG, 6, "cannot follow it"),
    ),
    row(
        "-- dags/x.py --\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\nLIST = ['a', 'b'] #-\nwith DAG('x') as dag:\n    for name in LIST:\n        BashOperator(task_id=name, bash_command='make')\n",
        (DAG, 3, "partial"),
    ),
    row(
        "-- dags/x.py --\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\ndef tasks(): #-\n    BashOperator(task_id='a', bash_command='make') #-\nwith DAG('x') as dag:\n    tasks()\n",
        (DAG, 3, "partial"),
    ),
];

#[test]
fn a_definition_that_is_taken_away_is_missed_where_it_is_used() {
    let mut wrong = Vec::new();
    for Definition { text, says: (path, line, says) } in DEFINITIONS {
        let whole = read(&text.replace(" #-", ""));
        let kept: Vec<&str> = text.lines().filter(|line| !line.ends_with("#-")).collect();
        let cut = read(&kept.join("\n"));
        let new: Vec<&Said> = cut.difference(&whole).filter(|said| said.is_loss()).collect();
        let is_said = |said: &&&Said| {
            said.path == *path && said.line == *line && format!("{} {}", said.what, said.message).contains(says)
        };
        let gone = whole.iter().any(|said| said.sort == Sort::Violation)
            && !cut.iter().any(|said| said.sort == Sort::Violation)
            && !new.iter().any(|said| said.decides());
        if !new.iter().any(|said| is_said(&said)) || gone {
            wrong.push(format!("{text}\n  gone: {gone}, said: {new:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn read(text: &str) -> std::collections::BTreeSet<Said> {
    let files = trees::unpack(text);
    assert!(!files.paths().is_empty());
    reading::read(&Altered::not(&files), &LIMITS).said
}
