from datetime import datetime

from acme.settings import load
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG

with DAG("nightly", schedule="@daily", start_date=datetime(2025, 1, 1)):
    export = BashOperator(task_id="export", **load("export"))
    check = BashOperator(task_id="check", bash_command="test -s /data/out.csv", **load("check"))
    notify = PythonOperator(task_id="notify", python_callable=print, **load("notify"))
    export >> check >> notify
