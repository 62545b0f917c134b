#!/bin/sh
# Makes two virtual environments below a folder: af2 with Airflow 2.10.5 on Python 3.11 and af3 with Airflow 3.3.2 on 3.12 or 3.11,
# and unpacks Airflow's own example DAGs beside them (examples2, examples3).
#
#     sh setup.sh FOLDER
#
# Airflow's lists of constraints are not needed: of everything that Airflow 2 depends on, the newest release before the
# day on which 2.10.5 was current is taken.
set -eu

folder=$1
mkdir -p "$folder"
cd "$folder"

python3.11 -m venv tool
tool/bin/pip install --quiet uv
uv=$PWD/tool/bin/uv
export UV_CACHE_DIR="$PWD/uvcache"
# Pythons that are here already; some are only reachable by a shim, which is asked for the real one.
export UV_PYTHON_DOWNLOADS=never
real() {
    "$1" -c 'import sys; print(sys.executable)'
}
three=$(real python3.12 2>/dev/null || real python3.11)

# Common in repositories, and installed without a compiler.
providers=""
for name in amazon google postgres snowflake databricks cncf-kubernetes http ssh slack docker apache-spark dbt-cloud \
    common-sql microsoft-azure sftp mongo microsoft-mssql odbc salesforce redis elasticsearch trino apache-hive papermill; do
    providers="$providers apache-airflow-providers-$name"
done
libraries="astronomer-cosmos dag-factory pandas environs python-decouple dynaconf pydantic-settings lxml_html_clean"

"$uv" venv --quiet --python "$(real python3.11)" af2
# shellcheck disable=SC2086 # a list of packages
"$uv" pip install --quiet --compile-bytecode --python af2/bin/python --exclude-newer 2025-02-10 \
    apache-airflow==2.10.5 $providers $libraries dbt-core dbt-postgres

"$uv" venv --quiet --python "$three" af3
# shellcheck disable=SC2086 # a list of packages
"$uv" pip install --quiet --compile-bytecode --python af3/bin/python apache-airflow-core==3.3.2 \
    apache-airflow-providers-standard==1.21.0 apache-airflow-providers-common-sql==2.4.0 $providers $libraries

packages() {
    "$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'
}
mkdir -p examples2/airflow examples3/airflow/providers/standard examples3/airflow/providers/common/sql
cp -R "$(packages af2)/airflow/example_dags" examples2/airflow/
core=$(packages af3)/airflow
cp -R "$core/example_dags" examples3/airflow/
cp -R "$core/providers/standard/example_dags" examples3/airflow/providers/standard/
cp -R "$core/providers/common/sql/example_dags" examples3/airflow/providers/common/sql/
