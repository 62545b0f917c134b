"""Goes out only when a task runs."""

import os
from datetime import datetime

import requests
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, Variable

STAGE = os.environ.get("STAGE", "dev")
session = requests.Session()


def load_rates():
    region = Variable.get("region")
    return requests.get(f"https://rates.acme.example/{region}", timeout=10).json()


with DAG("rates", schedule="@daily", start_date=datetime(2025, 1, 1)):
    load = PythonOperator(task_id="load", python_callable=load_rates)
    publish = BashOperator(task_id="publish", bash_command="publish --region {{ var.value.region }}")
    load >> publish
