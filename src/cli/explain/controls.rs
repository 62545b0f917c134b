//! The controls for which a policy gives evidence, each with the page where it can be read.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, Row, concepts};
use crate::policy::Control;

/// Where the controls of a framework can be read.
struct Pages {
    /// The page of one control, with `{id}` for its id.
    address: Option<String>,
    /// The page of all.
    source: String,
}

static FRAMEWORKS: Lookup<BTreeMap<String, Pages>> = Lookup::new(&concepts::controls::FRAMEWORKS, |rows| {
    let pages = |row: &Row<'_>| Pages {
        address: row.given("address").map(str::to_owned),
        source: row.text("source").to_owned(),
    };
    rows.map(|row| (row.text("framework").to_owned(), pages(&row))).collect()
});

/// One line each, `nist-800-53/AU-9  https://…`.
pub(super) fn lines(controls: &[Control]) -> Vec<String> {
    let names: Vec<String> = controls.iter().map(|control| format!("{}/{}", control.framework, control.id)).collect();
    let width = names.iter().map(String::len).max().unwrap_or_default();
    let pages = controls.iter().map(|control| page(control).unwrap_or_default());
    names.iter().zip(pages).map(|(name, page)| format!("{name:<width$}  {page}").trim_end().to_owned()).collect()
}

/// Where a control can be read; `None` for a framework that gate does not know.
fn page(control: &Control) -> Option<String> {
    let pages = FRAMEWORKS.built_in().get(&control.framework)?;
    let whole = control.id.split('(').next().unwrap_or_default();
    Some(pages.address.as_ref().map_or_else(|| pages.source.clone(), |address| address.replace("{id}", whole)))
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::policy::{Control, bundled};

    fn control(framework: &str, id: &str) -> Control {
        Control { framework: framework.to_owned(), id: id.to_owned() }
    }

    #[test]
    fn a_control_has_the_page_of_itself_or_of_its_framework() {
        let shown = lines(&[control("nist-800-53", "CM-5(4)"), control("soc2", "CC8.1"), control("acme", "7")]);
        assert!(shown[0].starts_with("nist-800-53/CM-5(4)  https://csrc.nist.gov/") && shown[0].ends_with("=CM-5"));
        assert!(shown[1].starts_with("soc2/CC8.1           https://www.aicpa-cima.com/"), "{}", shown[1]);
        assert_eq!(shown[2], "acme/7");
    }

    #[test]
    fn every_control_of_a_bundled_policy_can_be_read_somewhere() {
        for policy in bundled().unwrap() {
            for line in lines(&policy.meta.controls) {
                assert!(line.contains("  https://"), "{}: {line}", policy.meta.id);
            }
        }
    }
}
