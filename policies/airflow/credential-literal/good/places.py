"""The same places, filled when the task runs; and what only looks like a credential."""

import os

import pymysql as db
import requests
from airflow import DAG
from airflow.operators.bash import BashOperator

IMAGE = "registry.acme.example/reports@sha256:5f957b2a08d223e48133e1a914ed046bea12e578fe2f6ae4de47fdbe691a2468"
RUN_ID = "8d1b0a5e-3c54-4b2e-9a37-1f0e2d3c4b5a"
SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:reports-AbCdEf"
FIELDS = ("password", "secret")
HELP = "password: ask the owner of the ledger"


def load():
    db.connect("ledger.acme.example", "reports", os.environ["LEDGER_PASSWORD"], "ledger")
    requests.get("https://rates.acme.example", auth=("reports", os.environ["RATES_PASSWORD"]), timeout=5)


with DAG("reports", schedule=None):
    BashOperator(task_id="dump", bash_command='mysqldump -u reports -p"$LEDGER_PASSWORD" ledger > /tmp/ledger')
    BashOperator(task_id="rates", bash_command="curl -u 'reports:{{ conn.rates.password }}' https://rates.acme.example")
    BashOperator(task_id="push", bash_command="run", env={"PGPASSWORD": "{{ conn.ledger.password }}"})
