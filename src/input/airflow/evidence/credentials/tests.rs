//! What is a credential in Python, and what only looks like one.

use super::{find, kind_of};
use crate::input::airflow::python::parse;
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source, secret};

fn keys(text: &str) -> Vec<String> {
    let source = Source::from_text(RepoPath::new("a.py").unwrap(), text);
    let parsed = parse(&source, &LIMITS).unwrap();
    find(parsed.syntax(), &source, &|_| false)
        .places
        .into_values()
        .map(|found| format!("{} {}", found.key, found.kind))
        .collect()
}

#[test]
fn every_way_to_write_a_credential_is_seen() {
    let cases = [
        ("PASSWORD = 'hunter22'", "PASSWORD password"),
        ("db_password: str = 'hunter22'", "db_password password"),
        ("os.environ['DB_PASSWORD'] = 'hunter22'", "DB_PASSWORD password"),
        ("os.environ.setdefault('DB_PASSWORD', 'hunter22')", "DB_PASSWORD password"),
        ("c = Connection(conn_id='x', password='hunter22')", "password password"),
        ("d = {'password': 'hunter22'}", "password password"),
        ("def f(password='hunter22'): pass", "password password"),
        ("self.api_key = 'a8f5f167f44f4964e6c998de'", "api_key password"),
        ("u = 'postgresql://app:s3cr3t@db/x'", "u password-in-url"),
        ("u = f'postgresql://app:s3cr3t@{host}/x'", "u password-in-url"),
        ("k = 'AKIAIOSFODNN7ABCDEFG'", "k aws-access-key"),
        ("if (token := 'a8f5f167f44f4964e6c998de'): pass", "token password"),
        ("USER, PASSWORD = 'svc', 'hunter22'", "PASSWORD password"),
        ("d = {'name': 'DB_PASSWORD', 'value': 'hunter22'}", "DB_PASSWORD password"),
        ("e = V1EnvVar(name='DB_PASSWORD', value='hunter22')", "DB_PASSWORD password"),
        ("pairs = [('password', 'hunter22')]", "password password"),
        ("Variable.get('db_password', default_var='hunter22')", "db_password password"),
        ("os.environ.get('DB_PASSWORD', 'hunter22')", "DB_PASSWORD password"),
        ("u = 'postgresql://app:' + 's3cr3t-1' + '@db/x'", "u password-in-url"),
        ("create_engine('postgresql://app:' + 's3cr3t-1' + '@db/x')", "text password-in-url"),
        ("password = b'hunter22'", "password password"),
        ("AWS_SECRET_ACCESS_KEY = 'u9Kx0Vb3Lq/7TzWn5RyEo2Hs8Jd1McPf6GaXiQ4t'", "AWS_SECRET_ACCESS_KEY password"),
        ("h = {'Authorization': 'Basic c3ZjOlprNG1ROHY='}", "Authorization password"),
        ("h['X-Api-Key'] = 'Zk4mQ8vR1xB7'", "X-Api-Key password"),
        ("dsn = 'host=db user=svc password=Zk4mQ8vR1xB7'", "password password"),
        ("text = \"\"\"\npassword: Zk4mQ8vR1xB7\n\"\"\"", "password password"),
        ("run = 'mysql --password=Zk4mQ8vR1xB7'", "password password"),
        ("import pymysql\npymysql.connect('h', 'u', 'hunter22')", "password password"),
        ("import pymysql as db\ndb.connect('h', 'u', 'hunter22')", "password password"),
        ("from pymysql import connect\nconnect('h', 'u', 'hunter22')", "password password"),
        ("import smtplib\nsmtplib.SMTP('h').login('u', 'hunter22')", "password password"),
        (
            "from airflow.models import Connection\nConnection('x', 'postgres', 'd', 'h', 'u', 'hunter22')",
            "password password",
        ),
        ("requests.get('u', auth=('u', 'hunter22'))", "auth password"),
        ("session.auth = ('u', 'hunter22')", "auth password"),
        ("from cryptography.fernet import Fernet\nFernet(b'Zk4mQ8vR1xB7wL2n')", "key password"),
        ("import jwt\njwt.encode({'a': 1}, 'hunter22')", "key password"),
        ("P = {'db_password': Param(default='hunter22')}", "db_password password"),
        ("class C:\n    password = field(default='hunter22')", "password password"),
        ("PASSWORDS = {'prod': 'hunter22'}", "PASSWORD password"),
        ("API_KEYS = ['a8f5f167f44f4964e6c998de']", "API_KEY password"),
        ("f = lambda password='hunter22': 1", "password password"),
        ("setattr(settings, 'password', 'hunter22')", "password password"),
        ("if password == 'hunter22': pass", "password password"),
        ("x = 1  # password = 'Zk4mQ8vR1xB7wL2n'", "password password"),
        ("# the key AKIAIOSFODNN7ABCDEFG", "text aws-access-key"),
        ("C = Connection(conn_id='a', extra='{\"password\": \"Zk4mQ8vR1xB7wL2n\"}')", "password password"),
        ("os.environ['AIRFLOW_CONN_DB'] = 'postgresql://app:s3cr3t@db/x'", "AIRFLOW_CONN_DB password-in-url"),
        ("import jaydebeapi\njaydebeapi.connect('d', 'u', ['svc', 'hunter22'])", "password password"),
    ];
    for (code, expected) in cases {
        assert_eq!(keys(code), [expected], "{code}");
    }
}

