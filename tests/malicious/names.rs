//! Changes that bring names which git could take for the base, or another history.

use super::base::{CI, CONFIG, Estate};
use super::{Attack, attack};

/// Loosens the rules, violates them, and gives the loosened commit a name.
fn named(estate: &Estate, reference: &str) {
    estate.edit(CONFIG, "version: 1", "version: 1\nmode: observe");
    estate.edit(CI, "checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "checkout@v4");
    let loosened = estate.repo.commit_on(&[estate.base()]);
    estate.repo.name(reference, &loosened);
}

pub(crate) const ATTACKS: &[Attack] = &[
    attack("a tag called like the remote branch", "META001", |it| named(it, "refs/tags/origin/main")),
    attack("a branch called like the remote branch", "META001", |it| named(it, "refs/heads/origin/main")),
    attack("a reference of its own called like the remote branch", "META001", |it| named(it, "refs/origin/main")),
    attack("a tag called like the whole reference", "META001", |it| named(it, "refs/tags/refs/remotes/origin/main")),
    attack("a tag called HEAD", "META001", |it| named(it, "refs/tags/HEAD")),
    attack("a replacement of the base commit", "META001", |it| {
        let name = format!("refs/replace/{}", it.base());
        named(it, &name);
    }),
    attack("a graft in place of the base's history", "META001", |it| {
        it.edit(CONFIG, "version: 1", "version: 1\nmode: observe");
        let loosened = it.repo.commit_on(&[]);
        it.write(".git/info/grafts", format!("{} {loosened}\n", it.base()));
    }),
];
