variable "environment" {
  type    = string
  default = "prod"
}

resource "terraform_data" "release" {
  input = "payments-${var.environment}"
}

output "release" {
  value = terraform_data.release.output
}
