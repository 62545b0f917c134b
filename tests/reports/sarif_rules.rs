//! The rules by which GitHub code scanning takes a SARIF file, and those of the standard that gate relies on.
//!
//! Source: GitHub's documentation, "SARIF support for code scanning" (limits, required properties, what is shown), and
//! SARIF 2.1.0 errata 01. [`breaches`] takes any SARIF log.

use std::collections::BTreeSet;

use serde_json::Value;

use super::outcomes::{blocked, canonical, many, nothing, observed, waived};
use gate::outcome::Outcome;
use gate::report::{Style, by_name};

/// The most bytes, even without compression.
const BYTES: usize = 10 * 1024 * 1024;
const LEVELS: [&str; 4] = ["none", "note", "warning", "error"];

/// Every breach of a rule in a SARIF log.
pub(crate) fn breaches(text: &str) -> Vec<String> {
    let mut found = Breaches::default();
    let Ok(log) = serde_json::from_str::<Value>(text) else { return vec!["not JSON".to_owned()] };
    found.check(text.len() <= BYTES, "the file is too large");
    found.check(log["$schema"].as_str().is_some_and(|uri| uri.starts_with("https://")), "$schema");
    found.check(log["version"] == "2.1.0", "version");
    let runs = list(&log["runs"]);
    found.check((1..=20).contains(&runs.len()), "runs: 1 to 20");
    for run in runs {
        found.run(run);
    }
    found.0
}

#[derive(Default)]
struct Breaches(Vec<String>);

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn item(value: &Value, index: &Value) -> Value {
    let index = index.as_u64().and_then(|index| usize::try_from(index).ok());
    index.and_then(|index| value.get(index)).cloned().unwrap_or_default()
}

impl Breaches {
    fn check(&mut self, holds: bool, rule: &str) {
        if !holds {
            self.0.push(rule.to_owned());
        }
    }

    fn text(&mut self, value: &Value, at: &str) {
        let length = value["text"].as_str().map_or(0, |text| text.trim().encode_utf16().count());
        self.check((1..=1024).contains(&length), &format!("{at}: a text of 1 to 1024 characters, not {length}"));
        if let Some(markdown) = value.get("markdown") {
            self.check(markdown.as_str().is_some_and(|text| !text.trim().is_empty()), &format!("{at}: empty markdown"));
        }
    }

    fn run(&mut self, run: &Value) {
        let driver = &run["tool"]["driver"];
        self.check(driver["name"].as_str().is_some_and(|name| !name.is_empty()), "driver.name");
        let rules = list(&driver["rules"]);
        self.check(rules.len() <= 25_000, "at most 25 000 rules");
        let ids: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        self.check(ids.len() == rules.len(), "rule ids: present and unique");
        for rule in rules {
            self.rule(rule, run);
        }
        for kind in list(&driver["notifications"]) {
            for text in ["shortDescription", "fullDescription", "help"] {
                self.text(&kind[text], &format!("notifications: {text}"));
            }
        }
        for (index, component) in list(&driver["supportedTaxonomies"]).iter().enumerate() {
            self.check(run["taxonomies"][index]["name"] == component["name"], "supportedTaxonomies: index and name");
        }
        let results = run["results"].as_array();
        self.check(results.is_some(), "results: present");
        let results = list(&run["results"]);
        self.check(results.len() <= 5_000, "more results than are shown");
        self.order(results);
        for result in results {
            self.result(result, run);
        }
        self.check(run["columnKind"] == "utf16CodeUnits", "columnKind");
        self.check(run["automationDetails"]["id"].as_str().is_some_and(|id| id.ends_with('/')), "automationDetails.id");
        for invocation in list(&run["invocations"]) {
            self.invocation(invocation, run);
        }
    }

    fn rule(&mut self, rule: &Value, run: &Value) {
        let id = rule["id"].as_str().unwrap_or("?");
        self.check(rule["name"].as_str().is_some_and(|name| (1..=255).contains(&name.len())), &format!("{id}: name"));
        for text in ["shortDescription", "fullDescription", "help"] {
            self.text(&rule[text], &format!("{id}.{text}"));
        }
        self.check(
            LEVELS.contains(&rule["defaultConfiguration"]["level"].as_str().unwrap_or("")),
            &format!("{id}: level"),
        );
        let properties = &rule["properties"];
        let tags = list(&properties["tags"]);
        self.check(tags.len() <= 20 && tags.contains(&"security".into()), &format!("{id}: tags"));
        let precision = properties["precision"].as_str().unwrap_or("");
        self.check(["very-high", "high", "medium", "low"].contains(&precision), &format!("{id}: precision"));
        let severity = properties["security-severity"].as_str().and_then(|text| text.parse::<f64>().ok());
        self.check(severity.is_some_and(|score| (0.1..=10.0).contains(&score)), &format!("{id}: security-severity"));
        if let Some(uri) = rule.get("helpUri") {
            self.check(uri.as_str().is_some_and(|uri| uri.starts_with("https://")), &format!("{id}: helpUri"));
        }
        for relationship in list(&rule["relationships"]) {
            let target = &relationship["target"];
            let component = item(&run["taxonomies"], &target["toolComponent"]["index"]);
            self.check(component["name"] == target["toolComponent"]["name"], &format!("{id}: relationship's taxonomy"));
            self.check(
                item(&component["taxa"], &target["index"])["id"] == target["id"],
                &format!("{id}: relationship"),
            );
        }
    }

