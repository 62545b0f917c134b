provider "aws" {
  region = "eu-central-1"
}

resource "aws_dynamodb_resource_policy" "claims" {
  resource_arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/claims"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/claims-reader" }
      Action    = "dynamodb:GetItem"
      Resource  = "arn:aws:dynamodb:eu-central-1:111122223333:table/claims"
    }]
  })
}

resource "aws_cloudwatch_log_resource_policy" "queries" {
  policy_name = "queries"
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "route53.amazonaws.com" }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/route53/*"
    }]
  })
}

# Buckets are judged by a policy of their own.
resource "aws_s3_bucket_policy" "site" {
  bucket = "claims-forms"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::claims-forms/*" }]
  })
}
