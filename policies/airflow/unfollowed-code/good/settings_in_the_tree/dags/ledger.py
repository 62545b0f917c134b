"""The DAGs of the ledger are written in files beside this one; the models are those of a dbt project."""

from datetime import datetime
from pathlib import Path

from airflow import DAG
from cosmos import DbtDag, ProfileConfig, ProjectConfig
from dagfactory import load_yaml_dags
from gusty import create_dag

HERE = Path(__file__).parent

load_yaml_dags(globals_dict=globals(), config_filepath=str(HERE / "nightly.yml"))
hourly = create_dag(str(HERE / "hourly"), schedule="@hourly")
models = DbtDag(
    dag_id="models",
    project_config=ProjectConfig(HERE / "ledger_models"),
    profile_config=ProfileConfig(profile_name="ledger", target_name="prod", profiles_yml_filepath=HERE / "profiles.yml"),
    schedule="@daily",
    start_date=datetime(2025, 1, 1),
)
