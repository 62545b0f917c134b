"""An object of the archive is downloaded to the disk of the worker."""

from datetime import datetime

from airflow.providers.google.cloud.transfers.gcs_to_local import GCSToLocalFilesystemOperator
from airflow.sdk import DAG

with DAG("audit", schedule=None, start_date=datetime(2025, 1, 1)):
    download = GCSToLocalFilesystemOperator(
        task_id="download",
        bucket="acme-ledger-archive",
        object_name="2019/entries.csv",
        filename="/tmp/entries.csv",
    )
