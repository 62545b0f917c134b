provider "aws" {
  region = "eu-central-1"
}

resource "aws_kms_key" "payments" {
  description = "payments"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/payments" }, Action = "kms:*", Resource = "*" },
    ]
  })
}

# One statement administers, another uses.
data "aws_iam_policy_document" "signing" {
  statement {
    sid       = "Administer"
    actions   = ["kms:Put*", "kms:ScheduleKeyDeletion", "kms:DisableKey"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/keys", "arn:aws:iam::111122223333:role/signer"]
    }
  }

  statement {
    sid       = "Use"
    actions   = ["kms:Sign"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/signer"]
    }
  }
}

resource "aws_kms_key" "signing" {
  description              = "signing"
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
  policy                   = data.aws_iam_policy_document.signing.json
}
