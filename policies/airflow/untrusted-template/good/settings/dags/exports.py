"""Commands in files of settings, with nothing in them but what the deployment decides."""

from airflow import DAG
from dagfactory import load_yaml_dags
from gusty import create_dag

load_yaml_dags(globals_dict=globals(), config_filepath="/opt/airflow/dags/exports.yml")
hourly = create_dag("/opt/airflow/dags/hourly", schedule="@hourly")
