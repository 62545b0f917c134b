provider "aws" {
  region = "eu-central-1"
}

resource "aws_kms_key" "payments" {
  description = "payments"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          StringEquals = {
            "kms:CallerAccount" = "111122223333"
            "kms:ViaService"    = "s3.eu-central-1.amazonaws.com"
          }
        }
      },
    ]
  })
}

resource "aws_kms_key" "plain" {
  description = "with the policy that every key has"
}
