//! What the origins of an inserted text say: whether whoever starts a run decides it.

use std::collections::BTreeMap;

use super::super::jinja::{Origin, Origins};
use super::super::model::TemplateSource;

pub(crate) use super::super::jinja::{from_code, with_holes};

/// What is said of an inserted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    /// What it takes from whoever starts the run; `None` when that cannot be told.
    pub(crate) source: Option<TemplateSource>,
    /// Whether whoever starts the run decides it.
    pub(crate) untrusted: Option<bool>,
    /// Why it cannot be told.
    pub(crate) why: String,
}

/// The worst that the origins of a text allow. `constrained` says which parameters Airflow checks tightly.
pub(crate) fn judged(origins: &Origins, constrained: &BTreeMap<String, bool>) -> Judged {
    let checked = |name: &str| constrained.get(name).copied().unwrap_or(false);
    let rank = |origin: &Origin| match origin {
        Origin::Conf => (5, Some(TemplateSource::Conf), Some(true)),
        Origin::ExternalXcom => (4, Some(TemplateSource::ExternalXcom), Some(true)),
        Origin::Params(Some(name)) if checked(name) => (1, Some(TemplateSource::Params), Some(false)),
        Origin::Params(_) => (3, Some(TemplateSource::Params), Some(true)),
        Origin::Unknown(_) => (2, None, None),
        Origin::Xcom => (0, Some(TemplateSource::Xcom), Some(false)),
    };
    // Of several alike, the first is told.
    let worst = origins.iter().rev().map(|origin| (rank(origin), origin)).max_by_key(|((rank, ..), _)| *rank);
    let Some(((_, source, untrusted), origin)) = worst else {
        return Judged { source: Some(TemplateSource::Context), untrusted: Some(false), why: String::new() };
    };
    let why = if let Origin::Unknown(why) = origin { why.to_string() } else { String::new() };
    Judged { source, untrusted, why }
}

#[cfg(test)]
mod tests {
    use super::judged;
    use crate::input::airflow::jinja::Origin;
    use crate::input::airflow::model::TemplateSource::{Conf, Context, ExternalXcom, Params, Xcom};

    #[test]
    fn the_worst_origin_of_a_text_counts() {
        let params = |name: &str| Origin::Params(Some(name.into()));
        let unknown = || Origin::Unknown("it is not there".into());
        let constrained = [("n".to_owned(), true), ("t".to_owned(), false)].into();
        for (origins, source, untrusted) in [
            (vec![], Some(Context), Some(false)),
            (vec![Origin::Xcom], Some(Xcom), Some(false)),
            (vec![Origin::Xcom, params("n")], Some(Params), Some(false)),
            (vec![params("n"), unknown()], None, None),
            (vec![unknown(), params("t")], Some(Params), Some(true)),
            (vec![params("other")], Some(Params), Some(true)),
            (vec![Origin::Params(None), Origin::ExternalXcom], Some(ExternalXcom), Some(true)),
            (vec![Origin::ExternalXcom, Origin::Conf], Some(Conf), Some(true)),
        ] {
            let found = judged(&origins.iter().cloned().collect(), &constrained);
            assert_eq!((found.source, found.untrusted), (source, untrusted), "{origins:?}");
            assert_eq!(found.why.is_empty(), untrusted.is_some(), "{origins:?}");
        }
    }
}
