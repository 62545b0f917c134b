"""The deployment and whoever starts a run name the data: it may be any of the list."""

import os
from datetime import datetime

from airflow.models import Variable
from airflow.providers.amazon.aws.operators.s3 import S3ListOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("report", schedule=None, start_date=datetime(2025, 1, 1), params={"bucket": "acme-reports"}):
    S3ListOperator(task_id="by_environment", bucket=os.environ["BUCKET"])
    S3ListOperator(task_id="by_default", bucket=os.getenv("BUCKET", "acme-reports"))
    S3ListOperator(task_id="by_variable", bucket=Variable.get("bucket", default_var="acme-reports"))
    S3ListOperator(task_id="by_parameter", bucket="{{ params.bucket }}")
    SQLExecuteQueryOperator(task_id="statement", conn_id="dwh", sql="SELECT * FROM {{ params.schema }}.accounts")
    BashOperator(task_id="command", bash_command="aws s3 cp {{ params.source }} /tmp/day.csv")
