"""Tasks that only look like a redaction, and destinations that run without one."""

from datetime import datetime

from airflow.providers.amazon.aws.transfers.sql_to_s3 import SqlToS3Operator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.smtp.operators.smtp import EmailOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG

START = datetime(2025, 1, 1)

with DAG("undone", schedule=None, start_date=START):
    read = SQLExecuteQueryOperator(task_id="read", conn_id="core", sql="SELECT * FROM crm_pii.people")
    unmask = BashOperator(task_id="unmask_names", bash_command="python unmask.py")
    read >> unmask >> BashOperator(task_id="hand_over", bash_command="scp /tmp/people.csv partner:/in/")

with DAG("empty", schedule=None, start_date=START):
    read = SQLExecuteQueryOperator(task_id="read", conn_id="core", sql="SELECT * FROM crm_pii.people")
    mask = EmptyOperator(task_id="mask_names")
    read >> mask >> EmailOperator(task_id="mail", to="team@partner.example", subject="People", html_content="x")

with DAG("always", schedule=None, start_date=START):
    read = SQLExecuteQueryOperator(task_id="read", conn_id="core", sql="SELECT * FROM crm_pii.people")
    mask = BashOperator(task_id="mask_names", bash_command="python mask.py")
    note = BashOperator(task_id="note", bash_command="date")
    out = BashOperator(task_id="out", bash_command="aws s3 cp /tmp/p s3://acme-partner/p", trigger_rule="all_done")
    read >> mask >> note >> out

with DAG("maybe", schedule=None, start_date=START):
    read = SQLExecuteQueryOperator(task_id="read", conn_id="core", sql="SELECT * FROM crm_pii.people")
    mask = BashOperator(task_id="mask_names", bash_command="python mask.py")
    out = BashOperator(task_id="out", bash_command="aws s3 cp /tmp/p s3://acme-partner/p", trigger_rule="none_failed")
    read >> mask >> out
