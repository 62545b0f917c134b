provider "aws" {
  region = "eu-central-1"
}

# S3 encrypts every object, SQS every queue and DynamoDB every table unless told otherwise.
resource "aws_s3_bucket" "exports" {
  bucket = "acme-exports"
}

resource "aws_sqs_queue" "refunds" {
  name = "refunds"
}

resource "aws_dynamodb_table" "locks" {
  name         = "locks"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

# Volumes that ask for nothing are encrypted where the account says so.
resource "aws_ebs_encryption_by_default" "this" {
  enabled = true
}

resource "aws_ebs_volume" "training" {
  availability_zone = "eu-central-1a"
  size              = 500
}

resource "aws_efs_file_system" "notebooks" {
  encrypted = true
}
