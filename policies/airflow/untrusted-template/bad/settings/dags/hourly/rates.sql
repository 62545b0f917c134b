---
operator: airflow.providers.common.sql.operators.sql.SQLExecuteQueryOperator
conn_id: reports
---
select * from rates where bank = '{{ dag_run.conf.bank }}'
