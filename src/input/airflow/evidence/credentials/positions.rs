//! Arguments that are credentials by their place in a call, whatever they are called.

/// Where in a call the credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// The argument of that number, from 0.
    Argument(usize),
    /// The second of a pair, in the argument of that number: `["reader", "…"]`.
    Pair(usize),
}

use At::{Argument, Pair};

/// The callable by its dotted name, `**` for anything on the way and `()` behind what was called; where the credential
/// stands; and the name of the parameter. From the signatures in the documentation of each library.
const POSITIONS: &[(&str, At, &str)] = &[
    // Databases.
    ("pymysql.connect", Argument(2), "password"),
    ("pymysql.Connect", Argument(2), "password"),
    ("pymysql.**.Connection", Argument(2), "password"),
    ("aiomysql.connect", Argument(2), "password"),
    ("MySQLdb.connect", Argument(2), "passwd"),
    ("MySQLdb.**.Connection", Argument(2), "passwd"),
    ("pymssql.connect", Argument(2), "password"),
    ("cx_Oracle.connect", Argument(1), "password"),
    ("cx_Oracle.Connection", Argument(1), "password"),
    ("cx_Oracle.SessionPool", Argument(1), "password"),
    ("redshift_connector.connect", Argument(2), "password"),
    ("pg8000.connect", Argument(4), "password"),
    ("pg8000.**.connect", Argument(4), "password"),
    ("pg8000.**.Connection", Argument(4), "password"),
    ("ibm_db.connect", Argument(2), "password"),
    ("ibm_db.pconnect", Argument(2), "password"),
    ("ibm_db_dbi.connect", Argument(2), "password"),
    ("jaydebeapi.connect", Pair(2), "password"),
    ("hdbcli.dbapi.connect", Argument(3), "password"),
    ("pyexasol.connect", Argument(2), "password"),
    ("clickhouse_driver.Client", Argument(4), "password"),
    ("sqlalchemy.**.URL", Argument(2), "password"),
    ("sqlalchemy.**.URL.create", Argument(2), "password"),
    ("sqlalchemy.URL.create", Argument(2), "password"),
    ("trino.auth.BasicAuthentication", Argument(1), "password"),
    ("prestodb.auth.BasicAuthentication", Argument(1), "password"),
    ("cassandra.auth.PlainTextAuthProvider", Argument(1), "password"),
    ("neo4j.basic_auth", Argument(1), "password"),
    ("neo4j.**.driver", Pair(1), "auth"),
    ("redis.Redis", Argument(3), "password"),
    ("redis.StrictRedis", Argument(3), "password"),
    ("redis.**.Redis", Argument(3), "password"),
    ("influxdb.InfluxDBClient", Argument(3), "password"),
    ("influxdb_client.InfluxDBClient", Argument(1), "token"),
    ("arango.**.db", Argument(2), "password"),
    // Machines, mail and files.
    ("paramiko.SSHClient().connect", Argument(3), "password"),
    ("paramiko.client.SSHClient().connect", Argument(3), "password"),
    ("paramiko.Transport().connect", Argument(2), "password"),
    ("paramiko.**.auth_password", Argument(1), "password"),
    ("pysftp.Connection", Argument(3), "password"),
    ("smtplib.**.login", Argument(1), "password"),
    ("imaplib.**.login", Argument(1), "password"),
    ("poplib.**.pass_", Argument(0), "password"),
    ("ftplib.FTP", Argument(2), "passwd"),
    ("ftplib.FTP_TLS", Argument(2), "passwd"),
    ("ftplib.**.login", Argument(1), "passwd"),
    ("ldap3.Connection", Argument(2), "password"),
    ("ldap.**.simple_bind_s", Argument(1), "password"),
    ("ldap.**.bind_s", Argument(1), "password"),
    ("winrm.Session", Pair(1), "auth"),
    ("docker.**.login", Argument(1), "password"),
    ("keyring.set_password", Argument(2), "password"),
    // The web.
    ("requests.auth.HTTPBasicAuth", Argument(1), "password"),
    ("requests.auth.HTTPDigestAuth", Argument(1), "password"),
    ("requests.auth.HTTPProxyAuth", Argument(1), "password"),
    ("requests_ntlm.HttpNtlmAuth", Argument(1), "password"),
    ("httpx.BasicAuth", Argument(1), "password"),
    ("httpx.DigestAuth", Argument(1), "password"),
    ("aiohttp.BasicAuth", Argument(1), "password"),
    ("urllib.request.**.add_password", Argument(3), "password"),
    ("zeep.wsse.username.UsernameToken", Argument(1), "password"),
    ("exchangelib.Credentials", Argument(1), "password"),
    ("simple_salesforce.Salesforce", Argument(1), "password"),
    ("simple_salesforce.Salesforce", Argument(2), "security_token"),
    ("tableauserverclient.TableauAuth", Argument(1), "password"),
    ("tableauserverclient.PersonalAccessTokenAuth", Argument(1), "personal_access_token"),
    ("twilio.rest.Client", Argument(1), "auth_token"),
    ("sendgrid.SendGridAPIClient", Argument(0), "api_key"),
    ("slack_sdk.WebClient", Argument(0), "token"),
    ("slack.WebClient", Argument(0), "token"),
    ("telegram.Bot", Argument(0), "token"),
    ("gitlab.Gitlab", Argument(1), "private_token"),
    ("hvac.Client", Argument(1), "token"),
    // Clouds.
    ("boto3.client", Argument(7), "aws_secret_access_key"),
    ("boto3.client", Argument(8), "aws_session_token"),
    ("boto3.resource", Argument(7), "aws_secret_access_key"),
    ("boto3.resource", Argument(8), "aws_session_token"),
    ("boto3.Session", Argument(1), "aws_secret_access_key"),
    ("boto3.Session", Argument(2), "aws_session_token"),
    ("boto3.session.Session", Argument(1), "aws_secret_access_key"),
    ("boto3.session.Session", Argument(2), "aws_session_token"),
    ("minio.Minio", Argument(2), "secret_key"),
    ("azure.identity.ClientSecretCredential", Argument(2), "client_secret"),
    ("azure.identity.UsernamePasswordCredential", Argument(2), "password"),
    ("azure.core.credentials.AzureKeyCredential", Argument(0), "key"),
    ("azure.core.credentials.AzureSasCredential", Argument(0), "signature"),
    // Keys.
    ("pydantic.SecretStr", Argument(0), "secret"),
    ("pydantic.SecretBytes", Argument(0), "secret"),
    ("SecretStr", Argument(0), "secret"),
    ("cryptography.fernet.Fernet", Argument(0), "key"),
    ("jwt.encode", Argument(1), "key"),
    ("jwt.decode", Argument(1), "key"),
    ("jose.jwt.encode", Argument(1), "key"),
    ("jose.jwt.decode", Argument(1), "key"),
    ("hmac.new", Argument(0), "key"),
    ("itsdangerous.**.URLSafeSerializer", Argument(0), "secret_key"),
    ("itsdangerous.URLSafeSerializer", Argument(0), "secret_key"),
    ("itsdangerous.URLSafeTimedSerializer", Argument(0), "secret_key"),
    ("Crypto.Cipher.AES.new", Argument(0), "key"),
    ("nacl.secret.SecretBox", Argument(0), "key"),
    // Airflow itself.
    ("airflow.**.Connection", Argument(5), "password"),
];

