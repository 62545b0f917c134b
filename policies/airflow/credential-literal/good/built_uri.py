"""A URI put together from a connection holds no credential of its own."""

import pendulum
from airflow.decorators import dag, task
from airflow.hooks.base import BaseHook


@dag(schedule=None, start_date=pendulum.datetime(2025, 1, 1))
def reconcile():
    @task
    def compare():
        conn = BaseHook.get_connection("core")
        password = conn.password
        uri = f"postgresql://{conn.login}:{password}@{conn.host}/core"
        return len(uri)

    compare()


reconcile()
