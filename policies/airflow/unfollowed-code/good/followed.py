"""Everything that builds the DAG stands here, and what comes from elsewhere makes no tasks."""

from datetime import datetime

import structlog
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

log = structlog.get_logger()


def export(country: str) -> BashOperator:
    log.info("export", country=country)
    return BashOperator(task_id=f"export_{country}", bash_command=f"ledger export --country {country}")


with DAG("ledger_exports", schedule="@daily", start_date=datetime(2025, 1, 1)):
    close = BashOperator(task_id="close", bash_command="ledger close")
    close >> [export(country) for country in ["at", "ch", "de"]]
