provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_role" "reviewer" {
  name = "reviewer"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "audit" {
  role       = aws_iam_role.reviewer.name
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

resource "aws_iam_policy" "queue" {
  name = "queue"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "arn:aws:sqs:eu-central-1:111122223333:refunds" }]
  })
}

# The policy that it attaches is judged where it is written.
resource "aws_iam_role_policy_attachment" "queue" {
  role       = aws_iam_role.reviewer.name
  policy_arn = aws_iam_policy.queue.arn
}
