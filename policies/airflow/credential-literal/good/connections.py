"""Credentials come from connections, Variables and mounted secrets."""

import os
from datetime import datetime

from airflow.providers.cncf.kubernetes.secret import Secret
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

db_password = Secret(deploy_type="env", deploy_target="DB_PASSWORD", secret="warehouse-credentials", key="password")

default_args = {"owner": "settlement", "retries": 2, "password": os.environ.get("EXPORT_PASSWORD", "")}

with DAG("settlement_export", schedule="@daily", start_date=datetime(2025, 1, 1), default_args=default_args):
    BashOperator(
        task_id="export",
        bash_command="python /opt/jobs/export.py",
        env={"API_TOKEN": "{{ conn.export_api.password }}", "SECRET_NAME": "prod/export"},
    )
