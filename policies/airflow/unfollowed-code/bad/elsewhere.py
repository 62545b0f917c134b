"""Half of this DAG is built by a package that is not in the repository."""

from datetime import datetime

from acme_platform.tasks import add_exports
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG("ledger", schedule="@daily", start_date=datetime(2025, 1, 1)) as dag:
    close = BashOperator(task_id="close", bash_command="ledger close")
    add_exports(dag, after=close)
