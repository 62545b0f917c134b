"""What is downloaded is approved, and what is called like the archive is a file on the disk of the worker."""

from datetime import datetime

from airflow.providers.google.cloud.transfers.gcs_to_local import GCSToLocalFilesystemOperator
from airflow.sdk import DAG

with DAG("audit", schedule=None, start_date=datetime(2025, 1, 1)):
    download = GCSToLocalFilesystemOperator(
        task_id="download",
        bucket="acme-payments",
        object_name="2019/entries.csv",
        filename="acme-ledger-archive",
    )
