"""Airflow checks these parameters before a run starts."""

from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param

with DAG(
    "rebuild",
    schedule=None,
    start_date=datetime(2025, 1, 1),
    params={
        "region": Param("eu", enum=["eu", "us"]),
        "days": Param(7, type="integer", minimum=1),
        "since": Param("2025-01-01", type="string", format="date"),
    },
):
    BashOperator(
        task_id="rebuild",
        bash_command="rebuild --region {{ params.region }} --days {{ params['days'] }} --since {{ params.since }}",
    )
