//! Comparisons, numbers, keys and dates: what Python computes of them, and what is left unknown.

use super::library::command;
use super::objects::all_are_told;

/// The value that each expression gives after the lines before it, as `str` writes it.
fn told(cases: &[(&str, &str, &str)]) {
    all_are_told(cases.iter().map(|(before, expression, expected)| {
        let text = format!("str({expression})");
        (format!("{before}\n{expression}"), command(before, &text), (*expected).to_owned())
    }));
}

/// What each expression gives is not known.
fn untold(cases: &[(&str, &str)]) {
    all_are_told(cases.iter().map(|(before, expression)| {
        let told = command(before, &format!("str({expression})"));
        let known = !["null", "$partial", "$call"].iter().any(|mark| told.contains(mark));
        (format!("{before}\n{expression}: {told}"), known.to_string(), "false".to_owned())
    }));
}

#[test]
fn values_are_compared_as_python_does() {
    told(&[
        ("", "[1, 2] == [1, 2]", "True"),
        ("", "[[0]] != [[0], [1]]", "True"),
        ("", "(1, 'a') < (1, 'b')", "True"),
        ("", "[1, 2, 3] > [1, 2]", "True"),
        ("", "{'a': 1} == {'a': 1.0}", "True"),
        ("", "{'a': 1} == {'a': 1, 'b': 2}", "False"),
        ("", "{1, 2} == {2, 1}", "True"),
        ("", "1 == 1.0", "True"),
        ("", "True == 1", "True"),
        ("", "0.5 < 1", "True"),
        ("", "'1' == 1", "False"),
        ("", "[] == None", "False"),
        ("", "None in [1, None]", "True"),
        ("", "3 in range(5)", "True"),
        ("", "7 not in (1, 2.5, 'x')", "True"),
        ("", "(1, 2) in [(1, 2), (3, 4)]", "True"),
        ("import os\nx = 1 if os.environ else 2", "x == 3", "False"),
    ]);
    untold(&[
        ("import os", "[os.environ['A']] == ['a']"),
        ("import os\nx = 1 if os.environ else 2", "x == 2"),
        ("import os\nx = [1]\nx.extend(os.environ)", "2 in x"),
        ("import os", "(1, os.environ['A']) < (1, 'b')"),
    ]);
}

#[test]
fn numbers_are_computed_as_python_does() {
    told(&[
        ("", "7 / 2", "3.5"),
        ("", "-7 // 2", "-4"),
        ("", "7 // -2", "-4"),
        ("", "-7 % 3", "2"),
        ("", "7 % -3", "-2"),
        ("", "1.5 + 1", "2.5"),
        ("", "0.5 * 4", "2.0"),
        ("", "7.5 // 2", "3.0"),
        ("", "True + 1", "2"),
        ("", "1 << 10", "1024"),
        ("", "1025 >> 3", "128"),
        ("", "~5", "-6"),
        ("", "sum(x * 0.5 for x in [1, 2, 3])", "3.0"),
    ]);
    untold(&[("", "1 / 0"), ("", "1 << 80"), ("", "2 ** 70"), ("", "1 % 0"), ("", "1e308 * 10")]);
}

#[test]
fn keys_that_are_numbers_stay_numbers() {
    told(&[
        ("x = {2019: 'a', 2020: 'b'}", "[k + 1 for k in x]", "[2020, 2021]"),
        ("x = {n: str(n) for n in range(3)}", "sum(x)", "3"),
        ("x = {}\nfor n in range(3):\n    x[n] = n", "[k * v for k, v in x.items()]", "[0, 1, 4]"),
        ("x = {1: 'a'}\ny = {**x, 2: 'b'}", "max(y) + 1", "3"),
        ("from collections import Counter\nx = Counter([3, 3, 5])", "[k for k in x if k == 3]", "[3]"),
        ("x = {1: 'a'}", "1 in x", "True"),
        ("x = {'a': 1}", "'a' in x", "True"),
    ]);
    untold(&[("x = {1: 'a', '1': 'b'}", "list(x)[0]"), ("x = {1: 'a'}", "'1' in x")]);
}

