"""DAGs out of files of settings, with passwords in them."""

from cosmos import DbtDag, ProfileConfig, ProjectConfig
from cosmos.profiles import PostgresUserPasswordProfileMapping
from dagfactory import load_yaml_dags
from gusty import create_dag

load_yaml_dags(globals_dict=globals(), config_filepath="/opt/airflow/dags/reports.yml")
hourly = create_dag("/opt/airflow/dags/hourly", schedule="@hourly")
models = DbtDag(
    dag_id="models",
    project_config=ProjectConfig("/opt/dbt/reports"),
    profile_config=ProfileConfig(
        profile_name="reports",
        target_name="prod",
        profile_mapping=PostgresUserPasswordProfileMapping(
            conn_id="reports", profile_args={"schema": "public", "password": "Quiet-harbour-31"}
        ),
    ),
)
