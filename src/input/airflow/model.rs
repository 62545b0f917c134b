//! The normalised document of one DAG file: what policies see.

mod stores;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

pub(crate) use self::stores::{DataKind, DataRef, Does};
use super::facts::Facts;
use crate::input::content::{Model, json};

/// Paths of values that are not known before a run, each with `true`: `args.bash_command`, `args.env.TOKEN`,
/// `downstream`. Where a path stands here, what the document says at that path is not the whole truth.
pub(crate) type Unknown = BTreeMap<String, bool>;

/// One Python file that Airflow would read for DAGs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Airflow DAG file")]
pub(crate) struct AirflowFile {
    /// The version of this schema: `gate.airflow/v1`.
    pub(crate) schema: &'static str,
    /// The path of the file.
    pub(crate) file: String,
    /// The place of the file.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// The release of Airflow that the imports are written for, 2 or 3; null when they fit both.
    pub(crate) airflow_major: Option<u8>,
    /// The modules and names that the file imports, as dotted names, sorted.
    pub(crate) imports: Vec<String>,
    /// The DAGs of the file in the order of the code.
    pub(crate) dags: Vec<Dag>,
    /// Code that cannot be followed: any DAG may miss something because of it, or DAGs may be missing.
    pub(crate) losses: Vec<Loss>,
    /// Look-ups and connections that the code makes, wherever they stand.
    pub(crate) uses: Vec<Use>,
    /// Credentials that are written out in the code, wherever they stand. Never their values.
    pub(crate) credentials: Vec<Credential>,
    /// What the reader computed for policies, by concept.
    pub(crate) facts: Facts,
}

impl Model for AirflowFile {
    fn whole(&self) -> Value {
        json(self)
    }

    fn facts(&self) -> Value {
        json(&self.facts)
    }
}

/// A DAG.
#[derive(Debug, Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "`dag_id` is Airflow's own name")]
pub(crate) struct Dag {
    /// The place of the call or function that defines it.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// Its id; unknown parts stand in braces.
    pub(crate) dag_id: String,
    /// Whether the id is known completely.
    pub(crate) id_known: bool,
    /// How it is written.
    pub(crate) form: Form,
    /// `full` when every task and argument of it is known, `partial` when loops, conditions, calls of code that is not in
    /// the file, or files hide some.
    pub(crate) confidence: Confidence,
    /// Whether it is made in a loop whose rounds are not known: there may be several, or none.
    pub(crate) dynamic: bool,
    /// Whether it is made under a condition that is not known.
    pub(crate) conditional: bool,
    /// Code that cannot be followed and may make, change or join tasks of this DAG. With one, the DAG is `partial`.
    pub(crate) losses: Vec<Loss>,
    /// When it runs.
    pub(crate) schedule: Schedule,
    /// The first day that it runs for, as the code says it: `2021-01-01` or an expression.
    pub(crate) start_date: Option<String>,
    /// Whether missed runs are caught up; null when the code does not say.
    pub(crate) catchup: Option<bool>,
    /// How many runs may be active at once; null when the code does not say.
    pub(crate) max_active_runs: Option<i64>,
    /// The tags that are known.
    pub(crate) tags: Vec<String>,
    /// The owner from the default arguments; null when the code names none.
    pub(crate) owner: Option<String>,
    /// The retries from the default arguments; null when the code does not say.
    pub(crate) retries: Option<i64>,
    /// The names of the callbacks that are set, such as `on_failure_callback`.
    pub(crate) callbacks: Vec<String>,
    /// Arguments that every task inherits.
    pub(crate) default_args: Value,
    /// The parameters that whoever starts a run may set, by name.
    pub(crate) params: BTreeMap<String, Param>,
    /// Every other argument by name.
    pub(crate) args: Value,
    /// What is not known.
    pub(crate) unknown: Unknown,
    /// Its tasks in the order of the code.
    pub(crate) tasks: Vec<Task>,
}

