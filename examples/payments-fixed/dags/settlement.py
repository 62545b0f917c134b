"""Closes the day: fetches exchange rates, settles card payments and writes the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta

import requests
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Variable, task

LEDGER = "s3://acme-payments-ledger"

default_args = {
    "owner": "settlement",
    "retries": 3,
    "retry_delay": timedelta(minutes=5),
    "email": ["settlement@acme.example"],
}

with DAG(
    dag_id="settlement",
    schedule="0 1 * * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    default_args=default_args,
    tags=["finance", "sox"],
):

    @task
    def convert(day: str) -> str:
        """Converts the day's payments to the ledger's currency."""
        rates = requests.get(Variable.get("rates_url"), timeout=10).json()
        hook = S3Hook(aws_conn_id="aws_payments")
        payments = hook.read_key(key=f"{day}/payments.csv", bucket_name="acme-payments-intake")
        return payments.replace("USD", str(rates["usd"]))

    settle = SQLExecuteQueryOperator(
        task_id="settle",
        conn_id="core",
        sql="INSERT INTO core.settlements SELECT * FROM core.payments WHERE day = '{{ ds }}'",
    )

    write_ledger = BashOperator(
        task_id="write_ledger",
        bash_command=f"settle export --day {{{{ ds }}}} && aws s3 cp /tmp/ledger.csv {LEDGER}/{{{{ ds }}}}/ledger.csv",
        env={"CORE_HOST": "{{ conn.core.host }}", "CORE_PASSWORD": "{{ conn.core.password }}"},
    )

    convert("{{ ds }}") >> settle >> write_ledger
