provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_kms_key" "logs" {
  description         = "Logs of the bank"
  enable_key_rotation = true
}

resource "aws_cloudtrail" "bank" {
  name           = "bank"
  s3_bucket_name = "bank-trail"
  kms_key_id     = aws_kms_key.logs.arn
}

resource "aws_cloudwatch_log_group" "payments" {
  name       = "/bank/payments"
  kms_key_id = aws_kms_key.logs.arn
}

resource "aws_xray_encryption_config" "this" {
  type   = "KMS"
  key_id = var.key
}

resource "aws_config_delivery_channel" "bank" {
  name           = "bank"
  s3_bucket_name = "bank-config"
  s3_kms_key_arn = var.key
}
