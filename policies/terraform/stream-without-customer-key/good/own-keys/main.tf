provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_kms_key" "events" {
  description         = "Events of the bank"
  enable_key_rotation = true
}

resource "aws_sqs_queue" "refunds" {
  name              = "refunds"
  kms_master_key_id = aws_kms_key.events.id
}

resource "aws_cloudwatch_event_bus" "payments" {
  name               = "payments"
  kms_key_identifier = aws_kms_key.events.arn
}

# What it reads from is encrypted with a key, and takes the records along.
resource "aws_kinesis_firehose_delivery_stream" "payments" {
  name        = "payments"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/payments"
    role_arn           = "arn:aws:iam::123456789012:role/payments-delivery"
  }

  extended_s3_configuration {
    role_arn   = "arn:aws:iam::123456789012:role/payments-delivery"
    bucket_arn = "arn:aws:s3:::payments-archive"
  }
}

resource "aws_msk_cluster" "claims" {
  cluster_name           = "claims"
  kafka_version          = "3.7.x"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718", "subnet-2a1b2c3d4e5f60718"]
    security_groups = ["sg-0a1b2c3d4e5f60718"]
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = var.key
  }
}

# RabbitMQ takes no key of one's own.
resource "aws_mq_broker" "letters" {
  broker_name        = "letters"
  engine_type        = "RabbitMQ"
  engine_version     = "3.13"
  host_instance_type = "mq.m5.large"

  user {
    username = "letters"
    password = "from-the-vault-1"
  }
}
