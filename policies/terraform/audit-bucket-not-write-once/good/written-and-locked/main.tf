provider "aws" {
  region = "eu-central-1"
}

locals {
  accounts = toset([for number in range(3) : format("%012d", number)])
}

# Each instance is matched by its key.
module "trail" {
  source   = "./bucket"
  for_each = local.accounts
  name     = "acme-${each.key}"
}

resource "aws_cloudtrail" "account" {
  for_each       = toset(["000000000000", "000000000002"])
  name           = "account-${each.key}"
  s3_bucket_name = module.trail[each.key].id
}
