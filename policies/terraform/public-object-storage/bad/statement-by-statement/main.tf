provider "aws" {
  region = "eu-central-1"
}

# Everything in it is known when the plan is made. The second statement lets everybody in.
data "aws_iam_policy_document" "press" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-press/*"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-press/*"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333", "*"]
    }
  }
}

resource "aws_s3_bucket_policy" "press" {
  bucket = "acme-press"
  policy = data.aws_iam_policy_document.press.json
}

resource "aws_s3_bucket_policy" "uploads" {
  bucket = "acme-uploads"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::acme-uploads/*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
      # Everybody who has an account there.
      {
        Effect    = "Allow"
        Principal = { Federated = "graph.facebook.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::acme-uploads/*"
      },
      # A range of half of the internet, and the other half.
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::acme-uploads/*"
        Condition = { IpAddress = { "aws:SourceIp" = ["0.0.0.0/1", "128.0.0.0/1"] } }
      },
    ]
  })
}

# What another statement denies does not count: S3 takes the policy for a public one.
resource "aws_s3_bucket_policy" "office" {
  bucket = "acme-office"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = "arn:aws:s3:::acme-office/*"
        Condition = { NotIpAddress = { "aws:SourceIp" = "203.0.113.0/24" } }
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::acme-office/*"
      },
    ]
  })
}
