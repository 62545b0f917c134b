variable "access_logs" {
  type    = object({ bucket = string, enabled = optional(bool, true) })
  default = null
}

resource "aws_lb" "this" {
  name    = "acme"
  subnets = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]

  dynamic "access_logs" {
    for_each = var.access_logs[*]
    content {
      bucket  = access_logs.value.bucket
      enabled = access_logs.value.enabled
    }
  }
}
