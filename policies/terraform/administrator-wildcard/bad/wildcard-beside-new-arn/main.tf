provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "exports" {
  bucket_prefix = "acme-exports-"
}

resource "terraform_data" "scope" {
  input = "s3:GetObject"
}

resource "aws_iam_policy" "exporter" {
  name = "exporter"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.exports.arn}/*" },
      { Effect = "Allow", Action = "*", Resource = "*" },
    ]
  })
}

# Only apply tells what this allows, and on everything.
resource "aws_iam_policy" "scoped_later" {
  name = "scoped-later"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = terraform_data.scope.output, Resource = aws_s3_bucket.exports.arn },
      { Effect = "Allow", Action = terraform_data.scope.output, Resource = "*" },
    ]
  })
}

# A statement that is made in a loop is read too: it is about one bucket.
resource "aws_iam_policy" "looped" {
  name = "looped"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for action in ["*"] : { Effect = "Allow", Action = action, Resource = aws_s3_bucket.exports.arn }]
  })
}
