"""Copies the features of the day from the web site's log to the feature store."""

import pendulum
from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator
from airflow.sdk import DAG

with DAG("features", schedule="@daily", start_date=pendulum.datetime(2026, 1, 1)):
    S3CopyObjectOperator(
        task_id="copy",
        source_bucket_name="acme-web-site",
        source_bucket_key="log/latest.csv",
        dest_bucket_name="acme-feature-store",
        dest_bucket_key="visits/latest.csv",
    )
