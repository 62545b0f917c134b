provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "inbox" {
  bucket = "claims-inbox"
}

resource "aws_sqs_queue" "claims" {
  name = "claims"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { ArnEquals = { "aws:SourceArn" = aws_s3_bucket.inbox.arn } }
      },
      { Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } },
    ]
  })
}

resource "aws_sns_topic" "payments" {
  name = "payments"
}

data "aws_iam_policy_document" "payments" {
  statement {
    actions   = ["SNS:Publish"]
    resources = [aws_sns_topic.payments.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceOwner"
      values   = ["111122223333"]
    }
  }
}

resource "aws_sns_topic_policy" "payments" {
  arn    = aws_sns_topic.payments.arn
  policy = data.aws_iam_policy_document.payments.json
}
