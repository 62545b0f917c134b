"""Everything that is read and written is approved."""

from datetime import datetime

from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

with DAG("archive", schedule="@daily", start_date=datetime(2025, 1, 1)):
    copy = S3CopyObjectOperator(
        task_id="copy",
        source_bucket_name="acme-payments",
        source_bucket_key="day.csv",
        dest_bucket_name="acme-ledger-archive-staging",
        dest_bucket_key="day.csv",
    )
    count = SQLExecuteQueryOperator(
        task_id="count",
        conn_id="warehouse",
        sql="SELECT count(*) FROM reporting.core_banking_days",
    )
    copy >> count
