//! The images that jobs run in, or beside: `image`, `services`.

use std::collections::{BTreeMap, BTreeSet};

use super::item::Item;
use super::reader::Reader;
use super::variables::Variables;
use crate::input::pipeline::image_name;
use crate::input::pipeline::model::{Image, Ref};

impl Reader<'_> {
    /// The image and the services of a job that has begun, also added to what is fetched. A variable that files set is what
    /// they say: whoever sets it elsewhere can set any other as well.
    pub(super) fn images(
        &mut self,
        item: &Item,
        job: &str,
        env: &BTreeMap<String, String>,
    ) -> (Option<Image>, Vec<Image>) {
        let image = item.get("image");
        let services = item.get("services").map(Item::elements).unwrap_or_default();
        let has_variable = |item: &Item| item.get("name").unwrap_or(item).as_str().is_some_and(|it| it.contains('$'));
        let variables = image.into_iter().chain(services).any(has_variable).then(|| self.held_variables(env));
        let variables = variables.as_ref();
        let image = image.and_then(|image| self.image(image, ("image", job), variables));
        (image, services.iter().filter_map(|service| self.image(service, ("services", job), variables)).collect())
    }

    fn image(&mut self, item: &Item, (at, job): (&str, &str), variables: Option<&Variables>) -> Option<Image> {
        let named = item.get("name").unwrap_or(item);
        let raw = named.as_str().filter(|raw| !raw.is_empty())?;
        let names = variables.map_or_else(|| BTreeSet::from([raw.to_owned()]), |variables| variables.texts(raw));
        let parts = image_name::least_pinned(&names).unwrap_or_else(|| image_name::image(raw));
        let loc = self.places.entity(&named.source, named.span);
        self.refs.push(Ref {
            loc: loc.clone(),
            raw: raw.to_owned(),
            kind: "image",
            owner: String::new(),
            name: parts.repository.clone(),
            path: at.to_owned(),
            reference: parts.digest.clone().or_else(|| parts.tag.clone()),
            pin: parts.pin,
            job: job.to_owned(),
        });
        let (repository, tag, digest, pin) = (parts.repository, parts.tag, parts.digest, parts.pin);
        Some(Image { loc, raw: raw.to_owned(), repository, tag, digest, pin })
    }
}