#[test]
fn dates_are_followed() {
    let imports = "from datetime import date, datetime, timedelta, timezone\nimport calendar, pendulum\nfrom dateutil.relativedelta import relativedelta";
    let cases = [
        ("date(2024, 2, 28) + timedelta(days=2)", "2024-03-01"),
        ("datetime(2024, 1, 1) - timedelta(hours=1)", "2023-12-31 23:00:00"),
        ("datetime(2024, 1, 1, tzinfo=timezone.utc)", "2024-01-01 00:00:00+00:00"),
        ("datetime(2024, 1, 1, 2, 3, 4, 5)", "2024-01-01 02:03:04.000005"),
        ("(date(2024, 3, 1) - date(2024, 2, 1)).days", "29"),
        ("timedelta(days=1, hours=25)", "2 days, 1:00:00"),
        ("-timedelta(hours=1)", "-1 day, 23:00:00"),
        ("timedelta(hours=2) * 3", "6:00:00"),
        ("timedelta(weeks=1).total_seconds()", "604800.0"),
        ("date(2024, 1, 31) + relativedelta(months=1)", "2024-02-29"),
        ("datetime(2024, 1, 5).strftime('%Y%m%d-%j-%a')", "20240105-005-Fri"),
        ("f'{date(2024, 1, 5):%d.%m.%Y}'", "05.01.2024"),
        ("'{:%Y}'.format(date(2024, 1, 5))", "2024"),
        ("datetime(2024, 1, 5, 6).isoformat()", "2024-01-05T06:00:00"),
        ("datetime.strptime('2024-02-03', '%Y-%m-%d').month", "2"),
        ("datetime.strptime('03/02/24 05:06', '%d/%m/%y %H:%M')", "2024-02-03 05:06:00"),
        ("date.fromisoformat('2024-02-03').weekday()", "5"),
        ("datetime(2024, 5, 6).replace(day=1, hour=3)", "2024-05-01 03:00:00"),
        ("datetime(2024, 5, 6, 7).date() == date(2024, 5, 6)", "True"),
        ("date(2024, 1, 2) > date(2024, 1, 1)", "True"),
        ("max(date(2024, 1, 2), date(2023, 1, 1)).year", "2024"),
        ("calendar.monthrange(2019, 2)[1]", "28"),
        ("calendar.monthrange(2024, 2)", "(3, 29)"),
        ("calendar.isleap(1900)", "False"),
        ("calendar.month_name[3] + calendar.day_abbr[0]", "MarchMon"),
        ("pendulum.datetime(2024, 1, 31).add(months=1).day", "29"),
        ("pendulum.datetime(2024, 1, 31).subtract(days=31).to_date_string()", "2023-12-31"),
    ];
    let all: Vec<_> = cases.iter().map(|(expression, expected)| (imports, *expression, *expected)).collect();
    told(&all);
    let unknown = [
        "datetime.now() + timedelta(days=1)",
        "date.today().year",
        "datetime(2024, 13, 1).year",
        "pendulum.datetime(2024, 1, 1)",
        "datetime(2024, 1, 1) < datetime(2024, 1, 1, tzinfo=timezone.utc)",
        "date(9999, 12, 31) + timedelta(days=1)",
        "timedelta(days=9999999999)",
        "datetime.strptime('2024', '%d')",
    ];
    untold(&unknown.map(|expression| (imports, expression)));
}

#[test]
fn a_loop_over_dates_makes_its_tasks() {
    let before = "from datetime import date, timedelta\nday = date(2024, 2, 27)\nnames = []\nwhile day <= date(2024, 3, 1):\n    names.append(day.isoformat())\n    day += timedelta(days=1)";
    told(&[(before, "','.join(names)", "2024-02-27,2024-02-28,2024-02-29,2024-03-01")]);
}

#[test]
fn constants_and_modules_of_python_are_known() {
    told(&[
        ("from string import ascii_lowercase", "ascii_lowercase[:3]", "abc"),
        ("import string", "''.join(c for c in string.digits if c in '135')", "135"),
        ("import os", "os.sep.join(['a', 'b'])", "a/b"),
        ("import inspect\nclass A: pass", "inspect.isclass(A)", "True"),
    ]);
}

#[test]
fn what_is_kept_under_a_key_that_is_not_known_is_found_by_another() {
    let code = "from airflow.models import Variable\nnames = {}\nwith DAG('d'):\n    for key in Variable.get('x', deserialize_json=True):\n        names[key] = ['echo {{ dag_run.conf.x }}']\n    for key in names:\n        for line in names[key]:\n            BashOperator(task_id='t', bash_command=line)\n";
    let document = super::read(code);
    let templates = document["facts"]["templates"].as_array().unwrap().clone();
    assert!(templates.iter().any(|fact| fact["untrusted"] == true && fact["task"] == "t"), "{templates:?}");
}
