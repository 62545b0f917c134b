"""Builds the features of the fraud model from customer records and hands them to the scoring partner."""

from __future__ import annotations

import pendulum
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.sdk import Asset, dag, task, task_group

COMPANY = "acme"
CUSTOMERS = f"{COMPANY}-customers-raw"
EXPORTS = "-".join([COMPANY, "payments", "exports"])
FEATURES = Asset(f"s3://{EXPORTS}/features/fraud.parquet")


@dag(
    schedule="@daily",
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    default_args={"owner": "fraud-ml", "retries": 2},
    tags=["ml", "fraud"],
)
def fraud_features():
    @task
    def customers() -> str:
        hook = S3Hook(aws_conn_id="aws_payments")
        return hook.read_key(key="daily/customers.json", bucket_name=CUSTOMERS)

    @task_group
    def features(records):
        @task
        def velocity(rows):
            return [len(row) for row in rows]

        @task
        def geography(rows):
            return [row[:2] for row in rows]

        return [velocity(records), geography(records)]

    @task(outlets=[FEATURES])
    def export(parts):
        hook = S3Hook(aws_conn_id="aws_payments")
        hook.load_string(str(parts), key="features/fraud.json", bucket_name=EXPORTS)

    export(features(customers()))


fraud_features()
