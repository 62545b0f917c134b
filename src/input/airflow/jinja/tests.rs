//! What templates insert, and where it comes from.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use super::{Delimiters, Environment, Globals, Insertion, Origin, insertions};
use crate::input::airflow::text::Text;
use crate::source::{RepoPath, Source};

mod limits;
mod python;
mod texts;

/// Files that templates of these tests take in.
const FILES: &[(&str, &str)] = &[
    ("conf.sh", "printf %s {{ dag_run.conf.name }}"),
    ("plain.sh", "date {{ ds }}"),
    ("own.sh", "{% include 'own.sh' %}"),
    ("broken.sh", "{% if %}"),
    ("nested.sh", "{% include 'conf.sh' %}"),
    (
        "macros.j2",
        "{% macro show(x) %}<{{ x }}>{% endmacro %}{% macro run() %}{{ dag_run.conf.x }}{% endmacro %}{% set day = ds %}{{ params.loose }}",
    ),
    ("base.sql", "select {{ params.base }} {% block rest %}{% endblock %}"),
];

fn load(name: &str) -> Result<Arc<Source>, Rc<str>> {
    let found = FILES.iter().find(|(known, _)| *known == name).ok_or_else(|| Rc::from("it is not there"))?;
    Ok(Arc::new(Source::from_text(RepoPath::new(name).unwrap(), found.1)))
}

fn found_in(text: &Text, delimiters: &Delimiters) -> Vec<Insertion> {
    let (globals, steps) = (Globals::default(), Cell::new(0));
    let environment = Environment {
        delimiters,
        lost: None,
        macros: &globals,
        filters: &globals,
        dag_id: Some("own"),
        steps: &steps,
        load: &load,
    };
    insertions(text, &environment).0
}

/// The origins of all that a text inserts, in short: `conf`, `params.x`, `params`, `xcom`, `external`, `?`.
fn origins_in(text: &Text, delimiters: &Delimiters) -> String {
    let mut names: Vec<String> = found_in(text, delimiters)
        .iter()
        .flat_map(|insertion| &insertion.origins)
        .map(|origin| match origin {
            Origin::Conf => "conf".to_owned(),
            Origin::ExternalXcom => "external".to_owned(),
            Origin::Params(None) => "params".to_owned(),
            Origin::Params(Some(name)) => format!("params.{name}"),
            Origin::Unknown(_) => "?".to_owned(),
            Origin::Xcom => "xcom".to_owned(),
        })
        .collect();
    names.sort();
    names.dedup();
    names.join(" ")
}