    /// What GitHub cuts off must be the least severe.
    fn order(&mut self, results: &[Value]) {
        let rank = |result: &Value| {
            let words = ["critical", "high", "medium", "low"];
            let severity = words.iter().position(|word| result["properties"]["severity"] == *word);
            let set_aside = result.get("suppressions").is_some() || result["properties"].get("noted").is_some();
            (set_aside, severity)
        };
        self.check(results.is_sorted_by_key(rank), "results: open ones first, each part by severity");
    }

    fn result(&mut self, result: &Value, run: &Value) {
        let id = result["ruleId"].as_str().unwrap_or("?");
        let rule = item(&run["tool"]["driver"]["rules"], &result["ruleIndex"]);
        self.check(rule["id"] == id, &format!("{id}: ruleIndex"));
        self.text(&result["message"], &format!("{id}: message"));
        let level = result["level"].as_str().unwrap_or("");
        self.check(LEVELS.contains(&level), &format!("{id}: level"));
        let fails = result.get("kind").is_none_or(|kind| kind == "fail");
        self.check(fails != (level == "none"), &format!("{id}: kind and level"));
        let locations = list(&result["locations"]);
        self.check((1..=1000).contains(&locations.len()), &format!("{id}: locations"));
        for location in locations {
            self.location(location, run, id);
            self.check(location["physicalLocation"].get("region").is_some(), &format!("{id}: region"));
        }
        let related = list(&result["relatedLocations"]);
        let ids: BTreeSet<_> = related.iter().filter_map(|location| location["id"].as_u64()).collect();
        self.check(ids.len() == related.len() && related.len() <= 1000, &format!("{id}: ids of related locations"));
        for location in related {
            self.location(location, run, id);
            self.text(&location["message"], &format!("{id}: related message"));
        }
        let hash = result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap_or("");
        let hexadecimal = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_hexdigit());
        let well_formed =
            hash.split_once(':').is_some_and(|(hash, count)| hexadecimal(hash) && count.parse::<u32>().is_ok());
        self.check(well_formed, &format!("{id}: primaryLocationLineHash"));
        for suppression in list(&result["suppressions"]) {
            let kind = suppression["kind"].as_str().unwrap_or("");
            self.check(["external", "inSource"].contains(&kind), &format!("{id}: suppression"));
        }
    }

    fn location(&mut self, location: &Value, run: &Value, at: &str) {
        let artifact = &location["physicalLocation"]["artifactLocation"];
        let uri = artifact["uri"].as_str().unwrap_or("");
        self.check(is_relative(uri), &format!("{at}: uri {uri:?}"));
        let base = artifact["uriBaseId"].as_str().unwrap_or("");
        self.check(run["originalUriBaseIds"].get(base).is_some(), &format!("{at}: uriBaseId"));
        if let Some(region) = location["physicalLocation"].get("region") {
            let number = |name: &str| region[name].as_u64().unwrap_or(0);
            let (start, end) = ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")));
            let whole = [start.0, start.1, end.0, end.1].iter().all(|number| *number >= 1);
            self.check(whole && start < end, &format!("{at}: region {start:?} to {end:?}"));
        }
    }

    fn invocation(&mut self, invocation: &Value, run: &Value) {
        self.check(invocation["executionSuccessful"].is_boolean(), "executionSuccessful");
        let notifications = list(&invocation["toolExecutionNotifications"]);
        let failed = notifications.iter().any(|notification| notification["level"] == "error");
        self.check(!(failed && invocation["executionSuccessful"] == true), "a run with an error is not successful");
        for notification in notifications {
            self.text(&notification["message"], "notification");
            let kind = item(&run["tool"]["driver"]["notifications"], &notification["descriptor"]["index"]);
            self.check(kind["id"] == notification["descriptor"]["id"], "notification: descriptor");
            if let Some(rule) = notification.get("associatedRule") {
                let found = item(&run["tool"]["driver"]["rules"], &rule["index"]);
                self.check(found["id"] == rule["id"], "notification: associatedRule");
            }
            for location in list(&notification["locations"]) {
                self.location(location, run, "notification");
            }
        }
    }
}

