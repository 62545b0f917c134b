---
operator: airflow.providers.common.sql.operators.sql.SQLExecuteQueryOperator
conn_id: reports
---
select * from rates where day = '{{ ds }}'
