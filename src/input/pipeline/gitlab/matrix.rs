//! `parallel: {matrix: …}`: one job for each combination of some variables.

use std::collections::BTreeMap;

use super::item::Item;

/// The values of each variable.
pub(super) type Matrix = BTreeMap<String, Vec<String>>;

/// The most names that are made of one; GitLab runs 200 jobs of a matrix at most.
const MOST: usize = 200;

/// The matrix of a job; empty when it has none.
pub(super) fn read(job: &Item) -> Matrix {
    let rows = job.get("parallel").and_then(|parallel| parallel.get("matrix"));
    let mut matrix = Matrix::new();
    for (key, value) in rows.map(Item::one_or_more).unwrap_or_default().iter().flat_map(Item::entries) {
        let values = matrix.entry(key.name.clone()).or_default();
        for text in value.one_or_more().iter().filter_map(Item::value_text).filter(|text| !text.is_empty()) {
            if !values.contains(&text) {
                values.push(text);
            }
        }
    }
    matrix
}

/// Every text that can be made of one with the variables of a matrix, the others left as they are.
pub(super) fn names(raw: &str, matrix: &Matrix) -> Vec<String> {
    let mut names = vec![raw.to_owned()];
    // The longest name first: `$REGION` does not begin `$REGION_ID`.
    let mut variables: Vec<(&String, &Vec<String>)> = matrix.iter().collect();
    variables.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (variable, values) in variables {
        let forms = [format!("${{{variable}}}"), format!("${variable}")];
        if !names.iter().any(|name| forms.iter().any(|form| name.contains(form.as_str()))) {
            continue;
        }
        if names.len().saturating_mul(values.len()) > MOST {
            return vec![raw.to_owned()];
        }
        let filled =
            |name: &String, value: &String| forms.iter().fold(name.clone(), |it, form| it.replace(form, value));
        names = names.iter().flat_map(|name| values.iter().map(move |value| filled(name, value))).collect();
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{Matrix, names};

    #[test]
    fn a_name_is_made_of_every_combination() {
        let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        let matrix = Matrix::from([
            ("ENV".to_owned(), values(&["test", "production"])),
            ("ENV_ID".to_owned(), values(&["1"])),
            ("REGION".to_owned(), values(&["eu", "us"])),
        ]);
        let cases = [
            ("$ENV", "test production"),
            ("${ENV}", "test production"),
            ("$ENV_ID/x", "1/x"),
            ("${ENV}-$REGION", "test-eu production-eu test-us production-us"),
            ("$ENV/$OTHER", "test/$OTHER production/$OTHER"),
            ("$OTHER", "$OTHER"),
            ("plain", "plain"),
        ];
        for (raw, expected) in cases {
            let mut made = names(raw, &matrix);
            let mut expected: Vec<&str> = expected.split(' ').collect();
            made.sort();
            expected.sort_unstable();
            assert_eq!(made, expected, "{raw}");
        }
    }
}
