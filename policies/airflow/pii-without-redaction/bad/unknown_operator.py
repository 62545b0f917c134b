"""An operator of another package is given a bucket: nobody can say that it does not write there."""

from datetime import datetime

from acme.operators import Exporter
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

with DAG("export", schedule=None, start_date=datetime(2025, 1, 1)):
    read = SQLExecuteQueryOperator(task_id="read", conn_id="core", sql="SELECT * FROM crm_pii.people")
    read >> Exporter(task_id="export", bucket="acme-partner")
