"""Loads chargebacks; the credentials are in the code of a task and in a URI."""

import pendulum
from airflow.decorators import dag, task
from airflow.models import Connection

WAREHOUSE = "postgresql://loader:s3ttl3ment@warehouse.acme.example/core"


@dag(schedule="@hourly", start_date=pendulum.datetime(2025, 1, 1), catchup=False)
def chargebacks():
    @task
    def load(rows):
        import boto3

        client = boto3.client("s3", aws_access_key_id="AKIAQ4JTX2LMN5RSUVWY")
        client.put_object(Bucket="acme-chargebacks", Key="latest.json", Body=rows)

    @task
    def register():
        Connection(conn_id="core", conn_type="postgres", login="loader", password="hunter2hunter2")

    load([]) >> register()


chargebacks()
