//! Which repository of a forge a clone is of, by its remote `origin`.

use std::path::Path;

use git2::ConfigLevel;

use super::SourceError;
use super::git::{Git, Owner, canonical};

/// The repository that the remote `origin` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The host in lower case, where the address holds its real name: one for ssh may be an alias.
    pub host: Option<String>,
    /// `owner/name` as written.
    pub name: String,
}

/// What the clone around `root` says about its remote `origin`; `None` when that names no repository of a forge.
///
/// Only the configuration of the clone itself is read: no home directory decides what is judged.
///
/// # Errors
/// When git refuses to open the repository.
pub fn origin(root: &Path, owner: Owner) -> Result<Option<Origin>, SourceError> {
    let Some(git) = Git::around(&canonical(root)?, owner)? else { return Ok(None) };
    let local = git.repository().config().and_then(|config| config.open_level(ConfigLevel::Local));
    // A clone without the key has no such remote.
    let url = local.and_then(|config| config.get_string("remote.origin.url")).ok();
    Ok(url.as_deref().and_then(parse))
}

/// Takes an address apart: `https://user:password@host/owner/name.git`, `ssh://git@host/…`, `git@host:owner/name.git`.
fn parse(url: &str) -> Option<Origin> {
    let Some((scheme, rest)) = url.split_once("://") else {
        // One letter is a drive.
        let (_, path) = url.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains(['/', '\\']))?;
        return Some(Origin { host: None, name: name(path)? });
    };
    let (authority, path) = rest.split_once('/')?;
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    let real = match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" | "git" => Some(host),
        "ssh" | "git+ssh" | "ssh+git" => None,
        _ => return None,
    };
    Some(Origin { host: real, name: name(path)? })
}

/// The last two parts of a path.
fn name(path: &str) -> Option<String> {
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let mut parts = path.rsplit('/');
    let (name, owner) = (parts.next()?, parts.next()?);
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    (plain(name) && plain(owner)).then(|| format!("{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn every_form_of_an_address_names_the_repository() {
        for (url, host, name) in [
            ("https://github.com/acme/pay", Some("github.com"), "acme/pay"),
            ("https://github.com/acme/pay.git", Some("github.com"), "acme/pay"),
            ("https://GitHub.com/Acme/Pay/", Some("github.com"), "Acme/Pay"),
            ("https://x-access-token:ghs_x@github.com/acme/pay.git", Some("github.com"), "acme/pay"),
            ("https://a@b:c@github.com:443/acme/pay", Some("github.com"), "acme/pay"),
            ("git://example.com/acme/pay.git", Some("example.com"), "acme/pay"),
            ("ssh://git@ssh.github.com:443/acme/pay.git", None, "acme/pay"),
            ("git@github.com:acme/pay.git", None, "acme/pay"),
            ("github.com-work:acme/pay", None, "acme/pay"),
            ("git@host:/srv/acme/pay.name.git", None, "acme/pay.name"),
        ] {
            let origin = parse(url).unwrap();
            assert_eq!((origin.host.as_deref(), origin.name.as_str()), (host, name), "{url}");
        }
    }

    #[test]
    fn what_names_no_repository_of_a_forge_is_none() {
        for url in
            ["", "/srv/git/pay.git", "../pay", "file:///srv/acme/pay", "C:\\acme\\pay", "https://github.com/pay", "a:b"]
        {
            assert_eq!(parse(url), None, "{url}");
        }
    }
}
