provider "aws" {
  region = "eu-central-1"
}

# On every resource it is judged as the rights of an administrator.
resource "aws_iam_policy" "operator" {
  name = "operator"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*", "organizations:*"], Resource = "*" }]
  })
}

# The policy of a resource is no identity policy.
resource "aws_sqs_queue" "refunds" {
  name = "refunds"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:role/refunds" }
      NotAction = "sqs:DeleteQueue"
      Resource  = "*"
    }]
  })
}
