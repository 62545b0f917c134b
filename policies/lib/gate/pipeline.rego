# METADATA
# title: What policies about pipelines share
# description: Steps with their jobs, the names of actions and variables, and what the file does not hold.
package gate.pipeline

# Every step with its job.
steps(pipeline) := [[job, step] |
	some job in pipeline.jobs
	some step in job.steps
]

# The action of a step as `owner/name`, in lower case; undefined for a script, a local action or an image.
action(step) := lower(concat("/", [step.uses.owner, step.uses.name])) if {
	step.uses != null
	step.uses.kind == "action"
}

# What a step hands to an action under the name of an input, whatever its case.
handed(step, name) := [value |
	some key, value in step.with
	lower(key) == name
]

# The variables of a step with the expressions in them, wherever they are set; the innermost place counts.
variables(job, step) := [[name, interpolation] |
	some [holder, inner] in [[step, []], [job, [step]], [input, [step, job]]]
	some interpolation in object.get(holder, "interpolations", [])
	startswith(interpolation.at, "env.")
	name := substring(interpolation.at, 4, -1)
	not sets(inner, name)
]

sets(holders, name) if {
	some holder in holders
	object.get(object.get(holder, "env", {}), name, null) != null
}

# A command as one text.
line(command) := concat(" ", command.argv)

# The last name of a dotted path as the name of a variable: `AWS_SECRET_ACCESS_KEY` for `with.aws-secret-access-key`.
variable(at) := upper(replace(name, "-", "_")) if {
	segments := split(at, ".")
	name := segments[count(segments) - 1]
}

# Whether the file alone does not tell what a job is: parts of it stand in another project.
partial(job) if job.unknown["extends"] == true

partial(job) if job.unknown.reference == true

# The cloud that a key is for, by the name of the secret or of the variable or input that it is handed to.
cloud_of(name, _) := cloud if cloud := named(name)

cloud_of(name, at) := cloud if {
	not named(name)
	not elsewhere(name)
	cloud := named(at)
}

named(name) := "AWS" if regex.match(`(^|_)AWS(_[A-Z0-9]+)*_SECRET(_ACCESS)?_KEY(_|$)`, name)

named(name) := "Google Cloud" if {
	regex.match(`(^|_)(GCP|GOOGLE|GCLOUD|GCR|GKE|GAR|GCS)(_[A-Z0-9]+)*_(SA_KEY|SERVICE_KEY|SERVICE_ACCOUNT_KEY|SERVICE_ACCOUNT_JSON|CREDENTIALS|CREDENTIALS_JSON|CREDENTIALS_BASE64|KEY_JSON|JSON_KEY|KEYFILE|KEY_FILE|SA_JSON)(_|$)`, name)
}

named(name) := "Azure" if {
	regex.match(`(^|_)(AZURE|ARM)(_[A-Z0-9]+)*_(CREDENTIALS|CLIENT_SECRET|SP_PASSWORD)(_|$)`, name)
}

# Storage that speaks the protocol of AWS and knows no identity of a job.
elsewhere(name) if regex.match(`(^|_)(R2|CLOUDFLARE|CF|SPACES|DO|DIGITALOCEAN|MINIO|B2|BACKBLAZE|WASABI|SCW|LINODE|HETZNER)_`, name)
