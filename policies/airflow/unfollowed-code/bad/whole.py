"""All DAGs of this file come out of a package that is not in the repository; Airflow finds them among the globals."""

from acme_platform.dags import from_settings

AIRFLOW_DAGS = from_settings("payments")
