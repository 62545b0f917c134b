"""Clients, sessions and tables that are asked whenever Airflow reads the file."""

from datetime import datetime

import boto3
import pandas as pd
from airflow.models import Variable
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
from google.cloud import bigquery, storage
from sqlalchemy import create_engine

TABLES = pd.read_csv("https://tables.acme.example/tables.csv")
OBJECTS = boto3.client("s3").list_objects_v2(Bucket="acme-tables")["Contents"]
ROWS = bigquery.Client().query("SELECT name FROM meta.tables").result()
TEXT = storage.Client().bucket("acme-meta").blob("tables.json").download_as_text()
with create_engine("postgresql://core/meta").connect() as connection:
    NAMES = connection.execute("SELECT name FROM tables").fetchall()


class Settings:
    region = Variable.get("region")


with DAG("tables", default_args={"owner": Variable.get("owner")}, schedule=None, start_date=datetime(2025, 1, 1)):
    BashOperator(task_id="load", bash_command="load")
