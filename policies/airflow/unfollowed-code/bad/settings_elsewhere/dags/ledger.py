"""The DAGs of the ledger are written in files that another repository delivers."""

from airflow import DAG
from dagfactory import load_yaml_dags
from gusty import create_dag

load_yaml_dags(globals_dict=globals(), config_filepath="/opt/ledger/jobs/nightly.yml")
hourly = create_dag("/opt/ledger/hourly", schedule="@hourly")
