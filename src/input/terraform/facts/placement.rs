//! Where what holds data is, and where it copies it to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::argument::{Argument, Resources};
use super::property::Labels;
use crate::input::terraform::model::{Plan, Provider, Resource};
use crate::input::{Fact, Segment};
use crate::knowledge::{Knowledge, Lookup, concepts::property};

/// What holds data: its type, what it is for, and the arguments that say where it is.
static HOLDERS: Lookup<Vec<(String, String, Vec<String>)>> = Lookup::new(&property::HOLDERS, |rows| {
    let regions = |cell: &str| cell.split(',').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    rows.map(|row| (row.text("type").to_owned(), row.text("service").to_owned(), regions(row.text("region")))).collect()
});

/// Why the place of a resource is not known that says none.
const ELSEWHERE: &str = "neither the resource nor its provider says it";

/// A place in which a resource holds data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Placement {
    /// What the resource is for: `storage`, `database`, `ml` …
    pub service: String,
    /// The region, zone or location as its cloud names it; null when it is not known.
    pub region: Option<String>,
    /// Its labels and tags; empty when they are not known.
    pub labels: BTreeMap<String, String>,
    /// Whether they are known.
    pub labels_known: bool,
}

/// Every place of everything that holds data.
pub(super) fn placements(
    plan: &Plan,
    resources: &Resources<'_>,
    labels: &Labels,
    knowledge: &Knowledge,
) -> Vec<Fact<Placement>> {
    let providers: BTreeMap<&str, &Provider> = plan.providers.iter().map(|it| (it.key.as_str(), it)).collect();
    let mut found = Vec::new();
    for (kind, service, arguments) in HOLDERS.of(knowledge).iter() {
        for resource in resources.existing(kind) {
            // What a list says are the places of its copies.
            let (copies, own): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|path| path.contains("[]"));
            let mut places = said(resource, &own);
            if places.is_empty() {
                places.extend(of_provider(resource, !own.is_empty(), &providers));
            }
            places.extend(said(resource, &copies));
            found.extend(places.into_iter().map(|(path, region)| {
                let why = region.as_ref().err().copied().unwrap_or_default();
                let (labels, labels_known) = labels.known(resource);
                let says = Placement { service: service.clone(), region: region.ok(), labels, labels_known };
                Fact::new(&resource.loc, path, &resource.address, says).because(why)
            }));
        }
    }
    found
}

/// A place and where it is said, or why it is not known.
type Place = (Vec<Segment>, Result<String, &'static str>);

/// The places that a resource itself says.
fn said(resource: &Resource, arguments: &[&String]) -> Vec<Place> {
    let mut found = Vec::new();
    for argument in arguments {
        for place in resource.expand(argument) {
            match place.map(|path| (resource.argument(&path), path)) {
                Ok((Argument::Known(value), path)) => {
                    let names = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                    let names = names.iter().filter_map(|name| name.as_str()).filter(|name| !name.is_empty());
                    found.extend(names.map(|name| (resource.place(&path), Ok(name.to_owned()))));
                }
                Ok((Argument::Unknown(why), path)) | Err((path, why)) => found.push((path, Err(why))),
                Ok((Argument::Absent, _)) => {}
            }
        }
    }
    found
}

/// The place that the provider of a resource says; `None` for what lies where something else does that it belongs to. `says`:
/// whether a resource of its type could say it.
fn of_provider(resource: &Resource, says: bool, providers: &BTreeMap<&str, &Provider>) -> Option<Place> {
    // Providers may have any name here, and types have that of theirs.
    let aws = resource.kind.starts_with("aws_") || resource.kind.starts_with("awscc_");
    let places = aws || says && resource.kind.starts_with("google_");
    let provider = providers.get(resource.provider_key.as_str());
    let named = provider.and_then(|provider| {
        let mut settings = ["region", "zone"].iter().filter_map(|name| provider.config.get(*name));
        settings.find_map(|value| value.as_str())
    });
    places.then(|| (Vec::new(), named.map(str::to_owned).ok_or(ELSEWHERE)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ELSEWHERE, placements};
    use crate::input::terraform::facts::argument::{LATER, Resources, dotted};
    use crate::input::terraform::facts::property::Labels;
    use crate::input::terraform::facts::sample::Sample;
    use crate::knowledge::Knowledge;

    fn said(sample: Sample) -> Vec<(String, Option<String>, String)> {
        let (plan, knowledge) = (sample.plan(), Knowledge::default());
        let all = placements(&plan, &Resources::of(&plan), &Labels::new(&knowledge), &knowledge);
        all.into_iter().map(|fact| (dotted(&fact.path), fact.says.region, fact.why)).collect()
    }

    fn at(path: &str, region: &str) -> (String, Option<String>, String) {
        (path.to_owned(), Some(region.to_owned()), String::new())
    }

    #[test]
    fn a_resource_is_where_it_says_or_where_its_provider_works() {
        let configured = |config: serde_json::Value| {
            let resource = json!({"mode": "managed", "type": "aws_sqs_queue", "name": "q", "address": "aws_sqs_queue.q",
                "provider_config_key": "aws"});
            let configuration = json!({"provider_config": {"aws": {"name": "aws", "expressions": config}},
                "root_module": {"resources": [resource]}});
            said(Sample::default().with("aws_sqs_queue.q", json!({})).key("configuration", configuration))
        };
        assert_eq!(configured(json!({"region": {"constant_value": "eu-central-1"}})), [at("", "eu-central-1")]);
        assert_eq!(configured(json!({})), [(String::new(), None, ELSEWHERE.to_owned())]);
        let account = json!({"location": "westeurope"});
        assert_eq!(said(Sample::default().with("azurerm_storage_account.a", account)), [at("location", "westeurope")]);
    }

    #[test]
    fn every_replica_is_a_place() {
        let table = json!({"replica": [{"region_name": "eu-west-1"}, {"region_name": "us-east-1"}]});
        let found = said(Sample::default().with("aws_dynamodb_table.t", table));
        let copies = [at("replica.0.region_name", "eu-west-1"), at("replica.1.region_name", "us-east-1")];
        assert_eq!(found.get(1..), Some(copies.as_slice()), "{found:?}");
        assert_eq!(found.first().map(|place| place.2.as_str()), Some(ELSEWHERE));
        let later = json!({"after": {}, "after_unknown": {"location": true},
            "expressions": {"location": {"references": ["var.where"]}}});
        let found = said(Sample::default().resource("azurerm_storage_account.a", later));
        assert_eq!(found, [("location".to_owned(), None, LATER.to_owned())]);
    }
}
