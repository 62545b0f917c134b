"""Delivers the reports; the region of the drop comes from the environment."""

import os

import pendulum
from airflow.providers.amazon.aws.operators.s3 import S3CreateObjectOperator
from airflow.sdk import DAG

REGION = os.environ["DROP_REGION"]

with DAG("reports", schedule="@daily", start_date=pendulum.datetime(2026, 1, 1)):
    store = S3CreateObjectOperator(
        task_id="store",
        s3_bucket="acme-reports",
        s3_key="daily.json",
        data="{}",
    )
    drop = S3CreateObjectOperator(
        task_id="drop",
        s3_bucket=f"acme-drops-{REGION}",
        s3_key="daily.json",
        data="{}",
    )
    store >> drop
