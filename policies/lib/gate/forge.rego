# METADATA
# title: What policies about the forge share
# description: Branches, environments and the reasons why something about them is not known.
package gate.forge

# Whether the document holds the forge's own answers. A declared ruleset is judged for what it declares only, so what
# it does not say is never unknown.
observed(forge) if forge.source.kind != "declared"

# The name of a branch in a sentence.
label(branch) := "the default branch" if branch.name == "~DEFAULT_BRANCH"

label(branch) := branch.name if branch.name != "~DEFAULT_BRANCH"

# Why nobody can say which branch is the default one: at most one entry.
default_branch_gap(forge) := {gap |
	observed(forge)
	some gap in forge.unknowns
	gap.path == "/repository/default_branch"
}

# Why the protection of a branch is not fully known: the first of the reasons that it names.
first_gap(branch) := branch.unknowns[0] if count(branch.unknowns) > 0

first_gap(branch) := fallback if {
	count(branch.unknowns) == 0
	fallback := {"_loc": branch._loc, "message": "the snapshot does not say why", "needs": null}
}

# A reason as the end of a sentence, with what would be needed.
reason(gap) := gap.message if gap.needs == null

reason(gap) := sprintf("%s; it takes %s", [gap.message, gap.needs]) if gap.needs != null

# The words for how an actor is called.
actor(bypass) := sprintf("%s (%s)", [bypass.name, bypass.type]) if bypass.name != null

actor(bypass) := sprintf("%s %d", [bypass.type, bypass.id]) if {
	bypass.name == null
	bypass.id != null
}

actor(bypass) := bypass.type if {
	bypass.name == null
	bypass.id == null
}

# Whether nobody has to approve a deployment: neither a person nor an app that guards the environment.
unguarded(environment) if {
	environment.reviewers == 0
	environment.custom_rules in {null, 0}
}