/// How a DAG is written.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) enum Form {
    /// A call of `DAG(…)`, or of a class derived from it.
    #[serde(rename = "DAG()")]
    Call,
    /// A function decorated with `@dag`.
    #[serde(rename = "@dag")]
    Decorator,
    /// A function decorated with `@asset`.
    #[serde(rename = "@asset")]
    Asset,
}

/// How much of a DAG is known.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Confidence {
    /// Every task and edge.
    Full,
    /// There may be other tasks or edges, or fewer.
    Partial,
}

/// Code that cannot be followed.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Loss {
    /// Its place.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// What it does, as a fragment.
    pub(crate) what: String,
}

/// When a DAG runs.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Schedule {
    /// What the schedule is.
    pub(crate) kind: ScheduleKind,
    /// The cron expression, preset, asset URIs or timetable.
    pub(crate) value: Option<String>,
}

/// The kind of a schedule.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ScheduleKind {
    /// The code does not say.
    Unspecified,
    /// Only when somebody starts it.
    None,
    /// A cron expression or preset.
    Cron,
    /// A fixed interval.
    Interval,
    /// When assets are updated.
    Asset,
    /// A timetable.
    Timetable,
    /// Not known before a run.
    Unknown,
}

/// A parameter that whoever starts a run may set.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Param {
    /// The value when nobody sets it.
    pub(crate) default: Value,
    /// Whether Airflow checks it so tightly that it cannot carry commands: an enumeration, a number, a date, a pattern.
    pub(crate) constrained: bool,
}

/// A task.
#[derive(Debug, Serialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, clippy::struct_field_names, reason = "facts and names of the document")]
pub(crate) struct Task {
    /// The place of the call that makes it.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// Its id with those of its groups; unknown parts stand in braces. Unique in the DAG.
    pub(crate) task_id: String,
    /// Whether the id is known completely.
    pub(crate) id_known: bool,
    /// The group that it is in.
    pub(crate) group: Option<String>,
    /// The operator class, or the decorator of a `TaskFlow` task: `BashOperator`, `@task.branch`.
    pub(crate) operator: String,
    /// The dotted name of the operator.
    pub(crate) qualified: String,
    /// Dotted names of the operators that a class of this file is derived from.
    pub(crate) bases: Vec<String>,
    /// The provider package: `standard`, `amazon`; null for code of your own.
    pub(crate) provider: Option<String>,
    /// Whether it is a decorated function.
    pub(crate) taskflow: bool,
    /// Whether it runs once per element of a collection.
    pub(crate) mapped: bool,
    /// Whether it stands in a loop whose rounds are not known, so that there may be many of it or none.
    pub(crate) dynamic: bool,
    /// Whether it stands under a condition that is not known, so that it may not exist.
    pub(crate) conditional: bool,
    /// What it is to others.
    pub(crate) role: TaskRole,
    /// Its arguments by name, those it inherits included. A credential is `{"redacted": true, "kind", "length"}`, a
    /// partly known text `{"$partial": "s3://{bucket}/x"}`, a call `{"$call", "args", "kwargs"}`, a name
    /// `{"$ref"}`, a function of the file `{"$function"}`, a task `{"$task"}`, an environment variable `{"$env"}`, an
    /// Airflow Variable `{"$variable"}`, anything else that is unknown null.
    pub(crate) args: Value,
    /// The arguments that come from default arguments, each with `true`.
    pub(crate) inherited: BTreeMap<String, bool>,
    /// What is not known.
    pub(crate) unknown: Unknown,
    /// What whoever starts a run decides of the texts that its code hands to a shell or a database; `arg` is the call.
    pub(crate) executed: Vec<Templated>,
    /// The Jinja expressions in its arguments.
    pub(crate) templated: Vec<Templated>,
    /// The ids of the tasks right before it, sorted.
    pub(crate) upstream: Vec<String>,
    /// The ids of the tasks right after it, sorted.
    pub(crate) downstream: Vec<String>,
    /// The ids of the Airflow connections that its arguments name, sorted.
    pub(crate) conn_ids: Vec<String>,
    /// What it reads.
    pub(crate) reads: Vec<DataRef>,
    /// What it writes.
    pub(crate) writes: Vec<DataRef>,
    /// The container image that it runs in.
    pub(crate) image: Option<String>,
    /// Whether what its operator runs may be among arguments that cannot be followed.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) hides: bool,
    /// Files that its arguments name and that cannot be read.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) unread_files: Vec<UnreadFile>,
}

