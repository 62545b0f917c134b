provider "aws" {
  region = "eu-central-1"
}

# Its clients and brokers talk TLS unless told otherwise.
resource "aws_msk_cluster" "claims" {
  cluster_name           = "claims"
  kafka_version          = "3.7.x"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718", "subnet-2a1b2c3d4e5f60718"]
    security_groups = ["sg-0a1b2c3d4e5f60718"]
  }
}

resource "aws_sns_topic_subscription" "fraud_alerts" {
  topic_arn = "arn:aws:sns:eu-central-1:123456789012:fraud-alerts"
  protocol  = "https"
  endpoint  = "https://alerts.bank.example/sns"
}

# Between services of the cloud.
resource "aws_sns_topic_subscription" "fraud_cases" {
  topic_arn = "arn:aws:sns:eu-central-1:123456789012:fraud-alerts"
  protocol  = "sqs"
  endpoint  = "arn:aws:sqs:eu-central-1:123456789012:fraud-cases"
}

resource "aws_sesv2_configuration_set" "reminders" {
  configuration_set_name = "reminders"

  delivery_options {
    tls_policy = "REQUIRE"
  }
}

resource "aws_iot_domain_configuration" "monitors" {
  name        = "monitors"
  domain_name = "monitors.hospital.example"

  tls_config {
    security_policy = "IotSecurityPolicy_TLS13_1_2_2022_10"
  }
}
