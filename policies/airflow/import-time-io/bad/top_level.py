"""Goes out in three ways whenever Airflow reads it."""

from datetime import datetime

import requests
from airflow.models import Variable
from airflow.operators.bash import BashOperator
from airflow import DAG
from airflow.providers.postgres.hooks.postgres import PostgresHook

REGION = Variable.get("region")
RATES = requests.get("https://rates.acme.example/latest", timeout=10).json()
tables = PostgresHook(postgres_conn_id="core").get_records("SELECT name FROM tables")

with DAG("rates", schedule_interval="@daily", start_date=datetime(2025, 1, 1)) as dag:
    for row in tables:
        BashOperator(task_id=f"load_{row[0]}", bash_command=f"load --region {REGION}")
