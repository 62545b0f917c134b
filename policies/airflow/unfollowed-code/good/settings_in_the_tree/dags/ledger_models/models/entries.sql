select * from {{ source('bank', 'entries') }}
