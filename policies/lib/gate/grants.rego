# METADATA
# title: What policies on rights share
# description: >-
#   Tells what the actions, resources and conditions of a statement cover, for sure and perhaps, and says what a policy
#   found in it. Names of actions are given in small letters; those of a policy may have any case, `*` and `?`.
package gate.grants

import data.gate

# A finding about a statement. One data source may make the policies of several resources.
said(grant, message) := gate.followed(grant, sprintf("%s %s", [grant.about, message]), grant.about)

# The same where nobody can tell: `question` follows `whether` and the address.
open(grant, question) := gate.followed(grant, message, grant.about) if {
	message := gate.doubt(sprintf("whether %s %s", [grant.about, question]), reason(grant))
}

reason(grant) := grant.why if grant.why != ""

reason(grant) := "the plan does not say all of it" if grant.why == ""

# The first of some texts, and how many there are besides.
words(texts) := concat(" and ", sort(texts)) if count(texts) < 3

words(texts) := sprintf("%s, %s and %d others", [sorted[0], sorted[1], count(texts) - 2]) if {
	count(texts) > 3
	sorted := sort(texts)
}

words(texts) := sprintf("%s, %s and %s", sort(texts)) if count(texts) == 3

# Whether it gives rights, or may do so.
may_allow(grant) if grant.effect == "allow"

may_allow(grant) if grant.effect == null

# Whether it is not what an administrator has, or not for sure: that is judged as a whole.
ordinary(grant) if grant.administrator == false

ordinary(grant) if grant.administrator == null

# Whether a text of a policy stands for a name.
stands_for(text, name) if lower(text) == name

stands_for(text, name) if {
	regex.match(`[*?]`, text)
	glob.match(regex.replace(lower(text), `([\\\[\]{}])`, `\$1`), null, name)
}

# The texts by which a scope covers one of some names for sure; what is left out of everything in words.
covering(scope, names) := texts if {
	listed := {text | some text in scope.listed; some name in names; stands_for(text, name)}
	others := {all_but |
		scope.every == true
		scope.whole == true
		count(scope.except) > 0
		some name in names
		not leaves_out(scope, name)
		all_but := sprintf("everything but %s", [words(scope.except)])
	}
	texts := listed | others
}

leaves_out(scope, name) if {
	some text in scope.except
	stands_for(text, name)
}

# Whether a scope covers one of some names, or may do so.
may_cover(scope, names) if count(covering(scope, names)) > 0

may_cover(scope, names) if {
	unsure(scope)
	some name in names
	not leaves_out(scope, name)
}

unsure(scope) if scope.every == null

unsure(scope) if scope.whole == false

# A resource of each sort under a name that nobody gives, so that only a wildcard for all of them covers it.
samples := {
	"user": "arn:aws:iam::0:user/=any-one=",
	"group": "arn:aws:iam::0:group/=any-one=",
	"role": "arn:aws:iam::0:role/=any-one=",
	"policy": "arn:aws:iam::0:policy/=any-one=",
	"function": "arn:aws:lambda:0:0:function:=any-one=",
	"permission set": "arn:aws:sso:::permissionset/=any-one=/=any-one=",
}

# Resources without their region and account, which an ARN may name: all of one account are all. A variable is one.
general(resources) := object.union(resources, {"listed": listed, "except": except}) if {
	listed := [wide(text) | some text in resources.listed]
	except := [wide(text) | some text in resources.except]
}

wide(text) := regex.replace(fixed, `^arn:[^:]*:([^:]*):[^:]*:[^:]*:`, "arn:*:$1:*:*:") if {
	fixed := regex.replace(text, `\$\{[^}]*\}`, "~")
}

# Whether resources are everything that a service holds.
is_everything(resources, _) if resources.every == true

is_everything(resources, service) if {
	some text in resources.listed
	regex.match(`^arn:[^:]*:[^:]*:([^:]*:){0,2}[*?/:]*[*][*?/:]*$`, text)
	stands_for(split(text, ":")[2], service)
}

# All of a sort: `table/*`, `log-group:*`. A bucket has none, so that its name would look like one.
is_everything(resources, service) if {
	service != "s3"
	some text in resources.listed
	regex.match(`^arn:[^:]*:[^:]*:[^:]*:[^:]*:[A-Za-z0-9-]+[/:][*?/:]*[*][*?/:]*$`, text)
	stands_for(split(text, ":")[2], service)
}

