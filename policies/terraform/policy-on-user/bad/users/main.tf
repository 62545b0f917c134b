provider "aws" {
  region = "eu-central-1"
}

variable "policy" {
  type    = string
  default = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_user" "robot" {
  name = "claims-robot"
}

resource "aws_iam_user_policy" "robot" {
  name = "queue"
  user = aws_iam_user.robot.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:eu-central-1:111122223333:claims" },
      { Effect = "Allow", Action = "sqs:GetQueueUrl", Resource = "arn:aws:sqs:eu-central-1:111122223333:claims" },
    ]
  })
}

data "aws_iam_policy_document" "bucket" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::claims/*"]
  }
}

resource "aws_iam_user_policy" "bucket" {
  name   = "bucket"
  user   = aws_iam_user.robot.name
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_iam_user_policy_attachment" "robot" {
  user       = aws_iam_user.robot.name
  policy_arn = var.policy
}

resource "aws_iam_policy_attachment" "auditors" {
  name       = "auditors"
  groups     = ["auditors"]
  users      = ["examiner"]
  policy_arn = var.policy
}
