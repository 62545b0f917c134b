terraform {
  required_version = ">= 1.5"
}

resource "terraform_data" "ledger" {
  input            = ["accounts", "bookings"]
  triggers_replace = "2026-11"

  lifecycle {
    postcondition {
      condition     = length(self.input) > 0
      error_message = "a table needs a name"
    }
  }
}

moved {
  from = terraform_data.books
  to   = terraform_data.ledger
}

check "tables" {
  assert {
    condition     = length(terraform_data.ledger.input) == 2
    error_message = "there are two tables"
  }
}
