go:
	kubectl --context production apply -f k8s
