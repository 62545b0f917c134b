provider "aws" {
  region = "eu-central-1"
}

resource "aws_kms_key" "logs" {
  description = "logs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "logs.eu-central-1.amazonaws.com" }
        Action    = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        Resource  = "*"
      },
      { Effect = "Deny", Principal = { Service = "logs.eu-central-1.amazonaws.com" }, Action = "kms:Put*", Resource = "*" },
    ]
  })
}

# No key.
resource "aws_sqs_queue" "logs" {
  name = "logs"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/logs" }, Action = "*", Resource = "*" }]
  })
}
