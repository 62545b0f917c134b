provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "exposure" {
  input = { block = true }
}

resource "aws_s3_bucket" "models" {
  bucket = "acme-model-weights"
}

# Whether the block is on is decided while the plan is applied.
resource "aws_s3_bucket_public_access_block" "models" {
  bucket                  = aws_s3_bucket.models.id
  block_public_acls       = true
  block_public_policy     = terraform_data.exposure.output.block
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket" "features" {
  bucket = "acme-feature-store"
}

# The text is known only after apply, whom it lets in is known now.
resource "aws_s3_bucket_policy" "features" {
  bucket = aws_s3_bucket.features.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.features.arn}/*"
    }]
  })
}
