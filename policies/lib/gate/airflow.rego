# METADATA
# title: What policies on Airflow DAGs share
# description: Compares what data goes by, as facts tell it, with lists of names and globs.
package gate.airflow

# Whether data goes by a name on a list of names and globs (`*` matches any text, `?` one character). Parts of a name
# that are not known count as some text, so a glob may match a name that is partly known.
matches(named, patterns) if {
	some pattern in patterns
	some name in named.names
	glob.match(lower(pattern), null, name)
}

# Whether the name is partly unknown and a run may turn it into one on the list, which it is not for sure. A name of
# which not even the beginning is known is not taken for one.
may_match(named, patterns) if {
	some pattern in patterns
	wanted := lower(pattern)
	fits(named, wanted, regex.replace(wanted, `[*?\[{].*$`, ""))
	not matches(named, patterns)
}

# A plain name: some text in place of the unknown parts gives it.
fits(named, wanted, beginning) if {
	beginning == wanted
	regex.match(named.possible, wanted)
}

# A glob with a beginning of its own, which the known beginning continues or is continued by.
fits(named, wanted, beginning) if {
	not beginning in {"", wanted}
	shorter := min([count(named.begins), count(beginning)])
	substring(named.begins, 0, shorter) == substring(beginning, 0, shorter)
}
