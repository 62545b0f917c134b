# METADATA
# title: What policies on Airflow DAGs share
# description: Compares what data goes by, as facts tell it, with lists of names and globs, and follows the ways of flows.
package gate.airflow

# Whether data goes by a name on a list of names and globs (`*` matches any text, `?` one character). Parts of a name
# that are not known count as some text, so a glob may match a name that is partly known.
matches(named, patterns) if {
	some pattern in patterns
	some name in named.names
	glob.match(lower(pattern), null, name)
}

# Whether a part of a name is not known and a run may turn it into one on the list, which it is not for sure.
may_match(named, patterns) if {
	not matches(named, patterns)
	some open in named.open
	some pattern in patterns
	fits(open, lower(pattern))
}

# A plain name: some text in place of the unknown parts gives it.
fits(open, wanted) if {
	not regex.match(special, wanted)
	regex.match(open.possible, wanted)
}

# A glob whose beginning and end may be those of the name. Dates and times alone make no name of a glob that may begin
# with anything.
fits(open, wanted) if {
	regex.match(special, wanted)
	beginning := regex.replace(wanted, `[*?\[{].*$`, "")
	not never(open, beginning)
	first := min([count(open.begins), count(beginning)])
	substring(open.begins, 0, first) == substring(beginning, 0, first)
	ending := regex.replace(wanted, `^.*[*?\]}]`, "")
	last := min([count(open.ends), count(ending)])
	substring(open.ends, count(open.ends) - last, last) == substring(ending, count(ending) - last, last)
}

never(open, beginning) if {
	beginning == ""
	open.free == false
}

special := `[*?\[{]`

# The tasks of a flow that redact, by regular expressions on their ids and operators. One that does nothing does not, nor
# one whose name says that it undoes or looks at a redaction.
redacting(flow, patterns) := {task |
	some task, operator in flow.operators
	not task in flow.idle
	some pattern in patterns
	some name in [task, operator]
	regex.match(sprintf("(?i)%s", [pattern]), name)
	not regex.match(sprintf("(%s)[-_ ]?(?i:%s)", [undoes, pattern]), name)
}

undoes := `(^|[^A-Za-z])(?i:un|de|no|non|not|skip|without|bypass|disable|undo|check|verify|validate|test|audit)|Un|De|No|Non|Not|Skip|Without|Bypass|Undo|Check|Verify|Validate`

# The ways of a flow: behind a task that redacts they go on only where a task runs although it did not succeed.
ways(flow, redacts) := object.union(flow.around, {task: next |
	some task, following in flow.ways
	next := onwards(flow, redacts, task, following)
})

onwards(_, redacts, task, following) := following if not task in redacts

onwards(flow, redacts, task, _) := object.get(flow.around, sprintf("not %s", [task]), []) if task in redacts

# The same with the tasks that may run although one before them did not succeed.
maybe_ways(flow, redacts) := object.union(ways(flow, redacts), {from: next |
	some task in flow.maybe_around
	may_run(task, redacts)
	from := sprintf("maybe %s", [task.task])
	next := [task.task, sprintf("not %s", [task.task])]
})

may_run(task, _) if task.needs_one == false

# Another task before it that does not redact may have succeeded.
may_run(task, redacts) if {
	some before in task.before
	not before in redacts
}
