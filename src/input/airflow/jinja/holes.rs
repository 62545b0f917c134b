//! Parts of a text that the interpreter does not know: what they may hold.

use std::rc::Rc;

use super::super::interpret::imports::REPOSITORY;
use super::super::knowledge::packages::{self, Gives};
use super::super::text::{LONGEST_NAME, Part, Text};
use super::super::value::{ENVIRONMENT, VARIABLE};
use super::value::{Origin, Origins};

/// What may stand in a hole, from little to anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hole {
    /// A number, a date, a path or an id: no template and nothing that whoever starts a run writes.
    Harmless,
    /// The deployment decides: an environment variable, a Variable, a setting of Airflow.
    Deployment,
    /// One of several texts that hold no template by themselves, but may be a part of one.
    Alternatives,
    /// Anything.
    Anything,
}

/// What a hole is called that is one of several texts.
pub(crate) const ALTERNATIVES: &str = "one of several texts";

/// How the descriptions begin of what the deployment decides.
const DEPLOYMENT: &[&str] = &[
    ENVIRONMENT,
    VARIABLE,
    "airflow.configuration.",
    "airflow.settings.",
    "airflow.hooks.base.BaseHook.get_connection()",
    "airflow.hooks.base_hook.BaseHook.get_connection()",
    "airflow.models.Connection.get_connection_from_secrets()",
    "airflow.sdk.BaseHook.get_connection()",
    "airflow.sdk.bases.hook.BaseHook.get_connection()",
    "airflow.sdk.Connection.get()",
    "google.cloud.secretmanager.",
    "google.cloud.secretmanager_v1.",
    "os.environ",
];

/// Descriptions that the interpreter gives to what is no text of anybody.
const HARMLESS: &[&str] =
    &["condition", "folder", REPOSITORY, "length", "number", "what a task returns", "working folder"];

/// Modules of Python and of dates whose values are numbers, dates, ids and paths.
const MODULES: &[&str] = &["datetime", "pendulum", "random", "time", "uuid"];

/// Functions whose values are so, too.
const FUNCTIONS: &[&str] = &[
    "int",
    "float",
    "len",
    "range",
    "airflow.utils.dates.",
    "airflow.utils.timezone.",
    "airflow.sdk.timezone.",
    "os.getcwd",
    "os.getpid",
    "os.path.abspath",
    "os.path.dirname",
    "os.path.realpath",
    "pathlib.Path.cwd",
    "pathlib.Path.home",
    "tempfile.",
];

/// What a hole of this description may hold.
pub(crate) fn of(name: &str) -> Hole {
    // One of the items of a thing is no more than the thing.
    let name = whole_of(name);
    if name == ALTERNATIVES {
        return Hole::Alternatives;
    }
    let module = name.split('.').next().unwrap_or(name);
    let is_function = |function: &str| match name.strip_prefix(function) {
        Some(rest) => function.ends_with('.') || rest.is_empty() || rest.starts_with(['(', '.']),
        None => false,
    };
    if DEPLOYMENT.iter().any(|begin| name.starts_with(begin)) || packages::gives(name) == Gives::Deployment {
        Hole::Deployment
    } else if HARMLESS.contains(&name)
        || is_number(name)
        || name.starts_with("result of ")
        || (module.len() < name.len() && MODULES.contains(&module))
        || FUNCTIONS.iter().any(|function| is_function(function))
    {
        Hole::Harmless
    } else {
        Hole::Anything
    }
}

/// Methods and attributes of dates and of spans of time that are numbers, or dates as text.
const OF_TIMES: &[&str] = &[".isoformat", ".timestamp", ".total_seconds"];

/// Whether a description says that it is a number or a date of something.
pub(super) fn is_number(name: &str) -> bool {
    OF_TIMES.iter().any(|method| name.ends_with(method))
}

/// What an item is one of, by their description. One with braces was a text; if it was cut or had other parts, it may be
/// anything.
fn whole_of(name: &str) -> &str {
    let mut rest = name.trim_start_matches('{');
    while let Some(inner) = rest.strip_prefix("one of ").filter(|_| !rest.starts_with(ALTERNATIVES)) {
        rest = inner.trim_start_matches('{');
    }
    let rest = rest.trim_end_matches('}');
    let is_cut = name.contains('{') && name.chars().count() >= LONGEST_NAME;
    if is_cut || rest.contains(['{', '}']) { name } else { rest }
}

/// Whether a name is that of a library, whose constants no repository writes.
pub(crate) fn is_of_library(name: &str) -> bool {
    const LIBRARIES: &[&str] = &["airflow", "azure", "boto3", "docker", "google", "kubernetes", "snowflake"];
    let package = name.split('.').next().unwrap_or(name);
    package.len() < name.len() && (LIBRARIES.contains(&package) || of(name) == Hole::Harmless)
}

/// Where the text comes from that stands in a hole beside templates.
pub(super) fn origin(name: &str) -> Option<Origin> {
    (of(name) == Hole::Anything).then(|| Origin::Unknown(Rc::from(named(PARTLY, name))))
}

