provider "aws" {
  region = "eu-central-1"
}

# SQS encrypts every queue, with a key of its own.
resource "aws_sqs_queue" "refunds" {
  name = "refunds"
}

module "alerts" {
  source = "./topic"
  key    = "alias/aws/sns"
}

resource "aws_kinesis_firehose_delivery_stream" "payments" {
  name        = "payments"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = "arn:aws:iam::123456789012:role/payments-delivery"
    bucket_arn = "arn:aws:s3:::payments-archive"
  }

  server_side_encryption {
    enabled  = true
    key_type = terraform_data.keys.output.type
  }
}

resource "terraform_data" "keys" {
  input = { type = "CUSTOMER_MANAGED_CMK" }
}

resource "aws_kinesis_stream" "claims" {
  name            = "claims"
  shard_count     = 1
  encryption_type = "KMS"
  kms_key_id      = "alias/aws/kinesis"
}
