provider "aws" {
  region = "eu-central-1"
}

data "aws_iam_policy_document" "payments" {
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }

  statement {
    sid       = "Administer"
    actions   = ["kms:Put*", "kms:DescribeKey", "kms:ScheduleKeyDeletion", "kms:DisableKey"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/keys"]
    }
  }

  statement {
    sid       = "Use"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/payments"]
    }
  }
}

resource "aws_kms_key" "payments" {
  description = "payments"
  policy      = data.aws_iam_policy_document.payments.json
}

# The same role administers another key than the one that it uses.
resource "aws_kms_key" "archive" {
  description = "archive"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/payments" }, Action = "kms:PutKeyPolicy", Resource = "*" },
    ]
  })
}
