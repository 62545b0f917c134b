"""The code of a task writes to the archive; another bucket is known only when it runs."""

import os

import pendulum
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.amazon.aws.operators.s3 import S3ListOperator
from airflow.sdk import dag, task


@dag(schedule=None, start_date=pendulum.datetime(2025, 1, 1))
def restore():
    @task
    def write_back(rows):
        hook = S3Hook(aws_conn_id="aws_archive")
        hook.load_string(str(rows), key="restored.json", bucket_name="acme-ledger-archive")

    legal = S3ListOperator(task_id="list_case", bucket=f"acme-le{os.environ['CASE']}")
    other = S3ListOperator(task_id="list_other", bucket=f"acme-payments-{os.environ['REGION']}")
    [legal, other] >> write_back([])


restore()
