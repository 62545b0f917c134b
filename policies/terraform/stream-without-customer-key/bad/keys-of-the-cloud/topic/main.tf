variable "key" {
  type = string
}

resource "aws_sns_topic" "this" {
  name              = "fraud-alerts"
  kms_master_key_id = var.key
}
