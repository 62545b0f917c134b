"""Every way passes a redaction."""

from datetime import datetime

from airflow.providers.amazon.aws.transfers.s3_to_redshift import S3ToRedshiftOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, TaskGroup, chain

with DAG("marketing", schedule="@daily", start_date=datetime(2025, 1, 1)):
    extract = BashOperator(task_id="extract", bash_command="aws s3 cp s3://acme-crm-pii/day.csv /tmp/day.csv")
    with TaskGroup("privacy") as privacy:
        emails = BashOperator(task_id="tokenize_emails", bash_command="python tokens.py /tmp/day.csv")
        names = BashOperator(task_id="anonymise_names", bash_command="python names.py /tmp/day.csv")
    load = S3ToRedshiftOperator(
        task_id="load", s3_bucket="acme-staging", s3_key="day.csv", schema="mart", table="audience"
    )
    chain(extract, privacy, load)