/// Parameters that take a pair of name and password, whoever is called.
pub(crate) const PAIRS: &[&str] = &["auth", "basic_auth", "http_auth", "proxy_auth", "credentials"];

/// The places of credentials in a call of `callee`, with the name of the parameter.
pub(crate) fn of(callee: &str) -> impl Iterator<Item = (At, &'static str)> {
    POSITIONS.iter().filter(move |(name, ..)| matches(name, callee)).map(|(_, at, key)| (*at, *key))
}

fn matches(pattern: &str, callee: &str) -> bool {
    match pattern.split_once("**") {
        Some((head, tail)) => callee.strip_prefix(head).is_some_and(|rest| rest.ends_with(tail)),
        None => pattern == callee,
    }
}

#[cfg(test)]
mod tests {
    use super::{At, POSITIONS, of};

    #[test]
    fn a_callable_is_known_by_its_name() {
        assert!(POSITIONS.len() >= 40);
        for (callee, expected) in [
            ("pymysql.connect", &[(At::Argument(2), "password")][..]),
            ("airflow.models.Connection", &[(At::Argument(5), "password")]),
            ("airflow.sdk.definitions.connection.Connection", &[(At::Argument(5), "password")]),
            ("smtplib.SMTP_SSL().login", &[(At::Argument(1), "password")]),
            ("boto3.Session", &[(At::Argument(1), "aws_secret_access_key"), (At::Argument(2), "aws_session_token")]),
            ("mysmtplib.SMTP().login", &[]),
            ("smtplib.login", &[]),
            ("pymysql.connected", &[]),
            ("requests.get", &[]),
        ] {
            assert_eq!(of(callee).collect::<Vec<_>>(), expected, "{callee}");
        }
    }
}
