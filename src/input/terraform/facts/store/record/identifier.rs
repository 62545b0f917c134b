//! The name of a place inside of what identifies it: an ARN, a URL or the id of a resource.

/// What a text identifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identified<'t> {
    /// The store of this name.
    Store(&'t str),
    /// Something else of this name: a group of logs, a stream.
    Other(&'t str),
    /// Whatever has this name.
    Named(&'t str),
}

/// What a text identifies, which may lead into a folder of it.
pub(super) fn identified(text: &str) -> Identified<'_> {
    if let Some(arn) = text.strip_prefix("arn:") {
        return of_arn(arn);
    }
    if let Some(path) = text.strip_prefix("storage.googleapis.com/").or_else(|| text.strip_prefix("gs://")) {
        return Identified::Store(until(path, '/'));
    }
    if let Some(host) = text.strip_prefix("https://").map(|rest| until(rest, '/'))
        && let Some((account, _)) = host.split_once(".blob.")
    {
        return Identified::Store(account);
    }
    if text.starts_with("/subscriptions/") || text.starts_with("logging.googleapis.com/") {
        return ["/storageAccounts/", "/buckets/"]
            .iter()
            .find_map(|part| text.split_once(part))
            .map_or(Identified::Named(text), |(_, rest)| Identified::Store(until(rest, '/')));
    }
    Identified::Named(text)
}

/// `partition:service:region:account:resource`.
fn of_arn(arn: &str) -> Identified<'_> {
    let mut parts = arn.splitn(5, ':').skip(1);
    let service = parts.next().unwrap_or_default();
    let resource = parts.nth(2).unwrap_or_default();
    if service == "s3" {
        return Identified::Store(until(resource, '/'));
    }
    let name = resource.split_once([':', '/']).map_or(resource, |(_, name)| name);
    Identified::Other(name.strip_suffix(":*").unwrap_or(name))
}

fn until(text: &str, end: char) -> &str {
    text.split_once(end).map_or(text, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::Identified::{Named, Other, Store};
    use super::identified;

    #[test]
    fn a_name_stands_inside_of_what_identifies_it() {
        let azure = "/subscriptions/1/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/acmelogs";
        for (text, expected) in [
            ("acme-logs", Named("acme-logs")),
            ("arn:aws:s3:::acme-logs", Store("acme-logs")),
            ("arn:aws-cn:s3:::acme-logs/vpc/audit/", Store("acme-logs")),
            ("arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vpc/flow:*", Other("/aws/vpc/flow")),
            ("arn:aws:logs:eu-central-1:111122223333:destination:acme", Other("acme")),
            ("arn:aws:firehose:eu-central-1:111122223333:deliverystream/aws-waf-logs-a", Other("aws-waf-logs-a")),
            ("arn:aws:kinesis:eu-central-1:111122223333:stream/acme", Other("acme")),
            ("arn:", Other("")),
            ("storage.googleapis.com/acme-sink", Store("acme-sink")),
            ("gs://acme-sink/folder", Store("acme-sink")),
            ("logging.googleapis.com/projects/p/locations/eu/buckets/acme", Store("acme")),
            ("bigquery.googleapis.com/projects/p/datasets/d", Named("bigquery.googleapis.com/projects/p/datasets/d")),
            ("https://acmelogs.blob.core.windows.net/", Store("acmelogs")),
            ("https://acme.example/a.blob.b", Named("https://acme.example/a.blob.b")),
            (azure, Store("acmelogs")),
            ("/subscriptions/1/resourceGroups/r", Named("/subscriptions/1/resourceGroups/r")),
        ] {
            assert_eq!(identified(text), expected, "{text}");
        }
    }
}
