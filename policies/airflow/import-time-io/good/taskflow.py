"""Hooks are made and used in the code of tasks."""

import pendulum
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.sdk import dag, task


@dag(schedule="@daily", start_date=pendulum.datetime(2025, 1, 1))
def inventory():
    @task
    def count(prefix: str = "daily/"):
        hook = S3Hook(aws_conn_id="aws_inventory")
        return len(hook.list_keys(bucket_name="acme-inventory", prefix=prefix))

    count()


inventory()
