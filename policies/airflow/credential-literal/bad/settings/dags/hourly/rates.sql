---
operator: airflow.providers.common.sql.operators.sql.SQLExecuteQueryOperator
conn_id: reports
hook_params:
  password: Quiet-harbour-35
---
select * from rates
