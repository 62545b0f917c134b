provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "sender" {
  input = "111122223333"
}

data "aws_iam_policy_document" "visits" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [terraform_data.sender.output]
    }
  }
}

resource "aws_sqs_queue_policy" "visits" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/visits"
  policy    = data.aws_iam_policy_document.visits.json
}

resource "aws_kinesis_resource_policy" "visits" {
  resource_arn = "arn:aws:kinesis:eu-central-1:111122223333:stream/visits"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect       = "Allow"
      NotPrincipal = { AWS = "arn:aws:iam::444455556666:root" }
      Action       = ["kinesis:GetRecords", "kinesis:GetShardIterator"]
      Resource     = "arn:aws:kinesis:eu-central-1:111122223333:stream/visits"
    }]
  })
}
