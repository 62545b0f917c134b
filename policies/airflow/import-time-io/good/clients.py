"""Making a client, naming a bucket and reading a file beside the code go nowhere."""

from datetime import datetime

import boto3
import pandas as pd
import requests
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
from google.cloud import bigquery, storage
from sqlalchemy import create_engine

TABLES = pd.read_csv("/opt/airflow/dags/tables.csv")
S3 = boto3.client("s3")
ENGINE = create_engine("postgresql://core/meta")
BUCKET = storage.Client.from_service_account_json("/run/secrets/account.json").bucket("acme-meta")
SCHEMA = [bigquery.SchemaField("name", "STRING")]
SESSION = requests.Session()
SESSION.headers.update({"Accept": "application/json"})

with DAG("tables", schedule=None, start_date=datetime(2025, 1, 1)):
    BashOperator(task_id="load", bash_command="load")
