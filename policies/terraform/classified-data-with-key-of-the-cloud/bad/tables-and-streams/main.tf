provider "aws" {
  region = "eu-central-1"
}

locals {
  labels = { Classification = "PII" }
}

resource "aws_dynamodb_table" "patients" {
  name         = "patients"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  tags         = local.labels

  attribute {
    name = "id"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = null
  }
}

resource "aws_kinesis_stream" "admissions" {
  name            = "admissions"
  shard_count     = 1
  encryption_type = "KMS"
  kms_key_id      = "alias/aws/kinesis"

  tags = {
    data-class = "phi"
  }
}
