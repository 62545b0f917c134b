provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "models" {
  bucket = "acme-models"
}

# The document as a whole is known only after apply, its second statement is known now.
data "aws_iam_policy_document" "pipeline" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.models.arn}/*"]
  }

  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "pipeline" {
  name   = "model-pipeline"
  policy = data.aws_iam_policy_document.pipeline.json
}

resource "aws_iam_policy" "reader" {
  name = "model-reader"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${aws_s3_bucket.models.arn}/*"
    }]
  })
}
