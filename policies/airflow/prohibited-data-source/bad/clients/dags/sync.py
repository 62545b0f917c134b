"""The clients of clouds and databases name what is off limits in the code of a task."""

import boto3
import pendulum
from airflow.providers.postgres.hooks.postgres import PostgresHook
from airflow.sdk import dag, task
from google.cloud import bigquery, storage


@dag(schedule="@daily", start_date=pendulum.datetime(2025, 1, 1))
def sync():
    @task
    def fetch():
        boto3.resource("s3").Bucket("acme-ledger-archive").download_file("day.csv", "/tmp/day.csv")

    @task
    def push():
        storage.Client().bucket("acme-legal-hold").blob("day.csv").upload_from_filename("/tmp/day.csv")

    @task
    def count():
        return bigquery.Client().query("SELECT count(*) FROM `acme.core_banking.accounts`").result()

    @task
    def close():
        PostgresHook("core").run("UPDATE core_banking.accounts SET closed = true")

    fetch() >> push() >> count() >> close()


sync()
