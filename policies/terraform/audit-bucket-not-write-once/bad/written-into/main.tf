provider "aws" {
  region = "eu-central-1"
}

# Nothing in the names says so: what is written into these buckets are records.
module "control" {
  source = "./bucket"
  name   = "acme-7f3c"
}

resource "aws_cloudtrail" "control" {
  name           = "control"
  s3_bucket_name = module.control.id
}

# A purpose of its own does not help a bucket into which somebody writes records.
resource "aws_s3_bucket" "network" {
  bucket_prefix = "acme-net-"
  tags          = { Purpose = "network captures" }
}

resource "aws_flow_log" "network" {
  vpc_id               = "vpc-0a1b2c3d"
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "${aws_s3_bucket.network.arn}/vpc/"
}

# The literal name joins the two where no reference does.
resource "aws_s3_bucket" "inventory" {
  bucket = "acme-inventory"
}

resource "aws_config_delivery_channel" "main" {
  s3_bucket_name = "acme-inventory"
}

module "requests" {
  source = "./bucket"
  name   = "acme-requests"
}

module "balancer" {
  source      = "./balancer"
  access_logs = { bucket = module.requests.id }
}

# Two steps: what is logged goes by way of a stream into the bucket.
resource "aws_cloudwatch_log_group" "firewall" {
  name = "aws-waf-logs-acme"
}

resource "aws_wafv2_web_acl_logging_configuration" "firewall" {
  resource_arn            = "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/acme/1a2b3c4d"
  log_destination_configs = [aws_cloudwatch_log_group.firewall.arn]
}

resource "aws_cloudwatch_log_subscription_filter" "firewall" {
  name            = "archive"
  log_group_name  = aws_cloudwatch_log_group.firewall.name
  filter_pattern  = ""
  destination_arn = aws_kinesis_firehose_delivery_stream.archive.arn
  role_arn        = "arn:aws:iam::111122223333:role/archive"
}

resource "aws_kinesis_firehose_delivery_stream" "archive" {
  name        = "archive"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = "arn:aws:iam::111122223333:role/archive"
    bucket_arn = aws_s3_bucket.cold.arn
  }
}

resource "aws_s3_bucket" "cold" {
  bucket = "acme-cold"
}

# Either of two, and the condition is known only after apply.
resource "aws_s3_bucket" "either" {
  for_each = toset(["left", "right"])
  bucket   = "acme-${each.key}"
}

resource "terraform_data" "side" {
  input = "left"
}

resource "aws_cloudtrail" "either" {
  name           = "either"
  s3_bucket_name = aws_s3_bucket.either[terraform_data.side.output].id
}
