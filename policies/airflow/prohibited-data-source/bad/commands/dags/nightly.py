"""Commands of the shell name what is off limits: in a statement, behind a variable, in a here-document, on another host."""

from datetime import datetime

from airflow.providers.ssh.operators.ssh import SSHOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("nightly", schedule="@daily", start_date=datetime(2025, 1, 1)):
    BashOperator(task_id="count", bash_command="psql -h core -c 'SELECT count(*) FROM core_banking.accounts'")
    BashOperator(
        task_id="fetch",
        bash_command="aws s3 cp s3://$ARCHIVE/day.csv /tmp/day.csv",
        env={"ARCHIVE": "acme-ledger-archive"},
    )
    BashOperator(
        task_id="clean",
        bash_command="""
set -euo pipefail
psql -h core <<SQL
DELETE FROM core_banking.accounts WHERE closed;
SQL
""",
    )
    SSHOperator(task_id="push", ssh_conn_id="hub", command="gsutil -m rsync -r /data gs://acme-legal-2024/hold")