/// Where the value comes from of a hole within a template: a text is an expression there.
pub(super) fn origin_within(name: &str) -> Option<Origin> {
    (of(name) >= Hole::Alternatives).then(|| Origin::Unknown(Rc::from(named(PARTLY, name))))
}

/// What a hole is called for one of these texts; `None` when one of them may hold anything.
pub(crate) fn one_of<'t>(texts: impl Iterator<Item = &'t Text>) -> Option<&'static str> {
    let is_plain = |part: &Part| match part {
        Part::Known(known) => !known.contains(['{', '}', '%', '#']),
        Part::Hole(name) => of(name) <= Hole::Alternatives,
    };
    let mut texts = texts.map(|text| text.parts().iter().all(is_plain));
    texts.all(|is_plain| is_plain).then_some(ALTERNATIVES)
}

/// The first of these texts' holes that may hold anything.
pub(crate) fn first_unknown(texts: &[Text]) -> Option<&str> {
    let mut parts = texts.iter().flat_map(Text::parts);
    parts.find_map(|part| match part {
        Part::Hole(name) if of(name) == Hole::Anything => Some(&**name),
        _ => None,
    })
}

/// Why nothing is known of a text of which a part is a hole.
pub(crate) const PARTLY: &str = "a part of it is made where gate cannot follow it";

/// Descriptions that say nothing to who reads the code.
const VAGUE: &[&str] = &[
    ALTERNATIVES,
    "attribute",
    "computed value",
    "expression",
    "extreme",
    "formatted value",
    "item",
    "mapped argument",
    "member",
    "nested too deeply",
    "next",
    "not followed",
    "other entries",
    "other items",
    "reduced",
    "result",
    "result of a call",
    "several",
    "several texts",
    "slice",
    "value",
    "yield",
];

/// A reason with what the code calls the thing that cannot be followed, where that says anything.
pub(crate) fn named(why: &str, name: &str) -> String {
    let name = whole_of(name).trim_end_matches(['.', '[', '(', '}']);
    if name.is_empty() || VAGUE.contains(&name) || name.starts_with("several[") || name.starts_with("several.") {
        why.to_owned()
    } else if name.contains(' ') {
        format!("{why}: {name}")
    } else {
        format!("{why}: `{name}`")
    }
}

/// Those of the origins that are not known.
pub(super) fn unknown_in(origins: &Origins) -> Origins {
    origins.iter().filter(|origin| matches!(origin, Origin::Unknown(_))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::{Hole, named, of};

    #[test]
    fn a_reason_names_what_cannot_be_followed_as_the_code_calls_it() {
        for (name, expected) in [
            ("acme.load", "why: `acme.load`"),
            ("yaml.safe_load()[cmd]", "why: `yaml.safe_load()[cmd]`"),
            ("one of acme.tables.", "why: `acme.tables`"),
            ("Variable x", "why: Variable x"),
            ("value", "why"),
            ("one of several", "why"),
        ] {
            assert_eq!(named("why", name), expected, "{name}");
        }
    }

    #[test]
    fn what_a_hole_may_hold_follows_from_its_description() {
        for (name, expected) in [
            ("environment variable X", Hole::Deployment),
            ("Variable X", Hole::Deployment),
            ("airflow.configuration.conf.get", Hole::Deployment),
            ("datetime.datetime.now().strftime", Hole::Harmless),
            ("number", Hole::Harmless),
            ("result of extract", Hole::Harmless),
            ("os.path.dirname", Hole::Harmless),
            ("int", Hole::Harmless),
            ("task.execution_timeout.total_seconds", Hole::Harmless),
            ("task.total_seconds[x]", Hole::Anything),
            ("one of several texts", Hole::Alternatives),
            ("one of Variable X[tables].keys", Hole::Deployment),
            ("{one of one of Variable X}", Hole::Deployment),
            ("one of range", Hole::Harmless),
            ("one of {Variable X}{acme.load}", Hole::Anything),
            ("{Variable X}", Hole::Deployment),
            ("{{{one of several texts}}}", Hole::Alternatives),
            ("one of one of Variable a_name_that_is_so_long_that_it_had_to_", Hole::Deployment),
            ("one of {Variable a_name_that_is_so_long_that_it_had_to_be_cut_so", Hole::Anything),
            ("{Variable X}-{acme.load}", Hole::Anything),
            ("one of acme.load", Hole::Anything),
            ("one of several", Hole::Anything),
            ("environs.Env()", Hole::Deployment),
            ("airflow.hooks.base.BaseHook.get_connection().login", Hole::Deployment),
            ("airflow.hooks.base.BaseHook.get_connection", Hole::Anything),
            ("interval", Hole::Anything),
            ("acme.load", Hole::Anything),
            ("yaml.safe_load()[cmd]", Hole::Anything),
            ("datetime", Hole::Anything),
            ("value", Hole::Anything),
        ] {
            assert_eq!(of(name), expected, "{name}");
        }
    }
}
