"""The result of one task is what the next one sends away."""

import pendulum
import requests
from airflow.providers.postgres.hooks.postgres import PostgresHook
from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator
from airflow.sdk import dag, task


@dag(schedule="@daily", start_date=pendulum.datetime(2025, 1, 1))
def newsletter():
    @task
    def customers():
        hook = PostgresHook(postgres_conn_id="core")
        return hook.get_records("SELECT email FROM raw.customers WHERE opted_in")

    @task
    def send(rows):
        requests.post("https://mail.partner.example/send", json=rows, timeout=30)

    send(customers())
    S3CopyObjectOperator(
        task_id="hand_over",
        source_bucket_name="acme-cardholder-data",
        source_bucket_key="day.csv",
        dest_bucket_name="acme-partner",
        dest_bucket_key="day.csv",
    )


newsletter()
