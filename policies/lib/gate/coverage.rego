# METADATA
# title: What policies on the scans before deployments share
# description: Tells production by the names of a deployment, and which kinds of scans stand before it.
package gate.coverage

# The first of the names of a deployment that means production. That of the environment decides where there is one.
production(coverage, pattern) := names[0] if {
	coverage.environments != null
	names := [name | some name in array.concat(coverage.environments, coverage.signs); regex.match(pattern, name)]
}

# Whether scans stand before a deployment, and none of them looks at any of some kinds. Where there is no scan at all, one
# finding says so for every kind.
lacks(coverage, kinds) if {
	scans := array.concat(coverage.before, coverage.elsewhere)
	count(scans) > 0
	found := [kind | some kind in kinds; kind in scans]
	count(found) == 0
}
