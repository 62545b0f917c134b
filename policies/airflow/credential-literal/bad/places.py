"""Credentials that no name gives away: by their place in a call, and inside texts."""

import jaydebeapi
import pymysql as db
import requests
from airflow import DAG
from airflow.models import Connection, Variable
from airflow.operators.bash import BashOperator
from cryptography.fernet import Fernet

LEDGER = "host=ledger.acme.example user=reports password=Quiet-harbour-17 dbname=ledger"
HEADERS = {"Authorization": "Basic cmVwb3J0czpRdWlldC1oYXJib3VyLTE4"}
SETTINGS = """
user: reports
password: Quiet-harbour-19
"""
USER, PASSWORD = "reports", "Quiet-harbour-20"


def load():
    db.connect("ledger.acme.example", "reports", "Quiet-harbour-21", "ledger")
    jaydebeapi.connect("org.h2.Driver", "jdbc:h2:mem", ["reports", "Quiet-harbour-22"])
    requests.get("https://rates.acme.example", auth=("reports", "Quiet-harbour-23"), timeout=5)
    Connection("ledger", "postgres", "Ledger", "ledger.acme.example", "reports", "Quiet-harbour-24")
    return Fernet(b"Quiet-harbour-25")


with DAG("reports", schedule=None):
    BashOperator(task_id="dump", bash_command="mysqldump -u reports -pQuiet-harbour-26 ledger > /tmp/ledger")
    BashOperator(task_id="rates", bash_command="curl -u reports:Quiet-harbour-27 https://rates.acme.example")
    BashOperator(task_id="push", bash_command="run", env={"PGPASSWORD": "Quiet-harbour-28"})
