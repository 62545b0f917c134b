"""A function that builds DAGs, and a DAG that looks things up while it is built."""

import pendulum
import psycopg2
from airflow.hooks.base import BaseHook
from airflow.sdk import DAG, Variable, dag, task


def tenants():
    connection = psycopg2.connect("dbname=core")
    return ["eu", "us"]


def build(tenant):
    with DAG(f"report_{tenant}", schedule="@daily", start_date=pendulum.datetime(2025, 1, 1)) as report:
        host = BaseHook.get_connection("core").host
    return report


for tenant in tenants():
    globals()[f"report_{tenant}"] = build(tenant)


@dag(schedule=None, start_date=pendulum.datetime(2025, 1, 1))
def single():
    limit = Variable.get("limit")

    @task
    def check():
        return Variable.get("limit") == limit

    check()


single()
