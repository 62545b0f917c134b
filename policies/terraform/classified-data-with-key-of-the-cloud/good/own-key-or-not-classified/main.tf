provider "aws" {
  region = "eu-central-1"
}

resource "aws_kms_key" "patients" {
  enable_key_rotation = true
}

resource "aws_kinesis_stream" "admissions" {
  name            = "admissions"
  shard_count     = 1
  encryption_type = "KMS"
  kms_key_id      = aws_kms_key.patients.arn

  tags = {
    data-class = "phi"
  }
}

resource "aws_kinesis_stream" "weather" {
  name            = "weather"
  shard_count     = 1
  encryption_type = "KMS"
  kms_key_id      = "alias/aws/kinesis"

  tags = {
    data-class = "public"
  }
}
