"""Names are put together before they are used."""

from datetime import datetime

from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator
from airflow.providers.google.cloud.transfers.bigquery_to_gcs import BigQueryToGCSOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

COMPANY = "acme"
ARCHIVE = "-".join([COMPANY, "ledger", "archive"])

with DAG("archive", schedule="@daily", start_date=datetime(2025, 1, 1)):
    copy = S3CopyObjectOperator(
        task_id="copy",
        source_bucket_name="acme-payments",
        source_bucket_key="day.csv",
        dest_bucket_name=ARCHIVE,
        dest_bucket_key="day.csv",
    )
    export = BigQueryToGCSOperator(
        task_id="export",
        source_project_dataset_table="bank.core_banking.accounts",
        destination_cloud_storage_uris=["gs://acme-exports/accounts.csv"],
    )
    hold = BashOperator(task_id="hold", bash_command=f"aws s3 sync /data s3://{COMPANY}-legal-hold/2025/")
    copy >> export >> hold
