//! Reads the configuration and says exactly what is wrong with it.

use super::named::{Known, Names};
use super::{Config, ConfigError, Places, planned, typed};
use crate::policy::{Edition, EditionName};
use crate::source::Source;

/// Where the configuration lies in a repository.
pub const CONFIG_PATH: &str = ".gate/gate.yaml";

/// Reads the configuration; an empty file is the default. It may name the editions that there are, the oldest first.
///
/// # Errors
/// [`ConfigError::Invalid`] with the key or value at fault.
pub fn from_source(source: &Source, policies: &[Known], editions: &[Edition]) -> Result<Config, ConfigError> {
    check(source, typed(source)?, policies, editions)
}

/// Checks what a configuration says against the policies and editions that there are, and names every policy in one way.
///
/// # Errors
/// [`ConfigError::Invalid`] with the key or value at fault.
pub fn check(
    source: &Source,
    mut config: Config,
    policies: &[Known],
    editions: &[Edition],
) -> Result<Config, ConfigError> {
    let places = Places::of(source);
    if config.version.is_some_and(|version| version != 1) {
        let message = "this gate knows version 1 of the configuration";
        return Err(places.at_key(&["version".into()], message, "write `version: 1`"));
    }
    if let Some(name) = &config.edition {
        is_known(name, editions, &places)?;
    }
    for (index, exclusion) in config.exclude.iter().enumerate() {
        if exclusion.paths.is_empty() || exclusion.reason.trim().is_empty() || exclusion.owner.trim().is_empty() {
            let path = ["exclude".into(), index.into(), "paths".into(), 0.into()];
            let message = "an exclusion without paths, a reason or an owner";
            let help = "say what, why no platform runs it, and who answers for it";
            return Err(places.at_value(&path, message, help));
        }
    }
    Names { known: policies, places: &places }.resolve(&mut config.policies)?;
    for (index, disabled) in config.policies.disable.iter().enumerate() {
        if disabled.reason.trim().is_empty() || disabled.owner.trim().is_empty() {
            let path = ["policies".into(), "disable".into(), index.into(), "id".into()];
            let message = format!("`{}` is disabled without a reason or an owner", disabled.id);
            return Err(places.at_value(&path, message, "say why, and who answers for it"));
        }
    }
    planned::check(&config.policies, &places)?;
    Ok(config)
}

/// Refuses an edition that this gate does not have: of a newer one it cannot say what does not decide yet.
fn is_known(name: &EditionName, editions: &[Edition], places: &Places) -> Result<(), ConfigError> {
    let known: Vec<&EditionName> = editions.iter().map(|edition| &edition.name).collect();
    let (Some(first), Some(newest)) = (known.first(), known.last()) else { return Ok(()) };
    if known.contains(&name) {
        return Ok(());
    }
    let message = if name > *newest {
        format!("this gate knows no edition {name}; its newest is {newest}")
    } else if name < *first {
        format!("there is no edition {name}; the first is {first}")
    } else {
        format!("there is no edition {name}")
    };
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let update = if name > *newest { ", or update gate" } else { "" };
    Err(places.at_value(&["edition".into()], message, format!("write {}{update}", names.join(" or "))))
}
