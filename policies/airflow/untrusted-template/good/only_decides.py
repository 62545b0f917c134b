"""What the trigger says decides between constants, or becomes a number first."""

import os
from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Variable

ENVIRONMENT = os.environ.get("ENVIRONMENT", "dev")

with DAG(
    "rebuild",
    schedule=None,
    start_date=datetime(2025, 1, 1),
    params={"full": False, "days": "7"},
    user_defined_macros={"short": lambda day: day.replace("-", "")},
):
    choose = BashOperator(
        task_id="choose",
        bash_command="rebuild {% if params.full %}--full{% else %}--delta{% endif %} {{ '-v' if params.verbose else '' }}",
    )
    count = BashOperator(task_id="count", bash_command="rebuild --days {{ params.days | int(7) }} --on {{ short(ds) }}")
    each = BashOperator(
        task_id="each",
        bash_command="{% set days = ['mon', 'tue'] %}{% for day in days %}rebuild {{ day }}; {% endfor %}",
    )
    deployed = BashOperator(task_id="deployed", bash_command=f"rebuild --into {ENVIRONMENT} --by " + Variable.get("owner"))
    choose >> count >> each >> deployed
