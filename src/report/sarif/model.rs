//! The part of SARIF 2.1.0 that gate writes (OASIS, "Static Analysis Results Interchange Format"; section numbers of
//! errata 01 in parentheses).

use serde::Serialize;

/// The schema that the standard publishes.
pub(super) const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// sarifLog (3.13).
#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [Run; 1],
}

/// run (3.14).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub(super) tool: Tool,
    pub(super) automation_details: Automation,
    pub(super) invocations: [Invocation; 1],
    pub(super) original_uri_base_ids: UriBases,
    pub(super) column_kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) taxonomies: Vec<Taxonomy>,
    pub(super) results: Vec<Result>,
    pub(super) properties: RunProperties,
}

/// The property bag of a run (3.8).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunProperties {
    pub(super) verdict: &'static str,
    /// The day that waivers were measured against, where that had a say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) judged_at: Option<String>,
    pub(super) rules_from: String,
    /// The edition of the rules that decides, where the configuration names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notices: Vec<String>,
}

/// runAutomationDetails (3.17); GitHub reads the category from the part before the last slash.
#[derive(Serialize)]
pub(super) struct Automation {
    pub(super) id: &'static str,
}

/// originalUriBaseIds (3.14.14) with the one base that gate uses; where it lies is the reader's affair.
#[derive(Serialize)]
pub(super) struct UriBases {
    #[serde(rename = "%SRCROOT%")]
    pub(super) srcroot: UriBase,
}

/// An artifactLocation without a URI (3.4).
#[derive(Serialize)]
pub(super) struct UriBase {
    pub(super) description: Message,
}

/// tool (3.18).
#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) driver: Driver,
}

/// The toolComponent (3.19) of gate itself.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub(super) name: &'static str,
    pub(super) semantic_version: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) supported_taxonomies: Vec<ComponentReference>,
    pub(super) notifications: Vec<Kind>,
    pub(super) rules: Vec<Rule>,
}

/// A reportingDescriptor (3.49) of a notification; GitHub wants the same texts as of a rule.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kind {
    pub(super) id: &'static str,
    pub(super) short_description: Message,
    pub(super) full_description: Message,
    pub(super) help: Message,
}

/// The reportingDescriptor (3.49) of a policy.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) short_description: Message,
    pub(super) full_description: Message,
    pub(super) help: Message,
    pub(super) default_configuration: Configuration,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) relationships: Vec<Relationship>,
    pub(super) properties: RuleProperties,
}

/// reportingConfiguration (3.50).
#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

/// The properties that GitHub reads.
#[derive(Serialize)]
pub(super) struct RuleProperties {
    pub(super) precision: &'static str,
    #[serde(rename = "security-severity")]
    pub(super) security_severity: &'static str,
    pub(super) tags: Vec<String>,
}

/// reportingDescriptorRelationship (3.53).
#[derive(Serialize)]
pub(super) struct Relationship {
    pub(super) target: TaxonReference,
    pub(super) kinds: [&'static str; 1],
}

/// reportingDescriptorReference (3.52) to a requirement of a framework.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaxonReference {
    pub(super) id: String,
    pub(super) index: usize,
    pub(super) tool_component: ComponentReference,
}

/// toolComponentReference (3.54).
#[derive(Clone, Serialize)]
pub(super) struct ComponentReference {
    pub(super) name: String,
    pub(super) index: usize,
}

/// The toolComponent (3.19) of a framework.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Taxonomy {
    pub(super) name: String,
    pub(super) short_description: Message,
    pub(super) contents: [&'static str; 1],
    pub(super) is_comprehensive: bool,
    pub(super) taxa: Vec<Taxon>,
}

/// A requirement; its text belongs to whoever published the framework.
#[derive(Serialize)]
pub(super) struct Taxon {
    pub(super) id: String,
}

/// invocation (3.20).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: bool,
    pub(super) exit_code: u8,
    pub(super) exit_code_description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool_execution_notifications: Vec<Notification>,
}

/// notification (3.58).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notification {
    pub(super) descriptor: KindReference,
    pub(super) level: &'static str,
    pub(super) message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) associated_rule: Option<RuleReference>,
}

/// A reference to a notification's descriptor.
#[derive(Serialize)]
pub(super) struct KindReference {
    pub(super) id: &'static str,
    pub(super) index: usize,
}

/// A reference to a rule of the driver.
#[derive(Serialize)]
pub(super) struct RuleReference {
    pub(super) id: String,
    pub(super) index: usize,
}

/// result (3.27).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Result {
    pub(super) rule_id: String,
    pub(super) rule_index: usize,
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location>,
    pub(super) partial_fingerprints: Fingerprints,
    /// Whether it was there before the change, where that was asked (3.27.24).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) suppressions: Vec<Suppression>,
    pub(super) properties: ResultProperties,
}

/// partialFingerprints (3.27.17): the one that GitHub reads, and gate's own.
#[derive(Serialize)]
pub(super) struct Fingerprints {
    #[serde(rename = "primaryLocationLineHash")]
    pub(super) line: String,
    #[serde(rename = "gate/v1")]
    pub(super) own: String,
}

/// suppression (3.35).
#[derive(Serialize)]
pub(super) struct Suppression {
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
    pub(super) justification: String,
}

/// What SARIF has no field for.
#[derive(Serialize)]
pub(super) struct ResultProperties {
    pub(super) severity: &'static str,
    pub(super) confidence: &'static str,
    /// `violation` or `unknown`.
    pub(super) answer: &'static str,
    /// Why it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) noted: Option<String>,
}

/// location (3.28).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    pub(super) physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message>,
}

/// physicalLocation (3.29).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

/// artifactLocation (3.4).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: String,
    pub(super) uri_base_id: &'static str,
}

/// region (3.30); lines and columns from 1, the end column is one past the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: u32,
    pub(super) start_column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

/// logicalLocation (3.33).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    pub(super) fully_qualified_name: String,
}

/// message and multiformatMessageString (3.11, 3.12).
#[derive(Serialize)]
pub(super) struct Message {
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) markdown: Option<String>,
}

/// The most characters of a text that GitHub takes.
const TEXT: usize = 1_024;

impl Message {
    /// A plain text: never empty, cut to what GitHub takes, and without links, which a message could otherwise smuggle
    /// into an alert as `[text](target)`.
    pub(super) fn new(text: &str) -> Self {
        let text = if text.trim().is_empty() { "(no text)" } else { text };
        Self { text: capped(&text.replace("](", "] ("), TEXT), markdown: None }
    }

    /// A text of gate's own or of a policy, in two forms.
    pub(super) fn both(text: &str, markdown: &str) -> Self {
        Self { text: capped(text, TEXT), markdown: Some(capped(markdown, TEXT)) }
    }
}

/// At most `most` characters of a text as GitHub counts them, in UTF-16.
pub(super) fn capped(text: &str, most: usize) -> String {
    let length = text.encode_utf16().count();
    if length <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut units = 1_usize;
    for character in text.chars() {
        units = units.saturating_add(character.len_utf16());
        if units > most {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}
