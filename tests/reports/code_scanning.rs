//! What GitHub code scanning demands of a SARIF file ("SARIF support for code scanning", docs.github.com), beside the
//! parts of the standard that a wrong index would break.

use serde_json::Value;

/// Most results of a run that GitHub shows.
const RESULTS: usize = 5_000;
/// Most tags of a rule.
const TAGS: usize = 20;
/// Most characters of a text, and of a name.
const TEXT: usize = 1_024;
const NAME: usize = 255;

/// Everything that breaks a rule, with the place where.
pub(crate) fn faults(sarif: &Value) -> Vec<String> {
    let mut faults = Faults::default();
    faults.unless(sarif["version"] == "2.1.0", "version is not 2.1.0");
    let schema = sarif["$schema"].as_str().unwrap_or_default();
    faults.unless(schema.starts_with("https://") && schema.ends_with("sarif-schema-2.1.0.json"), "$schema");
    let runs = items(&sarif["runs"]);
    faults.unless(runs.len() == 1, "not one run");
    for run in runs {
        faults.driver(run);
        faults.taxonomies(run);
        let results = items(&run["results"]);
        faults.unless(run["results"].is_array() && results.len() <= RESULTS, "results: none, or too many");
        for (index, result) in results.iter().enumerate() {
            faults.result(run, result, &format!("results[{index}]"));
        }
        faults.invocation(run);
    }
    faults.0
}

/// The text behind percent-encoding.
pub(crate) fn decoded(uri: &str) -> Option<String> {
    let mut parts = uri.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend(part.get(2..)?.bytes());
    }
    String::from_utf8(bytes).ok()
}

