"""The trigger decides which table is emptied; one command is made where nobody can follow it."""

import pendulum
from acme.commands import build_command
from airflow.operators.bash import BashOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.decorators import dag

TABLE = "{{ dag_run.conf.get('table', 'staging') }}"


@dag(schedule=None, start_date=pendulum.datetime(2025, 1, 1))
def purge():
    empty = SQLExecuteQueryOperator(task_id="empty", conn_id="warehouse", sql=f"DELETE FROM {TABLE} WHERE day < now()")
    commands = build_command()
    tidy = BashOperator(task_id="tidy", bash_command=commands["tidy"])
    empty >> tidy


purge()
