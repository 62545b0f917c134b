"""One way is masked, the other is not."""

from datetime import datetime

from airflow.providers.amazon.aws.transfers.sql_to_s3 import SqlToS3Operator
from airflow.providers.amazon.aws.transfers.s3_to_redshift import S3ToRedshiftOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("marketing", schedule="@daily", start_date=datetime(2025, 1, 1)):
    extract = BashOperator(task_id="extract", bash_command="aws s3 cp s3://acme-crm-pii/day.csv /tmp/day.csv")
    mask = BashOperator(task_id="mask_emails", bash_command="python mask.py /tmp/day.csv")
    enrich = BashOperator(task_id="enrich", bash_command="python enrich.py /tmp/day.csv")
    load = S3ToRedshiftOperator(
        task_id="load", s3_bucket="acme-staging", s3_key="day.csv", schema="mart", table="audience"
    )
    extract >> [mask, enrich] >> load