#[test]
fn the_value_of_a_credential_is_known() {
    let text = "PASSWORD = 'tr0ub4dor-1'\nu = 'postgresql://app:c0rrect-2@db/x'\nh = {'Authorization': 'Basic c3ZjOlprNG1ROHY='}";
    let source = Source::from_text(RepoPath::new("a.py").unwrap(), text);
    let parsed = parse(&source, &LIMITS).unwrap();
    let known = find(parsed.syntax(), &source, &|_| false).known;
    assert_eq!(known.mask("tr0ub4dor-1 c0rrect-2 Zk4mQ8v app db svc"), "*********** ********* ******* app db svc");
}

#[test]
fn references_and_names_are_not_credentials() {
    for code in [
        "password = Variable.get('password')",
        "password = '{{ conn.db.password }}'",
        "Secret('env', 'DB', secret='airflow-secrets-2024', key='db')",
        "token = 'slack-token-name'",
        "secret_name = 'prod/db1'",
        "u = f'postgresql://{user}:{password}@{host}/x'",
        "\"\"\"Connect with postgresql://user:pass1@host/db.\"\"\"",
        "os.environ.get('DB_PASSWORD', '')",
        "u = 'postgresql://{user}:{password}@{host}/x'.format(**parts)",
        "u = 'postgresql://%s:%s@db/x' % (user, password)",
        "RESOURCE_PASSWORD = 'My Password'",
        "help = {'password': 'The password of the service account to use'}",
        "import pymysql\npymysql.connect('h', 'u', os.environ['X'])",
        "import pymysql\npymysql.connect('h', *rest, 'hunter22')",
        "import pymysql\npymysql.connect('h', 'u', '{{ conn.db.password }}')",
        "requests.get('u', auth=('u', os.environ['X']))",
        "Variable.get('db_password', default_var=None)",
        "h = {'Authorization': 'Bearer {{ conn.api.password }}'}",
        "h = {'Authorization': f'Bearer {token}'}",
        "h = {'Content-Type': 'application/json'}",
        "total = price + tax",
        "name.endswith(('password', 'secret'))",
        "PASS = 'passed'",
        "run = 'mysql --password=$DB_PASSWORD'",
        "TOKEN_URL = 'https://auth.acme.example/oauth/token'",
        "PRIMARY_KEY = 'customer_id2'",
        "# password: the password of the service, such as hunter22",
        "# connect with postgresql://user:pass1@host/db",
        "x = '# password = \\'{{ conn.db.password }}\\''",
        "tokens = ['select', 'from2']",
        "PERIOD_TOKENS = ['enrollment_days28']",
        "SORT_KEYS = ['customer_id2', 'day_1']",
        "if token == 'token2': pass",
        "P = {'password': Param(None, description='The password1 of it')}",
    ] {
        assert_eq!(keys(code), Vec::<String>::new(), "{code}");
    }
    assert_eq!(kind_of("secret", "airflow-secrets-2024", "Secret"), None);
}

#[test]
fn what_is_hidden_and_surely_a_credential_is_found_where_it_stands() {
    let files = [
        include_str!("../../../../../policies/airflow/credential-literal/bad/places.py"),
        include_str!("../../../../../policies/airflow/credential-literal/bad/task_code.py"),
        include_str!("../../../../../policies/airflow/credential-literal/bad/default_args.py"),
    ];
    let mut seen = 0;
    for text in files {
        let source = Source::from_text(RepoPath::new("a.py").unwrap(), text);
        let parsed = parse(&source, &LIMITS).unwrap();
        let found = find(parsed.syntax(), &source, &|_| false);
        for hit in secret::credentials(text).into_iter().filter(|hit| hit.sure) {
            let value = source.slice(hit.span);
            let name = hit.name.map_or("text", |name| source.slice(name).trim_matches(['"', '\'', '-']));
            if hit.name.is_some() && kind_of(name, value, "").is_none() {
                continue;
            }
            seen += 1;
            let is_found = found.places.keys().any(|place| place.start < hit.span.end && hit.span.start < place.end);
            assert!(is_found, "{name} at {:?} of {text}", hit.span);
        }
    }
    assert!(seen >= 10, "{seen}");
}
