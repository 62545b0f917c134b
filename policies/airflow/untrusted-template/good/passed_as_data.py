"""What the trigger says is passed as data and never as code."""

from datetime import datetime

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("replay", schedule=None, start_date=datetime(2025, 1, 1)):
    fetch = BashOperator(
        task_id="fetch",
        bash_command='aws s3 cp "s3://acme-replay/$REPLAY_PATH" /tmp/replay-{{ ds }}.json',
        env={"REPLAY_PATH": "{{ dag_run.conf['path'] }}"},
        append_env=True,
    )
    mark = SQLExecuteQueryOperator(
        task_id="mark",
        conn_id="warehouse",
        sql="UPDATE replays SET done = true WHERE path = %(path)s",
        parameters={"path": "{{ dag_run.conf['path'] }}"},
    )
    fetch >> mark
