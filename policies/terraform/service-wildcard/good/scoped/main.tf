provider "aws" {
  region = "eu-central-1"
}

resource "aws_sqs_queue" "refunds" {
  name = "refunds"
}

resource "aws_iam_policy" "refunds" {
  name = "refunds"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sqs:*", Resource = aws_sqs_queue.refunds.arn },
      { Effect = "Allow", Action = "s3:*", Resource = ["arn:aws:s3:::claims", "arn:aws:s3:::claims/*"] },
      { Effect = "Allow", Action = ["s3:Get*", "kms:Decrypt"], Resource = "*" },
      { Effect = "Allow", Action = "cloudwatch:*", Resource = "*" },
    ]
  })
}