/// A relative reference below the root: no scheme, no `..`, only characters that a URI may have.
fn is_relative(uri: &str) -> bool {
    let mut bytes = uri.bytes();
    let mut legal = true;
    while let Some(byte) = bytes.next() {
        legal &= match byte {
            b'%' => {
                [bytes.next(), bytes.next()].iter().all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit()))
            }
            b'-' | b'.' | b'_' | b'~' | b'/' => true,
            other => other.is_ascii_alphanumeric(),
        };
    }
    let segments = || uri.split('/');
    legal && !uri.is_empty() && segments().all(|segment| !segment.is_empty() && segment != ".." && segment != ".")
}

fn sarif(outcome: &Outcome) -> String {
    let style = Style { color: false, width: 80, verbose: false, quiet: false };
    by_name("sarif").unwrap().render(outcome, &style)
}

#[test]
fn code_scanning_takes_every_report() {
    let more = [("nothing", nothing()), ("observed", observed(blocked())), ("many", many(6_000))];
    for (name, outcome) in canonical().into_iter().chain(more) {
        let found = breaches(&sarif(&outcome));
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn a_finding_of_a_policy_that_is_not_loaded_has_a_rule() {
    let mut outcome = blocked();
    outcome.policies.clear();
    assert_eq!(breaches(&sarif(&outcome)), Vec::<String>::new());
}

#[test]
fn what_does_not_fit_is_the_least_severe_and_is_said() {
    let log: Value = serde_json::from_str(&sarif(&many(6_000))).unwrap();
    let results = list(&log["runs"][0]["results"]);
    assert_eq!(results.len(), 5_000);
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 3_000);
    let notification = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert!(notification["message"]["text"].as_str().unwrap().starts_with("1000 more findings"));
}

#[test]
fn a_waived_finding_does_not_take_the_place_of_an_open_one() {
    let mut outcome = many(10_000);
    for finding in outcome.findings.iter_mut().take(5_000) {
        *finding = waived(finding.clone());
    }
    let log: Value = serde_json::from_str(&sarif(&outcome)).unwrap();
    assert!(list(&log["runs"][0]["results"]).iter().all(|result| result.get("suppressions").is_none()));
}

#[test]
fn long_texts_are_cut_and_empty_ones_filled() {
    let mut outcome = blocked();
    for policy in outcome.policies.values_mut() {
        policy.meta.description = "😀".repeat(3_000);
        policy.meta.title = String::new();
        policy.meta.remediation = String::new();
        policy.meta.slug = String::new();
    }
    assert_eq!(breaches(&sarif(&outcome)), Vec::<String>::new());
}

#[test]
fn the_validator_sees_what_code_scanning_refuses() {
    let whole: Value = serde_json::from_str(&sarif(&blocked())).unwrap();
    let cases: [(&str, Value, &str); 14] = [
        ("/version", "2.0.0".into(), "version"),
        ("/runs/0/tool/driver/rules/0/shortDescription/text", "".into(), "shortDescription"),
        ("/runs/0/tool/driver/rules/0/help/text", "x".repeat(1_025).into(), "help"),
        ("/runs/0/tool/driver/rules/0/properties/security-severity", "0.0".into(), "security-severity"),
        ("/runs/0/tool/driver/rules/0/properties/tags", Value::Array(Vec::new()), "tags"),
        ("/runs/0/tool/driver/rules/0/id", "CI001".into(), "unique"),
        ("/runs/0/results/0/ruleIndex", 0.into(), "ruleIndex"),
        ("/runs/0/results/0/message/text", " ".into(), "message"),
        ("/runs/0/results/0/kind", "open".into(), "kind and level"),
        ("/runs/0/results/0/partialFingerprints/primaryLocationLineHash", "xyz".into(), "primaryLocationLineHash"),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", "file:///etc/x".into(), "uri"),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", "a/../b".into(), "uri"),
        ("/runs/0/results/0/locations/0/physicalLocation/region/endColumn", 1.into(), "region"),
        ("/runs/0/columnKind", "unicodeCodePoints".into(), "columnKind"),
    ];
    for (pointer, value, rule) in cases {
        let mut broken = whole.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = broken.pointer_mut(parent).unwrap();
        parent[name] = value;
        let found = breaches(&broken.to_string());
        assert!(found.iter().any(|breach| breach.contains(rule)), "{pointer}: {found:?}");
    }
}
