"""What is deleted or created after personal data was read receives none, and joins of masked branches do not skip it."""

from datetime import datetime

from airflow.providers.amazon.aws.operators.s3 import S3CreateBucketOperator, S3DeleteObjectsOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import BranchPythonOperator
from airflow.sdk import DAG

with DAG("clean", schedule=None, start_date=datetime(2025, 1, 1)):
    read = SQLExecuteQueryOperator(task_id="read", conn_id="core", sql="SELECT * FROM crm_pii.people")
    read >> [
        S3DeleteObjectsOperator(task_id="delete", bucket="acme-work", keys=["people.csv"]),
        S3CreateBucketOperator(task_id="create", bucket_name="acme-new"),
        SQLExecuteQueryOperator(task_id="drop", conn_id="dwh", sql="DROP TABLE IF EXISTS work.people"),
        BashOperator(task_id="remove", bash_command="aws s3 rm --recursive s3://acme-work/people"),
    ]

with DAG("branches", schedule=None, start_date=datetime(2025, 1, 1)):
    read = SQLExecuteQueryOperator(task_id="read", conn_id="core", sql="SELECT * FROM crm_pii.people")
    choose = BranchPythonOperator(task_id="choose", python_callable=lambda: "mask_all")
    out = BashOperator(
        task_id="out",
        bash_command="aws s3 cp /tmp/p s3://acme-partner/p",
        trigger_rule="none_failed_min_one_success",
    )
    for scope in ("all", "names"):
        read >> choose >> BashOperator(task_id=f"mask_{scope}", bash_command=f"python mask.py {scope}") >> out