#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn unless(&mut self, kept: bool, rule: impl Into<String>) {
        if !kept {
            self.0.push(rule.into());
        }
    }

    fn text(&mut self, value: &Value, most: usize, at: &str) {
        let text = value.as_str().unwrap_or_default();
        let length = text.encode_utf16().count();
        self.unless(
            !text.trim().is_empty() && length <= most,
            format!("{at}: empty, missing or over {most} characters"),
        );
    }

    fn driver(&mut self, run: &Value) {
        let driver = &run["tool"]["driver"];
        self.text(&driver["name"], NAME, "tool.driver.name");
        self.text(&driver["semanticVersion"], NAME, "tool.driver.semanticVersion");
        let category = run["automationDetails"]["id"].as_str().unwrap_or_default();
        self.unless(category.ends_with('/'), "automationDetails.id does not end with /");
        self.unless(run["originalUriBaseIds"]["%SRCROOT%"].is_object(), "originalUriBaseIds: no %SRCROOT%");
        self.unless(run["columnKind"] == "utf16CodeUnits", "columnKind");
        for (index, kind) in items(&driver["notifications"]).iter().enumerate() {
            for text in ["shortDescription", "fullDescription", "help"] {
                self.text(&kind[text]["text"], TEXT, &format!("notifications[{index}].{text}"));
            }
        }
        let rules = items(&driver["rules"]);
        for (index, rule) in rules.iter().enumerate() {
            let at = format!("rules[{index}]");
            self.rule(rule, &at);
            let twin = rules.iter().filter(|other| other["id"] == rule["id"]).count() > 1;
            self.unless(!twin, format!("{at}.id: twice"));
            for relationship in items(&rule["relationships"]) {
                self.unless(
                    requirement_exists(run, &relationship["target"]),
                    format!("{at}.relationships: {relationship}"),
                );
            }
        }
    }

    fn rule(&mut self, rule: &Value, at: &str) {
        self.text(&rule["id"], NAME, &format!("{at}.id"));
        self.text(&rule["name"], NAME, &format!("{at}.name"));
        self.text(&rule["shortDescription"]["text"], TEXT, &format!("{at}.shortDescription"));
        self.text(&rule["fullDescription"]["text"], TEXT, &format!("{at}.fullDescription"));
        self.text(&rule["help"]["text"], TEXT, &format!("{at}.help.text"));
        self.text(&rule["help"]["markdown"], TEXT, &format!("{at}.help.markdown"));
        self.unless(is_level(&rule["defaultConfiguration"]["level"]), format!("{at}.defaultConfiguration.level"));
        let properties = &rule["properties"];
        let severity = properties["security-severity"].as_str().and_then(|text| text.parse::<f64>().ok());
        self.unless(severity.is_some_and(|n| n > 0.0 && n <= 10.0), format!("{at}.security-severity"));
        let precision = properties["precision"].as_str().unwrap_or_default();
        self.unless(["very-high", "high", "medium", "low"].contains(&precision), format!("{at}.precision"));
        let tags = items(&properties["tags"]);
        self.unless(tags.len() <= TAGS, format!("{at}.tags: too many"));
        self.unless(tags.contains(&Value::from("security")), format!("{at}.tags: no \"security\""));
        self.unless(tags.iter().all(Value::is_string), format!("{at}.tags: not text"));
    }

    fn taxonomies(&mut self, run: &Value) {
        let taxonomies = items(&run["taxonomies"]);
        let named = items(&run["tool"]["driver"]["supportedTaxonomies"]);
        self.unless(named.len() == taxonomies.len(), "supportedTaxonomies: not those of the run");
        for reference in named {
            let named = at_index(taxonomies, &reference["index"]).map(|taxonomy| &taxonomy["name"]);
            self.unless(named == Some(&reference["name"]), format!("supportedTaxonomies: {reference}"));
        }
    }

    fn result(&mut self, run: &Value, result: &Value, at: &str) {
        let rule = at_index(items(&run["tool"]["driver"]["rules"]), &result["ruleIndex"]);
        self.unless(rule.is_some_and(|rule| rule["id"] == result["ruleId"]), format!("{at}.ruleIndex"));
        self.unless(is_level(&result["level"]), format!("{at}.level"));
        self.text(&result["message"]["text"], TEXT, &format!("{at}.message"));
        let locations = items(&result["locations"]);
        self.unless(locations.len() == 1, format!("{at}.locations: not one"));
        for location in locations.iter().chain(items(&result["relatedLocations"])) {
            self.location(location, at);
        }
        for location in items(&result["relatedLocations"]) {
            self.text(&location["message"]["text"], TEXT, &format!("{at}.relatedLocations.message"));
        }
        let hash = result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap_or_default();
        self.unless(is_line_hash(hash), format!("{at}.primaryLocationLineHash: {hash:?}"));
        for suppression in items(&result["suppressions"]) {
            self.unless(suppression["kind"] == "external", format!("{at}.suppressions.kind"));
            self.unless(suppression["status"] == "accepted", format!("{at}.suppressions.status"));
            self.text(&suppression["justification"], TEXT, &format!("{at}.suppressions.justification"));
        }
    }

    fn location(&mut self, location: &Value, at: &str) {
        let place = &location["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap_or_default();
        self.unless(is_relative(uri), format!("{at}: uri {uri:?}"));
        self.unless(place["artifactLocation"]["uriBaseId"] == "%SRCROOT%", format!("{at}: uriBaseId"));
        let number = |name: &str| place["region"][name].as_u64().filter(|number| *number >= 1);
        let region = (number("startLine"), number("startColumn"), number("endLine"), number("endColumn"));
        let (Some(line), Some(column), Some(last_line), Some(last_column)) = region else {
            self.0.push(format!("{at}.region: a line or column is missing or 0"));
            return;
        };
        self.unless((line, column) < (last_line, last_column), format!("{at}.region: empty"));
    }

    /// The run succeeded unless something was not judged: a notification says so, or a result that cannot be known.
    fn invocation(&mut self, run: &Value) {
        let invocations = items(&run["invocations"]);
        self.unless(invocations.len() == 1, "not one invocation");
        for invocation in invocations {
            let notifications = items(&invocation["toolExecutionNotifications"]);
            for notification in notifications {
                self.text(&notification["message"]["text"], TEXT, "toolExecutionNotifications.message");
                let kinds = items(&run["tool"]["driver"]["notifications"]);
                let kind = at_index(kinds, &notification["descriptor"]["index"]);
                let known = kind.is_some_and(|kind| kind["id"] == notification["descriptor"]["id"]);
                self.unless(known, "toolExecutionNotifications.descriptor");
            }
            let unjudged = notifications.iter().any(|notification| notification["descriptor"]["id"] == "not-judged");
            let unknown = items(&run["results"]).iter().any(|result| result["properties"]["answer"] == "unknown");
            match invocation["executionSuccessful"].as_bool() {
                Some(true) => self.unless(!unjudged, "executionSuccessful, and something was not judged"),
                Some(false) => self.unless(unjudged || unknown, "not executionSuccessful, and nothing says why"),
                None => self.0.push("executionSuccessful is missing".to_owned()),
            }
        }
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn at_index<'a>(values: &'a [Value], index: &Value) -> Option<&'a Value> {
    values.get(usize::try_from(index.as_u64()?).ok()?)
}

fn is_level(value: &Value) -> bool {
    matches!(value.as_str(), Some("error" | "warning" | "note"))
}

fn requirement_exists(run: &Value, target: &Value) -> bool {
    let component = &target["toolComponent"];
    let taxonomy = at_index(items(&run["taxonomies"]), &component["index"]);
    let taxon = taxonomy.and_then(|taxonomy| at_index(items(&taxonomy["taxa"]), &target["index"]));
    taxonomy.is_some_and(|taxonomy| taxonomy["name"] == component["name"])
        && taxon.is_some_and(|taxon| taxon["id"] == target["id"])
}

/// A path below the root, percent-encoded: no scheme, no authority, no way up.
fn is_relative(uri: &str) -> bool {
    let encoded = uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte));
    let steps = uri.split('/').all(|step| !step.is_empty() && step != "." && step != "..");
    encoded && steps && decoded(uri).is_some_and(|path| !path.is_empty())
}

/// `hex:n`, as CodeQL's action computes it.
fn is_line_hash(text: &str) -> bool {
    text.split_once(':').is_some_and(|(hash, number)| {
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        !hash.is_empty() && hash.chars().all(hex) && number.parse::<u32>().is_ok_and(|number| number >= 1)
    })
}
