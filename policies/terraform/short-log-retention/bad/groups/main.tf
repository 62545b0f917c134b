provider "aws" {
  region = "eu-central-1"
}

variable "days" {
  type    = number
  default = 30
}

resource "terraform_data" "days" {
  input = 400
}

resource "aws_cloudwatch_log_group" "payments" {
  name              = "payments"
  retention_in_days = 90
}

resource "aws_cloudwatch_log_group" "claims" {
  name              = "claims"
  retention_in_days = var.days
}

resource "aws_cloudwatch_log_group" "patients" {
  name              = "patients"
  retention_in_days = terraform_data.days.output
}

resource "aws_cloudtrail_event_data_store" "payments" {
  name             = "payments"
  retention_period = 180
}
