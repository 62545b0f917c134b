# METADATA
# title: What policies on Airflow DAGs share
# description: Names of data against patterns, paths of arguments, and the graph of tasks.
package gate.airflow

# Whether data goes by a name on a list of names and globs (`*` matches any text, `?` one character). Parts of a name
# that are not known count as some text, so a glob may match a name that is partly known.
matches(ref, patterns) if {
	some pattern in patterns
	some name in names(ref)
	glob.match(lower(pattern), null, lower(name))
}

# Whether the name is partly unknown and a run may turn it into one on the list. A name of which not even the beginning
# is known is not taken for one.
may_match(ref, patterns) if {
	not ref.known
	ref.known_prefix != ""
	some pattern in patterns
	beginning := regex.replace(lower(pattern), `[*?\[{].*$`, "")
	fits(lower(ref.known_prefix), beginning, lower(pattern), possible(ref))
}

# A plain name: some text in place of the unknown parts gives it.
fits(_, beginning, pattern, possible_name) if {
	beginning == pattern
	regex.match(possible_name, pattern)
}

# A glob with a beginning of its own, which the known beginning continues or is continued by.
fits(prefix, beginning, pattern, _) if {
	beginning != pattern
	beginning != ""
	startswith(beginning, prefix)
}

fits(prefix, beginning, pattern, _) if {
	beginning != pattern
	beginning != ""
	startswith(prefix, beginning)
}

# The names that data goes by: its own, its URI, and for a table the datasets that hold it. The last part of a
# table's name alone names nothing.
names(ref) := ({skeleton(ref.shape)} | uris(ref)) | datasets(ref)

uris(ref) := {skeleton(uri) | uri := ref.uri; is_string(uri)}

datasets(ref) := {name |
	ref.kind == "table"
	parts := split(skeleton(ref.shape), ".")
	last := count(parts)
	some from in numbers.range(0, last - 1)
	last - from > 1
	some to in numbers.range(from + 1, last)
	name := concat(".", array.slice(parts, from, to))
}

# A name with text that nobody writes in place of what is not known.
skeleton(shape) := regex.replace(shape, `\{[^{}]*\}`, "~~~")

# A regular expression for what a partly known name may become.
possible(ref) := sprintf("^%s$", [replace(quoted(lower(skeleton(ref.shape))), "~~~", ".*")])

quoted(text) := regex.replace(text, `([.+*?^$()|\[\]\\])`, `\$1`)

# What a task reads and writes, each with the word for a message.
touched(task) := array.concat(
	[{"verb": "reads from", "ref": ref} | some ref in task.reads],
	[{"verb": "writes to", "ref": ref} | some ref in task.writes],
)

# Whether an argument of one of these names may hide among arguments that the task is given from something unknown
# (`**load()`). One that is written out cannot be given a second time.
may_hide(task, arguments) if {
	object.get(task.unknown, "args", false)
	not regex.match(takes_no_text, object.get(task, "operator", ""))
	count({name | some name, _ in task.args; name in arguments}) == 0
}

# Airflow's own operators that neither run a text nor name data.
takes_no_text := concat("", [
	`^(`,
	`(Empty|Dummy|LatestOnly|Email|TriggerDagRun|ShortCircuit|BranchDateTime|BranchDayOfWeek)Operator`,
	`|(Branch)?(External)?Python(Virtualenv)?Operator`,
	`|(ExternalTask|DateTime|TimeDelta|Time|DayOfWeek|Python|File)Sensor(Async)?`,
	`|@task([.](branch|short_circuit|virtualenv|external_python|branch_virtualenv|branch_external_python|sensor))?`,
	`)$`,
])

# The path of an argument below its task.
argument_path(arg) := array.concat(["args"], [segment(step) | some step in split(arg, ".")])

segment(step) := to_number(step) if regex.match(`^[0-9]+$`, step)

segment(step) := step if not regex.match(`^[0-9]+$`, step)

# The downstream edges of a DAG without the tasks of `removed`.
graph_without(dag, removed) := {task.task_id: task.downstream |
	some task in dag.tasks
	not task.task_id in removed
}

# What a message calls some data.
label(ref) := sprintf("%s `%s`", [ref.kind, ref.shape])