may_be_everything(resources, service) if is_everything(resources, service)

may_be_everything(resources, _) if unsure(resources)

# The actions by which one makes oneself an administrator, each with the sort of resource that it is done to: it writes a
# policy, gives one to an identity, makes credentials of one, or makes one one's own.
# Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagement.html
# (permissions management), https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssso.html,
# https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation
escalating := {
	"iam:addusertogroup": "group",
	"iam:attachgrouppolicy": "group",
	"iam:attachrolepolicy": "role",
	"iam:attachuserpolicy": "user",
	"iam:createaccesskey": "user",
	"iam:createloginprofile": "user",
	"iam:createpolicyversion": "policy",
	"iam:putgrouppolicy": "group",
	"iam:putrolepolicy": "role",
	"iam:putuserpolicy": "user",
	"iam:setdefaultpolicyversion": "policy",
	"iam:updateassumerolepolicy": "role",
	"iam:updateloginprofile": "user",
	"lambda:updatefunctioncode": "function",
	"sso:attachcustomermanagedpolicyreferencetopermissionset": "permission set",
	"sso:attachmanagedpolicytopermissionset": "permission set",
	"sso:createaccountassignment": "permission set",
	"sso:putinlinepolicytopermissionset": "permission set",
	"sts:assumerole": "role",
}

# The conditions that keep such an action to some policies or resources.
escalation_limits := {"iam:permissionsboundary", "iam:policyarn", "iam:resourcetag/", "aws:resourcetag/", "lambda:functionarn"}

# The texts by which a statement lets one make oneself an administrator.
escalations(grant) := covering(grant.actions, names) if {
	resources := general(grant.resources)
	sorts := {sort | some sort, sample in samples; count(covering(resources, {sample})) > 0}
	names := {action | some action, sort in escalating; sort in sorts}
	not may_be_limited(grant, escalation_limits)
} else := set()

# Whether it may do so.
may_escalate(grant) if {
	resources := general(grant.resources)
	sorts := {sort | some sort, sample in samples; may_cover(resources, {sample})}
	names := {action | some action, sort in escalating; sort in sorts}
	may_cover(grant.actions, names)
	not limited(grant, escalation_limits)
}

# Whether a condition on one of some keys keeps a statement to what its values name. A key that ends with `/` or
# `:` is all that begin so.
limited(grant, keys) if {
	some limit in grant.conditions
	is_on(limit, keys)
	limit.whole == true
	count(limit.values) > 0
	not is_open(limit)
}

may_be_limited(grant, keys) if limited(grant, keys)

may_be_limited(grant, keys) if {
	some limit in grant.conditions
	is_on(limit, keys)
	limit.whole == false
	not is_open(limit)
}

may_be_limited(grant, _) if {
	some limit in grant.conditions
	limit.key == ""
}

# An operator that also holds when the key is missing, or that leaves out some, limits nothing.
is_on(limit, keys) if {
	regex.match(`^(?i)(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like)|bool)$`, limit.operator)
	some key in keys
	is_key(lower(limit.key), key)
}

is_key(key, wanted) if key == wanted

is_key(key, wanted) if {
	regex.match(`[/:]$`, wanted)
	startswith(key, wanted)
}

# One value that stands for everything is enough.
is_open(limit) if {
	some value in limit.values
	regex.match(`^[*?]*$`, value)
}

# What an administrator has is no boundary.
is_open(limit) if {
	some value in limit.values
	endswith(value, ":iam::aws:policy/AdministratorAccess")
}

is_open(limit) if {
	lower(limit.operator) == "bool"
	some value in limit.values
	lower(value) == "false"
}

# What everybody may do by the policy of a resource.
public(grant) := said(grant, sprintf("lets everybody do %s", [doing(grant.actions)]))

doing(actions) := words(actions.listed) if count(actions.listed) > 0

doing(actions) := sprintf("everything but %s", [words(actions.except)]) if {
	count(actions.listed) == 0
	count(actions.except) > 0
}

doing(actions) := "what it is for" if {
	count(actions.listed) == 0
	count(actions.except) == 0
}

# Whether nobody can tell if the policy of a resource, or of who may take a role, lets everybody in.
may_be_public(grant) if {
	may_allow(grant)
	grant.who.everybody in {true, null}
	grant.restricted in {false, null}
	some answer in [grant.effect, grant.who.everybody, grant.restricted]
	answer == null
}

# By what one takes a role.
taking := {"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"}
