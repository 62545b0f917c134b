SELECT account, balance FROM core_banking.accounts