fn origins(template: &str) -> String {
    origins_in(&Text::known(template), &Delimiters::default())
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(template, expected)| (template, expected, origins(template)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(template, expected, found)| format!("{template}\n  expected `{expected}`, found `{found}`"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_way_to_the_configuration_of_a_run_is_followed() {
    check(&[
        ("{{ dag_run.conf }}", "conf"),
        ("{{ dag_run.conf.x }}", "conf"),
        ("{{ dag_run.conf['x'] }}", "conf"),
        ("{{ dag_run['conf'].get('x', 'y') }}", "conf"),
        ("{{ dag_run | attr('conf') }}", "conf"),
        ("{{ (dag_run | attr('con' ~ 'f')).x }}", "conf"),
        ("{{ dag_run['con' ~ 'f']['name'] }}", "conf"),
        ("{{ dag_run['con' + 'f']['name'] }}", "conf"),
        ("{{ dag_run['con' 'f'].x }}", "conf"),
        ("{{ dag_run['\\x63onf'].x }}", "conf"),
        ("{{ dag_run['fnoc' | reverse].x }}", "conf"),
        ("{{ dag_run['fnoc'[::-1]].x }}", "conf"),
        ("{{ dag_run[params.k] }}", "conf"),
        ("{{ ti.dag_run.conf.x }}", "conf"),
        ("{{ task_instance.get_dagrun().conf['x'] }}", "conf"),
        ("{{ ti.get_template_context()['dag_run'].conf }}", "conf"),
        ("{{ ti.get_template_context().get('params').x }}", "params.x"),
        ("{{ context['dag_run'].conf.x }}", "conf"),
        ("{{ context.params.x }}", "params.x"),
        ("{{ dag_run.get_task_instance('a').dag_run.conf }}", "conf"),
        ("{{ dag.get_last_dagrun().conf }}", "conf"),
        ("{{ dag_run.get_previous_dagrun().conf.x }}", "conf"),
        ("{{ ti._context.anything }}", "conf params"),
        ("{{ dag_run }}", "conf"),
        ("{{ dag_run ~ '' }}", "conf"),
        ("{{ dag_run | string }}", "conf"),
        ("{{ '%s' | format(dag_run.conf.x) }}", "conf"),
        ("{{ '%s' % dag_run.conf.x }}", "conf"),
        ("{{ 'a {}'.format(dag_run.conf.x) }}", "conf"),
        ("{{ '-'.join(dag_run.conf.values()) }}", "conf"),
        ("{{ dag_run.conf | tojson }}", "conf"),
        ("{{ dag_run.conf.items() | list | pprint }}", "conf"),
        ("{{ dag_run.conf.x.strip().split('-')[0] | upper }}", "conf"),
        ("{{ dag_run.conf.x[1:] }}", "conf"),
        ("{% if true %}{{ dag_run.conf.x }}{% endif %}", "conf"),
        ("{{ '}}' ~ dag_run.conf.name }}", "conf"),
        ("{{- dag_run.conf.name -}}", "conf"),
        ("{{\n  dag_run\n  .conf\n  .name\n}}", "conf"),
        ("{% print dag_run.conf.x %}", "conf"),
        ("{{ {'a': {'b': dag_run}}.a.b.conf }}", "conf"),
    ]);
}

#[test]
fn parameters_are_known_by_their_names() {
    check(&[
        ("{{ params.table }}", "params.table"),
        ("{{ params['table'] | upper }}", "params.table"),
        ("{{ params.get('table') }}", "params.table"),
        ("{{ params.get('table', dag_run.conf.x) }}", "conf params.table"),
        ("{{ ti.task.params.name }}", "params.name"),
        ("{{ task.params['name'] }}", "params.name"),
        ("{{ dag.params.name }}", "params.name"),
        ("{{ task.dag.params.name }}", "params.name"),
        ("{{ params }}", "params"),
        ("{{ params[ds] }}", "params"),
        ("{{ params | tojson }}", "params"),
        ("{{ params.values() | join(' ') }}", "params"),
        ("{% for key, value in params.items() %}{{ value }}{% endfor %}", "params"),
        ("{% for key in params %}{{ key }}{% endfor %}", "params"),
        ("{{ params | attr('x') }}", "params.x"),
        ("{{ my.params_file }}", ""),
        ("{{ macros.ds_add(params.day, 1) }}", "params.day"),
        ("{{ macros.json.dumps(params) }}", "params"),
        ("{{ 'x' | replace('x', params.y) }}", "params.y"),
    ]);
}

#[test]
fn xcoms_are_told_apart_by_their_dag() {
    check(&[
        ("{{ ti.xcom_pull(task_ids='a') }}", "xcom"),
        ("{{ ti.xcom_pull('a')['x'] | int }}", ""),
        ("{{ task_instance.xcom_pull(dag_id='other', task_ids='a') }}", "external"),
        ("{{ ti.xcom_pull('a', 'other') }}", "external"),
        ("{{ ti.xcom_pull(task_ids='a', dag_id='own') }}", "xcom"),
        ("{{ ti.xcom_pull(task_ids='a', dag_id=dag.dag_id) }}", "xcom"),
        ("{{ ti.xcom_pull(task_ids='a', dag_id=var.value.x) }}", "external"),
        ("{{ ti.xcom_pull(**{'dag_id': 'other'}) }}", "external"),
        ("{{ (ti | attr('xcom_pull'))(dag_id='other') }}", "external"),
        ("{{ ti.xcom_pull('a', default=params.x) }}", "params.x xcom"),
    ]);
}

#[test]
fn what_only_decides_a_condition_is_not_inserted() {
    check(&[
        ("{% if params.full %}--full{% else %}--delta{% endif %}", ""),
        ("{{ '--full' if params.full else '--delta' }}", ""),
        ("{{ '--full' if params.full else params.mode }}", "params.mode"),
        ("{{ 'a' if 'x' in dag_run.conf else 'b' }}", ""),
        ("{% if dag_run.conf %}a{% elif params.x == 'b' %}{{ ds }}{% endif %}", ""),
        ("{{ params.mode in ['a', 'b'] }}", ""),
        ("{{ params.mode not in ['a', 'b'] }}", ""),
        ("{{ params.a == params.b }}", ""),
        ("{{ not params.a }}", ""),
        ("{{ params.a is defined }}", ""),
        ("{{ params.a is not none }}", ""),
        ("{{ params.full and '--full' or '--delta' }}", ""),
        ("{{ params.full and params.mode }}", "params.mode"),
        ("{{ params.mode or 'a' }}", "params.mode"),
        ("{% for x in range(params.n) %}{{ loop.index }}{% endfor %}", ""),
        ("{% for x in params.list %}{{ loop.length }}{% endfor %}", ""),
        ("{% for x in ['a', 'b'] if x == params.x %}{{ x }}{% endfor %}", ""),
        ("{% for x in params.list if loop.first %}{{ x }}{% endfor %}", "params.list"),
        ("{% for x in params.list %}{% else %}{{ params.none }}{% endfor %}", "params.none"),
        ("{% for x in params.list %}{{ loop.previtem }}{% endfor %}", "params.list"),
        ("{{ dag_run.conf.x.startswith('a') }}", ""),
        ("{{ params.x.isdigit() }}", ""),
    ]);
}

#[test]
fn what_is_made_a_number_is_no_text() {
    check(&[
        ("{{ dag_run.conf['n'] | int }}", ""),
        ("{{ dag_run.conf['n'] | int(params.x) }}", "params.x"),
        ("{{ params.n | float(default=params.x) }}", "params.x"),
        ("{{ params.list | length }} {{ params.list | count }} {{ params.n | abs | round(2) }}", ""),
        ("{{ -params.n }} {{ params.n - 1 }} {{ params.n / 2 }} {{ params.n // 2 }} {{ params.n ** 2 }}", ""),
        ("{{ params.n + 1 }}", "params.n"),
        ("{{ params.n * 2 }}", "params.n"),
        ("{{ params.n | default(dag_run.conf.n) }}", "conf params.n"),
        ("{{ params.n | default('x') | int }}", ""),
        ("{{ params.n | int | string }}", ""),
        ("{{ params.n | unheard_of }}", "params.n"),
        ("{{ unheard_of(params.n) }}", "params.n"),
        ("{{ ti | unheard_of }}", "conf params"),
        ("{{ unheard_of(dag_run) }}", "conf"),
    ]);
}

#[test]
fn collections_keep_what_is_in_them() {
    check(&[
        ("{{ [dag_run][0].conf.name }}", "conf"),
        ("{{ [ds, dag_run.conf.x][0] }}", ""),
        ("{{ [ds, dag_run.conf.x][1] }}", "conf"),
        ("{{ [ds, dag_run.conf.x][-1] }}", "conf"),
        ("{{ {'run': dag_run}.run.conf.name }}", "conf"),
        ("{{ {'a': dag_run.conf.x, 'b': ds}.b }}", ""),
        ("{{ {'a': dag_run.conf.x, 'b': ds}['a'] }}", "conf"),
        ("{{ {'a': dag_run.conf.x}.values() | first }}", "conf"),
        ("{{ {params.k: 1} | list }}", "params.k"),
        ("{{ dict(run=dag_run).run.conf.x }}", "conf"),
        ("{{ (dag_run, ds)[0].conf }}", "conf"),
        ("{{ ([ds] + [params.x])[0] }}", "params.x"),
        ("{{ [dag_run] | map(attribute='conf.x') | first }}", "conf"),
        ("{{ [dag_run] | map(attribute='run_id') | first }}", ""),
        ("{{ [params.x] | map('upper') | join }}", "params.x"),
        ("{{ [params.x] | map('int') | join }}", ""),
        ("{{ [dag_run] | join(' ', attribute='conf.x') }}", "conf"),
        ("{{ [params.b] | sort | last }}", "params.b"),
        ("{{ [params] | groupby('x') }}", "params"),
        ("{{ (dag_run, ) | selectattr('conf') | list }}", "conf"),
        ("{% for run in [dag_run] %}{{ run.conf.name }}{% endfor %}", "conf"),
        ("{% for a, b in [(ds, params.x)] %}{{ a }}{% endfor %}", ""),
        ("{% for a, b in [(ds, params.x)] %}{{ b }}{% endfor %}", "params.x"),
        ("{% for k, v in {'a': params.x}.items() %}{{ k }}{% endfor %}", ""),
        ("{% for k, v in {'a': params.x}.items() %}{{ v }}{% endfor %}", "params.x"),
    ]);
}

#[test]
fn names_are_followed_through_statements() {
    check(&[
        ("{% set runs = [dag_run] %}{{ runs[0].conf.name }}", "conf"),
        ("{% set run = dag_run, %}{{ run[0].conf }}", "conf"),
        ("{% set a, b = ds, params.x %}{{ a }}", ""),
        ("{% set x %}a {{ params.x }}{% endset %}{{ x | trim }}", "params.x"),
        ("{% set x | int %}{{ params.x }}{% endset %}{{ x }}", ""),
        ("{% set x = params.x %}{% set x = 'a' %}{{ x }}", ""),
        ("{% set x = params.x %}{% if ds %}{% set x = 'a' %}{% endif %}{{ x }}", "params.x"),
        ("{% set x = 'a' %}{% if ds %}{% set x = params.x %}{% endif %}{{ x }}", "params.x"),
        ("{% set x = params.x %}{% for i in [1] %}{% set x = 'a' %}{% endfor %}{{ x }}", "params.x"),
        ("{% with x = params.x %}{{ x }}{% endwith %}{{ x }}", "params.x"),
        ("{% with params = {'x': 'a'} %}{{ params.x }}{% endwith %}", ""),
        ("{% filter upper %}{{ params.x }}{% endfilter %}", "params.x"),
        ("{% filter int %}{{ params.x }}{% endfilter %}", ""),
        ("{% block a %}{{ params.x }}{% endblock a %}", "params.x"),
        ("{% autoescape true %}{{ params.x }}{% endautoescape %}", "params.x"),
        ("{% set ns = namespace(x='') %}{% for i in [1] %}{{ ns.x }}{% set ns.x = params.x %}{% endfor %}", "params.x"),
        ("{% set l = [] %}{% do l.append(params.x) %}{{ l }}", "params.x"),
        ("{% set l = [] %}{% for i in [1] %}{{ l | join }}{% do l.append(dag_run) %}{% endfor %}", "conf"),
        ("{% set d = {} %}{% do d.update({'run': dag_run}) %}{{ d.run.conf.x }}", "conf"),
        ("{% set l = [] %}{% do l.append(params.x) %}{{ ds }}", ""),
    ]);
}

#[test]
fn macros_render_what_they_are_given_and_what_they_take() {
    check(&[
        ("{% macro name(run) %}{{ run.conf.name }}{% endmacro %}{{ name(dag_run) }}", "conf"),
        ("{% macro up(x) %}{{ x | upper }}{% endmacro %}{{ up(ds) }}", ""),
        ("{% macro up(x) %}{{ x | upper }}{% endmacro %}{{ up(x=params.a) }}", "params.a"),
        ("{% macro up(x=params.a) %}{{ x }}{% endmacro %}{{ up() }}", "params.a"),
        ("{% macro f(x) %}{{ dag_run.conf.x }}{% endmacro %}", ""),
        ("{% macro f(x) %}{{ dag_run.conf.x }}{% endmacro %}{{ f(1) }}", "conf"),
        ("{% macro f(x) %}{% if x %}a{% endif %}{% endmacro %}{{ f(params.x) }}", ""),
        ("{% macro f() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(params.a, b=params.b) }}", "params.a params.b"),
        ("{% macro f(a, b) %}{{ a }}{% endmacro %}{{ f(*[ds, params.x]) }}", "params.x"),
        ("{% macro f(a, b) %}{{ a }}{{ f(b, a) }}{% endmacro %}{{ f('x', params.y) }}", "params.y"),
        (
            "{% macro w() %}<{{ caller(dag_run) }}>{% endmacro %}{% call(run) w() %}{{ run.conf.x }}{% endcall %}",
            "conf",
        ),
        ("{% macro w() %}<{{ caller() }}>{% endmacro %}{% call w() %}{{ ds }}{% endcall %}", ""),
        ("{% set f = namespace() %}{% macro m() %}{{ dag_run.conf.x }}{% endmacro %}{% set f.m = m %}{{ f.m() }}", "?"),
    ]);
}

#[test]
fn files_are_followed_and_what_is_not_there_is_unknown() {
    check(&[
        ("{% include 'conf.sh' %}", "conf"),
        ("{% include 'nested.sh' %}", "conf"),
        ("{% include 'plain.sh' %}", ""),
        ("{% include ['gone.sh', 'conf.sh'] %}", "conf"),
        ("{% include 'gone.sh' %}", "?"),
        ("{% include 'gone.sh' ignore missing %}", "?"),
        ("{% include ds ~ '.sh' %}", "?"),
        ("{% include 'broken.sh' %}", "?"),
        ("{% include 'own.sh' %}", "?"),
        ("{% set x = params.x %}{% include 'plain.sh' %}{{ x }}", "params.x"),
        ("{% import 'macros.j2' as m %}{{ m.show(params.x) }}", "params.x"),
        ("{% import 'macros.j2' as m %}{{ m.show(ds) }}{{ m.day }}", ""),
        ("{% import 'macros.j2' as m with context %}{{ m.run() }}", "conf"),
        ("{% from 'macros.j2' import show as s, run with context %}{{ s(ds) }}{{ run() }}", "conf"),
        ("{% from 'gone.j2' import show %}{{ show(ds) }}", "?"),
        ("{% extends 'base.sql' %}{% block rest %}{{ params.rest }}{% endblock %}", "params.base params.rest"),
    ]);
    let found = found_in(&Text::known("a {% include 'nested.sh' %}"), &Delimiters::default());
    let file = found[0].source.as_ref().unwrap();
    let (start, end) = found[0].place.unwrap();
    assert_eq!((file.path().as_str(), file.text().get(start..end)), ("conf.sh", Some(" dag_run.conf.name ")));
}

#[test]
fn what_is_no_template_inserts_nothing() {
    check(&[
        ("{% raw %}{{ params.x }}{% endraw %}", ""),
        ("{%- raw -%}{{ params.x }}{%+ endraw %}{{ params.y }}", "params.y"),
        ("{# {{ params.x }} #}", ""),
        ("{{ '{{ params.x }}' }}", ""),
        ("{{ '{% raw %}' ~ params.x }}", "params.x"),
        ("awk '{print $1}' }} %} #}", ""),
        ("echo ${PARAMS} {params.x}", ""),
        ("{{ {'a': {'b': '}}'}} }}", ""),
    ]);
}

#[test]
fn what_jinja_refuses_is_unknown() {
    for template in [
        "{{ }}",
        "{{ params. }}",
        "{{ params.x",
        "{% if x %}",
        "{% endif %}",
        "{{ 'a }}",
        "{# a",
        "{% raw %}a",
        "{% unheard_of %}",
        "{{ a b }}",
        "{{ (a }}",
        "{{ a) }}",
        "{{ a | }}",
        "{% for x %}{% endfor %}",
        "{% set x %}",
        "{{.State}}",
        "{{ a ? b : c }}",
        "{% else %}",
        "{% if a %}{% else b %}{% endif %}",
        "{{ f(a=1, 2) }}",
        "{{ a is b is c }}",
        "{% include %}",
        "{{ a := b }}",
        "{{ a && b }}",
        "{{ \\ }}",
        "${#array[@]}",
    ] {
        assert_eq!(origins(template), "?", "{template}");
    }
}
