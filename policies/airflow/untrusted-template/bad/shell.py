"""The trigger form decides what the shell and the container run."""

from datetime import datetime

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param

with DAG(
    "replay",
    schedule=None,
    start_date=datetime(2025, 1, 1),
    params={"batch": Param("all", type="string")},
):
    fetch = BashOperator(
        task_id="fetch",
        bash_command="aws s3 cp s3://acme-replay/{{ dag_run.conf['path'] }} /tmp/replay.json",
    )
    run = KubernetesPodOperator(
        task_id="run",
        image="registry.acme.example/replay@sha256:5f1d",
        cmds=["python", "replay.py"],
        arguments=["--mode", "safe", "--batch", "{{ params.batch }}"],
    )
    fetch >> run
