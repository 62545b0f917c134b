provider "aws" {
  region = "eu-central-1"
}

# A sandbox is taken down: a network with its flow log, a bucket with its public access block and versions, a table that
# could not be recovered, a database without backups, and a log group that stays in the account.