/// A file that an argument names and that cannot be read.
#[derive(Debug)]
pub(crate) struct UnreadFile {
    /// The path of the argument below `args`: `sql`, `sql.1`.
    pub(crate) arg: String,
    /// The name of the file, where it is known.
    pub(crate) file: Option<String>,
    /// Why it cannot be read.
    pub(crate) why: String,
    /// Whether that is so because of the folders in which its DAG looks, so that one answer is for all of its tasks.
    pub(crate) by_dag: bool,
}

/// What a task is to others.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TaskRole {
    /// It does the work.
    Work,
    /// It prepares for others.
    Setup,
    /// It cleans up after others.
    Teardown,
}

/// Something that a template inserts into an argument, or a part of an argument that may be any text.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Templated {
    /// The place of the expression, when it stands in a file that the argument names or takes in.
    #[serde(rename = "_loc", skip_serializing_if = "Option::is_none")]
    pub(crate) loc: Option<String>,
    /// The path of the argument below `args`: `bash_command`, `env.NAME`.
    pub(crate) arg: String,
    /// The expression without its braces; null where there is none that could be read.
    pub(crate) expr: Option<String>,
    /// What it takes from whoever starts the run; null when that cannot be told.
    pub(crate) source: Option<TemplateSource>,
    /// Whether whoever starts the run decides the value; null when that cannot be told.
    pub(crate) untrusted: Option<bool>,
    /// Why it cannot be told; empty when it can.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) why: String,
}

/// Where the value of a Jinja expression comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) enum TemplateSource {
    /// `dag_run.conf`.
    #[serde(rename = "dag_run.conf")]
    Conf,
    /// `params`.
    #[serde(rename = "params")]
    Params,
    /// An `XCom` of a task of this DAG.
    #[serde(rename = "xcom")]
    Xcom,
    /// An `XCom` of another DAG.
    #[serde(rename = "external_xcom")]
    ExternalXcom,
    /// Anything else that Airflow provides.
    #[serde(rename = "context")]
    Context,
}

/// A look-up or connection that the code makes.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Use {
    /// The place of the call.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// What it reaches for.
    pub(crate) kind: UseKind,
    /// What is called: `Variable.get`, `requests.get`.
    pub(crate) what: String,
    /// The name that is looked up, when it is known.
    pub(crate) name: Option<String>,
    /// When it runs.
    pub(crate) scope: Scope,
    /// The task whose code it is in.
    pub(crate) task: Option<String>,
}

/// What a call reaches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UseKind {
    /// An Airflow Variable.
    Variable,
    /// An Airflow connection, or a hook that opens one.
    Connection,
    /// An environment variable.
    Env,
    /// Another machine.
    Network,
    /// A database.
    Database,
    /// A store of secrets.
    Secret,
    /// Another program.
    Process,
}

/// When code runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scope {
    /// Whenever Airflow reads the file.
    TopLevel,
    /// The same, while a DAG is being built.
    Dag,
    /// When a task runs, or in a function that this file does not call.
    TaskBody,
}

/// A credential that is written out in the code.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Credential {
    /// The place of the literal.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// The name that it is given: `password`, `AWS_SECRET_ACCESS_KEY`; `text` when it has none.
    pub(crate) key: String,
    /// What it looks like: `password`, `aws-access-key`, `password-in-url`.
    pub(crate) kind: String,
    /// When the code around it runs.
    pub(crate) scope: Scope,
}
