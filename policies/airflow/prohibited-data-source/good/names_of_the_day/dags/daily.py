"""What the day or one of two approved names decides cannot be on the list; comments and texts name no table."""

import os
from datetime import datetime

from airflow.providers.amazon.aws.operators.s3 import S3ListOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

BUCKET = {"prod": "acme-reports", "dev": "acme-reports-dev"}[os.environ["STAGE"]]

with DAG("daily", schedule="@daily", start_date=datetime(2025, 1, 1)):
    S3ListOperator(task_id="by_stage", bucket=BUCKET)
    S3ListOperator(task_id="by_day", bucket="acme-reports-{{ ds_nodash }}")
    SQLExecuteQueryOperator(
        task_id="statement",
        conn_id="dwh",
        sql="SELECT 'from core_banking.accounts' AS note FROM reporting.days_{{ ds_nodash }} -- not core_banking.days",
    )
    BashOperator(task_id="command", bash_command="python job.py --day {{ ds }} --stage $STAGE")
