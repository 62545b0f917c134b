provider "aws" {
  region = "eu-central-1"
}

locals {
  everybody = "*"
}

resource "aws_sqs_queue" "claims" {
  name = "claims"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }]
  })
}

resource "aws_sns_topic" "payments" {
  name = "payments"
}

data "aws_iam_policy_document" "payments" {
  statement {
    actions   = ["SNS:Publish", "SNS:Subscribe"]
    resources = ["arn:aws:sns:eu-central-1:111122223333:payments"]

    principals {
      type        = "AWS"
      identifiers = [local.everybody]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}

resource "aws_sns_topic_policy" "payments" {
  arn    = aws_sns_topic.payments.arn
  policy = data.aws_iam_policy_document.payments.json
}

resource "aws_cloudwatch_event_bus_policy" "ledger" {
  event_bus_name = "ledger"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:root", "*"] }
      Action    = "events:PutEvents"
      Resource  = "arn:aws:events:eu-central-1:111122223333:event-bus/ledger"
      Condition = { StringLike = { "aws:PrincipalOrgID" = "o-*" } }
    }]
  })
}
