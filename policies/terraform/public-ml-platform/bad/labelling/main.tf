provider "aws" {
  region = "eu-central-1"
}

locals {
  networks = ["10.1.0.0/16", "0.0.0.0/0"]
}

resource "terraform_data" "offices" {
  input = ["10.2.0.0/16"]
}

resource "aws_sagemaker_workforce" "claims" {
  workforce_name = "claims"

  cognito_config {
    client_id = "claims"
    user_pool = "eu-central-1_claims"
  }

  source_ip_config {
    cidrs = local.networks
  }
}

resource "aws_sagemaker_workforce" "payments" {
  workforce_name = "payments"

  cognito_config {
    client_id = "payments"
    user_pool = "eu-central-1_payments"
  }
}

resource "aws_sagemaker_workforce" "fraud" {
  workforce_name = "fraud"

  cognito_config {
    client_id = "fraud"
    user_pool = "eu-central-1_fraud"
  }

  source_ip_config {
    cidrs = terraform_data.offices.output
  }
}

resource "aws_sagemaker_flow_definition" "letters" {
  flow_definition_name = "letters"
  role_arn             = "arn:aws:iam::111122223333:role/letters"

  human_loop_config {
    human_task_ui_arn                     = "arn:aws:sagemaker:eu-central-1:111122223333:human-task-ui/letters"
    task_availability_lifetime_in_seconds = 3600
    task_count                            = 1
    task_description                      = "Read the letter"
    task_title                            = "Letters"
    workteam_arn                          = "arn:aws:sagemaker:eu-central-1:394669845002:workteam/public-crowd/default"

    public_workforce_task_price {
      amount_in_usd {
        cents                     = 1
        tenth_fractions_of_a_cent = 2
      }
    }
  }

  output_config {
    s3_output_path = "s3://letters/reviewed"
  }
}
