"""Replays chargebacks on demand, for the disputes team."""

from __future__ import annotations

from datetime import datetime

from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param, chain

COMPANY = "acme"

with DAG(
    dag_id="chargeback_replay",
    schedule=None,
    start_date=datetime(2025, 1, 1),
    catchup=False,
    default_args={"owner": "disputes", "retries": 1},
    params={"network": Param("visa", type="string"), "dry_run": Param(True, type="boolean")},
    tags=["disputes"],
):
    restore = S3CopyObjectOperator(
        task_id="restore",
        aws_conn_id="aws_payments",
        source_bucket_name=f"{COMPANY}-legal-hold",
        source_bucket_key="chargebacks/{{ ds }}.csv",
        dest_bucket_name=f"{COMPANY}-payments-intake",
        dest_bucket_key="replay/{{ ds }}.csv",
    )

    select = BashOperator(
        task_id="select",
        bash_command="disputes select --case {{ dag_run.conf['case'] }} --out /tmp/case.csv",
    )

    replay = KubernetesPodOperator(
        task_id="replay",
        image="registry.acme.example/disputes@sha256:0d9f7c1e5a3b",
        cmds=["disputes", "replay"],
        arguments=["--network", "{{ params.network }}", "--dry-run", "{{ params.dry_run }}"],
    )

    chain(restore, select, replay)
