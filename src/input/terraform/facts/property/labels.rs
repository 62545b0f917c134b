//! The labels and tags of resources, whatever their cloud calls them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::input::terraform::facts::argument::{Argument, path};
use crate::input::terraform::model::Resource;
use crate::knowledge::{Knowledge, Lookup, concepts::property};

/// The arguments with labels, by type.
static HOLDERS: Lookup<BTreeMap<String, Vec<String>>> = Lookup::new(&property::HOLDERS, |rows| {
    rows.map(|row| (row.text("type").to_owned(), row.list("labels").map(str::to_owned).collect())).collect()
});

/// What arguments with labels are called where no row says it.
const USUAL: &[&str] = &["tags", "tags_all", "labels", "effective_labels"];

/// The labels of resources.
pub(in crate::input::terraform::facts) struct Labels {
    arguments: Arc<BTreeMap<String, Vec<String>>>,
}

impl Labels {
    pub(in crate::input::terraform::facts) fn new(knowledge: &Knowledge) -> Self {
        Self { arguments: HOLDERS.of(knowledge) }
    }

    /// Those of a resource, and whether they are known.
    pub(in crate::input::terraform::facts) fn known(&self, resource: &Resource) -> (BTreeMap<String, String>, bool) {
        let labels = self.of(resource);
        let is_known = labels.is_some();
        (labels.unwrap_or_default(), is_known)
    }

    fn of(&self, resource: &Resource) -> Option<BTreeMap<String, String>> {
        let row = self.arguments.get(&resource.kind);
        let usual = USUAL.iter().copied();
        let arguments: Vec<&str> =
            row.map_or_else(|| usual.collect(), |arguments| arguments.iter().map(String::as_str).collect());
        let mut labels = BTreeMap::new();
        for argument in arguments {
            match resource.argument(&path(argument)) {
                Argument::Unknown(_) => return None,
                Argument::Absent => {}
                Argument::Known(value) => {
                    let entries = value.as_object().into_iter().flatten();
                    labels.extend(entries.filter_map(|(name, value)| Some((name.clone(), text(value)?))));
                }
            }
        }
        Some(labels)
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
