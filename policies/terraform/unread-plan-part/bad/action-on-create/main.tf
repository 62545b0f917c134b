# Actions need Terraform 1.14, so the plan beside this file was made by 1.11 without them, and the section
# `action_invocations` was added in the form that its documentation gives.

action "local_command" "migrate" {
  config {
    command   = "bash"
    arguments = ["-c", "./migrate.sh"]
  }
}

action "aws_lambda_invoke" "wipe" {
  config {
    function_name = "wipe-cache"
    payload       = jsonencode({ all = true })
  }
}

resource "terraform_data" "ledger" {
  input = "bookings"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.local_command.migrate]
    }
  }
}
