"""Nightly settlement export."""

import os
from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

os.environ["SFTP_PASSWORD"] = "Winter-Sale-1987"

default_args = {"owner": "settlement", "retries": 2, "password": "tr0ub4dor&3"}

with DAG("settlement_export", schedule="@daily", start_date=datetime(2025, 1, 1), default_args=default_args):
    BashOperator(task_id="export", bash_command="python /opt/jobs/export.py", env={"API_TOKEN": "9f8b7c6d5e4f3a2b1c0d"})
