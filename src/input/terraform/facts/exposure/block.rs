//! Public access blocks of AWS: one thing with four switches.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::terraform::facts::argument::{Argument, Resources, path};
use crate::input::terraform::model::Resource;

/// The block of a bucket.
pub(super) const BUCKET: &str = "aws_s3_bucket_public_access_block";

/// The block of an account.
pub(super) const ACCOUNT: &str = "aws_s3_account_public_access_block";

/// The switches.
pub(super) const SWITCHES: [&str; 4] =
    ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/// Switches of a public access block that are not surely on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccessBlock {
    /// Which: all that are off, or the one that cannot be known.
    pub switches: Vec<&'static str>,
    /// Whether they are on: false, or null when that cannot be known.
    pub on: Option<bool>,
}

/// The blocks of which a switch is not surely on.
pub(in crate::input::terraform::facts) fn blocks(resources: &Resources<'_>) -> Vec<Fact<AccessBlock>> {
    [BUCKET, ACCOUNT].into_iter().flat_map(|kind| resources.existing(kind)).flat_map(of_block).collect()
}

fn of_block(block: &Resource) -> Vec<Fact<AccessBlock>> {
    let mut facts = Vec::new();
    let mut off = Vec::new();
    for switch in SWITCHES {
        match block.argument(&path(switch)) {
            Argument::Known(value) if value.as_bool() == Some(true) => {}
            Argument::Known(_) | Argument::Absent => off.push(switch),
            Argument::Unknown(why) => {
                let says = AccessBlock { switches: vec![switch], on: None };
                facts.push(Fact::new(&block.loc, block.place(&path(switch)), &block.address, says).because(why));
            }
        }
    }
    if !off.is_empty() {
        let written = off.iter().map(|switch| path(switch)).find(|path| block.is_written(path));
        let says = AccessBlock { switches: off, on: Some(false) };
        facts.push(Fact::new(&block.loc, written.unwrap_or_default(), &block.address, says));
    }
    facts
}
