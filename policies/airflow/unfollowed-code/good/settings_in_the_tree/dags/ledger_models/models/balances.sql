select account, sum(amount) from {{ ref('entries') }} group by account
