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
