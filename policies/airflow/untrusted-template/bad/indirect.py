"""What the trigger decides reaches the command by other ways than a plain expression."""

from datetime import datetime

from acme.jinja import environment, path_of
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    "replay",
    schedule=None,
    start_date=datetime(2025, 1, 1),
    user_defined_macros={"path_of": path_of, "short": lambda text: text[:8]},
):
    by_macro = BashOperator(
        task_id="by_macro",
        bash_command="{% macro name(run) %}{{ run.conf.name }}{% endmacro %}replay {{ name(dag_run) }}",
    )
    by_list = BashOperator(task_id="by_list", bash_command="replay {{ [ti.get_dagrun()][0]['con' ~ 'f'] | join }}")
    by_function = BashOperator(task_id="by_function", bash_command="replay {{ short(params.batch) }}")
    elsewhere = BashOperator(task_id="elsewhere", bash_command="replay {{ path_of(ds) }}")
    broken = BashOperator(task_id="broken", bash_command="replay {{ params. }}")
    partly = BashOperator(task_id="partly", bash_command="replay --jinja " + environment("replay"))
    by_macro >> by_list >> by_function >> elsewhere >> broken >> partly
