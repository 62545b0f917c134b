"""Statements stand in a file, which an argument or a part of one names."""

from datetime import datetime

from airflow.providers.amazon.aws.transfers.redshift_to_s3 import RedshiftToS3Operator
from airflow.providers.google.cloud.operators.bigquery import BigQueryInsertJobOperator
from airflow.sdk import DAG

with DAG("balances", schedule="@daily", start_date=datetime(2025, 1, 1)):
    query = BigQueryInsertJobOperator(
        task_id="query",
        configuration={"query": {"query": "balances.sql", "useLegacySql": False}},
    )
    unload = RedshiftToS3Operator(
        task_id="unload",
        s3_bucket="acme-exports",
        s3_key="balances/",
        select_query="balances.sql",
    )
    query >> unload
