provider "aws" {
  region = "eu-central-1"
}

variable "days" {
  type    = number
  default = 400
}

resource "aws_cloudwatch_log_group" "payments" {
  name              = "payments"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "claims" {
  name              = "claims"
  retention_in_days = var.days
}

# Without end.
resource "aws_cloudwatch_log_group" "patients" {
  name = "patients"
}

# Seven years, because nothing else is said.
resource "aws_cloudtrail_event_data_store" "payments" {
  name = "payments"
}
