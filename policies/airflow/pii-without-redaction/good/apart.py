"""Personal data stays where it is; what is published is something else."""

import pendulum
from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import dag


@dag(schedule="@daily", start_date=pendulum.datetime(2025, 1, 1))
def housekeeping():
    S3CopyObjectOperator(
        task_id="rotate",
        source_bucket_name="acme-crm-pii",
        source_bucket_key="day.csv",
        dest_bucket_name="acme-crm-pii-archive",
        dest_bucket_key="day.csv",
    )
    BashOperator(task_id="publish_rates", bash_command="aws s3 cp /tmp/rates.csv s3://acme-public/rates.csv")


housekeeping()
