//! Terraform and OpenTofu plans, as `terraform show -json` prints them.
//!
//! What policies see is [`model::Plan`]. An example, shortened:
//!
//! ```json
//! {
//!   "schema": "gate.terraform/v1", "_loc": "infra/plan.json#0", "file": "infra/plan.json", "mode": "plan",
//!   "tool": "terraform", "format_version": "1.2", "version": "1.11.4", "complete": true, "errored": false,
//!   "variables": {
//!     "env":   {"_loc": "infra/plan.json#1", "value": "prod", "sensitive": false, "hardcoded_default": true},
//!     "db_pw": {"_loc": "infra/plan.json#2", "value": {"redacted": true, "kind": "string", "length": 12},
//!               "sensitive": true, "hardcoded_default": false}},
//!   "providers": [{"_loc": "infra/plan.json#3", "key": "aws", "name": "aws", "alias": "",
//!     "source": "registry.terraform.io/hashicorp/aws", "constraint": "~> 5.0",
//!     "config": {"default_tags": [{"tags": {"owner": "pay"}}]}, "unknown": {"region": true}}],
//!   "modules": [{"_loc": "infra/plan.json#4", "address": "module.m", "source": "./modules/bucket", "version": null,
//!     "kind": "local", "ref": null}],
//!   "resources": [{
//!     "_loc": "infra/plan.json#5", "address": "module.m[\"us\"].aws_s3_bucket.logs[0]", "module": "module.m[\"us\"]",
//!     "mode": "managed", "type": "aws_s3_bucket", "name": "logs", "index": 0, "provider": "aws",
//!     "action": "update", "actions": ["update"], "reason": "", "importing": false,
//!     "values": {"bucket": "logs", "tags": {"env": "prod"}, "policy": null},
//!     "before": {"bucket": "logs", "tags": {"env": "test"}, "policy": null},
//!     "unknown": {"arn": true, "id": true}, "sensitive": {}, "changed": {"tags.env": true},
//!     "refs": [{"path": "tags", "to": "var.env", "attr": "", "exact": true}],
//!     "linked": {"aws_s3_bucket_versioning": ["module.m[\"us\"].aws_s3_bucket_versioning.v[0]"]}, "maybe_linked": {},
//!     "lifecycle": {"prevent_destroy": true, "ignore_changes": ["tags"]},
//!     "constants": {"bucket": true}, "file": "infra/modules/bucket/main.tf"}, {
//!     "address": "module.m[\"us\"].aws_s3_bucket_versioning.v[0]", "type": "aws_s3_bucket_versioning",
//!     "values": {"versioning_configuration": [{"status": "Enabled"}]}, "unknown": {"bucket": true, "id": true},
//!     "refs": [{"path": "bucket", "to": "module.m[\"us\"].aws_s3_bucket.logs[0]", "attr": "id", "exact": true}],
//!     "constants": {"versioning_configuration.0.status": true}}],
//!   "by_type": {"aws_s3_bucket": ["the resource objects themselves"]},
//!   "by_address": {"module.m[\"us\"].aws_s3_bucket.logs[0]": 0},
//!   "outputs": [], "checks": [], "drift": [],
//!   "secrets": [{"_loc": "infra/plan.json#9", "resource": "aws_db_instance.main", "path": "password",
//!     "at": ["password"], "kind": "password", "constant": true}]
//! }
//! ```

pub mod model;
