"""Without a list nothing is off limits."""

from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("archive", schedule="@daily", start_date=datetime(2025, 1, 1)):
    BashOperator(task_id="hold", bash_command="aws s3 sync /data s3://acme-legal-hold/2025/")
