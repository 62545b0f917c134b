provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "account" {
  input = "111122223333"
}

data "aws_iam_policy_document" "patients" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:CallerAccount"
      values   = [terraform_data.account.output]
    }
  }
}

resource "aws_kms_key" "patients" {
  description = "patients"
  policy      = data.aws_iam_policy_document.patients.json
}

resource "aws_kms_key" "visits" {
  description = "visits"
}

# What it says comes with the apply.
resource "aws_kms_key_policy" "visits" {
  key_id = aws_kms_key.visits.id
  policy = terraform_data.account.output
}

resource "aws_acmpca_policy" "devices" {
  resource_arn = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/0f1e2d3c"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["acm-pca:IssueCertificate", "acm-pca:GetCertificate"]
      Resource  = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/0f1e2d3c"
    }]
  })
}
