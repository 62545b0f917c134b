provider "aws" {
  region = "eu-central-1"
}

resource "aws_ses_identity_policy" "mail" {
  identity = "insurer.example"
  name     = "mail"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:role/letters" }
      Action    = "ses:SendEmail"
      Resource  = "arn:aws:ses:eu-central-1:111122223333:identity/insurer.example"
    }]
  })
}

resource "aws_xray_resource_policy" "traces" {
  policy_name = "traces"
  policy_document = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "xray:PutTraceSegments", Resource = "*" }]
  })
}
