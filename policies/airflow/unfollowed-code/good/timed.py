"""A context manager of the file measures time, and an optional package is left out where it is missing."""

import time
from datetime import datetime

try:
    import statsd
except ImportError:
    statsd = None

from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator


class Timed:
    def __enter__(self):
        self.began = time.monotonic()
        return self

    def __exit__(self, *error):
        if statsd:
            statsd.StatsClient().timing("dags.parse", time.monotonic() - self.began)


with Timed(), DAG("statements", schedule="@monthly", start_date=datetime(2025, 1, 1)):
    BashOperator(task_id="send", bash_command="statements send")
